"""Reads what the page posts."""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.webchat.refusals import Refusal
from handlers.incoming import Attachment, Incoming
from storage.files import File

LIMIT = 12 * 1024 * 1024  # bytes of one post
_PATIENCE = 5 * LIMIT  # so much of a too large post is still read, because a browser hears no answer before its end
_LONGEST_ID = 64  # characters
_LONGEST_BUTTON = 200  # characters
_MOST_FILES = 10  # of one message


class _InMemory(MultiPartParser):
    """Keeps files in memory: nothing a worker sends may reach the disk unsealed."""

    spool_max_size = LIMIT


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came inside the post itself."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as the page posts it: words and files, or one button; `uploads` names files that are here already."""

    id: str
    text: str
    button: str
    uploads: tuple[str, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()

    def incoming(self, address: str, files: list[File]) -> Incoming:
        """The same as the door reads it, said from `address` on the channel `web`."""
        if self.button:
            return Incoming("web", address, self.id, "button", button=self.button, message=self.id)
        attached = tuple(Attachment(one.kind, one.id, "", one.size, one.mime, stored=True) for one in files)
        return Incoming(
            "web",
            address,
            self.id,
            "media" if attached else "text",
            text=self.text,
            files=attached,
            message=self.id,
        )


async def read_message(request: Request) -> Posted:
    """The posted message.

    Raises Refusal: 413 over 12 MB, 400 for what is neither JSON nor a form, 422 for an id, text, button or list of
    uploads that cannot be used.
    """
    body = await _body(request)
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _from_form(request, body)
    return _posted(read_json(body), ())


def read_json(body: bytes) -> dict[str, Any]:
    """A JSON object; raises Refusal 400 for anything else."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "error_not_json") from None
    if not isinstance(message, dict):
        raise Refusal(400, "error_not_json")
    return message


async def _body(request: Request) -> bytes:
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LIMIT:
            kept += chunk
        if size > _PATIENCE:
            break
    if size > LIMIT:
        raise Refusal(413, "error_too_large")
    return bytes(kept)


async def _from_form(request: Request, body: bytes) -> Posted:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(request.headers, whole(), max_files=_MOST_FILES, max_fields=10, max_part_size=LIMIT)
    try:
        form = await parser.parse()
    except MultiPartException:
        raise Refusal(400, "error_not_a_form") from None
    try:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return _posted(fields, tuple([Enclosed(file.filename or "", await file.read()) for file in files]))
    finally:
        await form.close()


def _posted(message: Mapping[str, Any], enclosed: tuple[Enclosed, ...]) -> Posted:
    text, button, uploads = _words(message, "text"), _words(message, "button"), _uploads(message)
    if enclosed or uploads:
        return Posted(_message_id(message), text, "", uploads, enclosed)
    if bool(text) == bool(button) or len(button) > _LONGEST_BUTTON:
        raise Refusal(422, "error_text_or_button")
    return Posted(_message_id(message), text, button)


def _uploads(message: Mapping[str, Any]) -> tuple[str, ...]:
    named = message.get("files") or []
    if not isinstance(named, list) or len(named) > _MOST_FILES or not all(isinstance(one, str) for one in named):
        raise Refusal(422, "error_no_such_file")
    return tuple(named)


def _message_id(message: Mapping[str, Any]) -> str:
    """The client's own id, which makes a repeated message count once."""
    message_id = message.get("id")
    if not isinstance(message_id, str) or not 1 <= len(message_id) <= _LONGEST_ID or not message_id.isprintable():
        raise Refusal(422, "error_id")
    return message_id


def _words(message: Mapping[str, Any], name: str) -> str:
    """A string of the message, half of a cut emoji replaced, because it could not be kept as UTF-8."""
    value = message.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(422, "error_text_or_button")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
