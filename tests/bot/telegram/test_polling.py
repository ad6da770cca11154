"""Fetching updates ourselves: nothing is let go of before it is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.holding import Holding
from bot.telegram.application import HotlineApplication, build
from bot.telegram.client import connect
from bot.telegram.polling import Polling
from storage.database import Database
from tests.bot.telegram import updates
from tests.bot.telegram.conftest import RecordingIntake
from tests.bot.telegram.logged import Logged
from tests.conftest import SettableClock
from tests.fake_telegram import TOKEN, FakeTelegram


@pytest.fixture
async def polling(application: HotlineApplication) -> AsyncIterator[Polling]:
    """Polling that has not started, with short pauses."""
    loop = Polling(application, seconds=5, patience=0.05, first_pause=0.01)
    yield loop
    await loop.stop()


async def until(telegram: FakeTelegram, seen: Callable[[FakeTelegram], object]) -> None:
    await asyncio.to_thread(telegram.wait_for, seen)


def confirmed(update_id: int) -> Callable[[FakeTelegram], object]:
    return lambda telegram: telegram.confirmed >= update_id


async def test_messages_are_taken_in_the_order_of_their_chat(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    A worker's sentences arrive in the order in which he wrote them, and are then let go of.
    """
    for text in "一二三四五":
        telegram.says(42, text)
        last = telegram.says(43, text)

    polling.start()
    await until(telegram, confirmed(last))

    assert recording.texts("42") == recording.texts("43") == list("一二三四五")


async def test_a_message_that_cannot_be_kept_holds_up_its_own_chat_only(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    While one worker's message cannot be kept, others are answered, even those who write later; his own next message
    waits for it, and nothing from it on is let go of.
    """
    recording.refusals["坏"] = 10**6
    stuck = telegram.says(42, "坏")
    telegram.says(42, "后来")
    telegram.says(43, "先")
    polling.start()
    await until(telegram, lambda it: len(it.called("getUpdates")) > 3)
    telegram.says(43, "新")
    await until(telegram, lambda _: recording.texts("43") == ["先", "新"])

    assert recording.texts("42") == []
    assert telegram.confirmed < stuck

    recording.refusals["坏"] = 0
    await until(telegram, confirmed(stuck + 3))
    assert recording.texts("42") == ["坏", "后来"]
    assert recording.texts("43") == ["先", "新"]


async def test_a_failure_is_tried_again_until_it_is_kept(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake, logged: Logged
) -> None:
    """
    A message that fails four times and then works is kept once, and the log never quotes it.
    """
    recording.refusals["我的故事"] = 4
    told = telegram.says(42, "我的故事")

    polling.start()
    await until(telegram, confirmed(told))

    assert recording.texts("42") == ["我的故事"]
    assert len(logged.of("error")) == 4
    assert "我的故事" not in str(logged)


async def test_a_malformed_update_does_not_spoil_its_batch(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    One update that cannot be read is set aside, and the messages around it arrive.
    """
    telegram.says(42, "前")
    telegram.bring(message={"text": "没有别的"})
    last = telegram.says(42, "后")

    polling.start()
    await until(telegram, confirmed(last))

    assert recording.texts("42") == ["前", "后"]
    assert len(recording.parked) == 1


@pytest.mark.parametrize(("status", "more"), [(409, {}), (500, {}), (502, {}), (0, {}), (429, {"retry_after": 1})])
async def test_trouble_with_telegram_passes(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake, status: int, more: dict[str, Any]
) -> None:
    """
    After a conflict, an error, a broken connection or a flood, messages arrive as if nothing had been.
    """
    telegram.fail("getUpdates", status, times=2 if status != 429 else 1, **more)
    told = telegram.says(42, "你好")

    polling.start()
    await until(telegram, confirmed(told))

    assert recording.texts("42") == ["你好"]
    assert polling.healthy()


async def test_a_method_that_is_missing_for_a_moment_is_not_a_refused_token(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    A Bot API server that answers 404 while it starts is asked again, because getMe still knows us.
    """
    telegram.fail("getUpdates", 404, "Not Found", times=2)
    told = telegram.says(42, "你好")

    polling.start()
    await until(telegram, confirmed(told))

    assert recording.texts("42") == ["你好"]


async def test_a_refused_token_ends_it_with_one_sentence(
    telegram: FakeTelegram, polling: Polling, logged: Logged
) -> None:
    """
    When the token has been revoked, polling stops, says so once in plain words, and the token stays out of the log.
    """
    telegram.token = "4711:another"

    await asyncio.wait_for(polling.run(), 10)

    [said] = logged.of("critical")
    assert "HOTLINE_TELEGRAM_TOKEN" in said["event"]
    assert not polling.healthy()
    assert TOKEN not in str(logged)


async def test_after_a_stop_the_rest_comes_to_the_next_start(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    What was not kept when the hotline stopped is kept after it starts again.
    """
    recording.refusals["我的故事"] = 10**6
    told = telegram.says(42, "我的故事")
    polling.start()
    await until(telegram, lambda it: len(it.called("getUpdates")) > 2)
    await polling.stop()
    recording.refusals.clear()

    async with build(connect(TOKEN, telegram.url), recording) as again:
        assert isinstance(again, HotlineApplication)
        second = Polling(again, seconds=5)
        second.start()
        await until(telegram, confirmed(told))
        await second.stop()

    assert recording.texts("42") == ["我的故事"]


async def test_more_than_a_batch_arrives(telegram: FakeTelegram, polling: Polling, recording: RecordingIntake) -> None:
    """
    After a night offline, three hundred waiting messages of a hundred workers arrive, each worker's in order.
    """
    for text in "一二三":
        for chat in range(1, 101):
            last = telegram.says(chat, text)

    polling.start()
    await until(telegram, confirmed(last))

    assert len(recording.taken) == 300
    assert all(recording.texts(str(chat)) == list("一二三") for chat in range(1, 101))


async def test_an_update_without_a_number_does_not_stop_the_others(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake
) -> None:
    """
    An update that has no number cannot be let go of by number; it is set aside and what follows arrives.
    """
    telegram.bring(update_id=None, message=updates.message(42, text="x"))
    telegram.says(42, "你好")

    polling.start()
    await until(telegram, lambda _: recording.texts("42") == ["你好"])

    assert recording.parked


async def test_only_the_holder_fetches_and_another_takes_over(
    telegram: FakeTelegram,
    application: HotlineApplication,
    recording: RecordingIntake,
    database: Database,
    clock: SettableClock,
) -> None:
    """
    Of two processes one fetches; when it is killed the other goes on from the first message that was not kept.
    """
    first, second = (Holding(database, "poller:telegram", seconds=3) for _ in range(2))
    await first.start()
    await second.start()
    killed = Polling(application, first, seconds=1, first_pause=0.01)
    standby = Polling(application, second, seconds=1, first_pause=0.01)
    killed.start()
    standby.start()
    told = telegram.says(42, "一")
    await until(telegram, confirmed(told))
    asked = len(telegram.called("getUpdates"))
    assert second.fence is None

    await die(killed, first)
    telegram.says(42, "二")
    clock.advance(seconds=4)
    last = telegram.says(42, "三")
    await until(telegram, confirmed(last))
    await standby.stop()
    await second.stop()

    assert recording.texts("42") == ["一", "二", "三"]
    assert len(telegram.called("getUpdates")) > asked


async def die(polling: Polling, holding: Holding) -> None:
    """Stop as a killed process does: nothing is given up."""
    for task in (polling._loop, holding._task):
        assert task
        task.cancel()
    await asyncio.gather(polling._loop, holding._task, return_exceptions=True)  # type: ignore[arg-type]


async def test_a_conflict_is_named_in_the_log(
    telegram: FakeTelegram, polling: Polling, recording: RecordingIntake, logged: Logged
) -> None:
    """
    When another program polls with the same token, the log says so in words, and messages arrive once it has gone.
    """
    telegram.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
    told = telegram.says(42, "你好")

    polling.start()
    await until(telegram, confirmed(told))

    assert "with our token" in logged.of("warning")[0]["event"]
    assert recording.texts("42") == ["你好"]
