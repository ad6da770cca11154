"""Whoever posts without end waits, and nobody else does; what was refused is taken later, once."""

from datetime import UTC, datetime, timedelta

from bot.webchat.pace import Pace
from tests.bot.webchat.conftest import BURST, Phone, Site
from tests.conftest import SettableClock

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def flood(phone: Phone) -> int:
    """Post greetings until one is refused; returns how many were taken."""
    for n in range(BURST + 1):
        if (await phone.posts({"id": f"flood-{n}", "text": "你好"})).status_code != 200:
            return n
    raise AssertionError("nobody stopped it")


async def test_a_flood_is_told_to_wait(phone: Phone) -> None:
    """
    What a phone kept while it had no network is taken at once; beyond that a plain sentence, and when to come again.
    """
    assert await flood(phone) == BURST

    refused = await phone.posts({"id": "more", "text": "你好"})

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert "太快" in refused.json()["error"]


async def test_what_was_refused_is_taken_later_under_its_id(phone: Phone, clock: SettableClock) -> None:
    """
    The page keeps what was refused and posts it again: it is in the conversation, once.
    """
    taken = await flood(phone)
    again = {"id": f"flood-{taken}", "text": "你好"}
    clock.advance(seconds=2)

    assert [(await phone.posts(again)).status_code for _ in range(2)] == [200, 200]
    assert [mine["id"] for mine in (await phone.reads())["mine"]].count(again["id"]) == 1


async def test_the_others_do_not_wait(phone: Phone, site: Site) -> None:
    """
    While one is told to wait another worker's question is taken.
    """
    await flood(phone)

    other = await site.phone().opens()

    assert (await other.posts({"id": "a", "text": "老板拖欠我三个月工资怎么办"})).status_code == 200


def test_a_minute_of_patience_brings_sixty_messages() -> None:
    """
    In the long run one message a second, however hard somebody knocks.
    """
    pace = Pace(a_minute=60, burst=20)
    knocks = [NOW + timedelta(milliseconds=50 * n) for n in range(20 * 60 * 2)]  # two minutes

    taken = [at for at in knocks if not pace.seconds_to_wait("one", at)]

    assert len([at for at in taken if at == NOW or at - NOW < timedelta(seconds=1)]) == 20
    assert len([at for at in taken if timedelta(minutes=1) <= at - NOW < timedelta(minutes=2)]) == 60


def test_the_wait_that_is_named_is_long_enough() -> None:
    """
    Whoever comes again exactly when he was told is let in.
    """
    pace = Pace(a_minute=6, burst=1)
    assert pace.seconds_to_wait("one", NOW) == 0

    assert pace.seconds_to_wait("one", NOW + timedelta(seconds=3)) == 7
    assert pace.seconds_to_wait("one", NOW + timedelta(seconds=10)) == 0


def test_conversations_that_are_quiet_again_are_forgotten() -> None:
    """
    A million conversations a year leave nothing behind in memory.
    """
    pace = Pace()
    for n in range(1000):
        pace.seconds_to_wait(str(n), NOW)

    pace.seconds_to_wait("the next day", NOW + timedelta(days=1))

    assert len(pace._full_at) == 1


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    """
    The machine's clock is corrected by an hour: the next message is taken all the same.
    """
    pace = Pace()
    pace.seconds_to_wait("one", NOW)

    assert pace.seconds_to_wait("one", NOW - timedelta(hours=1)) == 0
