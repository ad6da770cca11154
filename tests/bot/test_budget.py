"""How fast replies may leave: never more than a channel takes, and what is urgent first."""

import asyncio
import math
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import Budget, Limits, Paused, Window
from storage.messages import Message
from storage.sending import Promised

LIMIT = 5
A_JOURNEY = st.tuples(st.floats(0, 3), st.floats(0, 1))  # how long a call takes, and when within it it arrives
JOURNEYS = st.lists(A_JOURNEY, min_size=1, max_size=60)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def to(chat: int, *, urgent: bool = False) -> Promised:
    return Promised("p", f"c{chat}", "telegram", str(chat), 1, Message("好"), 0, urgent=urgent)


async def is_free(budget: Budget, promised: Promised) -> bool:
    """Whether a message may go out at once; if so, it does."""
    try:
        async with asyncio.timeout(0.05), budget.place(promised):
            return True
    except TimeoutError:
        return False


@given(JOURNEYS, st.floats(0, 0.5))
def test_no_second_ever_sees_too_many(journeys: list[tuple[float, float]], eagerness: float) -> None:
    """
    However long calls take and whenever within them a message arrives, no second over there sees more than the limit.
    """
    window, now, under_way, arrivals = Window(1.0), 0.0, list[float](), list[float]()
    for takes, share in journeys:
        now += eagerness * share
        while (wait := window.wait(LIMIT, now)) > 0:
            now = min([*under_way, now + wait])
            for ended in [end for end in under_way if end <= now]:
                under_way.remove(ended)
                window.end(ended)
        window.begin()
        under_way.append(now + takes)
        arrivals.append(now + takes * share)

    arrivals.sort()
    assert all(sum(at <= other < at + 0.999 for other in arrivals) <= LIMIT for at in arrivals)


def test_a_window_says_how_long_to_wait() -> None:
    """
    Until a second after the first answer; while nothing has been answered, nobody can say.
    """
    window = Window(1.0)
    for _ in range(2):
        window.begin()
    assert window.wait(2, 10.0) == math.inf
    window.end(10.25)
    assert window.wait(2, 10.5) == 0.75
    assert window.wait(3, 10.5) == 0.0
    assert not window.is_empty(11.0)
    window.end(11.0)
    assert window.is_empty(12.0)


async def test_a_chat_is_sent_to_once_a_second() -> None:
    """
    The second message to one worker waits a second after the first; another worker's does not wait for it.
    """
    watch = Watch()
    budget = Budget(Limits(per_second=29, reserve=3, per_chat=1), watch)

    assert await is_free(budget, to(42))
    assert not await is_free(budget, to(42))
    assert budget.resting() == {"c42": 1.0}
    watch.now += 0.5
    assert await is_free(budget, to(43))
    assert budget.resting() == {"c42": 0.5, "c43": 1.0}
    watch.now += 0.5
    assert await is_free(budget, to(42))


async def test_a_group_is_sent_to_twenty_times_a_minute() -> None:
    """
    The twenty-first message into a group waits until the first is a minute old.
    """
    watch = Watch()
    budget = Budget(Limits(per_second=29, per_chat=1, per_group=20), watch)
    for _ in range(20):
        assert await is_free(budget, to(-100))
        watch.now += 1

    assert not await is_free(budget, to(-100))
    watch.now += 39
    assert not await is_free(budget, to(-100))
    watch.now += 1
    assert await is_free(budget, to(-100))


async def test_what_is_urgent_takes_the_last_places() -> None:
    """
    When ordinary replies have used up what is theirs, three urgent ones still go at once, and not a fourth.
    """
    watch = Watch()
    budget = Budget(Limits(per_second=8, reserve=3), watch)
    for chat in range(5):
        assert await is_free(budget, to(chat))
        watch.now += 0.125

    assert not await is_free(budget, to(6))
    assert [await is_free(budget, to(chat, urgent=True)) for chat in range(7, 11)] == [True, True, True, False]


async def test_what_is_on_its_way_keeps_its_place() -> None:
    """
    While Telegram does not answer, no more than the limit is under way, and an answer lets the next go a second later.
    """
    watch = Watch()
    budget = Budget(Limits(per_second=2), watch)
    async with AsyncExitStack() as slow:
        for chat in (1, 2):
            await slow.enter_async_context(budget.place(to(chat, urgent=True)))
        watch.now += 100
        assert not await is_free(budget, to(3, urgent=True))
    watch.now += 1
    assert await is_free(budget, to(3, urgent=True))


async def test_several_chats_told_to_wait_stop_everybody() -> None:
    """
    Two quarrels are two chats' own; with the third at once all of us wait, and then send at half the speed.
    """
    watch = Watch()
    budget = Budget(Limits(per_second=4), watch)
    budget.told_to_wait("c1", 300)
    watch.now += 11
    for chat in ("c2", "c3"):
        budget.told_to_wait(chat, 30)
    assert budget.paused() == 0
    budget.told_to_wait("c4", 7)

    assert budget.paused() == 7
    with pytest.raises(Paused):
        await is_free(budget, to(9, urgent=True))
    watch.now += 7
    assert [await is_free(budget, to(chat, urgent=True)) for chat in range(3)] == [True, True, False]
    watch.now += 61
    assert [await is_free(budget, to(chat, urgent=True)) for chat in range(5)] == [True] * 4 + [False]


async def test_whoever_waits_hears_of_the_pause() -> None:
    """
    A reply that waits for its place when everybody is told to wait does not go out after all.
    """
    budget = Budget(Limits(per_second=1), Watch())
    async with budget.place(to(1)):
        waiting = asyncio.create_task(is_free(budget, to(2)))
        await asyncio.sleep(0)
        for chat in ("c1", "c2", "c3"):
            budget.told_to_wait(chat, 5)
        with pytest.raises(Paused):
            await waiting
