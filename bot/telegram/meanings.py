"""What each error of Telegram means for the reply that met it."""

from collections.abc import Callable

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

from bot.outcomes import Later, Ours, Outcome, Refused, Unreachable
from bot.telegram.client import seconds_asked

_REASON_LENGTH = 200  # characters
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "deactivated", "not enough rights", "no rights")


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
    return Later(seconds_asked(error) if isinstance(error, RetryAfter) else None, flood=True)


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
