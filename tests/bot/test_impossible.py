"""A reply that breaks its sender each time: nobody waits behind it for ever, and none that can be sent is lost."""

from collections.abc import Callable

import pytest

from bot.attempt import Attempt
from bot.budget import Budget
from bot.outcomes import Later, Ours, Outcome, Sent
from bot.settling import Settling
from storage import holders, sending
from storage.database import Database
from storage.errors import Unavailable
from storage.sending import Promised
from tests.bot.sending import FREE, Case, Scripted, promise
from tests.conftest import SettableClock
from tests.replies import statuses


def breaks(error: Exception) -> Callable[[Promised], Outcome]:
    """A channel that breaks over what is bad."""

    def answer(promised: Promised) -> Outcome:
        if promised.message.text.startswith("坏"):
            raise error
        return Sent()

    return answer


class Sending:
    """The channel's sender, turned by hand: each turn tries what is due, and an hour goes by."""

    def __init__(self, database: Database, clock: SettableClock, answer: Callable[[Promised], Outcome]) -> None:
        self.database, self.clock, self.channel = database, clock, Scripted(answer)
        self.case, self.budget = Case(), Budget(FREE)
        self.settling = Settling(database, self.case.on_failed)

    async def turns(self, times: int) -> None:
        for _ in range(times):
            self.clock.advance(hours=1)
            fence = self.database.call(lambda tx: holders.take(tx, sending.sender_of("telegram"), "we", 10))
            assert fence
            for promised in self.leased(fence):
                await self.turn(promised, fence)

    async def turn(self, promised: Promised, fence: int) -> None:
        outcome = await Attempt(self.database, self.budget, promised, fence, lambda: fence).make(self.channel)
        assert outcome
        await self.settling.settle(promised, outcome, fence)

    def leased(self, fence: int) -> list[Promised]:
        return self.database.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=12, fence=fence))


async def test_an_impossible_reply_stops(database: Database, clock: SettableClock) -> None:
    """
    While others are written to, a reply that breaks its sender ten times is given up: its case hears why without a
    word of it, and the letter behind it arrives.
    """
    here = Sending(database, clock, breaks(LookupError("我的故事")))
    promise(database, 42, "坏", "后面的信")
    promise(database, 43, *"一二三四五六七八九")

    await here.turns(9)
    assert here.case.heard == []
    await here.turns(2)

    assert here.case.heard == [("42", "refused", "LookupError while sending")]
    assert here.channel.asked[-1] == "后面的信"
    assert sorted(statuses(database)) == ["refused", *["sent"] * 10]


async def test_when_everything_breaks_the_operators_have_an_hour(database: Database, clock: SettableClock) -> None:
    """
    As long as nothing at all goes out it may be everybody's trouble; a reader who is alone in it waits an hour.
    """
    here = Sending(database, clock, breaks(LookupError()))
    promise(database, 42, "坏")
    promise(database, 43, "坏")

    await here.turns(59)
    assert statuses(database) == ["waiting"] * 2
    await here.turns(1)

    assert statuses(database) == ["refused"] * 2


@pytest.mark.parametrize("error", [Unavailable("away"), OSError("the disk is away")])
async def test_nothing_is_given_up_for_what_is_away(database: Database, clock: SettableClock, error: Exception) -> None:
    """
    A database or a disk that is away comes back, and then every reply goes out.
    """
    here = Sending(database, clock, breaks(error))
    promise(database, 42, "坏")
    promise(database, 43, *"一二三")

    await here.turns(70)

    assert here.case.heard == []
    assert sorted(statuses(database)) == ["sent"] * 3 + ["waiting"]


@pytest.mark.parametrize("outcome", [Ours("Conflict from Telegram"), Ours("InvalidToken from Telegram"), Later()])
async def test_nothing_is_given_up_for_what_is_everybodys(
    database: Database, clock: SettableClock, outcome: Outcome
) -> None:
    """
    A revoked token or a bad network says nothing about the reply that met it.
    """
    here = Sending(database, clock, lambda promised: outcome if promised.message.text == "坏" else Sent())
    promise(database, 42, "坏")
    promise(database, 43, *"一二三")

    await here.turns(70)

    assert here.case.heard == []
    assert sorted(statuses(database)) == ["sent"] * 3 + ["waiting"]
