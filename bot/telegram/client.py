"""Our side of the Bot API: python-telegram-bot's bot, patient at the start and silent about content."""

import asyncio
import json
import ssl
from functools import cache
from typing import Any

import httpx
import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_FIRST_ANSWER = 5.0  # seconds after which Telegram counts as away

log = structlog.get_logger(__name__)


class TokenRefused(Exception):
    """Telegram does not know this token."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses HOTLINE_TELEGRAM_TOKEN; ask @BotFather for the bot's present token.")


class QuietRequest(HTTPXRequest):
    """PTB's own requests, except that an unreadable answer is not written to the log: it may quote a worker."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a mapping; raises TelegramError if it is anything else."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("Telegram's answer is not JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("Telegram's answer is not an object")
        return answer


class HotlineBot(ExtBot[None]):
    """The bot. Its start does not need Telegram to be reachable, only the token not to be refused."""

    _asking: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        """Without the token, which PTB would show."""
        return type(self).__name__

    async def initialize(self) -> None:
        """Open the connections and begin to ask who we are; returns before the answer."""
        if self._asking is None:
            self._asking = asyncio.create_task(super().initialize(), name="telegram, who we are")

    async def answered(self) -> None:
        """Return when Telegram has said who we are; raises TokenRefused, and only logs that Telegram is away.

        It is away if it has not answered within five seconds. Needs `initialize` before.
        """
        if self._asking is None:
            raise RuntimeError("Nobody has been asked.")
        try:
            async with asyncio.timeout(_FIRST_ANSWER):
                await self._asking
        except InvalidToken:
            await self.shutdown()
            raise TokenRefused from None  # PTB's own message quotes the token
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram cannot be reached yet, it will be tried again", reason=type(error).__name__)

    async def shutdown(self) -> None:
        """Ask no more and close the connections."""
        asking, self._asking = self._asking, None
        if asking:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        await super().shutdown()

    async def raw_updates(self, offset: int | None, seconds: int) -> list[Any]:
        """Updates from `offset` on as Telegram wrote them, waiting up to `seconds` for the first; TelegramError.

        Asking with an offset confirms everything before it. `Bot.get_updates` would not do: it decodes the batch as
        one, so that a single malformed update hides the other ninety-nine, and logs all of them, stories included.
        PTB warns when `do_api_request` is given a name that Bot has as a method, hence the spelling of this one;
        it is sent as getUpdates.
        """
        asked = {"offset": offset, "timeout": seconds, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        updates = await self.do_api_request("get_Updates", asked, read_timeout=seconds + 10)
        if not isinstance(updates, list):
            raise TelegramError("Telegram's answer to getUpdates is not a list")
        return updates

    async def is_refused(self) -> bool:
        """Whether Telegram refuses the token, as getMe alone can tell; False while it cannot be reached."""
        try:
            await self.get_me()
        except InvalidToken:
            return True
        except TelegramError:
            return False
        return False


def seconds_asked(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone, in seconds."""
    asked = error.retry_after
    return float(asked) if isinstance(asked, int) else asked.total_seconds()


def connect(token: str, api_url: str | None = None) -> HotlineBot:
    """A bot that is not yet initialized; `api_url` is the base of another Bot API server, files included.

    Reading waits 20 s, not PTB's five: giving up early on a slow network means sending twice.
    """
    base, trusting = (api_url or "https://api.telegram.org").rstrip("/"), {"verify": _trusted()}
    return HotlineBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=QuietRequest(read_timeout=20, connect_timeout=10, pool_timeout=10, httpx_kwargs=trusting),
        get_updates_request=QuietRequest(connection_pool_size=2, connect_timeout=10, httpx_kwargs=trusting),
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates httpx trusts, read once in a process: each client that reads them itself starts later."""
    return httpx.create_ssl_context()
