"""Has the pictures read that belong to a worker's form or case: a task for each, so that none is forgotten."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.pictures.process import Died, Page, PictureReader, installed
from cases.office import Office
from handlers import papers
from storage import cases, conversations, files, tasks
from storage.database import Database, Transaction
from storage.errors import Erased
from storage.evidence import Evidence
from storage.files import File, NoSuchFile
from storage.readings import READ_PICTURE
from storage.tasks import Due

_LEASE = 150.0  # seconds a picture is ours: longer than the reader may take
_BACKSTOP = 5.0  # seconds between looks, when nobody woke us
_SHORTEST_REST = 0.05  # seconds
_PATIENCE = 0.5  # seconds between two looks whether the loop has ended
_AGAIN = 10.0  # seconds until a picture is tried again over which the reader died
_MOST_DEATHS = 2  # of the reader over one picture, which is then given up
_LARGEST = 25 * 2**20  # bytes of a picture that is read
_IDLE = 300.0  # seconds after which the reader gives its memory back

log = structlog.get_logger(__name__)


class Reading:
    """One loop that has one picture read at a time; without an engine it lets the pictures be."""

    def __init__(
        self,
        database: Database,
        evidence: Evidence,
        office: Office,
        reader: PictureReader | None = None,
        *,
        engine: str | None = "",
        backstop: float = _BACKSTOP,
        idle: float = _IDLE,
    ) -> None:
        """`engine`: what reads, None for nothing, "" for whatever is installed; in seconds, `backstop`: between looks,

        when nobody woke us; `idle`: without a picture, until the reader's process is ended.
        """
        self._database, self._evidence, self._office = database, evidence, office
        self._reader = reader or PictureReader()
        self._engine = installed() if engine == "" else engine
        self._backstop, self._idle = backstop, idle
        self._wake, self._stopping = asyncio.Event(), False
        self._read_at = 0.0
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.create_task(self._run(), name="reading")

    async def stop(self) -> None:
        """End at once: a picture that is being read is read again by whoever runs next."""
        self._stopping = True
        self._wake.set()
        while True:  # a process may just be beginning
            await self._reader.close(at_once=True)
            if self._loop is None or (await asyncio.wait([self._loop], timeout=_PATIENCE))[0]:
                return

    def healthy(self) -> bool:
        """Whether the loop is alive; a picture that cannot be read, or no engine, counts as healthy."""
        return self._loop is not None and not self._loop.done()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        unlisten = self._database.listen("tasks", lambda: loop.call_soon_threadsafe(self._wake.set))
        try:
            while not self._stopping:
                self._wake.clear()
                await self._rest(await self._look())
        finally:
            unlisten()
            await self._reader.close()

    async def _look(self) -> float:
        """Read what is due; returns the seconds until there may be more, at most the backstop."""
        try:
            while not self._stopping and await self.read_one():
                pass
            await self._give_memory_back()
            due = await self._database.look(lambda tx: tasks.next_due(tx, [READ_PICTURE]))
        except Exception as error:  # the edge of the process: tasks stay, the loop lives
            log.error("reading could not look at its tasks", reason=type(error).__name__)
            return self._backstop
        if due is None:
            return self._backstop
        return min(max((due - self._database.clock()).total_seconds(), _SHORTEST_REST), self._backstop)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _give_memory_back(self) -> None:
        if self._reader.running and asyncio.get_running_loop().time() - self._read_at > self._idle:
            await self._reader.close()

    async def read_one(self) -> bool:
        """Read the picture that has been due longest; False if none is."""
        leased = await self._database.run(lambda tx: tasks.lease(tx, kinds=[READ_PICTURE], limit=1, seconds=_LEASE))
        for task in leased:
            await self._bring(task)
        return bool(leased)

    async def _bring(self, task: Due) -> None:
        try:
            file = await self._database.run(lambda tx: papers.wanted(tx, task)) if self._engine else None
            if file is None or (file.size or 0) > _LARGEST:
                await self._let_be(task)
            else:
                await self._read(task, file)
        except (Erased, NoSuchFile):
            await self._let_be(task)

    async def _read(self, task: Due, file: File) -> None:
        key = await self._database.look(lambda tx: tx.vault.key(file.key_id))
        picture = await asyncio.to_thread(self._evidence.read, key, file.id)
        try:
            page = await self._reader.read(picture)
        except Died as death:
            await self._after_death(task, death)
        else:
            await self._database.run(lambda tx: self._keep(tx, task, page))
            log.info("picture read", file=file.id, readable=page.readable, lines=len(page.lines), peak=page.peak)
        finally:
            self._read_at = asyncio.get_running_loop().time()

    def _keep(self, tx: Transaction, task: Due, page: Page) -> None:
        """What was read, the mark that it was, and what the worker is asked, all or nothing."""
        file = files.by_id(tx, task.subject)
        conversations.lock_by_id(tx, file.conversation_id)
        if case_id := files.by_id(tx, file.id).case_id:
            cases.lock(tx, case_id)
        if tasks.done(tx, task.id) and page.lines:
            papers.read(tx, self._office, file.id, str(self._engine), page.lines)

    async def _after_death(self, task: Due, death: Died) -> None:
        """Once may have been bad luck; a picture over which it dies again is let be. Our own stop does not count."""
        if self._stopping:
            await self._database.run(lambda tx: tasks.free(tx, task))
            return
        deaths = task.attempts + 1
        log.warning("picture reader died", file=task.subject, deaths=deaths, reason=str(death))
        if deaths >= _MOST_DEATHS:
            await self._let_be(task)
        else:
            await self._database.run(lambda tx: tasks.postpone(tx, task.id, tx.now + timedelta(seconds=_AGAIN)))

    async def _let_be(self, task: Due) -> None:
        await self._database.run(lambda tx: tasks.done(tx, task.id))
