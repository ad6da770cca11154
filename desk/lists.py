"""What a colleague finds when he comes to the desk: cases offered to him, cases he has, cases of his unit."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from cases import assigning
from cases.errors import CaseError
from cases.explaining import why_offered
from cases.office import Office
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import Visit, Visitors
from storage import cases, desk_views, offers
from storage.database import Database, Transaction
from storage.desk_views import Listed

Field = Annotated[str, Form()]
DECLINE_REASONS = ("time", "conflict", "unfamiliar", "other")
OF_OFFERS = ("accept", "decline")
LONGEST_NUMBER = 32


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A case offered to a lawyer: enough to decide, nothing that the worker told us."""

    number: str
    kind: str
    district: str | None
    urgency: str
    due_at: datetime
    overdue: bool
    why: list[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """One colleague's lists at one moment."""

    at: datetime
    offers: list[OfferCard]
    own: list[Listed]
    without_lawyer: list[Listed]
    others: list[Listed]


class Lists:
    """The lists, and taking or declining what is offered."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the lists."""
        router.get("", response_model=None)(self.home)
        router.get("/lists", response_model=None)(self.lists)
        router.post("/cases/{number}/accept", response_model=None)(self.accept)
        router.post("/cases/{number}/decline", response_model=None)(self.decline)

    def home(self, request: Request) -> Response:
        """The whole page."""
        return self._home(self._visitors.signed_in(request))

    def lists(self, request: Request, seen: str = "") -> Response:
        """The lists alone, for an open page; 204 when they still are what it has `seen`."""
        visit = self._visitors.signed_in(request)
        lists, mark = self._lists(visit)
        if seen == mark:
            return Response(status_code=204)
        return self._pages.page("polled.html", visit.words, visit, lists=lists, mark=mark)

    def accept(self, request: Request, number: str, csrf: Field = "") -> Response:
        """Take an offered case and go on to its page; where that is too late, the list with a sentence (409)."""
        visit = self._visitors.posting(request, csrf)
        number = checked(number)
        try:
            case = self._database.call(lambda tx: assigning.accept(tx, self._office, visit.colleague, number))
        except CaseError as refusal:
            return self._home(visit, str(refusal))
        return RedirectResponse(f"/desk/cases/{case.number}", 303)

    def decline(self, request: Request, number: str, reason: Field = "", csrf: Field = "") -> Response:
        """Decline an offered case, so that the next lawyer is asked at once."""
        visit = self._visitors.posting(request, csrf)
        number, why = checked(number), reason if reason in DECLINE_REASONS else "other"
        try:
            self._database.call(lambda tx: assigning.decline(tx, self._office, visit.colleague, number, why))
        except CaseError as refusal:
            return self._home(visit, str(refusal))
        return RedirectResponse("/desk", 303)

    def _home(self, visit: Visit, problem: str = "") -> Response:
        lists, mark = self._lists(visit)
        status = 409 if problem else 200
        return self._pages.page("home.html", visit.words, visit, status, problem=problem, lists=lists, mark=mark)

    def _lists(self, visit: Visit) -> tuple[Markup, str]:
        """The lists as HTML and a mark that changes when they do."""
        desk = self._database.read(lambda tx: _desk(tx, self._office, visit))
        html = self._pages.text("lists.html", visit.words, visit, desk=desk, reasons=DECLINE_REASONS)
        return Markup(html), hashlib.sha256(html.encode()).hexdigest()[:16]  # noqa: S704 (rendered with autoescape)


def checked(number: str, typed: str = "") -> str:
    """A case number from an address; raises NotThere for what cannot be one."""
    if not (number.isascii() and number.isalnum() and len(number) <= LONGEST_NUMBER):
        raise NotThere(typed)
    return number


def _desk(tx: Transaction, office: Office, visit: Visit) -> Desk:
    colleague = visit.colleague
    waiting, others = [], []
    if visit.supervises:
        waiting = desk_views.without_lawyer(tx, colleague)
        others = desk_views.with_lawyer_or_ended(tx, colleague)
    own = [] if visit.supervises else desk_views.own(tx, colleague)
    return Desk(tx.now, _offered(tx, office, visit), own, waiting, others)


def _offered(tx: Transaction, office: Office, visit: Visit) -> list[OfferCard]:
    waiting = [(offer, cases.by_id(tx, offer.case_id)) for offer in offers.open_offers_to(tx, visit.colleague.id)]
    return [
        OfferCard(
            case.number,
            case.kind,
            case.district,
            case.urgency,
            offer.due_at,
            offer.due_at <= tx.now,
            why_offered(tx, office, case, visit.colleague.id, visit.words.language),
        )
        for offer, case in waiting
    ]
