"""Replies on their way out, and the meaning of each thing Telegram can say to them."""

from collections.abc import Iterator

import pytest
import telegram as ptb
from telegram.error import RetryAfter, TelegramError

from bot.outcomes import Later, Ours, Outcome, Refused, Sent, Unreachable
from bot.telegram.client import HotlineBot
from bot.telegram.send import MEANINGS, TelegramSender, meaning
from storage.outbox import Button, Message, Promised
from tests.fake_telegram import FakeTelegram


def reply(text: str = "已受理", *buttons: Button, address: str = "42") -> Promised:
    return Promised("p1", "c1", "telegram", address, 1, Message(text, buttons), 0)


@pytest.fixture
def sender(bot: HotlineBot) -> TelegramSender:
    return TelegramSender(bot)


async def test_a_reply_arrives_as_plain_text(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A worker reads exactly what was written, stars and angle brackets included, without a preview of any link.
    """
    outcome = await sender.send(reply("*工资* <b> https://example.org"))

    [call] = telegram.received(42)
    assert isinstance(outcome, Sent)
    assert outcome.receipt
    assert call.asked == {
        "chat_id": 42,
        "text": "*工资* <b> https://example.org",
        "link_preview_options": {"is_disabled": True},
    }


async def test_buttons_stand_one_below_the_other(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A worker can tap each answer with a broad thumb.
    """
    await sender.send(reply("同意吗？", Button("agree", "同意"), Button("cancel", "不同意")))

    assert telegram.received(42)[0].asked["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "同意", "callback_data": "agree"}],
            [{"text": "不同意", "callback_data": "cancel"}],
        ]
    }


async def test_a_long_reply_has_its_buttons_at_its_end(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    An answer longer than Telegram takes arrives in several messages, and what can be tapped is below the last.
    """
    text = "\n\n".join("工资" * 900 for _ in range(3))

    assert isinstance(await sender.send(reply(text, Button("useful", "有用"))), Sent)

    assert "\n\n".join(telegram.texts(42)) == text
    assert ["reply_markup" in call.asked for call in telegram.received(42)] == [False, True]


async def test_half_an_emoji_can_be_sent(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A reply that quotes half an emoji arrives with a mark in its place, instead of failing for ever.
    """
    await sender.send(reply("你说：\ud83d"))

    assert telegram.texts(42) == ["你说：\ufffd"]


@pytest.mark.parametrize(
    ("status", "description", "parameters", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, Unreachable("Forbidden: bot was blocked by the user")),
        (403, "Forbidden: user is deactivated", {}, Unreachable("Forbidden: user is deactivated")),
        (400, "Bad Request: chat not found", {}, Unreachable("Chat not found")),
        (400, "Bad Request: message is too long", {}, Refused("Message is too long")),
        (400, "Bad Request: BUTTON_DATA_INVALID", {}, Refused("Button_data_invalid")),
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Later(7.0)),
        (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1001},
            Unreachable("The group became a supergroup, which is another chat."),
        ),
        (500, "Internal Server Error", {}, Later()),
        (502, "Bad Gateway", {}, Later()),
        (0, "", {}, Later()),
        (401, "Unauthorized", {}, Ours("InvalidToken from Telegram")),
        (404, "Not Found", {}, Ours("InvalidToken from Telegram")),
        (409, "Conflict", {}, Ours("Conflict from Telegram")),
    ],
)
async def test_each_answer_of_telegram_has_its_meaning(
    sender: TelegramSender,
    telegram: FakeTelegram,
    status: int,
    description: str,
    parameters: dict[str, int],
    expected: Outcome,
) -> None:
    """
    Whatever Telegram says to a reply, it is decided whether it waits, stops, reaches the case or alarms the operators.
    """
    telegram.fail("sendMessage", status, description, **parameters)

    assert await sender.send(reply()) == expected


async def test_a_long_reply_that_breaks_off_begins_again(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    When the second part of a reply fails, the next attempt sends both: read twice beats never read.
    """
    text = "一" * 4096 + "二" * 10
    telegram.fail("sendMessage", 500, skip=1)

    first, second = await sender.send(reply(text)), await sender.send(reply(text))

    assert (first, type(second)) == (Later(), Sent)
    assert [part[0] for part in telegram.texts(42)] == ["一", "一", "二"]


@pytest.mark.parametrize("address", ["", "@somebody", "4_2", "４２x", "web-42"])
async def test_what_is_no_chat_is_never_asked_for(sender: TelegramSender, telegram: FakeTelegram, address: str) -> None:
    """
    A reply addressed to something that is no Telegram chat is given up without troubling Telegram.
    """
    assert isinstance(await sender.send(reply(address=address)), Unreachable)
    assert telegram.calls[1:] == []


async def test_a_button_that_cannot_be_carried_stops(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A button id longer than 64 bytes is refused at once: repeating it would never help.
    """
    assert isinstance(await sender.send(reply("?", Button("钮" * 22, "x"))), Refused)
    assert telegram.received(42) == []


def test_every_error_of_the_library_has_a_meaning() -> None:
    """
    When python-telegram-bot grows a new error, somebody decides what it means before it is released.
    """
    assert set(_with_descendants(TelegramError)) == set(MEANINGS)


def test_an_error_nobody_has_seen_means_what_its_parent_means() -> None:
    """
    An error of a newer Bot API is treated like the nearest one that is known.
    """
    surprise = type("Surprise", (RetryAfter,), {})

    assert meaning(surprise(5)) == Later(5.0)


def _with_descendants(kind: type[TelegramError]) -> Iterator[type[TelegramError]]:
    """The class and all that inherit from it within the library."""
    yield kind
    for child in kind.__subclasses__():
        if child.__module__.startswith(ptb.__name__):
            yield from _with_descendants(child)
