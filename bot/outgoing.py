"""Files on their way from one side to the other: taken from the evidence, and masked before they leave."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cases.masking import masked
from storage import files
from storage.database import Database
from storage.errors import Erased, WrongKey
from storage.evidence import Evidence
from storage.files import File, NoSuchFile


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file as its reader may have it; `kind` is how it came: photo, voice, document …"""

    kind: str
    name: str
    mime: str
    content: bytes


Files = Callable[[str], Awaitable[Outgoing | None]]


class StillToCome(Exception):
    """The file has been announced, but not yet fetched."""

    def __init__(self) -> None:
        super().__init__("a file of this message is still to be fetched")


class OutgoingFiles:
    """The files of the evidence as they may leave."""

    def __init__(self, database: Database, evidence: Evidence) -> None:
        self._database, self._evidence = database, evidence
        self._thread = ThreadPoolExecutor(1, "outgoing files")  # of their own: files wait long for each other

    async def __call__(self, file_id: str) -> Outgoing | None:
        """The file without what it would tell besides what it shows.

        None if it is gone, was erased, is a program, or cannot be masked for certain; raises StillToCome.
        """
        try:
            file = await self._database.look(lambda tx: files.by_id(tx, file_id))
            if file.status == "announced":
                raise StillToCome
            if file.flaw:
                return None
            key = await self._database.look(lambda tx: tx.vault.key(file.key_id))
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._masked, file, key)
        except (NoSuchFile, Erased, WrongKey):
            return None

    def _masked(self, file: File, key: bytes) -> Outgoing | None:
        clean = masked(file.kind, file.mime, self._evidence.read(key, file.id))
        return Outgoing(file.kind, clean.name, clean.mime, clean.content) if clean else None


async def no_files(_: str) -> Outgoing | None:
    """For a channel that takes no files: none can go."""
    return None
