"""What tests of sending share: channels that do as they are told, a case that hears, promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.budget import Limits
from bot.delivery import Delivery
from bot.outcomes import LONGEST_SEND, Outcome, Pace, Sender
from storage import conversations, outbox, sending
from storage.database import Database, Transaction
from storage.messages import Message
from storage.sending import Promised
from tests.fake_telegram import FakeTelegram

FREE = Limits(per_second=1000)


@dataclass
class Case:
    """Stands where the case hears of a failed delivery."""

    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def on_failed(self, _: Transaction, promised: Promised, outcome: str, reason: str) -> None:
        self.heard.append((promised.address, outcome, reason))


@dataclass
class Scripted:
    """A channel that does what a test wants."""

    answer: Callable[[Promised], Outcome]
    channel: str = "telegram"
    limits: Limits = FREE
    asked: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    busy: asyncio.Event | None = None

    async def send(self, promised: Promised, pace: Pace) -> Outcome:
        async with pace():
            self.asked.append(promised.message.text)
            self.changed.set()
            if self.busy:
                await self.busy.wait()
            return self.answer(promised)

    async def until_asked(self, times: int) -> None:
        async with asyncio.timeout(10):
            while len(self.asked) < times:
                self.changed.clear()
                await self.changed.wait()


@dataclass
class Unhurried:
    """A sender with other limits than its own, for tests that are not about them."""

    sender: Sender
    limits: Limits = FREE

    @property
    def channel(self) -> str:
        return self.sender.channel

    async def send(self, promised: Promised, pace: Pace) -> Outcome:
        return await self.sender.send(promised, pace)


@asynccontextmanager
async def at_once(seconds: float = LONGEST_SEND) -> AsyncIterator[None]:
    """A pace without any wait."""
    yield


def promise(database: Database, chat: int, *texts: str) -> None:
    """Promise replies to a chat, each in its own unit of work."""
    for reply in texts:

        def work(tx: Transaction, reply: str = reply) -> int:
            return outbox.promise(tx, conversations.lock(tx, "telegram", str(chat)).id, Message(reply))

        database.call(work)


def next_due(database: Database) -> datetime | None:
    return database.read(lambda tx: sending.next_due(tx, "telegram"))


def delivery(database: Database, sender: Sender, case: Case, backstop: float = 0.02) -> Delivery:
    return Delivery(database, [Unhurried(sender)], case.on_failed, backstop=backstop)


async def until(telegram: FakeTelegram, seen: Callable[[FakeTelegram], object]) -> None:
    await asyncio.to_thread(telegram.wait_for, seen)


async def deliver(
    database: Database, sender: Sender, case: Case, telegram: FakeTelegram, seen: Callable[[FakeTelegram], object]
) -> None:
    """Deliver until something was seen, and write down what came of it."""
    under_way = delivery(database, sender, case)
    under_way.start()
    await until(telegram, seen)
    await under_way.stop()


def tried(times: int) -> Callable[[FakeTelegram], object]:
    return lambda telegram: sum(call.method == "sendMessage" for call in telegram.attempts) >= times
