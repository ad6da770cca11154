"""From an update to the intake, through python-telegram-bot's own dispatching."""

import asyncio
import json
from typing import Any

import pytest

from bot.telegram.application import HotlineApplication
from tests.bot.telegram import updates
from tests.bot.telegram.conftest import RecordingIntake
from tests.bot.telegram.logged import Logged
from tests.fake_telegram import FakeTelegram


def nested(depth: int) -> dict[str, Any]:
    """An answer to an answer to an answer, deeper than anybody reads."""
    outer = updates.message(42, text="x")
    for _ in range(depth):
        outer = {**updates.message(42, text="x"), "reply_to_message": outer}
    return outer


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"message": updates.message(42, text="/start")}, "text"),
        ({"message": updates.message(42, text="老板拖欠工资")}, "text"),
        ({"message": updates.message(42, photo=updates.photo())}, "media"),
        ({"edited_message": updates.message(42, text="三万")}, "edited"),
        ({"callback_query": updates.press(42, "agree")}, "button"),
        ({"my_chat_member": updates.membership(42, "kicked")}, "blocked"),
        (
            {
                "chat_join_request": {
                    "chat": updates.chat(42),
                    "from": updates.person(42),
                    "date": 1,
                    "user_chat_id": 42,
                }
            },
            "other",
        ),
    ],
)
async def test_every_kind_of_update_is_taken_once(
    application: HotlineApplication, recording: RecordingIntake, part: dict[str, Any], kind: str
) -> None:
    """
    Whatever a worker does in his chat reaches the hotline, and only once.
    """
    await application.receive({"update_id": 1, **part})

    assert [incoming.kind for incoming in recording.taken] == [kind]


async def test_failing_to_keep_a_message_is_told_to_whoever_brought_it(
    application: HotlineApplication, recording: RecordingIntake
) -> None:
    """
    A message that could not be committed is not reported as kept, so that Telegram brings it again.
    """
    recording.refusals["我的故事"] = 1

    with pytest.raises(RuntimeError):
        await application.receive({"update_id": 1, "message": updates.message(42, text="我的故事")})
    await application.receive({"update_id": 1, "message": updates.message(42, text="我的故事")})

    assert recording.texts("42") == ["我的故事"]


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 5, "message": {"text": "没有别的"}},
        {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": 42, "text": "x"}},
        {"update_id": 5, "message": "a text"},
        {"update_id": 5, "message": {**updates.message(42, text="x"), "date": 10**30}},
        {"update_id": 5, "message": {**updates.message(42), "text": 5}},
        {"update_id": 5, "message": {**updates.message(42, text="x"), "chat": {"id": "何处", "type": "private"}}},
        {"update_id": 5, "callback_query": {"id": "1", "data": "agree"}},
        {"update_id": 5, "message": nested(700)},
    ],
)
async def test_an_authentic_update_that_cannot_be_read_is_set_aside(
    application: HotlineApplication, recording: RecordingIntake, raw: dict[str, Any]
) -> None:
    """
    A malformed update is kept for a person to look at, whole, and Telegram need not bring it for ever.
    """
    await application.receive(raw)

    [(source, body, _)] = recording.parked
    assert (source.channel, source.id, json.loads(body)) == ("telegram", "5", raw)
    assert recording.taken == []


@pytest.mark.parametrize(
    "raw",
    [
        [],
        "update",
        None,
        5,
        {},
        {"update_id": True},
        {"update_id": 10**40},
        {"update_id": -1},
        {"update_id": "7", "message": {}},
    ],
)
async def test_what_is_no_update_at_all_is_set_aside_under_its_own_name(
    application: HotlineApplication, recording: RecordingIntake, raw: object
) -> None:
    """
    The same unreadable thing brought twice has the same name, so that it is kept once.
    """
    await application.receive(raw)
    await application.receive(raw)

    first, second = recording.parked
    assert first == second
    assert first[0].id


async def test_an_update_of_no_chat_is_let_go_and_logged_by_kind(
    application: HotlineApplication, recording: RecordingIntake, logged: Logged
) -> None:
    """
    An inline query is acknowledged; the log says that there was one and not what was asked.
    """
    query = {"id": "1", "from": updates.person(42), "query": "我的工资", "offset": ""}

    await application.receive({"update_id": 9, "inline_query": query})

    assert not recording.taken
    assert not recording.parked
    assert logged.lines[-1]["kind"] == "inline_query"
    assert "我的工资" not in str(logged)


async def test_a_tapped_button_stops_turning_after_it_was_kept(
    application: HotlineApplication, telegram: FakeTelegram
) -> None:
    """
    The little clock on a tapped button goes away.
    """
    await application.receive({"update_id": 1, "callback_query": updates.press(42, "agree", id="tap")})
    await asyncio.to_thread(telegram.wait_for, lambda it: it.called("answerCallbackQuery"))

    assert telegram.called("answerCallbackQuery")[0].asked == {"callback_query_id": "tap"}


@pytest.mark.parametrize("status", [400, 429, 500, 0])
async def test_a_tap_counts_even_if_it_cannot_be_acknowledged(
    application: HotlineApplication, telegram: FakeTelegram, recording: RecordingIntake, status: int
) -> None:
    """
    A tap that is too old to be acknowledged has been kept all the same.
    """
    telegram.fail("answerCallbackQuery", status, "query is too old", retry_after=3)

    await application.receive({"update_id": 1, "callback_query": updates.press(42, "agree")})
    await application.shutdown()

    assert [incoming.button for incoming in recording.taken] == ["agree"]


async def test_a_tap_that_was_not_kept_is_not_acknowledged(
    application: HotlineApplication, telegram: FakeTelegram, recording: RecordingIntake
) -> None:
    """
    The clock on a button keeps turning while its tap is not yet kept.
    """
    recording.refusals[""] = 1

    with pytest.raises(RuntimeError):
        await application.receive({"update_id": 1, "callback_query": updates.press(42, "agree")})
    await application.shutdown()

    assert telegram.called("answerCallbackQuery") == []
