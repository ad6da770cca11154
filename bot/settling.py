"""What came of a reply, written down: sent, to be tried again, or given up so that its case hears it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog

from bot.metrics import Figures
from bot.outcomes import Later, Ours, Outcome, Refused, Sent, Superseded, Unreachable
from storage import sending
from storage.database import Database, Transaction
from storage.sending import Failed, Promised

OnFailed = Callable[[Transaction, Promised, Failed, str], None]

log = structlog.get_logger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds between two tries of one reply, doubling
_MOST_FAULTS = 10  # times that a reply may break its sender while others go out; after some four minutes
_MOST_IN_SILENCE = 60  # the same if nothing else went out, so that it may be everybody's fault; after about an hour
_PAUSE = 0.5  # seconds between two tries to write down what came of a send


class Settling:
    """Writes down what came of replies that were leased under a fence.

    That one was sent is true whoever sent it. Anything else counts only while the row is leased under our fence: by
    then a later sender may have begun with it, and his word is the newer one.
    """

    def __init__(self, database: Database, on_failed: OnFailed, figures: Figures | None = None) -> None:
        """`on_failed` runs in the transaction that gives a reply up."""
        self._database, self._on_failed, self._figures = database, on_failed, figures or Figures()
        self._sent = Counter[str]()  # by channel
        self._faults: dict[str, tuple[int, int]] = {}  # by reply: how many, and how much had been sent at the first

    async def settle(self, promised: Promised, outcome: Outcome, fence: int) -> None:
        """Write it down; if that cannot be done, postpone it, or let its lease end: it is sent again."""
        outcome = self._judged(promised, outcome)
        _tell(promised, outcome)
        for wait, entry in ((_PAUSE, outcome), (_PAUSE, outcome), (0.0, Ours("not written down"))):
            try:
                await self._database.run(partial(self._write, promised, entry, fence))
            except Superseded:
                log.info("another sender has this reply", reply=promised.id, channel=promised.channel)
                return
            except Exception as error:  # the edge of the process: the promise stays, whatever it was
                log.error("what came of a reply is not written down", reply=promised.id, reason=type(error).__name__)
                await asyncio.sleep(wait)
            else:
                self._count(promised, outcome)
                return

    def _judged(self, promised: Promised, outcome: Outcome) -> Outcome:
        """The outcome; a fault over one reply that comes again and again means that this reply can never be sent."""
        if isinstance(outcome, Ours) and outcome.over_this:
            before, since = self._faults.get(promised.id, (0, self._sent[promised.channel]))
            self._faults[promised.id] = before + 1, since
            others_go_out = self._sent[promised.channel] > since
            if before + 1 < (_MOST_FAULTS if others_go_out else _MOST_IN_SILENCE):
                return outcome
            outcome = Refused(outcome.reason)
        if isinstance(outcome, Sent):
            self._sent[promised.channel] += 1
        if not isinstance(outcome, Later | Ours):
            self._faults.pop(promised.id, None)
        return outcome

    def _count(self, promised: Promised, outcome: Outcome) -> None:
        waited = None
        if isinstance(outcome, Sent) and promised.promised_at:
            waited = (self._database.clock() - promised.promised_at).total_seconds()
        self._figures.reply(promised.channel, type(outcome).__name__.lower(), waited)

    def _write(self, promised: Promised, outcome: Outcome, fence: int, tx: Transaction) -> None:
        match outcome:
            case Sent(receipt):
                sending.sent(tx, promised.id, receipt)
            case Unreachable(reason):
                self._give_up(tx, promised, "unreachable", reason, fence)
            case Refused(reason):
                self._give_up(tx, promised, "refused", reason, fence)
            case Later() | Ours():
                sending.postpone(tx, promised.id, tx.now + timedelta(seconds=_wait(promised, outcome)), fence)

    def _give_up(self, tx: Transaction, promised: Promised, outcome: Failed, reason: str, fence: int) -> None:
        self._on_failed(tx, promised, outcome, reason)  # conversation and case are locked before the reply's row
        if not sending.stop(tx, promised.id, outcome, reason, fence):
            raise Superseded  # and nobody has heard anything


def _wait(promised: Promised, outcome: Later | Ours) -> float:
    if isinstance(outcome, Later) and outcome.seconds is not None:
        return outcome.seconds
    return min(_FIRST_WAIT * 2.0 ** min(promised.attempts, 16), _LONGEST_WAIT)


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
