"""Fetches the files of Telegram: its errors become outcomes, its limits are those of the Bot API."""

import structlog
from telegram import File
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.fetching import Fetched, Gone, TooLarge
from bot.outcomes import Later
from bot.telegram.client import HotlineBot, seconds_asked
from handlers.arriving import LARGEST

log = structlog.get_logger(__name__)

_TOO_BIG = "too big"


class TelegramFetcher:
    """The way to the files that people send in Telegram."""

    def __init__(self, bot: HotlineBot) -> None:
        self._bot = bot

    async def fetch(self, remote: str) -> Fetched:
        """The content, whole and in memory; never more than a bot may have."""
        try:
            file = await self._bot.get_file(remote)
        except TelegramError as error:
            return _while_asking(error)
        if (file.file_size or 0) > LARGEST:
            return TooLarge()
        if not _is_on_the_server(file):
            # A Bot API server run with --local names files of its own disk, which may be another machine's.
            log.error("the Bot API server gives paths instead of files; run it without --local")
            return Later()
        try:
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            return _while_downloading(error)


def _is_on_the_server(file: File) -> bool:
    return (file.file_path or "").startswith(("http://", "https://"))


def _while_asking(error: TelegramError) -> Fetched:
    if isinstance(error, BadRequest) and _TOO_BIG in error.message.lower():
        return TooLarge()
    return Gone() if isinstance(error, BadRequest | Forbidden) else _waiting(error)


def _while_downloading(error: TelegramError) -> Fetched:
    """To python-telegram-bot a 404 is an InvalidToken; the token was good a moment ago, so the file is not there."""
    gone = isinstance(error, BadRequest | Forbidden | InvalidToken | EndPointNotFound)
    return Gone() if gone else _waiting(error)


def _waiting(error: TelegramError) -> Later:
    return Later(seconds_asked(error)) if isinstance(error, RetryAfter) else Later()
