"""Tells Telegram what the bot is: its commands, its description, and how updates reach us."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog
from telegram import BotCommand
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.holding import Holding
from bot.telegram.client import ALLOWED_UPDATES, HotlineBot, seconds_asked
from bot.telegram.webhook import PATH

LONGEST_PAUSE = 300.0  # seconds between two tries
COMMANDS = ("start", "complaint", "status", "cases", "person", "language", "cancel", "help")

Step = Callable[[], Awaitable[object]]

log = structlog.get_logger(__name__)

_LANGUAGES = {None: "zh-CN", "zh": "zh-CN", "en": "en"}  # None: whose device speaks anything else
_HOPELESS = (BadRequest, Forbidden, InvalidToken)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram shall bring updates, and the secret by which we know it."""

    public_url: str
    secret: str


class Introduction:
    """Says it all once after each start, in the background, until Telegram has heard it."""

    def __init__(
        self,
        bot: HotlineBot,
        say: Callable[[str, str], str],
        webhook: Webhook | None,
        holding: Holding | None = None,
        *,
        first_pause: float = 1.0,
    ) -> None:
        """`say(language, key)` gives the texts of the group `telegram`; without a webhook, one that is set goes.

        Of several processes the one with `holding` says it, as soon as it has it.
        """
        self._first_pause, self._holding = first_pause, holding
        self._steps: list[tuple[str, Step]] = [
            ("token", bot.get_me),
            ("webhook", _way_in(bot, webhook)),
            *_menus(bot, say),
        ]
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop and an initialized bot."""
        self._task = asyncio.create_task(self.run(), name="telegram introduction")

    async def stop(self) -> None:
        """Give up what has not been heard yet; the next start says it again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run(self) -> None:
        """Return when every step was accepted or is hopeless; a network that is down only delays it."""
        pause = self._first_pause
        if self._holding:
            await self._holding.wait_held()
        while self._steps:
            waits = [(step, await attempt(*step)) for step in self._steps]
            self._steps = [step for step, wait in waits if wait is not None]
            if self._steps:
                await asyncio.sleep(max(pause, *(wait for _, wait in waits if wait is not None)))
                pause = min(pause * 2, LONGEST_PAUSE)


async def attempt(name: str, step: Step) -> float | None:
    """None if there is nothing more to do for this step, or else after how many seconds to try again, at least."""
    try:
        await step()
    except RetryAfter as error:
        return seconds_asked(error)
    except Exception as error:  # the edge of the process: one step must not keep Telegram from hearing the others
        if isinstance(error, TelegramError) and not isinstance(error, _HOPELESS):
            log.warning("telegram could not be told, again later", what=name, reason=type(error).__name__)
            return 0.0
        log.error("telegram does not accept", what=name, reason=repr(error))
    return None


def _way_in(bot: HotlineBot, webhook: Webhook | None) -> Step:
    if webhook is None:
        return partial(bot.delete_webhook, drop_pending_updates=False)
    url = webhook.public_url.rstrip("/") + PATH
    return partial(
        bot.set_webhook,
        url,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
        secret_token=webhook.secret,
    )


def _menus(bot: HotlineBot, say: Callable[[str, str], str]) -> list[tuple[str, Step]]:
    steps: list[tuple[str, Step]] = []
    for code, language in _LANGUAGES.items():
        commands = [BotCommand(command, say(language, f"telegram.{command}")) for command in COMMANDS]
        description, about = say(language, "telegram.description"), say(language, "telegram.about")
        steps.append(("commands", partial(bot.set_my_commands, commands, language_code=code)))
        steps.append(("description", partial(bot.set_my_description, description, code)))
        steps.append(("short description", partial(bot.set_my_short_description, about, code)))
    return steps
