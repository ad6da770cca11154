"""Files through a one-time link: what a worker's own channel will not carry he sends from a browser, as himself.

The link's token stands behind the # of its address, which no browser sends and no log sees. The page hands it over
once and gets a cookie that is good for this and nothing else. The link lives until the files are sent, so that a lost
network or a reloaded page does not use it up.
"""

import hmac
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from bot.intake import Intake
from bot.webchat.chat import is_https
from bot.webchat.reading import read_json, read_message
from bot.webchat.refusals import Refusal
from bot.webchat.tus import Sender, Tus
from bot.webchat.uploading import Uploads
from handlers.incoming import Attachment, Incoming
from storage import conversations, uploads
from storage.database import Database, Transaction
from storage.files import File

COOKIE = "hotline_upload"
PATH = "/chat/api/link"
_KEPT = 6 * 3600  # seconds; the link itself may end earlier
_LONGEST = 4096  # bytes of a body that holds a token


@dataclass(frozen=True, slots=True)
class Linked:
    """What the page behind a one-time link may ask for."""

    database: Database
    intake: Intake
    uploads: Uploads
    public_url: str | None

    def add_to(self, router: APIRouter) -> None:
        """Answer below /chat/api/link."""
        router.add_api_route("/api/link/sessions", self.begin, methods=["POST"], response_model=None)
        router.add_api_route("/api/link/messages", self.take, methods=["POST"], response_model=None)
        Tus(self.uploads, self.sender).add_to(router, "/api/link/uploads")

    async def begin(self, request: Request, response: Response) -> dict[str, str]:
        """Exchange the token for a cookie; without one, go on with the cookie. Raises Refusal 410 for a dead link."""
        token = await self._token(request)
        conversation_id, csrf = await self._valid(token)
        response.set_cookie(
            COOKIE,
            token,
            max_age=_KEPT,
            path=PATH,
            secure=is_https(request, self.public_url),
            httponly=True,
            samesite="strict",
        )
        return {"session": conversation_id, "csrf": csrf}

    async def sender(self, request: Request) -> Sender:
        """Whose upload this is; raises Refusal 410 for a dead link, 403 without the page's token."""
        conversation_id, csrf = await self._valid(request.cookies.get(COOKIE, ""))
        if not hmac.compare_digest(request.headers.get("x-csrf-token", "").encode(), csrf.encode()):
            raise Refusal(403, "error_csrf")
        return Sender(conversation_id)

    async def take(self, request: Request) -> dict[str, Any]:
        """The files are complete: hand them to the door as a message of his own channel, then use the link up.

        In this order: if the process dies in between, the same message comes again and changes nothing.
        """
        chat = (await self.sender(request)).conversation_id
        posted = await read_message(request)
        if not posted.uploads:
            raise Refusal(422, "error_no_such_file")
        message_id = f"upload-{posted.uploads[0]}"
        files = await self.uploads.name(chat, posted.uploads, message_id)
        token = request.cookies.get(COOKIE, "")
        said = await self.database.look(lambda tx: _said(tx, chat, token, message_id, posted.text, files))
        await self.intake.take(said)
        await self.database.run(lambda tx: uploads.use_link(tx, token))
        return {"ok": True}

    async def _token(self, request: Request) -> str:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST:
                raise Refusal(413, "error_too_large")
        token = read_json(body or b"{}").get("token")
        return token if isinstance(token, str) and token else request.cookies.get(COOKIE, "")

    async def _valid(self, token: str) -> tuple[str, str]:
        found = await self.database.look(lambda tx: _look_up(tx, token)) if token else None
        if found is None:
            raise Refusal(410, "error_link_used")
        return found


def _look_up(tx: Transaction, token: str) -> tuple[str, str] | None:
    conversation_id = uploads.conversation_of_link(tx, token)
    return (conversation_id, tx.vault.look_up("upload page", token).hex()) if conversation_id else None


def _said(tx: Transaction, conversation_id: str, token: str, message_id: str, text: str, files: list[File]) -> Incoming:
    """A message of his own channel, which answers the one whose file that channel would not carry, if there is one."""
    channel, address = conversations.whereabouts(tx, conversation_id)
    attached = tuple(Attachment(one.kind, one.id, "", one.size, one.mime, stored=True) for one in files)
    instead_of = uploads.file_of_link(tx, token)
    answers = instead_of.message_id if instead_of else ""
    return Incoming(channel, address, message_id, "media", text, files=attached, message=message_id, reply_to=answers)
