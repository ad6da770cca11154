"""The meaning of each thing Telegram can say to a reply."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
import telegram as ptb
import telegram.ext
from telegram.error import RetryAfter, TelegramError

from bot.outcomes import Later, Ours, Outcome, Refused, Unreachable
from bot.telegram.client import HotlineBot
from bot.telegram.meanings import MEANINGS, meaning
from bot.telegram.send import TelegramSender
from tests.bot.sending import at_once
from tests.bot.telegram.replies import reply
from tests.fake_telegram import FakeTelegram


@pytest.fixture
def sender(bot: HotlineBot) -> TelegramSender:
    return TelegramSender(bot)


@pytest.mark.parametrize(
    ("status", "description", "parameters", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, Unreachable("Forbidden: bot was blocked by the user")),
        (403, "Forbidden: user is deactivated", {}, Unreachable("Forbidden: user is deactivated")),
        (400, "Bad Request: chat not found", {}, Unreachable("Chat not found")),
        (400, "Bad Request: message is too long", {}, Refused("Message is too long")),
        (400, "Bad Request: BUTTON_DATA_INVALID", {}, Refused("Button_data_invalid")),
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Later(7.0, flood=True)),
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

    assert await sender.send(reply(), at_once) == expected


def test_every_error_of_the_library_has_a_meaning() -> None:
    """
    When python-telegram-bot grows a new error, somebody decides what it means before it is released.
    """
    for package in (ptb, telegram.ext):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)  # an error may be defined where nobody has looked yet

    assert set(_with_descendants(TelegramError)) == set(MEANINGS)


def test_an_error_nobody_has_seen_means_what_its_parent_means() -> None:
    """
    An error of a newer Bot API is treated like the nearest one that is known.
    """
    surprise = type("Surprise", (RetryAfter,), {})

    assert meaning(surprise(5)) == Later(5.0, flood=True)


def _with_descendants(kind: type[TelegramError]) -> Iterator[type[TelegramError]]:
    """The class and all that inherit from it within the library."""
    yield kind
    for child in kind.__subclasses__():
        if child.__module__.startswith(ptb.__name__):
            yield from _with_descendants(child)
