"""The composition: everything is made here, once, and handed to whoever needs it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from bot.card_drawer import CardDrawer
from bot.delivery import Delivery
from bot.door import open_door
from bot.erasing import Erasing
from bot.fetching import Fetcher, Fetching
from bot.hearing import Hearing, HttpRecogniser
from bot.holding import Holding
from bot.intake import Intake
from bot.machines import presence
from bot.metrics import Figures
from bot.notice import NoticeSender
from bot.outcomes import Sender
from bot.outgoing import OutgoingFiles
from bot.pictures.reading import Reading
from bot.settings import Settings
from bot.telegram.edge import Access, TelegramEdge
from bot.timers import Timers
from bot.watch import Watch
from bot.webchat.routes import webchat
from cases import undelivered
from cases.receipts import CARD
from desk.routes import desk
from handlers.receive import Door
from storage import holders, sending, tasks
from storage.database import Database, Transaction
from storage.erasures import ErasureLog
from storage.evidence import Evidence
from storage.migrating import ready

_POLLER = "poller:telegram"
_READER = "1"  # the worker that reads pictures for all on its machine: one at a time is enough for its memory
_CHANNELS = ("telegram", "notice")

IsWell = Callable[[], bool]


@dataclass
class Hotline:
    """The running hotline: its parts, how they start, how they stop; `worker` tells it from its siblings."""

    settings: Settings
    database: Database
    door: Door
    worker: str = "1"
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Put the parts together; nothing runs yet."""
        database, office = self.database, self.door.office
        self._receiving: asyncio.Task[None] | None = None
        self._failure: Exception | None = None
        self.figures = Figures(self.worker)
        self.presence = presence(database)
        self.evidence = Evidence(self.settings.evidence)
        self.erasing = Erasing(database, ErasureLog(self.settings.erasures))
        self.intake = Intake(self.door, database, self.figures)
        self.polling = Holding(database, _POLLER)
        self.telegram = self._telegram()
        self.notices = self._notices()
        fetchers: dict[str, Fetcher] = {CARD: CardDrawer()}
        if self.telegram:
            fetchers["telegram"] = self.telegram.fetcher
        self.fetching = Fetching(database, self.evidence, office, fetchers)
        self.hearing = self._hearing()
        self.reading = Reading(database, self.evidence, office) if self.worker == _READER else None
        self.timers = Timers(database, office, self.figures)
        self.delivery = Delivery(database, self._senders(), undelivered.give_up, self.figures)
        self.watch = Watch(database, self.figures, [one.channel for one in self._senders()], self._parts(), self._held)

    @classmethod
    def build(cls, settings: Settings, database: Database) -> "Hotline":
        """A hotline with the articles, texts and rules that ship with it."""
        return cls(settings, database, open_door(settings))

    async def start(self) -> None:
        """Begin sending, keeping time and receiving; raises StorageError for an unready database.

        Nobody waits for Telegram: what it answers to the first question comes later, see `running`.
        """
        await asyncio.to_thread(ready, self.database)
        if self.settings.on_sqlite:  # whoever held a lease is dead: two processes never share a data folder
            await self.database.run(free_leases)
        else:
            await self.presence.start()
        if self.telegram:
            await self.telegram.open()
            self._receiving = asyncio.create_task(self._receive(self.telegram), name="telegram start")
        self.delivery.start()
        self.timers.start()
        self.fetching.start()
        if self.hearing:
            self.hearing.start()
        if self.reading:
            self.reading.start()
        self.erasing.start()

    async def stop(self) -> None:
        """Stop receiving first, then finish what is being sent, then let go of the database."""
        self.stopping.set()
        if self.telegram and self._receiving:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, return_exceptions=True)
            await self.telegram.stop_receiving()
        if self.hearing:
            await self.hearing.stop()
        if self.reading:
            await self.reading.stop()
        await self.fetching.stop()
        await self.timers.stop()
        await self.delivery.stop()
        await self.erasing.stop()
        if self.telegram:
            await self.telegram.stop()
        if self.notices:
            await self.notices.close()
        if not self.settings.on_sqlite:
            await self.presence.stop()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From start to stop; raises as start does, and at the end what Telegram's start met, such as TokenRefused.

        That sets `stopping`: whoever serves meanwhile has to end then.
        """
        await self.start()
        try:
            yield
        finally:
            await self.stop()
        if self._failure:
            raise self._failure

    @property
    def settled(self) -> bool:
        """Whether nothing can refuse any more: Telegram has answered, or has not for some seconds, or is off."""
        return self._receiving is None or (self._receiving.done() and self._failure is None)

    async def _receive(self, telegram: TelegramEdge) -> None:
        try:
            await telegram.start()
        except Exception as error:  # the edge of the process: it ends, and says why where it is awaited
            self._failure = error
            self.stopping.set()

    def web(self) -> FastAPI:
        """The web side: chat, desk, webhook, health; to be served while the hotline is running."""
        app = FastAPI(title="hotline", docs_url=None, redoc_url=None, openapi_url=None)
        url, office = self.settings.public_url, self.door.office
        chat = webchat(self.database, self.intake, office.texts, self.evidence, public_url=url, stopping=self.stopping)
        if self.telegram:
            app.include_router(self.telegram.routes)  # first: routes are tried in turn, and most goes there
        app.include_router(chat)
        named = self.telegram.username if self.telegram else no_name
        app.include_router(desk(self.database, office, url, evidence=self.evidence, bot_name=named))
        app.include_router(self.watch.routes())
        app.add_api_route("/", lambda: RedirectResponse("/chat", 307), include_in_schema=False)
        return app

    def _telegram(self) -> TelegramEdge | None:
        settings, texts = self.settings, self.door.office.texts
        if settings.telegram_token is None:
            return None
        access = Access(
            settings.telegram_token.get_secret_value(),
            settings.telegram_api_url,
            settings.telegram_mode,
            settings.address,
            settings.webhook_secret(),
            settings.telegram_chat_rate,
        )
        files = OutgoingFiles(self.database, self.evidence)
        return TelegramEdge(access, self.intake, texts.say, self.database, files=files, holding=self.polling)

    def _notices(self) -> NoticeSender | None:
        url, secret = self.settings.notice_url, self.settings.notice_secret
        return NoticeSender(url, secret.get_secret_value()) if url and secret else None

    def _hearing(self) -> Hearing | None:
        url = self.settings.recogniser_url
        return Hearing(self.database, self.evidence, HttpRecogniser(url)) if url else None

    def _senders(self) -> list[Sender]:
        telegram = [self.telegram.sender] if self.telegram else []
        return [*telegram, *([self.notices] if self.notices else [])]

    def _parts(self) -> dict[str, IsWell]:
        """For each sentence about trouble, who knows whether all is well there."""
        parts: dict[str, IsWell] = {
            "Delivery is stuck; see the log.": self.delivery.healthy,
            "Timers have stopped; see the log.": self.timers.healthy,
            "Files are no longer fetched; see the log.": self.fetching.healthy,
        }
        if self.reading:
            parts["Pictures are no longer read; see the log."] = self.reading.healthy
        if self.telegram:
            parts["Telegram refuses us; see the log."] = self.telegram.healthy
        return parts

    def _held(self) -> Mapping[str, bool]:
        return {_POLLER: self.polling.fence is not None, **self.delivery.held()}


def no_name() -> None:
    """Without Telegram the bot has no name."""


def free_leases(tx: Transaction) -> None:
    """Give back what a process that died was doing; it will be done again."""
    for channel in _CHANNELS:
        sending.release(tx, channel)
    tasks.release(tx)
    holders.release_all(tx)
