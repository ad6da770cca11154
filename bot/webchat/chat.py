"""One browser's conversation: who is asking, what he says, what he has not read yet."""

import hmac
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from bot.intake import Intake
from bot.webchat.languages import language_of_browser
from bot.webchat.reading import read_message
from bot.webchat.refusals import Refusal
from bot.webchat.visitors import Turnstile
from storage import conversations, outbox
from storage.conversations import Spoken, WebSession
from storage.database import Database, Transaction
from storage.outbox import Numbered
from texts import LANGUAGES

COOKIE = "hotline_chat"
_KEPT = 180 * 24 * 3600  # seconds; a half-told complaint waits as long as the worker needs
_DIGITS = 9  # more than anybody will ever read
_OPENING = "start-"  # the page says /start by itself once, under an id of this kind


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page may ask for. The cookie alone says whose conversation it is; no URL ever does."""

    database: Database
    intake: Intake
    public_url: str | None
    turnstile: Turnstile = field(default_factory=Turnstile)

    async def session(self, request: Request) -> WebSession:
        """The conversation of the cookie; raises Refusal 401 when there is none."""
        session = await self._resumed(request)
        if session is None:
            raise Refusal(401, "error_no_session")
        return session

    async def language(self, request: Request) -> str:
        """The page's language: asked for in the address, else the conversation's, else the browser's."""
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            return asked
        session = await self._resumed(request)
        spoken = await self.database.look(lambda tx: _language(tx, session)) if session else None
        return spoken if spoken in LANGUAGES else language_of_browser(request.headers.get("accept-language"))

    async def begin(self, request: Request, response: Response) -> dict[str, str]:
        """Resume the cookie's conversation or begin one; `session` is its public name, not the cookie's secret."""
        if request.headers.get("sec-fetch-site") == "cross-site":
            raise Refusal(403, "error_csrf")  # another site's form would replace the worker's cookie by a fresh one
        session = await self._resumed(request) or await self._fresh(request)
        response.set_cookie(
            COOKIE,
            session.token,
            max_age=_KEPT,
            path="/chat",
            secure=self._is_https(request),
            httponly=True,
            samesite="strict",
        )
        return {"session": session.conversation_id, "csrf": session.csrf}

    async def take(self, request: Request) -> dict[str, Any]:
        """Hand a posted message to the door; returns only when it is committed, with the number of the last reply.

        The same id again changes nothing and gets the same answer. Raises Refusal, or whatever kept the door from
        taking it.
        """
        session = await self.session(request)
        if not hmac.compare_digest(request.headers.get("x-csrf-token", "").encode(), session.csrf.encode()):
            raise Refusal(403, "error_csrf")
        address = await self.database.look(lambda tx: conversations.address_of(tx, session.conversation_id))
        await self.intake.take(await read_message(request, address))
        return {"ok": True, "n": await self.database.look(lambda tx: conversations.last_n(tx, session.conversation_id))}

    async def replies(self, request: Request) -> dict[str, Any]:
        """Replies after a number, and the worker's own words since then; what is fetched here counts as seen."""
        after, session = number_after(request), await self.session(request)
        replies, mine = await self.database.look(lambda tx: _since(tx, session.conversation_id, after))
        if replies:
            await self.database.run(lambda tx: outbox.seen(tx, session.conversation_id, replies[-1].n))
        return {
            "messages": [as_json(reply) for reply in replies],
            "mine": [{"after": said.after, "id": said.id, "text": said.text} for said in mine],
        }

    async def _resumed(self, request: Request) -> WebSession | None:
        token = request.cookies.get(COOKIE)
        return await self.database.look(lambda tx: conversations.web_session(tx, token)) if token else None

    async def _fresh(self, request: Request) -> WebSession:
        client = request.client.host if request.client else None
        if not self.turnstile.admits(client, self.database.clock()):
            raise Refusal(429, "error_too_many")
        language = language_of_browser(request.headers.get("accept-language"))
        return await self.database.run(lambda tx: conversations.start_web(tx, language))

    def _is_https(self, request: Request) -> bool:
        return request.url.scheme == "https" or (self.public_url or "").lower().startswith("https:")


def as_json(reply: Numbered) -> dict[str, Any]:
    """A reply as the page reads it; `press` is what its button sends, which may be more than its id."""
    buttons = [{"id": one.id, "label": one.label, "press": one.press} for one in reply.message.buttons]
    return {"n": reply.n, "text": reply.message.text, "buttons": buttons, "files": []}


def number_after(request: Request) -> int:
    """After which reply to go on: what a stream saw last, or `after`, or the beginning.

    Raises Refusal 422 for anything but a whole number from 0.
    """
    asked = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS):
        raise Refusal(422, "error_after")
    return int(asked)


def _since(tx: Transaction, conversation_id: str, after: int) -> tuple[list[Numbered], list[Spoken]]:
    mine = [said for said in conversations.spoken(tx, conversation_id) if said.after >= after]
    return outbox.after(tx, conversation_id, after), [said for said in mine if not _is_opening(said)]


def _is_opening(said: Spoken) -> bool:
    return said.text == "/start" and said.id.startswith(_OPENING)


def _language(tx: Transaction, session: WebSession) -> str | None:
    return conversations.language_of(tx, session.conversation_id)
