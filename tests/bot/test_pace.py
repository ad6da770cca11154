"""Replies to many workers at once, over the real bot, at the speed that Telegram allows."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

import pytest

from bot.delivery import Delivery
from bot.outcomes import Outcome, Sent
from bot.telegram.send import TelegramSender
from storage import conversations, outbox
from storage.database import Database, Transaction
from storage.messages import Message
from storage.sending import Promised
from tests.bot.sending import Case, Scripted, deliver, delivery, next_due, promise, tried, until
from tests.conftest import SettableClock
from tests.fake_telegram import Call, FakeTelegram
from tests.replies import statuses

HOT = 7


def promise_one_each(database: Database, chats: Iterable[int], text: str, *, urgent: bool = False) -> None:
    """Promise the same to many chats, in one unit of work."""

    def work(tx: Transaction) -> None:
        for chat in chats:
            outbox.promise(tx, conversations.lock(tx, "telegram", str(chat)).id, Message(text), urgent=urgent)

    database.call(work)


def most_in_a_second(calls: Iterable[Call]) -> int:
    """The largest number that arrived within any one second."""
    moments = sorted(call.at for call in calls)
    return max(sum(at <= other < at + 1 for other in moments) for at in moments)


async def test_telegram_never_sees_too_many(database: Database, sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    Forty workers and one to whom much is said: no second sees more than 29 messages, none of them two for one chat,
    and the busy chat holds up nobody.
    """
    promise(database, HOT, *"一二三")
    promise_one_each(database, range(100, 140), "好")
    under_way = Delivery(database, [sender], Case().on_failed)
    under_way.start()
    await until(telegram, lambda it: len(it.called("sendMessage")) == 43)
    await under_way.stop()

    by_chat = defaultdict(list)
    for call in telegram.called("sendMessage"):
        by_chat[call.chat].append(call)
    assert telegram.texts(HOT) == ["一", "二", "三"]
    assert most_in_a_second(telegram.called("sendMessage")) <= 29
    assert max(most_in_a_second(calls) for calls in by_chat.values()) == 1


async def test_each_part_of_a_long_text_counts(
    sqlite: Database, sender: TelegramSender, telegram: FakeTelegram
) -> None:
    """
    A text in two messages takes two places in its chat, a second apart.
    """
    promise(sqlite, HOT, "一" * 4096 + "二")
    under_way = Delivery(sqlite, [sender], Case().on_failed)
    under_way.start()
    await until(telegram, lambda it: len(it.received(HOT)) == 2)
    await under_way.stop()

    assert most_in_a_second(telegram.received(HOT)) == 1
    assert statuses(sqlite) == ["sent"]


async def test_what_is_urgent_overtakes(database: Database, sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    While sixty workers wait for ordinary answers, somebody in danger reads whom to ring at once.
    """
    promise_one_each(database, range(100, 160), "好")
    under_way = Delivery(database, [sender], Case().on_failed)
    under_way.start()
    await until(telegram, lambda it: len(it.called("sendMessage")) >= 10)
    await asyncio.to_thread(promise_one_each, database, [1, 2], "打110", urgent=True)
    await until(telegram, lambda it: it.received(1) and it.received(2))
    waiting = 60 - sum(call.text == "好" for call in telegram.called("sendMessage"))
    await under_way.stop()

    assert waiting > 20


async def test_what_is_urgent_pulls_what_stands_before_it(
    sqlite: Database, sender: TelegramSender, telegram: FakeTelegram
) -> None:
    """
    An urgent reply behind an ordinary one for the same worker keeps its place, and both overtake other workers'.
    """
    promise_one_each(sqlite, range(100, 140), "好")
    promise(sqlite, HOT, "先说的")
    promise_one_each(sqlite, [HOT], "打110", urgent=True)
    under_way = Delivery(sqlite, [sender], Case().on_failed)
    under_way.start()
    await until(telegram, lambda it: len(it.received(HOT)) == 2)
    await under_way.stop()

    assert telegram.texts(HOT) == ["先说的", "打110"]
    assert telegram.called("sendMessage")[0].chat == HOT


async def test_a_general_flood_stops_everybody(
    sqlite: Database, sender: TelegramSender, telegram: FakeTelegram, clock: SettableClock
) -> None:
    """
    When Telegram tells several chats at once to wait, no further chat is tried until the time is over.
    """
    telegram.flood(retry_after=60, times=3)
    promise_one_each(sqlite, range(100, 103), "好")
    under_way = Delivery(sqlite, [sender], Case().on_failed, backstop=0.02)
    under_way.start()
    await until(telegram, tried(3))
    while statuses(sqlite) != ["waiting"] * 3 or next_due(sqlite) == clock():
        await asyncio.sleep(0.01)
    await asyncio.to_thread(promise_one_each, sqlite, range(200, 210), "好")
    await under_way.stop()

    assert telegram.tried("sendMessage") == 3


@pytest.mark.parametrize("trouble", ["500", "502", "429", "drops"])
async def test_telegram_is_away_for_a_minute(
    database: Database, sender: TelegramSender, telegram: FakeTelegram, clock: SettableClock, trouble: str
) -> None:
    """
    Whatever Telegram answers meanwhile, afterwards each worker reads each reply once and in order.
    """
    if trouble == "429":
        telegram.flood(retry_after=20, times=12)
    elif trouble == "drops":
        telegram.hang_up(times=12)
    else:
        telegram.fail("sendMessage", int(trouble), times=12)
    promise(database, 42, "一", "二")
    promise(database, 43, "甲", "乙")
    case = Case()
    for attempt in range(1, 7):
        await deliver(database, sender, case, telegram, tried(2 * attempt))
        clock.advance(minutes=1)
    await deliver(database, sender, case, telegram, lambda it: len(it.received(42)) + len(it.received(43)) == 4)

    assert (telegram.texts(42), telegram.texts(43)) == (["一", "二"], ["甲", "乙"])
    assert case.heard == []
    assert statuses(database) == ["sent"] * 4


async def test_a_slow_telegram_is_waited_for(
    database: Database, sender: TelegramSender, telegram: FakeTelegram
) -> None:
    """
    A reply that Telegram is slow to confirm is not sent a second time meanwhile.
    """
    under_way = delivery(database, sender, Case())
    with telegram.slow("sendMessage"):
        await asyncio.to_thread(promise, database, 42, "一", "二")
        under_way.start()
        await until(telegram, tried(1))
        await asyncio.to_thread(promise, database, 43, "甲")
        await until(telegram, tried(2))
    await until(telegram, lambda it: len(it.received(42)) + len(it.received(43)) == 3)
    await under_way.stop()

    assert telegram.tried("sendMessage") == 3
    assert telegram.texts(42) == ["一", "二"]


async def test_only_one_process_sends(database: Database) -> None:
    """
    Of two processes one sends and the other stands by in good health, until the first one stops.
    """

    def answer(_: Promised) -> Outcome:
        return Sent()

    first, second = Scripted(answer), Scripted(answer)
    one, other = delivery(database, first, Case()), delivery(database, second, Case())
    one.start()
    await asyncio.to_thread(promise, database, 42, "一")
    await first.until_asked(1)
    other.start()
    await asyncio.to_thread(promise, database, 43, "二")
    await first.until_asked(2)
    assert (second.asked, one.healthy(), other.healthy()) == ([], True, True)

    await one.stop()
    await asyncio.to_thread(promise, database, 44, "三")
    await second.until_asked(1)
    await other.stop()

    assert (first.asked, second.asked) == (["一", "二"], ["三"])
    assert statuses(database) == ["sent"] * 3
