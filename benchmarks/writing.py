"""How many workers' messages a second a database takes, beside what its bare commits cost in the same run.

    .venv/bin/python -m benchmarks.writing

A message is what the door writes for one: claim it, lock its conversation, keep its words, save the state, promise a
reply, everything sealed. The ratio compares with one connection that commits one row of 200 bytes at a time.
"""

import asyncio
import json
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import psycopg
from sqlalchemy import make_url

from benchmarks.machine import machine
from storage import conversations, inbox, outbox
from storage.database import Database, Transaction
from storage.inbox import Source
from storage.messages import Button, Message
from storage.migrating import migrate
from storage.vault import Master, new_secret
from tests.postgres_server import running

CALLERS = (1, 8, 64, 256)
ADDRESSES = 500  # workers who write
WORDS = "老板拖欠我三个月工资，一共两万四，我该怎么办？" * 4
REPLY = Message("可以先向劳动保障监察机构投诉。" * 20, (Button("useful", "有用"), Button("complaint", "我要投诉")))


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table; `rate` in messages or rows a second."""

    engine: str
    way: str
    callers: int
    rate: float


def one_message(address: str, message_id: str) -> Callable[[Transaction], None]:
    """The unit of work of one message."""

    def work(tx: Transaction) -> None:
        source = Source("telegram", address, message_id)
        inbox.claim(tx, source)
        standing = conversations.lock(tx, source.channel, source.address)
        inbox.keep(tx, source, standing.id, standing.key_id, standing.last_n, WORDS)
        conversations.save(tx, standing, step="story", draft={"story": WORDS}, language="zh-CN")
        outbox.promise(tx, standing.id, REPLY)

    return work


async def rate_of(database: Database, callers: int, seconds: float) -> float:
    """Messages a second with so many callers, each of whom waits for his commit before he writes again."""
    start, written = time.perf_counter(), 0

    async def caller(number: int) -> None:
        nonlocal written
        turn = 0
        while time.perf_counter() - start < seconds:
            address = f"{(number + turn * callers) % ADDRESSES}"
            await database.run(one_message(address, secrets.token_hex(8)))
            turn, written = turn + 1, written + 1

    await asyncio.gather(*(caller(number) for number in range(callers)))
    return written / (time.perf_counter() - start)


def rate_of_rows(commit_one: Callable[[bytes], object], seconds: float) -> float:
    """Bare single-row commits a second."""
    start, written = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        commit_one(secrets.token_bytes(200))
        written += 1
    return written / (time.perf_counter() - start)


def raw_sqlite(folder: Path, seconds: float) -> Measured:
    """The bare driver under the settings that the hotline uses."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE rows (body BLOB)"):
        connection.execute(statement)
    rate = rate_of_rows(lambda body: connection.execute("INSERT INTO rows VALUES (?)", (body,)), seconds)
    connection.close()
    return Measured("SQLite", "raw, one row a commit", 1, rate)


def raw_postgresql(url: str, seconds: float) -> Measured:
    """The bare driver on the same server."""
    parts = make_url(url)
    address = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE rows (body bytea)")
        rate = rate_of_rows(lambda body: connection.execute("INSERT INTO rows VALUES (%s)", (body,)), seconds)
    return Measured("PostgreSQL", "raw, one row a commit", 1, rate)


@contextmanager
def opened(url: str, together: int = 64) -> Iterator[Database]:
    """A migrated database."""
    database = Database(url, Master(new_secret()), together=together)
    try:
        migrate(database)
        yield database
    finally:
        database.close()


def measure_sqlite(folder: Path, seconds: float) -> Iterator[Measured]:
    """Raw, then one by one, then in groups, for each number of callers."""
    yield raw_sqlite(folder, seconds)
    for way, together in (("one by one", 1), ("in groups", 64)):
        with opened(f"sqlite:///{folder}/{together}.db", together) as database:
            for callers in CALLERS:
                yield Measured("SQLite", way, callers, asyncio.run(rate_of(database, callers, seconds)))


def measure_postgresql(seconds: float) -> Iterator[Measured]:
    """Raw, then through the threads of the pool."""
    with running() as url:
        yield raw_postgresql(url, seconds)
        with opened(url) as database:
            for callers in CALLERS:
                yield Measured("PostgreSQL", "eight threads", callers, asyncio.run(rate_of(database, callers, seconds)))


def compared(lines: Iterator[Measured]) -> Iterator[tuple[Measured, float]]:
    """Each line as soon as it is measured, and its share of the first, which is the bare driver."""
    raw = None
    for line in lines:
        raw = raw or line.rate
        yield line, line.rate / raw


def measured(folder: Path, seconds: float) -> Iterator[tuple[Measured, float]]:
    """Both engines, each compared with its own bare commits."""
    with tempfile.TemporaryDirectory(prefix="writing-", dir=folder) as inside:
        yield from compared(measure_sqlite(Path(inside).absolute(), seconds))
    yield from compared(measure_postgresql(seconds))


@click.command()
@click.option("--seconds", default=3.0, show_default=True, help="How long each line is measured.")
@click.option("--folder", default=".", show_default=True, help="Where the files go: the disk to be measured.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(seconds: float, folder: str, as_json: bool) -> None:
    """Print messages a second on SQLite and PostgreSQL, and their ratio to bare commits."""
    described, rows = machine(Path(folder)), []
    if not as_json:
        click.echo(f"{described}\n{'engine':<12}{'way':<24}{'callers':>8}{'a second':>12}{'of raw':>9}")
    for line, share in measured(Path(folder), seconds):
        rows.append({**asdict(line), "share_of_raw": round(share, 3)})
        if not as_json:
            click.echo(f"{line.engine:<12}{line.way:<24}{line.callers:>8}{line.rate:>12.0f}{share:>9.2f}")
    if as_json:
        click.echo(json.dumps({"machine": described, "rows": rows}))


if __name__ == "__main__":
    main()
