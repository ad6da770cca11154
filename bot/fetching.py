"""Fetches what people sent from their channel, after the commit: a task for each file, so that none is forgotten.

The content lies in memory until it is sealed; at most four files of twenty megabytes at a time.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from bot import arrived
from bot.outcomes import Later
from bot.sniffing import judge
from cases import enclosures
from cases.masking import masked
from cases.office import Office
from handlers.arriving import FETCH_FILE
from storage import files, tasks
from storage.database import Database, Transaction
from storage.errors import Erased
from storage.evidence import Evidence
from storage.files import File, Lost
from storage.tasks import Due

_AT_ONCE = 4  # files under way
_LONGEST_FETCH = 90.0  # seconds
_LEASE = 15.0  # seconds a file is ours, unless we say again that we are at it: so long it waits for a dead process
_RENEWALS = 3  # within the time of one lease
_BACKSTOP = 5.0  # seconds between looks, when nobody woke us
_SHORTEST_REST = 0.05  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 3600.0  # seconds between two tries of one file, doubling
_BELIEVED_AFTER = 2  # tries before "gone" is believed: Telegram says it too of a file it cannot reach for a moment
_MOST_TRIES = 48  # a day and a half
_FINISHING = 10.0  # seconds that a stop waits for files under way

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The channel does not let us have a file of this size."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The channel no longer has the file, or never had it."""


Fetched = bytes | TooLarge | Gone | Later


class Fetcher(Protocol):
    """One channel's way to its files."""

    async def fetch(self, remote: str) -> Fetched:
        """The content of the file with the channel's id `remote`; trouble is told as an outcome, not raised."""


class Fetching:
    """One loop that fetches files as soon as they are announced, several at once, each kept in a unit of its own."""

    def __init__(
        self,
        database: Database,
        evidence: Evidence,
        office: Office,
        fetchers: Mapping[str, Fetcher],
        *,
        backstop: float = _BACKSTOP,
        finishing: float = _FINISHING,
        lease: float = _LEASE,
    ) -> None:
        """`fetchers` by channel; in seconds, `backstop`: between looks, when nobody woke us; `finishing`: see `stop`;

        `lease`: how long a file waits for a process that died over it.
        """
        self._database, self._evidence, self._office, self._fetchers = database, evidence, office, fetchers
        self._backstop, self._finishing, self._lease = backstop, finishing, lease
        self._under_way: dict[asyncio.Task[None], Due] = {}
        self._renewing = asyncio.Lock()
        self._wake, self._stopping = asyncio.Event(), False

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.create_task(self._run(), name="fetching")

    async def stop(self) -> None:
        """End: files under way have a while (`finishing` seconds), the rest is given back to whoever runs next."""
        self._stopping = True
        self._wake.set()
        await self._loop

    def healthy(self) -> bool:
        """Whether the loop is alive; a network that is down counts as healthy."""
        return not self._loop.done()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        unlisten = self._database.listen("tasks", lambda: loop.call_soon_threadsafe(self._wake.set))
        beating = asyncio.create_task(self._beat(), name="fetching, still at it")
        try:
            while not self._stopping:
                self._wake.clear()
                await self._rest(await self._look())
        finally:
            unlisten()
            await self._finish()
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _beat(self) -> None:
        """Say again and again that we are still at it; a database that is away for a moment is told later."""
        while True:
            await asyncio.sleep(self._lease / _RENEWALS)
            try:
                await self._renew()
            except Exception as error:  # the edge of the process: what could not be extended runs out
                log.warning("leases of files could not be extended", reason=type(error).__name__)

    async def _renew(self) -> None:
        """Hold every file under way a while longer; one that is another's by now, after a standstill, is let go."""
        async with self._renewing:
            held = dict(self._under_way)
            if not held:
                return
            longer = await self._database.run(
                lambda tx: {fetch: tasks.extend(tx, task, self._lease) for fetch, task in held.items()}
            )
            for fetch, task in longer.items():
                if fetch not in self._under_way:  # it is finished
                    continue
                if task:
                    self._under_way[fetch] = task
                else:
                    log.warning("file is another's by now", file=self._under_way.pop(fetch).subject)
                    fetch.cancel()

    async def _look(self) -> float:
        """Begin with what is due; returns the seconds until there may be more, at most the backstop."""
        try:
            await self._begin()
            due = await self._database.look(lambda tx: tasks.next_due(tx, [FETCH_FILE]))
        except Exception as error:  # the edge of the process: tasks stay, the loop lives
            log.error("fetching could not look at its tasks", reason=type(error).__name__)
            return self._backstop
        if due is None or len(self._under_way) >= _AT_ONCE:
            return self._backstop
        return min(max((due - self._database.clock()).total_seconds(), _SHORTEST_REST), self._backstop)

    async def _begin(self) -> None:
        free = _AT_ONCE - len(self._under_way)
        if free <= 0:
            return
        for task in await self._database.run(
            lambda tx: tasks.lease(tx, kinds=[FETCH_FILE], limit=free, seconds=self._lease)
        ):
            fetch = asyncio.create_task(self._bring(task))
            self._under_way[fetch] = task
            fetch.add_done_callback(self._done)

    def _done(self, fetch: asyncio.Task[None]) -> None:
        self._under_way.pop(fetch, None)
        self._wake.set()

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _finish(self) -> None:
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=self._finishing)
        given_back = [self._under_way[fetch] for fetch in late if fetch in self._under_way]
        for fetch in late:
            fetch.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in given_back:
            await self._postpone(task, 0.0)

    async def _bring(self, task: Due) -> None:
        """Fetch one file and write down what came of it."""
        try:
            file, key, remote = await self._database.look(lambda tx: _known(tx, task.subject))
            outcome = await self._fetch(file, remote)
            if not isinstance(outcome, bytes):
                await self._not_here(task, file, outcome)
            elif not await self._may_pass(file, outcome):
                await self._lose(task, file, "unclean")
            elif await self._is_still_ours():
                finished = await asyncio.to_thread(self._evidence.write, key, file.id, outcome)
                judged = await asyncio.to_thread(judge, file.kind, outcome)
                await self._database.run(lambda tx: arrived.keep(tx, self._office, task, finished, judged))
                log.info("file kept", file=file.id, kind=file.kind, size=finished.size)
        except Erased:
            await self._forget(task)
        except Exception as error:  # the edge of the process: one file must not stop the others
            log.error("file could not be kept, again later", file=task.subject, reason=type(error).__name__)
            with suppress(Exception):  # else its lease ends
                await self._postpone(task, _growing(task.attempts))

    async def _may_pass(self, file: File, content: bytes) -> bool:
        """Whether a colleague's file for a worker can be cleaned: if not, he hears it now, and the worker nothing."""
        if not await self._database.look(lambda tx: enclosures.is_for_worker(tx, file)):
            return True
        return await asyncio.to_thread(masked, file.kind, file.mime, content) is not None

    async def _is_still_ours(self) -> bool:
        """Whether the file of this fetch may be written: two at once, or one after the other, would spoil it."""
        await self._renew()
        return asyncio.current_task() in self._under_way

    async def _fetch(self, file: File, remote: str) -> Fetched:
        fetcher = self._fetchers.get(file.channel)
        if fetcher is None:
            return Later(_LONGEST_WAIT)
        try:
            async with asyncio.timeout(_LONGEST_FETCH):
                return await fetcher.fetch(remote)
        except TimeoutError:
            return Later()

    async def _not_here(self, task: Due, file: File, outcome: TooLarge | Gone | Later) -> None:
        match outcome:
            case TooLarge():
                await self._lose(task, file, "too_large")
            case Gone() if task.attempts >= _BELIEVED_AFTER:
                await self._lose(task, file, "gone")
            case _ if task.attempts >= _MOST_TRIES:
                await self._lose(task, file, "gone")
            case Later(seconds) if seconds is not None:
                await self._postpone(task, seconds)
            case _:
                await self._postpone(task, _growing(task.attempts))

    async def _lose(self, task: Due, file: File, status: Lost) -> None:
        await self._database.run(lambda tx: arrived.give_up(tx, self._office, task, status))
        log.warning("file given up", file=file.id, kind=file.kind, reason=status)

    async def _postpone(self, task: Due, seconds: float) -> None:
        await self._database.run(lambda tx: tasks.postpone(tx, task.id, tx.now + timedelta(seconds=seconds)))

    async def _forget(self, task: Due) -> None:
        """The person wished everything gone while his file was on its way."""
        await asyncio.to_thread(self._evidence.remove, task.subject)
        await self._database.run(lambda tx: tasks.done(tx, task.id))


def _known(tx: Transaction, file_id: str) -> tuple[File, bytes, str]:
    """The file, the key to seal it with, and the channel's id of it; raises Erased."""
    file = files.by_id(tx, file_id)
    return file, tx.vault.key(file.key_id), files.hidden(tx, file).remote


def _growing(attempts: int) -> float:
    return min(_FIRST_WAIT * 2.0 ** min(attempts, 16), _LONGEST_WAIT)
