"""One browser's conversation: who is asking, what he says, what he has not read yet."""

import hmac
import math
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from bot.intake import Intake
from bot.webchat.history import page_of, wanted
from bot.webchat.languages import language_of_browser
from bot.webchat.pace import Pace
from bot.webchat.reading import Posted, read_message
from bot.webchat.refusals import Refusal
from bot.webchat.stages import stages_of
from bot.webchat.tus import Sender
from bot.webchat.uploading import Announced, Uploads
from bot.webchat.visitors import Turnstile
from storage import conversations, outbox
from storage.conversations import WebSession
from storage.database import Database, Transaction
from storage.files import File
from texts import LANGUAGES, Texts

COOKIE = "hotline_chat"
_KEPT = 180 * 24 * 3600  # seconds; a half-told complaint waits as long as the worker needs


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page may ask for. The cookie alone says whose conversation it is; no URL ever does."""

    database: Database
    intake: Intake
    uploads: Uploads
    texts: Texts
    public_url: str | None
    turnstile: Turnstile = field(default_factory=Turnstile)
    pace: Pace = field(default_factory=Pace)

    async def session(self, request: Request) -> WebSession:
        """The conversation of the cookie; raises Refusal 401 when there is none."""
        session = await self._resumed(request)
        if session is None:
            raise Refusal(401, "error_no_session")
        return session

    async def admitted(self, request: Request) -> WebSession:
        """The same for what changes something: the page's token must be there, too, or Refusal 403 is raised."""
        session = await self.session(request)
        if not hmac.compare_digest(request.headers.get("x-csrf-token", "").encode(), session.csrf.encode()):
            raise Refusal(403, "error_csrf")
        return session

    async def sender(self, request: Request) -> Sender:
        """Whose upload this is; raises as `admitted`."""
        return Sender((await self.admitted(request)).conversation_id)

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
            secure=is_https(request, self.public_url),
            httponly=True,
            samesite="strict",
        )
        return {"session": session.conversation_id, "csrf": session.csrf}

    async def leave(self, request: Request, response: Response) -> dict[str, bool]:
        """Forget this browser: its cookie opens nothing any more. The conversation and its cases go on."""
        session = await self.admitted(request)
        await self.database.run(lambda tx: conversations.end_web(tx, session.token))
        response.delete_cookie(COOKIE, path="/chat", secure=is_https(request, self.public_url), httponly=True)
        return {"ok": True}

    async def take(self, request: Request) -> dict[str, Any]:
        """Hand a posted message to the door; returns only when it is committed, with the number of the last reply.

        The same id again changes nothing and gets the same answer. Raises Refusal, 429 for one who floods us, or
        whatever kept the door from taking it.
        """
        session = await self.admitted(request)
        chat, posted = session.conversation_id, await read_message(request)
        if wait := self.pace.seconds_to_wait(chat, self.database.clock()):
            raise Refusal(429, "error_too_fast", math.ceil(wait))
        files = await self._files(chat, posted)
        address = await self.database.look(lambda tx: conversations.address_of(tx, chat))
        await self.intake.take(posted.incoming(address, files))
        return {"ok": True, "n": await self.database.look(lambda tx: conversations.last_n(tx, chat))}

    async def replies(self, request: Request) -> dict[str, Any]:
        """Replies, and the worker's own messages among them; what is fetched here counts as seen."""
        want, session = wanted(request), await self.session(request)
        chat = session.conversation_id
        messages, mine = await self.database.look(lambda tx: page_of(tx, chat, want))
        if messages and want.before is None:
            await self.database.run(lambda tx: outbox.seen(tx, chat, messages[-1]["n"]))
        return {"messages": messages, "mine": mine}

    async def cases(self, request: Request) -> list[dict[str, Any]]:
        """His cases, the newest first, each as a line of stages, in the page's language."""
        session, language = await self.session(request), await self.language(request)
        return await self.database.look(lambda tx: stages_of(tx, self.texts, language, session.conversation_id))

    async def _files(self, chat: str, posted: Posted) -> list[File]:
        """What goes with a message: files enclosed in it are kept first, as if they had been uploaded."""
        kept = [
            await self.uploads.keep(chat, Announced(f"{posted.id}:{place}", len(one.content), one.name), one.content)
            for place, one in enumerate(posted.enclosed)
        ]
        named = (*posted.uploads, *kept)
        return await self.uploads.name(chat, named, posted.id) if named else []

    async def _resumed(self, request: Request) -> WebSession | None:
        token = request.cookies.get(COOKIE)
        return await self.database.look(lambda tx: conversations.web_session(tx, token)) if token else None

    async def _fresh(self, request: Request) -> WebSession:
        client = request.client.host if request.client else None
        if not self.turnstile.admits(client, self.database.clock()):
            raise Refusal(429, "error_too_many")
        language = language_of_browser(request.headers.get("accept-language"))
        return await self.database.run(lambda tx: conversations.start_web(tx, language))


def is_https(request: Request, public_url: str | None) -> bool:
    """Whether the outside comes by https, so that cookies never travel without it."""
    return request.url.scheme == "https" or (public_url or "").lower().startswith("https:")


def _language(tx: Transaction, session: WebSession) -> str | None:
    return conversations.language_of(tx, session.conversation_id)
