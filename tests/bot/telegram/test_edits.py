"""Messages of ours that are corrected or taken back."""

import pytest

from bot.outcomes import Later, Outcome, Refused, Sent
from bot.telegram.client import HotlineBot
from bot.telegram.send import TelegramSender
from storage.messages import Button
from tests.bot.sending import at_once
from tests.bot.telegram.replies import edited, reply, taken_back
from tests.fake_telegram import FakeTelegram

YES = Button("agree", "同意")
LONG = "一" * 4096 + "二" * 4096 + "三" * 10


@pytest.fixture
def sender(bot: HotlineBot) -> TelegramSender:
    return TelegramSender(bot)


def receipt(outcome: Outcome) -> str:
    assert isinstance(outcome, Sent)
    assert outcome.receipt
    return outcome.receipt


def reads(telegram: FakeTelegram) -> list[tuple[str, bool]]:
    """What stands in the chat now, and what can be tapped below it."""
    return [(message["text"][:3], "reply_markup" in message) for message in telegram.shown(42)]


async def test_a_message_reads_anew(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A worker sees the corrected text where the old one stood, with its buttons, and no second message.
    """
    of = receipt(await sender.send(reply("旧的", YES), at_once))

    assert await sender.send(edited("新的", YES, of=of), at_once) == Sent(of)

    assert reads(telegram) == [("新的", True)]


async def test_an_edit_that_changes_nothing_is_fine(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    An edit that was done already, because it is tried again, counts as done.
    """
    of = receipt(await sender.send(reply("一样"), at_once))

    assert await sender.send(edited("一样", of=of), at_once) == Sent(of)
    assert reads(telegram) == [("一样", False)]


async def test_a_long_text_that_shrinks_leaves_nothing_behind(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    Of a text in three messages that becomes short, one message stays and the others disappear.
    """
    of = receipt(await sender.send(reply(LONG, YES), at_once))
    assert reads(telegram) == [("一一一", False), ("二二二", False), ("三三三", True)]

    now = receipt(await sender.send(edited("短", YES, of=of), at_once))

    assert now == of.split(",")[0]
    assert reads(telegram) == [("短", True)]


async def test_a_text_that_grows_goes_on_below(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A short text that becomes long stays where it is, loses its buttons, and goes on in new messages that end with them.
    """
    of = receipt(await sender.send(reply("短", YES), at_once))

    now = receipt(await sender.send(edited(LONG, YES, of=of), at_once))

    assert now.split(",")[0] == of
    assert reads(telegram) == [("一一一", False), ("二二二", False), ("三三三", True)]


@pytest.mark.parametrize("said", ["message can't be edited", "message to edit not found", "MESSAGE_ID_INVALID"])
async def test_what_cannot_be_edited_is_said_anew(sender: TelegramSender, telegram: FakeTelegram, said: str) -> None:
    """
    Where Telegram no longer lets us, the corrected text comes as an answer to the old one, and can be edited in turn.
    """
    of = receipt(await sender.send(reply("旧的"), at_once))
    telegram.fail("editMessageText", 400, f"Bad Request: {said}")

    now = receipt(await sender.send(edited("新的", YES, of=of), at_once))

    assert telegram.received(42)[-1].asked["reply_parameters"]["message_id"] == int(of)
    assert now == str(telegram.received(42)[-1].message_ids[0])
    assert reads(telegram) == [("旧的", False), ("新的", True)]


async def test_an_edit_of_what_never_arrived_is_sent(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    If the first text was never sent, its correction is a message of its own.
    """
    nothing_there = edited("新的", of=None)

    assert isinstance(await sender.send(nothing_there, at_once), Sent)
    assert reads(telegram) == [("新的", False)]


async def test_a_message_is_taken_back(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    All parts of a text disappear; taking it back once more is fine.
    """
    of = receipt(await sender.send(reply(LONG), at_once))

    assert await sender.send(taken_back(of), at_once) == Sent(None)
    assert await sender.send(taken_back(of), at_once) == Sent(None)

    assert reads(telegram) == []


async def test_what_is_too_old_to_be_deleted_is_blotted_out(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    After 48 hours Telegram keeps a message, but nobody reads in it what was taken back.
    """
    of = receipt(await sender.send(reply("不该说的话"), at_once))
    telegram.fail("deleteMessage", 400, "Bad Request: message can't be deleted for everyone", times=2)

    assert isinstance(await sender.send(taken_back(of, "已撤回"), at_once), Sent)
    assert reads(telegram) == [("已撤回", False)]
    assert isinstance(await sender.send(taken_back(of), at_once), Sent)
    assert reads(telegram) == [("—", False)]


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (500, "Internal Server Error", Later()),
        (400, "Bad Request: message is too long", Refused("Message is too long")),
    ],
)
async def test_other_trouble_with_an_edit_means_what_it_always_means(
    sender: TelegramSender, telegram: FakeTelegram, status: int, said: str, expected: Outcome
) -> None:
    """
    A server in trouble delays an edit, an impossible text stops it.
    """
    of = receipt(await sender.send(reply("旧的"), at_once))
    telegram.fail("editMessageText", status, said)

    assert await sender.send(edited("新的", of=of), at_once) == expected
