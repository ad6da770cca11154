"""Does what has come due: offers that ran out, workers to be asked again. The tasks are rows; nothing is forgotten."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.metrics import Figures
from cases import (
    alike,
    answering_referrals,
    assigning,
    capacity,
    circulars,
    closing,
    correspondence,
    deadlines,
    enclosures,
    escalating,
    grouping,
    instalments,
    leaving,
    promising,
    queueing,
    reaching,
    receipts,
    referring,
    sealing,
    telling,
    todo,
    unread,
    waiting,
)
from cases.office import Office
from storage import cases, conversations, outbox, tasks
from storage.database import Database, Transaction
from storage.outbox import UNREAD
from storage.sending import DAMAGED
from storage.tasks import Due
from storage.tellings import TELL

_AT_ONCE = 20
_LEASE = 10.0  # seconds until a dead process's tasks are taken over; if two do one at once, only one of them commits
_BACKSTOP = 5.0  # seconds between looks, when nobody woke us
_LONGEST_WAIT = 3600.0  # seconds between two tries of one task

Verb = Callable[[Transaction, Office, str], object]
Lock = Callable[[Transaction, str], object]
VERBS: Mapping[str, Verb] = {
    waiting.OFFER_DUE: assigning.time_out,
    waiting.FOLLOW_UP: closing.follow_up,
    instalments.DUE: instalments.look,
    referring.LOOK: answering_referrals.look,
    deadlines.LOOK: escalating.look,
    promising.REMIND: promising.remind,
    promising.LOOK: promising.look,
    todo.REMIND: todo.remind,
    sealing.OFFER_ON: sealing.offer_on,
    alike.COMPARE: alike.look_again,
    alike.PROPOSE: alike.propose_now,
    circulars.SEND: circulars.send,
    sealing.RECHECK: sealing.recheck_party,
    TELL: telling.tell_now,
    grouping.TELL_MEMBER: grouping.tell_member_now,
    grouping.TELL_STARTER: grouping.tell_starter_now,
    enclosures.SEND_FILES: enclosures.send_files,
    enclosures.SEND_CARD: receipts.send_card,
    receipts.TELL_CHAT: receipts.tell_chat,
    reaching.NOTIFY: reaching.notify,
    reaching.LOOK: reaching.look,
    capacity.DRAIN: queueing.drain,
    capacity.DRAIN_AT_OPENING: queueing.drain,
    leaving.BEGINS: leaving.begin,
    leaving.ENDS: leaving.finish,
    UNREAD: unread.look,
    DAMAGED: correspondence.damaged,
}
LOCKS: Mapping[str, Lock] = {
    waiting.OFFER_DUE: assigning.lock_offered,
    waiting.FOLLOW_UP: cases.lock,
    instalments.DUE: instalments.lock,
    referring.LOOK: answering_referrals.lock,
    deadlines.LOOK: escalating.lock,
    promising.REMIND: promising.lock,
    promising.LOOK: promising.lock,
    todo.REMIND: todo.lock,
    sealing.OFFER_ON: cases.lock,
    alike.COMPARE: cases.lock,
    alike.PROPOSE: alike.lock_pair,
    circulars.SEND: circulars.lock_copy,
    sealing.RECHECK: sealing.hold_ties,
    TELL: telling.lock,
    grouping.TELL_MEMBER: grouping.lock_member,
    grouping.TELL_STARTER: cases.lock,
    enclosures.SEND_FILES: enclosures.lock_of_file,
    enclosures.SEND_CARD: receipts.lock_of_card,
    receipts.TELL_CHAT: receipts.lock_chat,
    reaching.NOTIFY: reaching.lock_notices,
    reaching.LOOK: assigning.lock_offered,
    capacity.DRAIN: queueing.lock,
    capacity.DRAIN_AT_OPENING: queueing.lock,
    leaving.BEGINS: leaving.lock,
    leaving.ENDS: leaving.nothing_held,
    UNREAD: conversations.lock_by_id,
    DAMAGED: outbox.held,
}

log = structlog.get_logger(__name__)


class Timers:
    """One loop that does due tasks, each in a unit of work of its own together with the mark that it is done."""

    def __init__(
        self, database: Database, office: Office, figures: Figures | None = None, *, backstop: float = _BACKSTOP
    ) -> None:
        self._database, self._office, self._backstop = database, office, backstop
        self._figures = figures or Figures()
        self._wake, self._stopping = asyncio.Event(), False

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End after the task that is being done."""
        self._stopping = True
        self._wake.set()
        await self._loop

    def healthy(self) -> bool:
        """Whether the loop is alive."""
        return not self._loop.done()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()

        def added() -> None:
            loop.call_soon_threadsafe(self._wake.set)

        unlisten = self._database.listen("tasks", added)
        try:
            while not self._stopping:
                self._wake.clear()
                await self._rest(await self._look())
        finally:
            unlisten()

    async def _look(self) -> float:
        """Do what is due; returns the seconds until the next task, at most the backstop."""
        try:
            await self.do_due()
            due = await self._database.look(lambda tx: tasks.next_due(tx, VERBS.keys()))
        except Exception as error:  # the edge of the process: tasks stay, the loop lives
            log.error("timers could not look at the tasks", reason=type(error).__name__)
            return self._backstop
        if due is None:
            return self._backstop
        return min(max((due - self._database.clock()).total_seconds(), 0.05), self._backstop)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def do_due(self) -> int:
        """Do every task that is due now; returns how many were."""
        due = await self._database.run(lambda tx: tasks.lease(tx, kinds=VERBS.keys(), limit=_AT_ONCE, seconds=_LEASE))
        for task in due:
            await self._do(task)
        return len(due)

    async def _do(self, task: Due) -> None:
        try:
            await self._database.run(lambda tx: self._in_one(tx, task))
        except Exception as error:  # the edge of the process: one task must not stop the others
            log.error("task failed", kind=task.kind, task=task.id, reason=type(error).__name__)
            self._figures.task(task.kind, "failed")
            wait = min(5.0 * 2 ** min(task.attempts, 16), _LONGEST_WAIT)
            await self._database.run(lambda tx: tasks.postpone(tx, task.id, tx.now + timedelta(seconds=wait)))
        else:
            log.info("task done", kind=task.kind, task=task.id)
            self._figures.task(task.kind, "done")

    def _in_one(self, tx: Transaction, task: Due) -> None:
        LOCKS[task.kind](tx, task.subject)  # first the case, then its task, as everybody takes them
        if tasks.done(tx, task.id):
            VERBS[task.kind](tx, self._office, task.subject)
