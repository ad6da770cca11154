"""Who is at the desk: the cookie of a signed-in browser, its language, and whether a form came from our own page."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request, Response

from desk.refusals import NotFromOurPage, Refusal, SignedOut
from desk.words import Words
from storage import desk_sessions
from storage.database import Database
from storage.desk_sessions import DeskSession
from storage.people import Colleague
from texts import LANGUAGES, Language, Texts

COOKIE = "hotline_desk"
LANGUAGE_COOKIE = "hotline_desk_language"
SIGNED_IN_FOR = timedelta(hours=12)
LONGEST_ID = 16


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in colleague."""

    colleague: Colleague
    csrf: str
    words: Words

    @property
    def supervises(self) -> bool:
        """Whether he answers for the cases of a unit, and not only for his own."""
        return self.colleague.supervises


class Visitors:
    """Tells who asks. The cookie alone says so; no URL ever does."""

    def __init__(self, database: Database, texts: Texts, public_url: str | None) -> None:
        self._database, self._texts = database, texts
        self._public = urlsplit(public_url or "")

    def words(self, request: Request) -> Words:
        """Our sentences in the language this browser chose; Chinese until it does."""
        return Words(self._texts, chosen_language(request) or "zh-CN")

    def signed_in(self, request: Request, typed: str = "") -> Visit:
        """Whoever is signed in at this browser; raises SignedOut with what he `typed`."""
        token = request.cookies.get(COOKIE)
        session: DeskSession | None = self._database.read(lambda tx: desk_sessions.known(tx, token)) if token else None
        if session is None:
            raise SignedOut(typed if self._is_from_here(request) else "")
        return Visit(session.colleague, session.csrf, self.words(request))

    def posting(self, request: Request, csrf: str, typed: str = "") -> Visit:
        """Whoever sent a form of ours; raises SignedOut or NotFromOurPage."""
        visit = self.signed_in(request, typed)
        must_be_ours(visit, request, csrf)
        return visit

    def must_be_from_here(self, request: Request) -> None:
        """Refuse a form that another site sent before anybody is signed in; raises Refusal 403.

        Browsers on plain http say only `Origin`, others also `Sec-Fetch-Site`; programs that are no browsers say
        neither and carry nobody's cookies.
        """
        if not self._is_from_here(request):
            raise Refusal(403, "from_elsewhere")

    def remember(self, request: Request, response: Response, token: str) -> None:
        """Give the browser the cookie of its session."""
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(SIGNED_IN_FOR.total_seconds()),
            path="/desk",
            secure=self._is_https(request),
            httponly=True,
            samesite="strict",
        )

    def forget(self, request: Request, response: Response) -> None:
        """Take the cookie back; the session itself is closed in the database."""
        if token := request.cookies.get(COOKIE):
            self._database.call(lambda tx: desk_sessions.end(tx, token))
        response.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="strict", secure=self._is_https(request))

    def _is_from_here(self, request: Request) -> bool:
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or urlsplit(origin).netloc in {request.headers.get("host"), self._public.netloc} - {""}

    def _is_https(self, request: Request) -> bool:
        return request.url.scheme == "https" or self._public.scheme == "https"


def must_be_ours(visit: Visit, request: Request, csrf: str) -> None:
    """Refuse a form that does not carry the session's own secret, in its field or header; raises NotFromOurPage."""
    sent = csrf or request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(sent.encode(), visit.csrf.encode()):
        raise NotFromOurPage


def chosen_language(request: Request) -> Language | None:
    """The language asked for in the address, else the one this browser asked for before."""
    asked = request.query_params.get("lang")
    chosen = asked if asked in LANGUAGES else request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else None
