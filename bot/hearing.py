"""Has sounds written down by a recogniser of speech, where one is plugged in; without one a person listens, as before.

What it makes of a sound is a help to whoever listens and nothing else: it answers no question and decides nothing.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import httpx
import structlog

from storage import files
from storage.database import Database
from storage.evidence import Evidence
from storage.files import File

_AT_ONCE = 4  # sounds of one look
_EVERY = 10.0  # seconds between looks
_AGAIN = timedelta(minutes=10)  # until a sound that could not be heard is tried again
_LONGEST = 300.0  # seconds that one sound may take

log = structlog.get_logger(__name__)


class Recogniser(Protocol):
    """Anything that turns speech into words."""

    async def words(self, sound: bytes, mime: str) -> str:
        """The words of a whole recording as it came, such as audio/ogg; "" if there are none.

        Whatever it raises means that it could not listen now; the sound is given to it again later.
        """


class HttpRecogniser:
    """A recogniser behind an address: the sound is POSTed as it is, the answer is JSON, {"text": "…"}."""

    def __init__(self, url: str, longest: float = _LONGEST) -> None:
        """`longest` in seconds."""
        self._url, self._longest = url, longest

    async def words(self, sound: bytes, mime: str) -> str:
        """As Recogniser; raises httpx.HTTPError, KeyError or ValueError for an answer that is none."""
        async with httpx.AsyncClient(timeout=self._longest, trust_env=False) as client:
            answer = await client.post(self._url, content=sound, headers={"Content-Type": mime})
        return str(answer.raise_for_status().json()["text"]).strip()


class Hearing:
    """One loop that gives the recogniser what nobody has listened to, one sound after the other."""

    def __init__(
        self, database: Database, evidence: Evidence, recogniser: Recogniser, *, every: float = _EVERY
    ) -> None:
        """`every`: seconds between looks."""
        self._database, self._evidence, self._recogniser, self._every = database, evidence, recogniser, every
        self._not_before = dict[str, datetime]()

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.create_task(self._run(), name="hearing")

    async def stop(self) -> None:
        """End at once; a sound that was being heard is heard again at the next start."""
        self._loop.cancel()
        with suppress(asyncio.CancelledError):
            await self._loop

    async def _run(self) -> None:
        while True:
            try:
                await self.listen()
            except Exception as error:  # the edge of the process: the sounds stay, the loop lives
                log.error("hearing could not look at the sounds", reason=type(error).__name__)
            await asyncio.sleep(self._every)

    async def listen(self) -> int:
        """Hear what is waiting; returns how many sounds were written down."""
        now = self._database.clock()
        self._not_before = {file_id: until for file_id, until in self._not_before.items() if until > now}
        waiting = await self._database.look(lambda tx: files.unheard(tx, list(self._not_before), _AT_ONCE))
        return sum([await self._hear(file) for file in waiting])

    async def _hear(self, file: File) -> bool:
        try:
            key = await self._database.look(lambda tx: tx.vault.key(file.key_id))
            sound = await asyncio.to_thread(self._evidence.read, key, file.id)
            words = await self._recogniser.words(sound, file.mime)
            await self._database.run(lambda tx: files.hear(tx, file, words))
        except Exception as error:  # the edge to whatever is plugged in; nothing of what was said may reach the log
            log.warning("a sound could not be heard, again later", file=file.id, reason=type(error).__name__)
            self._not_before[file.id] = self._database.clock() + _AGAIN
            return False
        log.info("a sound was written down", file=file.id)
        return True
