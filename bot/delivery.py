"""Keeps the promises of the outbox: sends each reply, in order for its reader, until something has come of it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.outcomes import Later, Ours, Outcome, Refused, Sender, Sent, Unreachable
from storage import outbox
from storage.database import Database, Transaction
from storage.outbox import Failed, Promised

OnFailed = Callable[[Transaction, Promised, Failed, str], None]

log = structlog.get_logger(__name__)

_AT_ONCE = 16  # replies under way per channel
_LEASE = 12.0  # seconds a reply is ours; after a crash others send it when they are over (15 are promised)
_LONGEST_SEND = 10.0  # seconds; with the wait for the budget well within the lease, so that nobody else begins with it
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0  # seconds between two tries of one reply, doubling
_SETTLING = 0.5  # seconds between two tries to write down what came of a send
_SHORTEST_REST = 0.01  # seconds
_SILENCE = 15.0  # seconds without a look at the queue, after which we count as stuck
_FAULTS = 3  # faults of our own in a row, after which we count as stuck
_FINISHING = 10.0  # seconds that a stop waits for sends under way


class Budget:
    """How fast one channel may send. Telegram allows thirty messages a second over all; one second may come at once.

    What one chat may take in a second is left to Telegram's 429, which makes that chat alone wait.
    """

    def __init__(self, per_second: float = 25.0) -> None:
        self._gap, self._next = 1 / per_second, 0.0

    async def spend(self) -> None:
        """Return when the next message may go out."""
        now = time.monotonic()
        self._next = max(self._next, now - 1) + self._gap
        await asyncio.sleep(max(0.0, self._next - now))


class Delivery:
    """One loop for each channel.

    A unit of work leases the heads of the queues, no row is held while they are sent, and a unit of work for each
    writes down what came of it. If we die in between, the lease ends and it is sent again: twice beats never.
    """

    def __init__(
        self,
        database: Database,
        senders: Sequence[Sender],
        on_failed: OnFailed,
        *,
        per_second: float = 25.0,
        backstop: float = 1.0,
    ) -> None:
        """`on_failed` runs in the transaction that gives a reply up; `backstop`: seconds between looks when idle."""
        self._channels = [_Channel(database, sender, on_failed, Budget(per_second), backstop) for sender in senders]
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loops = [asyncio.create_task(channel.run()) for channel in self._channels]

    async def stop(self) -> None:
        """End: nothing more is leased; what is being sent has ten seconds to be finished and written down."""
        for channel in self._channels:
            channel.stop()
        await asyncio.gather(*self._loops)

    def healthy(self) -> bool:
        """Whether replies go out as far as it depends on us; a network that is down for now counts as healthy."""
        return all(channel.healthy() for channel in self._channels)


class _Channel:
    """The loop of one channel."""

    def __init__(
        self, database: Database, sender: Sender, on_failed: OnFailed, budget: Budget, backstop: float
    ) -> None:
        self._database, self._sender, self._on_failed = database, sender, on_failed
        self._budget, self._backstop = budget, backstop
        self._under_way: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False
        self._looked_at = time.monotonic()
        self._faults = 0

    def stop(self) -> None:
        """Lease nothing more; `run` returns when what is under way is done."""
        self._stopping = True
        self._wake.set()

    def healthy(self) -> bool:
        """Whether the queue is looked at and sending does not fail through our own fault."""
        return time.monotonic() - self._looked_at < _SILENCE and self._faults < _FAULTS

    async def run(self) -> None:
        """Send what is due, as soon as it is due, until stopped."""
        loop = asyncio.get_running_loop()

        def promised() -> None:
            loop.call_soon_threadsafe(self._wake.set)

        unlisten = self._database.listen(f"outbox:{self._sender.channel}", promised)
        try:
            while not self._stopping:
                await self._rest(await self._look())
        finally:
            unlisten()
            await self._finish()

    async def _look(self) -> float:
        """Send what is due; returns for how many seconds to rest. No trouble with the database ends the loop."""
        self._wake.clear()
        try:
            await self._send_due()
            rest = await self._until_due()
        except Exception as error:  # the edge of the process: whatever it was, the promises stay
            log.error("delivery could not look at its queue", channel=self._sender.channel, reason=type(error).__name__)
            return self._backstop
        self._looked_at = time.monotonic()
        return rest

    async def _send_due(self) -> None:
        free = _AT_ONCE - len(self._under_way)
        if free <= 0:
            return
        channel = self._sender.channel
        for promised in await self._database.run(lambda tx: outbox.lease(tx, channel, limit=free, seconds=_LEASE)):
            task = asyncio.create_task(self._deliver(promised))
            self._under_way.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._wake.set()  # the next in its queue may go now

    async def _until_due(self) -> float:
        """Seconds until there is something to send, at most the backstop."""
        if len(self._under_way) >= _AT_ONCE:
            return self._backstop
        due = await self._database.look(lambda tx: outbox.next_due(tx, self._sender.channel))
        if due is None:
            return self._backstop
        return min(max((due - self._database.clock()).total_seconds(), _SHORTEST_REST), self._backstop)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _finish(self) -> None:
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_FINISHING)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _deliver(self, promised: Promised) -> None:
        outcome = await self._attempt(promised)
        if isinstance(outcome, Ours):
            self._faults += 1
        elif not isinstance(outcome, Later):
            self._faults = 0
        await self._settle(promised, outcome)

    async def _attempt(self, promised: Promised) -> Outcome:
        await self._budget.spend()
        try:
            async with asyncio.timeout(_LONGEST_SEND):
                return await self._sender.send(promised)
        except TimeoutError:
            return Later()
        except Exception as error:  # the edge of the process: one reply must not stop the others
            return Ours(f"{type(error).__name__} while sending")

    async def _settle(self, promised: Promised, outcome: Outcome) -> None:
        """Write down what came of it; if that cannot be done, postpone it, or let its lease end: it is sent again."""
        _tell(promised, outcome)
        for wait, entry in ((_SETTLING, outcome), (_SETTLING, outcome), (0.0, Ours("not written down"))):
            try:
                await self._database.run(partial(self._write, promised, entry))
            except Exception as error:  # the edge of the process, as above
                log.error("what came of a reply is not written down", reply=promised.id, reason=type(error).__name__)
                await asyncio.sleep(wait)
            else:
                return

    def _write(self, promised: Promised, outcome: Outcome, tx: Transaction) -> None:
        match outcome:
            case Sent(receipt):
                outbox.sent(tx, promised.id, receipt)
            case Unreachable(reason):
                self._give_up(tx, promised, "unreachable", reason)
            case Refused(reason):
                self._give_up(tx, promised, "refused", reason)
            case Later(seconds) if seconds is not None:
                outbox.postpone(tx, promised.id, tx.now + timedelta(seconds=seconds))
            case Later() | Ours():
                outbox.postpone(tx, promised.id, tx.now + timedelta(seconds=_growing(promised.attempts)))

    def _give_up(self, tx: Transaction, promised: Promised, outcome: Failed, reason: str) -> None:
        self._on_failed(tx, promised, outcome, reason)  # conversation and case are locked before the reply's row
        outbox.stop(tx, promised.id, outcome, reason)


def _growing(attempts: int) -> float:
    return min(_FIRST_WAIT * 2.0 ** min(attempts, 16), _LONGEST_WAIT)


def _tell(promised: Promised, outcome: Outcome) -> None:
    """One line for each attempt, with the reply's id and never its content."""
    about = {"reply": promised.id, "channel": promised.channel, "attempts": promised.attempts + 1}
    match outcome:
        case Sent():
            log.info("reply sent", **about)
        case Later():
            log.info("reply has to wait", **about)
        case Unreachable(reason) | Refused(reason):
            log.warning("reply given up", outcome=type(outcome).__name__.lower(), reason=reason, **about)
        case Ours(reason):
            log.error("reply cannot go out through our own fault", reason=reason, **about)
