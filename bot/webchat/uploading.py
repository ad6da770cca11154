"""Files that arrive bit by bit over a bad network: kept sealed from the first byte, gone on with where it stopped."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import ClientDisconnect

from bot.sniffing import Sniffed, flaw_of, sniff
from bot.webchat.refusals import Refusal
from storage import uploads
from storage.database import Database, Transaction
from storage.evidence import Evidence, Finished
from storage.files import File, Flaw, NoSuchFile
from storage.uploads import Allowance

_PART = 256 * 1024  # bytes that are sealed and written at once
_ROOM = 256 * 1024 * 1024  # bytes that stay free on the disk for what people say
_FORGOTTEN_AFTER = timedelta(days=3)  # an upload that no message has named is swept away
_SWEEP_EVERY = timedelta(hours=1)
VOICE, FILE = "voice", "document"  # what the page says it is, until the bytes say more


@dataclass(frozen=True, slots=True)
class Announced:
    """What the sender says about a file: his own id of it, its size in bytes, its name, whether it was recorded."""

    own_id: str
    size: int
    name: str = ""
    recorded: bool = False


class Uploads:
    """Everything uploaded from a browser, whoever sends it."""

    def __init__(self, database: Database, evidence: Evidence, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        self._database, self._evidence = database, evidence
        self._swept_at: datetime | None = None

    async def begin(self, conversation_id: str, file: Announced) -> str:
        """Our id of a file that is to come; the same file again gets the same id.

        Raises Refusal 413 for one that is too large, 422 for an empty one and 503 when the disk is nearly full, and
        what `uploads.begin` raises.
        """
        if not file.size:
            raise Refusal(422, "error_upload_empty")
        if file.size > self.allowance.a_file:
            raise Refusal(413, "error_upload_too_large")
        await asyncio.to_thread(self._refuse_on_a_full_disk, file.size)
        await self._sweep()
        kind = VOICE if file.recorded else FILE
        return await self._database.run(
            lambda tx: uploads.begin(
                tx,
                conversation_id,
                file.own_id,
                size=file.size,
                name=file.name,
                kind=kind,
                allowance=self.allowance,
            )
        )

    async def standing(self, conversation_id: str, file_id: str) -> tuple[int, int]:
        """How many bytes are here, and of how many. Raises NoSuchFile."""
        file, key = await self._database.look(lambda tx: _open(tx, conversation_id, file_id))
        length = await asyncio.to_thread(self._evidence.length, file_id)
        await self._complete_if_whole(file, key, length)
        return length, file.size or 0

    async def append(self, conversation_id: str, file_id: str, offset: int, body: AsyncIterator[bytes]) -> int:
        """Keep what follows the first `offset` bytes; returns how many are here now.

        What came before the network was lost is kept, too. Raises NoSuchFile, also when it is cancelled meanwhile,
        WrongOffset, Refusal 413 for more than was announced, ClientDisconnect.
        """
        file, key = await self._database.look(lambda tx: _open(tx, conversation_id, file_id))
        async with self._unless_cancelled(file):
            async for part in _parts(body):
                if offset + len(part) > (file.size or 0):
                    raise Refusal(413, "error_upload_too_large")
                offset = await asyncio.to_thread(self._evidence.append, key, file_id, offset, part)
            await self._complete_if_whole(file, key, offset)
        return offset

    async def keep(self, conversation_id: str, file: Announced, content: bytes) -> str:
        """Keep a file that came in one piece; returns our id of it. Raises as `begin`."""
        file_id = await self.begin(conversation_id, file)
        known, key = await self._database.look(lambda tx: _open(tx, conversation_id, file_id))
        if known.status == "announced":
            async with self._unless_cancelled(known):
                finished = await asyncio.to_thread(self._evidence.write, key, file_id, content)
                await self._whole(known, key, finished)
        return file_id

    async def cancel(self, conversation_id: str, file_id: str) -> None:
        """Forget a file that was not sent yet. Raises NoSuchFile."""
        await self._database.run(lambda tx: uploads.cancel(tx, conversation_id, file_id))
        await asyncio.to_thread(self._evidence.remove, file_id)

    async def name(self, conversation_id: str, file_ids: tuple[str, ...], message_id: str) -> list[File]:
        """The files that go with a message; raises NoSuchFile or NotWhole."""
        for file_id in file_ids:
            await self.standing(conversation_id, file_id)  # whole on the disk, but a crash kept us from saying so
        return await self._database.run(lambda tx: uploads.name(tx, conversation_id, file_ids, message_id))

    @asynccontextmanager
    async def _unless_cancelled(self, file: File) -> AsyncIterator[None]:
        """Write a file; if it was cancelled meanwhile nothing of it stays, and NoSuchFile is raised.

        Whoever cancels removes the row first and the content after it. So either we find no row, or he removes what we
        have written.
        """
        try:
            yield
        finally:
            try:
                await self._database.look(lambda tx: uploads.of_conversation(tx, file.conversation_id, file.id))
            except NoSuchFile:
                await asyncio.to_thread(self._evidence.remove, file.id)
                raise

    async def _complete_if_whole(self, file: File, key: bytes, length: int) -> None:
        if length != file.size or file.status != "announced":
            return
        finished = await asyncio.to_thread(self._evidence.finish, key, file.id)
        await self._whole(file, key, finished)

    async def _whole(self, file: File, key: bytes, finished: Finished) -> None:
        is_, flaw = await asyncio.to_thread(self._judged, file, key)
        size, sha256 = finished.size, finished.sha256
        await self._database.run(
            lambda tx: uploads.whole(tx, file.id, size=size, sha256=sha256, kind=is_.kind, mime=is_.mime, flaw=flaw)
        )

    def _judged(self, file: File, key: bytes) -> tuple[Sniffed, Flaw]:
        """What its bytes say it is; only papers and programs need be seen to their end, and no film."""
        head = next(self._evidence.blocks(key, file.id), b"")
        is_ = sniff(head, recorded=file.kind == VOICE)
        whole = self._evidence.read(key, file.id) if is_.kind == "document" else head
        return is_, flaw_of(whole)

    def _refuse_on_a_full_disk(self, size: int) -> None:
        self._evidence.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self._evidence.root).free < size + _ROOM:
            raise Refusal(503, "error_no_room")

    async def _sweep(self) -> None:
        """Remove what was begun and never sent, here or at the desk: nothing is left lying while anybody sends."""
        now = self._database.clock()
        if self._swept_at and now - self._swept_at < _SWEEP_EVERY:
            return
        self._swept_at = now
        for file_id in await self._database.run(lambda tx: uploads.sweep(tx, now - _FORGOTTEN_AFTER)):
            await asyncio.to_thread(self._evidence.remove, file_id)


def _open(tx: Transaction, conversation_id: str, file_id: str) -> tuple[File, bytes]:
    file = uploads.of_conversation(tx, conversation_id, file_id)
    return file, tx.vault.key(file.key_id)


async def _parts(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body in parts worth writing; when the network is lost, first what has come, then ClientDisconnect."""
    held, lost = bytearray(), None
    try:
        async for chunk in body:
            held += chunk
            while len(held) >= _PART:
                yield bytes(held[:_PART])
                del held[:_PART]
    except ClientDisconnect as error:
        lost = error
    if held:
        yield bytes(held)
    if lost:
        raise lost
