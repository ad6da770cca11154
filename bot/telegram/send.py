"""Sends promised replies through Telegram and says what came of each attempt, one meaning for each of its errors."""

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import InlineKeyboardButtonLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import InvalidCallbackData

from bot.outcomes import Later, Ours, Outcome, Refused, Sent, Unreachable
from bot.telegram.client import HotlineBot, seconds_asked
from bot.telegram.parts import split
from bot.telegram.translate import CHANNEL
from storage.outbox import Button, Promised

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REASON_LENGTH = 200  # characters
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "deactivated", "not enough rights", "no rights")


class TelegramSender:
    """The way out to Telegram."""

    channel = CHANNEL

    def __init__(self, bot: HotlineBot) -> None:
        self._bot = bot

    async def send(self, promised: Promised) -> Outcome:
        """Send one reply, as several messages when it is long, its buttons under the last.

        If a later part fails after an earlier one arrived, the attempt as a whole has failed and the next one begins
        again with the first part: read twice beats never read.
        """
        if any(_too_long(button) for button in promised.message.buttons):
            return Refused("A button's id is longer than the 64 bytes Telegram carries.")
        if not promised.address.removeprefix("-").isdecimal():
            return Unreachable("This is not the number of a Telegram chat.")
        try:
            return Sent(await self._send(promised))
        except TelegramError as error:
            return meaning(error)

    async def _send(self, promised: Promised) -> str:
        *before, last = split(_encodable(promised.message.text))
        for part in before:
            await self._bot.send_message(int(promised.address), part, link_preview_options=_NO_PREVIEW)
        message = await self._bot.send_message(
            int(promised.address),
            last,
            reply_markup=_keyboard(promised.message.buttons),
            link_preview_options=_NO_PREVIEW,
        )
        return str(message.message_id)


def meaning(error: TelegramError) -> Outcome:
    """What an error of Telegram means for the reply that met it.

    The nearest class decides, because kinship misleads: BadRequest is a NetworkError to PTB, and repeating it is
    useless. An error of a class we have never seen means what its parent means.
    """
    nearest = next(kind for kind in type(error).__mro__ if kind in MEANINGS)
    return MEANINGS[nearest](error)


def _later(_: TelegramError) -> Outcome:
    return Later()


def _flood(error: TelegramError) -> Outcome:
    return Later(seconds_asked(error) if isinstance(error, RetryAfter) else None)


def _unreachable(error: TelegramError) -> Outcome:
    return Unreachable(_reason(error))


def _moved(_: TelegramError) -> Outcome:
    return Unreachable("The group became a supergroup, which is another chat.")


def _refused(error: TelegramError) -> Outcome:
    said = error.message.lower()
    return Unreachable(_reason(error)) if any(sign in said for sign in _NOBODY_THERE) else Refused(_reason(error))


def _ours(error: TelegramError) -> Outcome:
    return Ours(f"{type(error).__name__} from Telegram")  # the message may quote the token


MEANINGS: dict[type, Callable[[TelegramError], Outcome]] = {
    TelegramError: _later,  # an answer that could not be read: it may well have been sent
    NetworkError: _later,
    TimedOut: _later,
    RetryAfter: _flood,
    Forbidden: _unreachable,
    ChatMigrated: _moved,
    BadRequest: _refused,
    InvalidToken: _ours,
    Conflict: _ours,
    EndPointNotFound: _ours,
    PassportDecryptionError: _ours,
    InvalidCallbackData: _ours,
}


def _reason(error: TelegramError) -> str:
    return error.message[:_REASON_LENGTH]


def _too_long(button: Button) -> bool:
    return len(_encodable(button.press).encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """One button a row: thumbs are broad and labels are long."""
    rows = [[InlineKeyboardButton(button.label, callback_data=button.press)] for button in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _encodable(text: str) -> str:
    """The text without halves of surrogate pairs: PTB would quote all of it in a NetworkError, for ever."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
