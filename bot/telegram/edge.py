"""Telegram as one thing that starts, stops and can be asked how it is: bot, way in, way out, introduction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from bot.telegram.application import Intake, build
from bot.telegram.client import connect
from bot.telegram.menu import Introduction, Webhook
from bot.telegram.polling import Polling
from bot.telegram.send import TelegramSender
from bot.telegram.webhook import router


@dataclass(frozen=True, slots=True)
class Access:
    """How we reach Telegram and it reaches us."""

    token: str
    api_url: str | None
    mode: Literal["polling", "webhook"]
    public_url: str
    secret: str


class TelegramEdge:
    """The Telegram side of the hotline; `say(language, key)` gives the texts of the menu."""

    def __init__(self, access: Access, intake: Intake, say: Callable[[str, str], str]) -> None:
        self.bot = connect(access.token, access.api_url)
        self._application = build(self.bot, intake)
        self.sender = TelegramSender(self.bot)
        hooked = access.mode == "webhook"
        self._polling = None if hooked else Polling(self._application)
        webhook = Webhook(access.public_url, access.secret) if hooked else None
        self._introduction = Introduction(self.bot, say, webhook)
        self.routes: APIRouter = router(self._application, access.secret)

    async def start(self) -> None:
        """Open the connections and begin to receive; raises TokenRefused."""
        await self._application.initialize()
        self._introduction.start()
        if self._polling:
            self._polling.start()

    async def stop_receiving(self) -> None:
        """Fetch nothing more; what is being committed is finished."""
        await self._introduction.stop()
        if self._polling:
            await self._polling.stop()

    async def stop(self) -> None:
        """Let go of the connections; call it when nothing is sent any more."""
        await self._application.shutdown()

    def healthy(self) -> bool:
        """Whether updates can still arrive."""
        return self._polling is None or self._polling.healthy()
