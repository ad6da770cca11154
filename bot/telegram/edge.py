"""Telegram as one thing that starts, stops and can be asked how it is: bot, way in, way out, introduction."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from bot.holding import Holding
from bot.outgoing import Files, no_files
from bot.telegram.application import Intake, build
from bot.telegram.client import connect
from bot.telegram.fetch import TelegramFetcher
from bot.telegram.menu import Introduction, Webhook
from bot.telegram.polling import Polling
from bot.telegram.send import Say, TelegramSender
from bot.telegram.staff_menus import StaffMenus
from bot.telegram.webhook import router
from storage import bot_name
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Access:
    """How we reach Telegram and it reaches us; `chat_rate` is in messages a second into one chat."""

    token: str
    api_url: str | None
    mode: Literal["polling", "webhook"]
    public_url: str
    secret: str
    chat_rate: int = 1


class TelegramEdge:
    """The Telegram side of the hotline."""

    def __init__(
        self,
        access: Access,
        intake: Intake,
        say: Say,
        database: Database,
        *,
        files: Files = no_files,
        holding: Holding | None = None,
    ) -> None:
        """`say(language, key)` gives our texts, `files` what our messages carry; `database` knows colleagues' chats.

        Of several processes only the one with `holding` fetches updates and tells Telegram about us.
        """
        self._database = database
        self.bot = connect(access.token, access.api_url)
        self._application = build(self.bot, intake)
        self.sender = TelegramSender(self.bot, files, say, chat_rate=access.chat_rate)
        self.fetcher = TelegramFetcher(self.bot)
        hooked = access.mode == "webhook"
        self._holding = holding
        self._polling = None if hooked else Polling(self._application, holding)
        webhook = Webhook(access.public_url, access.secret) if hooked else None
        self._introduction = Introduction(self.bot, say, webhook, holding)
        self._staff_menus = StaffMenus(self.bot, database, say, holding)
        self.routes: APIRouter = router(self._application, access.secret)
        self._receiving = False

    async def open(self) -> None:
        """Open the connections and return without Telegram's answer; what a webhook brings can be taken from now on."""
        await self._application.initialize()

    async def start(self) -> None:
        """Begin to receive as soon as Telegram has answered, or has not for five seconds; raises TokenRefused."""
        await self.open()
        await self.bot.answered()
        if name := self.username():
            await self._database.run(lambda tx: bot_name.remember(tx, name))
        self._receiving = True
        if self._holding:
            await self._holding.start()
        self._introduction.start()
        self._staff_menus.start()
        if self._polling:
            self._polling.start()

    async def stop_receiving(self) -> None:
        """Fetch nothing more; what is being committed is finished, and another process may go on."""
        await self._introduction.stop()
        await self._staff_menus.stop()
        if self._polling:
            await self._polling.stop()
        if self._holding:
            await self._holding.stop()

    async def stop(self) -> None:
        """Let go of the connections; call it when nothing is sent any more."""
        await self._application.shutdown()

    def username(self) -> str | None:
        """What the bot is called in t.me/<name>; None as long as Telegram has not told us."""
        try:
            return self.bot.username
        except RuntimeError:  # Telegram was away when we started
            return None

    def healthy(self) -> bool:
        """Whether updates can still arrive, or will as soon as Telegram has answered."""
        return self._polling is None or not self._receiving or self._polling.healthy()
