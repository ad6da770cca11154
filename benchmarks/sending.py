"""How close to Telegram's limits replies leave, and never over them: `python -m benchmarks.sending [--json]`.

Replies to many chats and many to one busy chat are promised at once, and something urgent every two seconds while they
go out, over the real python-telegram-bot to a Bot API in a process of its own, which notes when each arrives. Beside us
in the same run: python-telegram-bot's own AIORateLimiter with Telegram's limits, given the same messages in memory.
"""

import asyncio
import json
import math
import multiprocessing
import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click
import structlog
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.delivery import Delivery
from bot.telegram.client import connect
from bot.telegram.send import TelegramSender
from storage import conversations, outbox
from storage.database import Database, Transaction
from storage.messages import Message
from storage.migrating import migrate
from storage.sending import Failed, Promised
from storage.vault import Master, new_secret
from tests.fake_telegram import TOKEN, running
from tests.postgres_server import running as postgresql_running

BUDGET = 30  # messages a second that Telegram takes
HOT = 1
URGENT_EVERY = 2.0  # seconds
_TOGETHER = 200  # promises in one unit of work

Arrivals = list[tuple[int, str, float]]  # chat, text, when


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table; times in seconds."""

    way: str
    replies: int
    rate: float  # a second
    of_budget: float
    most_in_a_second: int
    most_in_a_second_to_one_chat: int
    to_the_busy_chat: float  # a second
    urgent_p50: float
    urgent_p99: float


class Telegram:
    """The Bot API in its own process."""

    def __init__(self, url: str, pipe: Connection) -> None:
        self.url, self._pipe = url, pipe

    def ask(self, what: str) -> Any:
        """`count` of messages, or all `arrivals`."""
        self._pipe.send(what)
        return self._pipe.recv()

    async def until(self, count: int) -> None:
        """Return when so many messages have arrived."""
        while await asyncio.to_thread(self.ask, "count") < count:
            await asyncio.sleep(0.2)


def serve(pipe: Connection) -> None:
    """Be the Bot API until the other side hangs up."""
    with running() as fake:
        pipe.send(fake.url)
        while (asked := pipe.recv()) != "end":
            sent = fake.called("sendMessage")
            pipe.send(len(sent) if asked == "count" else [(call.chat, call.text, call.at) for call in sent])


@contextmanager
def telegram() -> Iterator[Telegram]:
    """A Bot API that has received nothing yet."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    try:
        yield Telegram(ours.recv(), ours)
    finally:
        ours.send("end")
        process.join()


def ordinary(replies: int) -> list[tuple[int, str]]:
    """One reply to each of many chats, and every fortieth to the busy one."""
    return [(HOT if n % 40 == 0 else 1000 + n, f"reply {n}") for n in range(replies)]


async def hurry(
    done: asyncio.Event, say: Callable[[int, str], Coroutine[Any, Any, object]], asked: dict[str, float]
) -> None:
    """Say something urgent to somebody else every two seconds until done; `asked` notes when."""
    while not done.is_set():
        chat = 10**6 + len(asked)
        text = f"urgent {chat}"
        asked[text] = time.monotonic()
        await say(chat, text)
        await asyncio.sleep(URGENT_EVERY)


def promising(messages: Iterable[tuple[int, str]], *, urgent: bool = False) -> Callable[[Transaction], None]:
    """A unit of work that promises these."""

    def work(tx: Transaction) -> None:
        for chat, text in messages:
            outbox.promise(tx, conversations.lock(tx, "telegram", str(chat)).id, Message(text), urgent=urgent)

    return work


def nobody_hears(_: Transaction, __: Promised, ___: Failed, ____: str) -> None:
    """There are no cases here."""


@asynccontextmanager
async def delivering(database: Database, url: str) -> AsyncIterator[None]:
    """Our delivery at work."""
    async with connect(TOKEN, url) as bot:
        delivery = Delivery(database, [TelegramSender(bot)], nobody_hears)
        delivery.start()
        try:
            yield
        finally:
            await delivery.stop()


async def ours(way: str, database_url: str, replies: int) -> Measured:
    """Through the outbox, from promise to arrival."""
    database = Database(database_url, Master(new_secret()))
    migrate(database)
    messages = ordinary(replies)
    for start in range(0, replies, _TOGETHER):
        await database.run(promising(messages[start : start + _TOGETHER]))
    asked: dict[str, float] = {}

    async def say(chat: int, text: str) -> None:
        await database.run(promising([(chat, text)], urgent=True))

    with telegram() as api:
        async with delivering(database, api.url):
            await _until_all_arrived(api, replies, say, asked)
        arrivals = api.ask("arrivals")
    database.close()
    return measured(way, arrivals, asked)


async def peer(replies: int) -> Measured:
    """Python-telegram-bot's rate limiter, everything handed to it at once, nothing written down."""
    limiter = AIORateLimiter(overall_max_rate=BUDGET, overall_time_period=1)
    asked: dict[str, float] = {}
    with telegram() as api:
        request = HTTPXRequest(connection_pool_size=256, pool_timeout=600)
        bot: ExtBot[Any] = ExtBot(TOKEN, base_url=f"{api.url}/bot", request=request, rate_limiter=limiter)
        async with bot:
            sending = [asyncio.create_task(bot.send_message(chat, text)) for chat, text in ordinary(replies)]
            await _until_all_arrived(api, replies, bot.send_message, asked)
            await asyncio.gather(*sending)
        return measured("AIORateLimiter", api.ask("arrivals"), asked)


async def _until_all_arrived(
    api: Telegram, replies: int, say: Callable[[int, str], Coroutine[Any, Any, object]], asked: dict[str, float]
) -> None:
    done = asyncio.Event()
    hurrying = asyncio.create_task(hurry(done, say, asked))
    await api.until(replies)
    done.set()
    await hurrying
    await api.until(replies + len(asked))


def measured(way: str, arrivals: Arrivals, asked: dict[str, float]) -> Measured:
    """What the Bot API saw."""
    by_chat = defaultdict(list)
    for chat, _, at in arrivals:
        by_chat[chat].append(at)
    moments = sorted(at for _, _, at in arrivals)
    busy = sorted(by_chat[HOT])
    rate = (len(moments) - 1) / (moments[-1] - moments[0])
    waits = sorted(at - asked[text] for _, text, at in arrivals if text in asked)
    return Measured(
        way,
        len(moments),
        rate,
        rate / BUDGET,
        most_in_a_second(moments),
        max(most_in_a_second(times) for times in by_chat.values()),
        (len(busy) - 1) / (busy[-1] - busy[0]),
        waits[len(waits) // 2],
        waits[math.ceil(0.99 * len(waits)) - 1],
    )


def most_in_a_second(moments: list[float]) -> int:
    """The largest number within any second."""
    moments, first, most = sorted(moments), 0, 0
    for last, at in enumerate(moments):
        while moments[first] <= at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def machine() -> dict[str, object]:
    """What it ran on."""
    return {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}


def measure(replies: int, folder: Path, *, postgresql: bool) -> Iterator[Measured]:
    """Ours on SQLite, on PostgreSQL if asked for, and the peer."""
    yield asyncio.run(ours("hotline, SQLite", f"sqlite:///{folder}/sending.db", replies))
    if postgresql:
        with postgresql_running() as url:
            yield asyncio.run(ours("hotline, PostgreSQL", url, replies))
    yield asyncio.run(peer(replies))


def show(line: Measured) -> None:
    """One line of the table."""
    columns = (
        f"{line.rate:.1f}",
        f"{line.of_budget:.0%}",
        line.most_in_a_second,
        line.most_in_a_second_to_one_chat,
        f"{line.to_the_busy_chat:.2f}",
        f"{line.urgent_p50 * 1000:.0f}",
        f"{line.urgent_p99 * 1000:.0f}",
    )
    click.echo(f"{line.way:<22}{line.replies:>8}" + "".join(f"{column:>12}" for column in columns))


@click.command()
@click.option("--replies", default=2000, show_default=True, help="How many ordinary replies are promised.")
@click.option("--folder", default=".", show_default=True, help="Where the files go: the disk to be measured.")
@click.option("--postgresql", is_flag=True, help="Also on PostgreSQL.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def main(replies: int, folder: str, postgresql: bool, as_json: bool) -> None:
    """Print how fast replies left and the most that any second saw, over all and for one chat."""
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    if not as_json:
        names = ("a second", "budget", "most in 1s", "to one", "busy chat", "urgent ms", "p99 ms")
        click.echo(f"{'':<22}{'replies':>8}" + "".join(f"{name:>12}" for name in names))
    lines = list[Measured]()
    with tempfile.TemporaryDirectory(prefix="sending-", dir=folder) as inside:
        for line in measure(replies, Path(inside).absolute(), postgresql=postgresql):
            lines.append(line)
            if not as_json:
                show(line)
    if as_json:
        click.echo(json.dumps({"machine": machine(), "budget": BUDGET, "measured": [asdict(line) for line in lines]}))


if __name__ == "__main__":
    main()
