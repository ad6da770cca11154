"""Replies on their way out."""

import pytest

from bot.outcomes import Later, Refused, Sent, Unreachable
from bot.telegram.client import HotlineBot
from bot.telegram.send import TelegramSender
from storage.messages import Button
from tests.bot.sending import at_once
from tests.bot.telegram.replies import reply
from tests.fake_telegram import FakeTelegram


@pytest.fixture
def sender(bot: HotlineBot) -> TelegramSender:
    return TelegramSender(bot)


async def test_a_reply_arrives_as_plain_text(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A worker reads exactly what was written, stars and angle brackets included, without a preview of any link.
    """
    outcome = await sender.send(reply("*工资* <b> https://example.org"), at_once)

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
    await sender.send(reply("同意吗？", Button("agree", "同意"), Button("cancel", "不同意")), at_once)

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

    assert isinstance(await sender.send(reply(text, Button("useful", "有用")), at_once), Sent)

    assert "\n\n".join(telegram.texts(42)) == text
    assert ["reply_markup" in call.asked for call in telegram.received(42)] == [False, True]


async def test_half_an_emoji_can_be_sent(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A reply that quotes half an emoji arrives with a mark in its place, instead of failing for ever.
    """
    await sender.send(reply("你说：\ud83d"), at_once)

    assert telegram.texts(42) == ["你说：\ufffd"]


async def test_a_long_reply_that_breaks_off_begins_again(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    When the second part of a reply fails, the next attempt sends both: read twice beats never read.
    """
    text = "一" * 4096 + "二" * 10
    telegram.fail("sendMessage", 500, skip=1)

    first, second = await sender.send(reply(text), at_once), await sender.send(reply(text), at_once)

    assert (first, type(second)) == (Later(), Sent)
    assert [part[0] for part in telegram.texts(42)] == ["一", "一", "二"]


@pytest.mark.parametrize("address", ["", "@somebody", "4_2", "４２x", "web-42"])
async def test_what_is_no_chat_is_never_asked_for(sender: TelegramSender, telegram: FakeTelegram, address: str) -> None:
    """
    A reply addressed to something that is no Telegram chat is given up without troubling Telegram.
    """
    assert isinstance(await sender.send(reply(address=address), at_once), Unreachable)
    assert telegram.calls[1:] == []


async def test_a_button_that_cannot_be_carried_stops(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A button id longer than 64 bytes is refused at once: repeating it would never help.
    """
    assert isinstance(await sender.send(reply("?", Button("钮" * 22, "x")), at_once), Refused)
    assert telegram.received(42) == []
