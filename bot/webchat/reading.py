"""Reads what the page posts into the one shape that the door understands."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.webchat.refusals import Refusal
from handlers.incoming import Attachment, Incoming

LIMIT = 12 * 1024 * 1024  # bytes of one post
_PATIENCE = 5 * LIMIT  # so much of a too large post is still read, because a browser hears no answer before its end
_LONGEST_ID = 64  # characters
_LONGEST_BUTTON = 200  # characters
_KINDS = {"image": "photo", "audio": "voice", "video": "video"}


class _InMemory(MultiPartParser):
    """Keeps files in memory: nothing a worker sends may reach the disk unsealed."""

    spool_max_size = LIMIT


async def read_message(request: Request, address: str) -> Incoming:
    """The posted message, said from `address` on the channel `web`.

    A file is announced to the door by name, kind and size (bytes), so that it can answer; its content is not kept.
    Raises Refusal: 413 over 12 MB, 400 for what is neither JSON nor a form, 422 for an id, text or button that
    cannot be used.
    """
    body = await _body(request)
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _from_form(request, body, address)
    return _said(_from_json(body), (), address)


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


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "error_not_json") from None
    if not isinstance(message, dict):
        raise Refusal(400, "error_not_json")
    return message


async def _from_form(request: Request, body: bytes, address: str) -> Incoming:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await _InMemory(request.headers, whole(), max_files=10, max_fields=10, max_part_size=LIMIT).parse()
    except MultiPartException:
        raise Refusal(400, "error_not_a_form") from None
    try:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return _said(fields, tuple(_attachment(upload, place) for place, upload in enumerate(uploads)), address)
    finally:
        await form.close()


def _said(message: Mapping[str, Any], files: tuple[Attachment, ...], address: str) -> Incoming:
    message_id, text, button = _message_id(message), _words(message, "text"), _words(message, "button")
    if files:
        return Incoming("web", address, message_id, "media", text=text, files=files)
    if bool(text) == bool(button) or len(button) > _LONGEST_BUTTON:
        raise Refusal(422, "error_text_or_button")
    if button:
        return Incoming("web", address, message_id, "button", button=button)
    return Incoming("web", address, message_id, "text", text=text)


def _attachment(upload: UploadFile, place: int) -> Attachment:
    mime = upload.content_type or ""
    kind = _KINDS.get(mime.split("/")[0], "document")
    return Attachment(kind, str(place), upload.filename or "", upload.size, mime)


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
