"""Promised replies on their way out, over a real database, a real bot and a Telegram on loopback."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.delivery import Delivery
from bot.outcomes import Ours, Outcome, Sent
from bot.telegram.send import TelegramSender
from storage import sending
from storage.database import Database, Transaction
from storage.sending import Promised
from tests.bot.sending import Case, Scripted, deliver, delivery, next_due, promise, tried, until
from tests.bot.telegram.logged import Logged, listening
from tests.conftest import SettableClock
from tests.fake_telegram import FakeTelegram
from tests.replies import statuses

A_MINUTE = 60


@pytest.fixture
def logged() -> Iterator[Logged]:
    with listening() as lines:
        yield lines


@pytest.fixture
def case() -> Case:
    return Case()


async def test_replies_arrive_in_order(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram
) -> None:
    """
    Two workers each read their replies in the order in which they were promised, once.
    """
    promise(database, 42, *"一二三")
    promise(database, 43, *"甲乙丙")

    await deliver(database, sender, case, telegram, lambda it: len(it.received(42)) + len(it.received(43)) == 6)

    assert (telegram.texts(42), telegram.texts(43)) == (["一", "二", "三"], ["甲", "乙", "丙"])
    assert statuses(database) == ["sent"] * 6


async def test_a_promise_is_kept_at_once(
    sqlite: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram
) -> None:
    """
    A reply goes out when it is promised, and does not wait until delivery looks again by itself.
    """
    under_way = delivery(sqlite, sender, case, backstop=600)
    under_way.start()
    await asyncio.to_thread(promise, sqlite, 42, "一", "二")

    await until(telegram, lambda it: it.texts(42) == ["一", "二"])
    await under_way.stop()


async def test_a_worker_who_blocked_us_is_reported_to_the_case(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram
) -> None:
    """
    The lawyer learns that his worker cannot be reached, and everybody else still reads his replies.
    """
    telegram.block(42)
    promise(database, 42, "我是律师")
    promise(database, 43, "你好")

    await deliver(database, sender, case, telegram, lambda it: tried(2)(it) and it.received(43))

    assert case.heard == [("42", "unreachable", "Forbidden: bot was blocked by the user")]
    assert sorted(statuses(database)) == ["sent", "unreachable"]


async def test_an_impossible_message_stops_and_the_next_goes_on(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram
) -> None:
    """
    A reply that Telegram will never take is given up, its case hears it, and the one behind it arrives.
    """
    promise(database, 42, " ", "你好")

    await deliver(database, sender, case, telegram, lambda it: it.received(42))

    assert case.heard == [("42", "refused", "Message text is empty")]
    assert statuses(database) == ["refused", "sent"]


async def test_a_flooded_chat_waits_as_long_as_telegram_asks(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram, clock: SettableClock
) -> None:
    """
    After "too many requests" the worker's replies wait the seconds that were asked for; other workers do not.
    """
    telegram.flood(retry_after=30, chat=42)
    promise(database, 42, "一", "二")
    promise(database, 43, "你好")

    await deliver(database, sender, case, telegram, lambda it: tried(2)(it) and it.received(43))
    assert telegram.texts(42) == []
    assert next_due(database) == clock() + timedelta(seconds=30)
    clock.advance(seconds=30)
    await deliver(database, sender, case, telegram, lambda it: len(it.received(42)) == 2)

    assert telegram.texts(42) == ["一", "二"]


async def test_a_bad_network_only_delays(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram, clock: SettableClock
) -> None:
    """
    When Telegram cannot be reached a reply waits, longer each time, and arrives when the network is back.
    """
    telegram.hang_up(times=2)
    promise(database, 42, "一")

    await deliver(database, sender, case, telegram, tried(1))
    clock.advance(seconds=1)
    await deliver(database, sender, case, telegram, tried(2))
    assert next_due(database) == clock() + timedelta(seconds=2)
    clock.advance(seconds=2)
    await deliver(database, sender, case, telegram, tried(3))

    assert telegram.texts(42) == ["一"]
    assert case.heard == []


async def test_a_fault_of_ours_alarms_and_loses_nothing(
    sqlite: Database, case: Case, clock: SettableClock, logged: Logged
) -> None:
    """
    With a revoked token replies wait, the operators see it in the log and in readyz, and both pass when it is mended.
    """
    mended = False
    channel = Scripted(lambda _: Sent() if mended else Ours("InvalidToken from Telegram"))
    for chat in (42, 43, 44):
        promise(sqlite, chat, "你好")
    under_way = delivery(sqlite, channel, case)
    assert under_way.healthy()

    under_way.start()
    await channel.until_asked(3)
    await under_way.stop()

    assert statuses(sqlite) == ["waiting"] * 3
    assert [line["reason"] for line in logged.of("error")] == ["InvalidToken from Telegram"] * 3
    assert not under_way.healthy()

    mended = True
    clock.advance(minutes=10)
    again = delivery(sqlite, channel, case)
    again.start()
    await channel.until_asked(6)
    await again.stop()

    assert statuses(sqlite) == ["sent"] * 3
    assert again.healthy()


async def test_one_reply_that_breaks_the_sender_does_not_stop_the_others(
    sqlite: Database, case: Case, logged: Logged
) -> None:
    """
    A bug that only one worker's reply meets leaves that reply waiting, and everybody else served.
    """

    def answer(promised: Promised) -> Outcome:
        if promised.address == "42":
            raise RuntimeError("我的故事")
        return Sent()

    channel = Scripted(answer)
    promise(sqlite, 42, "坏")
    promise(sqlite, 43, *"好好好")

    under_way = delivery(sqlite, channel, case)
    under_way.start()
    await channel.until_asked(4)
    await under_way.stop()

    assert statuses(sqlite) == ["waiting", "sent", "sent", "sent"]
    assert "RuntimeError while sending" in str(logged)
    assert "我的故事" not in str(logged)


async def test_a_stop_finishes_what_is_being_sent(sqlite: Database, case: Case) -> None:
    """
    A reply on its way while the hotline stops is written down as sent, so that it is not sent again.
    """
    channel = Scripted(lambda _: Sent("7"), busy=asyncio.Event())
    promise(sqlite, 42, "一", "二")
    under_way = delivery(sqlite, channel, case)
    under_way.start()
    await channel.until_asked(1)

    stopping = asyncio.create_task(under_way.stop())
    assert channel.busy
    channel.busy.set()
    await stopping

    assert statuses(sqlite) == ["sent", "waiting"]


async def test_a_reply_whose_sender_died_is_sent_by_the_next(
    database: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram, clock: SettableClock
) -> None:
    """
    A reply that was on its way when the process was killed goes out after its lease has ended.
    """
    promise(database, 42, "一")
    leased = database.call(lambda tx: sending.lease(tx, "telegram", limit=1, seconds=A_MINUTE))
    clock.advance(seconds=A_MINUTE)

    await deliver(database, sender, case, telegram, lambda it: it.received(42))

    assert [promised.message.text for promised in leased] == telegram.texts(42) == ["一"]


async def test_a_case_that_cannot_hear_it_does_not_keep_us_sending(
    sqlite: Database, sender: TelegramSender, telegram: FakeTelegram, case: Case, clock: SettableClock
) -> None:
    """
    If the case cannot be told that its worker is unreachable, the reply waits instead of being tried in a circle.
    """

    def broken(_: Transaction, __: Promised, ___: str, ____: str) -> None:
        raise LookupError("no such case")

    telegram.block(42)
    promise(sqlite, 42, "一")
    under_way = Delivery(sqlite, [sender], broken, backstop=0.02)
    under_way.start()
    await until(telegram, tried(1))
    await under_way.stop()

    assert statuses(sqlite) == ["waiting"]
    assert next_due(sqlite) == clock() + timedelta(seconds=1)


async def test_trouble_with_the_database_passes(
    sqlite: Database, sender: TelegramSender, case: Case, telegram: FakeTelegram, logged: Logged
) -> None:
    """
    While the queue cannot be read nothing is lost, and delivery goes on when it can be.
    """
    promise(sqlite, 42, "一")
    sqlite.call(lambda tx: tx.execute(text("ALTER TABLE outbox RENAME TO away")) and None)
    under_way = delivery(sqlite, sender, case)
    under_way.start()
    await asyncio.to_thread(logged.said.wait, 10)
    sqlite.call(lambda tx: tx.execute(text("ALTER TABLE away RENAME TO outbox")) and None)
    await until(telegram, lambda it: it.received(42))
    await under_way.stop()

    assert statuses(sqlite) == ["sent"]
    assert under_way.healthy()
