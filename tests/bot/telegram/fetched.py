"""What tests of fetching share: a file that was announced, the loop at work, and what has come of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.fetching import Fetcher, Fetching
from bot.telegram.client import HotlineBot
from bot.telegram.fetch import TelegramFetcher
from cases.office import Office
from cases.policy import Policy
from handlers.arriving import FETCH_FILE
from storage import conversations, files, outbox, tasks
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import File
from tests.conftest import SettableClock
from texts import Texts

OFFICE = Office(Texts.load(), Policy(public_url="https://hotline.example.org"))


@asynccontextmanager
async def fetching(
    database: Database,
    evidence: Evidence,
    bot: HotlineBot,
    *,
    fetcher: Fetcher | None = None,
    backstop: float = 0.02,
    finishing: float = 10,
    lease: float = 15,
) -> AsyncIterator[Fetching]:
    """The loop at work, looking often unless `backstop` says otherwise."""
    fetchers = {"telegram": fetcher or TelegramFetcher(bot)}
    loop = Fetching(database, evidence, OFFICE, fetchers, backstop=backstop, finishing=finishing, lease=lease)
    loop.start()
    try:
        yield loop
    finally:
        await loop.stop()


def announced(database: Database, remote: str, kind: str = "photo") -> str:
    """A file that a worker sent, as the door writes it down; returns our id of it."""

    def arrive(tx: Transaction) -> str:
        standing = conversations.lock(tx, "telegram", "42")
        file_id = files.announce(tx, standing.id, by="worker", channel="telegram", kind=kind, remote=remote)
        tasks.add(tx, FETCH_FILE, file_id, tx.now)
        return file_id

    return database.call(arrive)


def found(database: Database, file_id: str) -> File:
    return database.read(lambda tx: files.by_id(tx, file_id))


async def until(happened: Callable[[], bool]) -> None:
    """Look until it has happened."""
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.02)


async def until_later(clock: SettableClock, happened: Callable[[], bool]) -> None:
    """Look until it has happened, while the time goes on by a second with each look."""
    async with asyncio.timeout(20):
        while not happened():
            clock.advance(seconds=1)
            await asyncio.sleep(0.05)


def content(database: Database, evidence: Evidence, file_id: str) -> bytes:
    """The bytes of a kept file, opened with its conversation's key."""
    return evidence.read(database.read(lambda tx: tx.vault.key(found(database, file_id).key_id)), file_id)


def told(database: Database, file_id: str) -> list[str]:
    """What the worker was told."""
    conversation = found(database, file_id).conversation_id
    return [one.message.text for one in database.read(lambda tx: outbox.after(tx, conversation, 0))]
