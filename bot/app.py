"""The composition: everything is made here, once, and handed to whoever needs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

from bot.delivery import Delivery
from bot.intake import Intake
from bot.settings import Settings
from bot.telegram.edge import Access, TelegramEdge
from bot.timers import Timers
from bot.webchat.routes import webchat
from cases.correspondence import not_delivered
from cases.policy import Policy
from desk.routes import desk
from handlers.receive import Door
from knowledge.library import Library
from storage import conversations, outbox, tasks
from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.migrating import ready
from storage.outbox import Failed, Promised
from texts import Texts

_STUCK_AFTER = timedelta(minutes=5)  # a reply that is overdue for longer means that delivery is stuck


@dataclass
class Hotline:
    """The running hotline: its parts, how they start, how they stop."""

    settings: Settings
    database: Database
    door: Door
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Put the parts together; nothing runs yet."""
        self.intake = Intake(self.door, self.database)
        self.timers = Timers(self.database, self.door.office)
        self.telegram = self._telegram()
        senders = [self.telegram.sender] if self.telegram else []
        self.delivery = Delivery(self.database, senders, tell_case)

    @classmethod
    def build(cls, settings: Settings, database: Database) -> "Hotline":
        """A hotline with the articles, texts and rules that ship with it."""
        return cls(settings, database, Door(Library.load(), Texts.load(), Policy()))

    async def start(self) -> None:
        """Begin sending, keeping time and receiving; raises TokenRefused, or StorageError for an unready database."""
        await asyncio.to_thread(ready, self.database)
        if self.settings.on_sqlite:  # whoever held a lease is dead: two processes never share a data folder
            await self.database.run(free_leases)
        if self.telegram:
            await self.telegram.start()
        self.delivery.start()
        self.timers.start()

    async def stop(self) -> None:
        """Stop receiving first, then finish what is being sent, then let go of the database."""
        self.stopping.set()
        if self.telegram:
            await self.telegram.stop_receiving()
        await self.timers.stop()
        await self.delivery.stop()
        if self.telegram:
            await self.telegram.stop()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From start to stop; raises as start does."""
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    def web(self) -> FastAPI:
        """The web side: chat, desk, webhook, health; to be served while the hotline is running."""
        app = FastAPI(title="hotline", docs_url=None, redoc_url=None, openapi_url=None)
        url = self.settings.public_url
        texts = self.door.office.texts
        app.include_router(webchat(self.database, self.intake, texts, public_url=url, stopping=self.stopping))
        app.include_router(desk(self.database, self.door.office, url))
        if self.telegram:
            app.include_router(self.telegram.routes)
        app.add_api_route("/", lambda: RedirectResponse("/chat", 307), include_in_schema=False)
        seen = ["GET", "HEAD"]
        app.add_api_route("/healthz", lambda: PlainTextResponse("alive"), methods=seen, include_in_schema=False)
        app.add_api_route("/readyz", self._readiness, methods=seen, response_model=None, include_in_schema=False)
        app.add_api_route("/metrics", self._figures, response_model=None, include_in_schema=False)
        return app

    async def trouble(self) -> list[str]:
        """What keeps the hotline from working, in words; empty when all is well."""
        try:
            await asyncio.to_thread(ready, self.database)
            overdue = await self.database.look(is_overdue)
        except StorageError as error:
            return [str(error)]
        except Exception as error:  # the edge of the process: whatever it is, we are not ready
            return [f"The database does not answer ({type(error).__name__})."]
        found = {
            "Delivery is stuck; see the log.": overdue or not self.delivery.healthy(),
            "Telegram refuses us; see the log.": self.telegram is not None and not self.telegram.healthy(),
            "Timers have stopped; see the log.": not self.timers.healthy(),
        }
        return [sentence for sentence, true in found.items() if true]

    async def _readiness(self) -> Response:
        trouble = await self.trouble()
        return JSONResponse({"ready": not trouble, "trouble": trouble}, 503 if trouble else 200)

    async def _figures(self) -> Response:
        counts = await self.database.look(conversations.counts)
        lines = [f"hotline_{name}_total {number}" for name, number in counts.items()]
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

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
        )
        return TelegramEdge(access, self.intake, texts.say)


def tell_case(tx: Transaction, promised: Promised, outcome: Failed, reason: str) -> None:
    """A reply that will never arrive: its case hears it, and the person counts as unreachable if he is."""
    if outcome == "unreachable":
        conversations.set_reachable(tx, promised.conversation_id, False)
    if case_id := outbox.case_of(tx, promised.id):
        not_delivered(tx, case_id, promised.n, outcome, reason)


def free_leases(tx: Transaction) -> None:
    """Give back what a process that died was doing; it will be done again."""
    outbox.release(tx, "telegram")
    tasks.release(tx)


def is_overdue(tx: Transaction) -> bool:
    """Whether a reply has been waiting for too long."""
    oldest = outbox.oldest_due(tx, "telegram")
    return oldest is not None and tx.now - oldest > _STUCK_AFTER
