"""A sender that was followed by another: what it still does and says."""

import asyncio
from datetime import timedelta

import pytest

from bot.attempt import Attempt
from bot.budget import Budget
from bot.outcomes import Later, Ours, Outcome, Pace, Refused, Sent, Unreachable
from bot.settling import Settling
from storage import holders, sending
from storage.database import Database
from storage.sending import Promised
from tests.bot.sending import FREE, Case, Scripted, promise
from tests.conftest import SettableClock
from tests.replies import statuses

OLD, NEW = 1, 2


def hold(database: Database, who: str) -> int:
    """Somebody takes the channel."""
    fence = database.call(lambda tx: holders.take(tx, sending.sender_of("telegram"), who, 10))
    assert fence is not None
    return fence


def lease(database: Database, fence: int) -> list[Promised]:
    return database.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=12, fence=fence))


@pytest.fixture
def leased(database: Database, clock: SettableClock) -> Promised:
    """A reply that the old sender had leased when the new one took over and leased it, too."""
    promise(database, 42, "一")
    assert hold(database, "old") == OLD
    [promised] = lease(database, OLD)
    clock.advance(seconds=10)
    assert hold(database, "new") == NEW
    assert lease(database, NEW) == []
    assert database.call(lambda tx: sending.release_older(tx, "telegram", NEW)) == 1
    assert [one.id for one in lease(database, NEW)] == [promised.id]
    return promised


@pytest.mark.parametrize("outcome", [Later(300), Ours("a bug"), Refused("too long"), Unreachable("blocked")])
async def test_the_old_ones_word_counts_no_more(
    database: Database, leased: Promised, outcome: Outcome, clock: SettableClock
) -> None:
    """
    What the old sender made of a reply neither delays it nor stops it nor reaches the case: the new one has it.
    """
    case = Case()
    await Settling(database, case.on_failed).settle(leased, outcome, OLD)

    assert statuses(database) == ["waiting"]
    assert not database.call(lambda tx: sending.extend(tx, leased.id, 12, OLD))
    assert database.call(lambda tx: sending.extend(tx, leased.id, 12, NEW))
    clock.advance(seconds=12)
    assert hold(database, "new") == NEW
    assert [one.attempts for one in lease(database, NEW)] == [0]


async def test_that_it_was_sent_is_true_whoever_sent_it(database: Database, leased: Promised) -> None:
    """
    If the old sender did send it, it is sent, and what the new one says afterwards changes nothing.
    """
    case = Case()
    settling = Settling(database, case.on_failed)
    await settling.settle(leased, Sent("77"), OLD)
    await settling.settle(leased, Refused("too late"), NEW)

    assert statuses(database) == ["sent"]
    assert database.read(lambda tx: sending.oldest_due(tx, "telegram")) is None


async def test_the_old_one_leases_nothing_more(database: Database, leased: Promised) -> None:
    """
    Its fence is refused even if it has not noticed yet.
    """
    promise(database, 43, "二")

    assert lease(database, OLD) == []
    assert [one.message.text for one in lease(database, NEW)] == ["二"]


@pytest.mark.parametrize("present", [None, NEW])
async def test_nothing_leaves_once_the_hold_is_gone(database: Database, leased: Promised, present: int | None) -> None:
    """
    A process that was stopped and wakes up asks right before it sends, and then does not.
    """
    channel = Scripted(lambda _: Sent())
    attempt = Attempt(database, Budget(FREE), leased, OLD, lambda: present)

    assert await attempt.make(channel) is None
    assert channel.asked == []


async def test_a_long_text_breaks_off_when_the_hold_is_lost(database: Database, leased: Promised) -> None:
    """
    The parts that are not out yet stay with the new sender, who begins again.
    """
    fences = [OLD, OLD, NEW]
    parts = list[int]()

    class InParts:
        channel, limits = "telegram", FREE

        async def send(self, _: Promised, pace: Pace) -> Outcome:
            for part in range(5):
                async with pace():
                    parts.append(part)
            return Sent()

    attempt = Attempt(database, Budget(FREE), leased, OLD, lambda: fences.pop(0))

    assert await attempt.make(InParts()) is None
    assert parts == [0, 1]


async def test_a_slow_reply_stays_ours(database: Database, clock: SettableClock) -> None:
    """
    While it is being sent its lease is renewed, so that nobody else begins with it.
    """
    promise(database, 42, "一")
    fence = hold(database, "we")
    [promised] = lease(database, fence)
    channel = Scripted(lambda _: Sent(), busy=asyncio.Event())
    attempt = Attempt(database, Budget(FREE), promised, fence, lambda: fence, lease=0.03)
    clock.advance(seconds=9)
    under_way = asyncio.create_task(attempt.make(channel))
    async with asyncio.timeout(10):
        while database.read(lambda tx: sending.next_due(tx, "telegram")) != clock() + timedelta(seconds=0.03):
            await asyncio.sleep(0.01)
    assert channel.busy
    channel.busy.set()

    assert await under_way == Sent()
