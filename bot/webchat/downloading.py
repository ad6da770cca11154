"""The files of a conversation as its own browser may have them: cleaned of who sent them, never run as a page."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from fastapi import Request, Response

from bot.webchat.refusals import Refusal
from cases.masking import Masked, masked
from cases.masking.remembered import Remembered
from storage import files, outbox
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import File, NoSuchFile

_LOCKED = {"Content-Security-Policy": "default-src 'none'; sandbox"}
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})$")


@dataclass(frozen=True, slots=True)
class Downloads:
    """Reads files back for the worker's page."""

    database: Database
    evidence: Evidence
    remembered: Remembered = field(default_factory=Remembered)
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "downloads"))  # some wait long

    async def file(self, request: Request, conversation_id: str, file_id: str) -> Response:
        """The file, if he sent it himself or it was sent to him and not taken back since; part of it if asked for.

        What a colleague sent comes without its name and what it tells besides what it shows. Raises NoSuchFile, or
        Refusal 404 for what cannot be cleaned.
        """
        file, key = await self.database.look(lambda tx: _for(tx, conversation_id, file_id))
        shown = await asyncio.get_running_loop().run_in_executor(self.threads, self._shown, file, key)
        if shown is None:
            raise Refusal(404, "error_no_such_file")
        headers = {**_LOCKED, "Content-Disposition": f'attachment; filename="{shown.name}"', "Accept-Ranges": "bytes"}
        return _asked_for(request, shown, headers)

    def _shown(self, file: File, key: bytes) -> Masked | None:
        return self.remembered.get(file.id, lambda: _made(file, self.evidence.read(key, file.id)))


def sent_to(tx: Transaction, conversation_id: str) -> set[str]:
    """The ids of the files in our replies, as these read by now: edited ones count as edited, taken back ones not."""
    replies: dict[int, tuple[str, ...]] = {}
    n = 0
    while page := outbox.after(tx, conversation_id, n):
        for reply in page:
            replies[reply.target or reply.n] = reply.message.files  # a deletion has none
        n = page[-1].n
    return {file_id for file_ids in replies.values() for file_id in file_ids}


def _for(tx: Transaction, conversation_id: str, file_id: str) -> tuple[File, bytes]:
    file = files.by_id(tx, file_id)
    own = file.conversation_id == conversation_id and file.by == files.WORKER
    if file.status != "kept" or not (own or file_id in sent_to(tx, conversation_id)):
        raise NoSuchFile
    return file, tx.vault.key(file.key_id)


def _made(file: File, content: bytes) -> Masked | None:
    if file.by == files.WORKER:
        return Masked(f"12351-{file.id[-6:]}.{_ENDINGS.get(file.mime, 'bin')}", file.mime, content)
    return masked(file.kind, file.mime, content)


def _asked_for(request: Request, file: Masked, headers: dict[str, str]) -> Response:
    """All of it, or the range that players of sound and video ask for."""
    size, asked = len(file.content), _RANGE.match(request.headers.get("range", ""))
    if asked is None:
        return Response(file.content, media_type=file.mime, headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    part = {**headers, "Content-Range": f"bytes {first}-{last}/{size}"}
    return Response(file.content[first : last + 1], 206, media_type=file.mime, headers=part)
