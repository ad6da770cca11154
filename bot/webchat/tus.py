"""Uploads as tus 1.0 speaks of them (core, creation, termination): POST begins, HEAD tells how far, PATCH goes on."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from bot.webchat.refusals import Refusal
from bot.webchat.uploading import Announced, Uploads

VERSION = "1.0.0"
_EXTENSIONS = "creation,termination"
_PART = "application/offset+octet-stream"
_DIGITS = 12  # of a number of bytes
_LONGEST_ID, _LONGEST_NAME = 64, 255  # characters


@dataclass(frozen=True, slots=True)
class Sender:
    """Who uploads, as his cookie and the page's token have proved."""

    conversation_id: str


Known = Callable[[Request], Awaitable[Sender]]


class Tus:
    """The routes of one place to upload to; `known` says who is asking, or raises Refusal."""

    def __init__(self, uploads: Uploads, known: Known) -> None:
        self._uploads, self._known = uploads, known

    def add_to(self, router: APIRouter, path: str) -> None:
        """Answer at `path`, which stands below the router's own prefix."""
        each = path + "/{file_id}"
        router.add_api_route(path, self.able, methods=["OPTIONS"], response_model=None)
        router.add_api_route(path, self.begin, methods=["POST"], response_model=None)
        router.add_api_route(each, self.able, methods=["OPTIONS"], response_model=None)
        router.add_api_route(each, self.tell, methods=["HEAD"], response_model=None)
        router.add_api_route(each, self.go_on, methods=["PATCH"], response_model=None)
        router.add_api_route(each, self.cancel, methods=["DELETE"], response_model=None)

    async def able(self, request: Request) -> Response:
        """What this place can do and how large a file may be, in bytes."""
        most = str(self._uploads.allowance.a_file)
        return _answer(204, {"Tus-Version": VERSION, "Tus-Extension": _EXTENSIONS, "Tus-Max-Size": most})

    async def begin(self, request: Request) -> Response:
        """Announce a file; its address comes back in `Location`, the same one for the sender's same `id`."""
        sender = await self._admitted(request)
        file_id = await self._uploads.begin(sender.conversation_id, _announced(request))
        return _answer(201, {"Location": f"{request.url.path}/{file_id}"})

    async def tell(self, request: Request, file_id: str) -> Response:
        """How many bytes are here, so that the sender goes on with the next."""
        sender = await self._admitted(request)
        here, of = await self._uploads.standing(sender.conversation_id, file_id)
        return _answer(200, {"Upload-Offset": str(here), "Upload-Length": str(of)})

    async def go_on(self, request: Request, file_id: str) -> Response:
        """Take what follows `Upload-Offset`; 409 when something else is here than the sender thinks."""
        sender = await self._admitted(request)
        if request.headers.get("content-type") != _PART:
            raise Refusal(415, "error_upload_part")
        offset = _number(request, "upload-offset")
        here = await self._uploads.append(sender.conversation_id, file_id, offset, request.stream())
        return _answer(204, {"Upload-Offset": str(here)})

    async def cancel(self, request: Request, file_id: str) -> Response:
        """Forget a file that was not sent yet."""
        sender = await self._admitted(request)
        await self._uploads.cancel(sender.conversation_id, file_id)
        return _answer(204, {})

    async def _admitted(self, request: Request) -> Sender:
        if request.headers.get("tus-resumable") != VERSION:
            raise Refusal(412, "error_upload_version")
        return await self._known(request)


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **headers})


def _announced(request: Request) -> Announced:
    about = _metadata(request.headers.get("upload-metadata", ""))
    own_id = about.get("id", "")
    if not 1 <= len(own_id) <= _LONGEST_ID or not own_id.isprintable():
        raise Refusal(422, "error_id")
    size = _number(request, "upload-length")
    return Announced(own_id, size, about.get("filename", "")[:_LONGEST_NAME], "recorded" in about)


def _metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: names, each with its value in base64 or with none."""
    pairs = (pair.strip().partition(" ") for pair in header.split(","))
    try:
        return {name: base64.b64decode(value, validate=True).decode() for name, _, value in pairs if name}
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal(400, "error_upload_part") from None


def _number(request: Request, header: str) -> int:
    """A number of bytes; raises Refusal 400 for anything else."""
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS):
        raise Refusal(400, "error_upload_part")
    return int(value)
