"""The loop that sends for one channel, while this process holds it; otherwise it stands by."""

import asyncio
import time
from datetime import datetime

import structlog

from bot.attempt import LEASE, Attempt
from bot.budget import Budget
from bot.holding import Holding
from bot.outcomes import Later, Ours, Sender
from bot.settling import Settling
from storage import sending
from storage.database import Database, Transaction
from storage.sending import Promised

log = structlog.get_logger(__name__)

_AHEAD = 10  # replies leased that wait for their place in the budget
_ENOUGH = 5  # places worth a look at the queue
_URGENT = 8  # places beside them, for what is urgent
_SHORTEST_REST, _SHORT_REST = 0.01, 0.2  # seconds
_SILENCE = 15.0  # seconds without a look at the queue, after which we count as stuck
_FAULTS = 3  # faults of our own in a row, after which we count as stuck
_FINISHING = 10.0  # seconds that a stop waits for sends under way


class Dispatch:
    """Leases what is due, has it sent as fast as the budget allows, and has written down what came of it."""

    def __init__(self, database: Database, sender: Sender, settling: Settling, *, backstop: float, hold: float) -> None:
        """`backstop`: seconds between looks when idle; `hold`: how long a dead process keeps the channel."""
        self._database, self._sender, self._backstop = database, sender, backstop
        self.hold = Holding(database, sending.sender_of(sender.channel), seconds=hold)
        self._settling = settling
        self._budget = Budget(sender.limits)
        self._under_way: dict[asyncio.Task[None], Attempt] = {}
        self._wake, self._stopped = asyncio.Event(), asyncio.Event()
        self._news = True  # whether something was promised since we last looked
        self._fence: int | None = None
        self._looked_at = time.monotonic()
        self._faults = 0

    def stop(self) -> None:
        """Lease nothing more; `run` returns when what is under way is done."""
        self._stopped.set()
        self._wake.set()

    def healthy(self) -> bool:
        """Whether the queue is looked at and sending does not fail through our own fault."""
        standing_by = self.hold.fence is None
        return (standing_by or time.monotonic() - self._looked_at < _SILENCE) and self._faults < _FAULTS

    async def run(self) -> None:
        """Send what is due, as soon as it is due, until stopped."""
        loop = asyncio.get_running_loop()
        unlisten = self._database.listen(
            f"outbox:{self._sender.channel}", lambda: loop.call_soon_threadsafe(self._promised)
        )
        await self.hold.start()
        try:
            while not self._stopped.is_set():
                if self.hold.fence is None:
                    await self._stand_by()
                else:
                    await self._rest(await self._look())
        finally:
            unlisten()
            await self._finish()
            await self.hold.stop()

    def _promised(self) -> None:
        self._news = True
        self._wake.set()

    async def _stand_by(self) -> None:
        """Return when this process holds the channel, or is to stop."""
        waits = [asyncio.create_task(self.hold.wait_held()), asyncio.create_task(self._stopped.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        self._looked_at = time.monotonic()

    async def _look(self) -> float:
        """Send what is due; returns for how many seconds to rest. No trouble with the database ends the loop."""
        self._wake.clear()
        try:
            rest = await self._send_due()
        except Exception as error:  # the edge of the process: whatever it was, the promises stay
            log.error("delivery could not look at its queue", channel=self._sender.channel, reason=type(error).__name__)
            return self._backstop
        self._looked_at = time.monotonic()
        return rest

    async def _send_due(self) -> float:
        """Lease as much as the budget takes soon, and begin to send it; returns for how many seconds to rest."""
        if paused := self._budget.paused():
            return min(paused, self._backstop)
        waiting = [not attempt.placed for attempt in self._under_way.values()].count(True)
        room, only_urgent = _AHEAD - waiting, _AHEAD - waiting < _ENOUGH
        if only_urgent:
            room += _URGENT
        fence, news, self._news = self.hold.fence, self._news, False
        if fence is None or room <= 0 or (only_urgent and not news):
            return self._backstop
        resting = self._budget.resting()
        leased, due = await self._database.run(
            lambda tx: self._lease(tx, fence, room, resting=frozenset(resting), only_urgent=only_urgent)
        )
        self._fence = fence
        for promised in leased:
            self._begin(promised, fence)
        return self._until(due, min(resting.values(), default=_SHORT_REST), busy=len(leased) == room or only_urgent)

    def _lease(
        self, tx: Transaction, fence: int, room: int, *, resting: frozenset[str], only_urgent: bool
    ) -> tuple[list[Promised], datetime | None]:
        """What is to be sent now, and when the next may be due."""
        channel = self._sender.channel
        if fence != self._fence:
            sending.release_older(tx, channel, fence)
        leased = sending.lease(
            tx, channel, limit=room, seconds=LEASE, fence=fence, resting=resting, urgent_only=only_urgent
        )
        return leased, sending.next_due(tx, channel)

    def _begin(self, promised: Promised, fence: int) -> None:
        attempt = Attempt(self._database, self._budget, promised, fence, lambda: self.hold.fence)
        task = asyncio.create_task(self._deliver(promised, attempt, fence))
        self._under_way[task] = attempt
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._wake.set()  # the next in its queue may go now

    def _until(self, due: datetime | None, resting: float, *, busy: bool) -> float:
        """Seconds until there is something to send, at most the backstop."""
        if due is None or busy:
            return self._backstop
        seconds = (due - self._database.clock()).total_seconds()
        shortest = resting if seconds <= 0 else _SHORTEST_REST
        return min(max(seconds, shortest, _SHORTEST_REST), self._backstop)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            self._news = True  # as far as we know: another process's news may have been lost

    async def _finish(self) -> None:
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_FINISHING)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _deliver(self, promised: Promised, attempt: Attempt, fence: int) -> None:
        outcome = await attempt.make(self._sender)
        if outcome is None:
            return
        if isinstance(outcome, Ours):
            self._faults += 1
        elif not isinstance(outcome, Later):
            self._faults = 0
        elif outcome.flood:
            self._budget.told_to_wait(promised.conversation_id, outcome.seconds or 1.0)
        await self._settling.settle(promised, outcome, fence)
