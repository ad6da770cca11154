"""How a unit of work runs: returning commits, raising rolls back, and the result comes back only after COMMIT."""

import asyncio
import logging
import os
import secrets
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar, TypeVarTuple, overload

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import TypedReturnsRows

from storage.clock import Clock, system_clock
from storage.errors import StorageError, Unavailable
from storage.listening import News
from storage.losses import can_be_tried_again, unavailable, unavailable_if_lost
from storage.safe import Safe
from storage.vault import Master
from storage.writer import TOGETHER, Writer

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
_TRIES_TO_SWITCH = 100
_LONGEST_IDLE = 15_000  # milliseconds within a transaction
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
_TRIES = 5
_LONGEST_PAUSE = 0.1  # seconds between two tries

log = logging.getLogger(__name__)


class Transaction:
    """What a unit of work may use: statements, the vault, the time. It cannot commit."""

    def __init__(
        self, connection: Connection, master: Master, now: datetime, kept: dict[str, tuple[object, Any]]
    ) -> None:
        self._connection, self._kept = connection, kept
        self.now = now
        self.woken: set[str] = set()
        self.vault = Safe(connection, master, now, self.wake)

    @overload
    def execute(self, statement: TypedReturnsRows[*Columns], values: Values = None) -> CursorResult[*Columns]: ...

    @overload
    def execute(self, statement: Executable, values: Values = None) -> CursorResult[*tuple[Any, ...]]: ...

    def execute(self, statement: Executable, values: Values = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement, or the same for each of several `values`; raises SQLAlchemy's errors.

        Statements on the way of every message are built once, at import, and filled in with `values`: building one
        costs more than running it.
        """
        return self._connection.execute(statement, values)

    def wake(self, topic: str) -> None:
        """Tell whoever listens to `topic` (of ids, without spaces), in any process, after the commit and only then."""
        self.woken.add(topic)

    def kept(self, name: str, mark: object, make: Callable[[], T]) -> T:
        """What the process keeps of a table that hardly changes, made anew when its `mark` is another than before.

        The mark is drawn at random with each change, so that what a transaction which failed had made is never taken
        for what another one committed.
        """
        known = self._kept.get(name)
        if known is None or known[0] != mark:
            known = self._kept[name] = (mark, make())
        found: T = known[1]
        return found

    @property
    def on_postgresql(self) -> bool:
        """Whether rows are locked one by one (PostgreSQL) or by the one writer (SQLite)."""
        return self._connection.dialect.name == "postgresql"


Work = Callable[[Transaction], T]


class Database:
    """One database, embedded SQLite or PostgreSQL, and the three ways to work with it."""

    def __init__(
        self, url: str, master: Master, clock: Clock = system_clock, threads: int = 8, together: int = TOGETHER
    ) -> None:
        """`threads` write to PostgreSQL at once; on SQLite `together` units share one commit at most."""
        self.url, self.master, self.clock = make_url(url), master, clock
        self._listeners: dict[str, set[Callable[[], object]]] = defaultdict(set)
        self._kept: dict[str, tuple[object, Any]] = {}
        self._lock = Lock()
        self._news: News | None = None
        if self.url.get_backend_name() == "sqlite":
            keep_to_ourselves(self.url.database)
            self.engine, self.reading = sqlite_engine(url, "BEGIN IMMEDIATE"), sqlite_engine(url, "BEGIN", True)
            self._writer: Writer | None = Writer(self.engine, together)
        else:
            pool: dict[str, Any] = {"pool_size": threads, "max_overflow": threads, "pool_pre_ping": True}
            self.engine = create_engine(url, hide_parameters=True, connect_args=_letting_go(self.url), **pool)
            self.reading = self.engine.execution_options(postgresql_readonly=True)
            self._writer = None
            self._news = News(self.engine, self._tell, self._tell_all)
        self._threads = ThreadPoolExecutor(threads, "database")
        self._closed = False

    async def run(self, work: Work[T]) -> T:
        """Do the work from async code; returns after COMMIT, raises what the work raised, or Unavailable.

        PostgreSQL may have it done again, up to five times, so work changes nothing outside its transaction. A
        caller who is cancelled before his work has begun gets nothing done; once begun it is finished, and wakes.
        """
        self._refuse_if_closed()
        if self._writer:
            return (await asyncio.wrap_future(self._submit(self._writer, work)))[0]
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._on_postgresql, work)

    def call(self, work: Work[T]) -> T:
        """Do the work from a thread; the same promise as `run`."""
        self._refuse_if_closed()
        if self._writer:
            return self._submit(self._writer, work).result()[0]
        return self._on_postgresql(work)

    def read(self, work: Work[T]) -> T:
        """Look without changing anything, never waiting for the writer; raises if the work tries to write.

        Raises Unavailable if the database cannot be reached.
        """
        self._refuse_if_closed()
        with unavailable_if_lost(writing=False), self.reading.begin() as connection:
            return self._unit(connection, work)[0]

    async def look(self, work: Work[T]) -> T:
        """`read` for async callers."""
        self._refuse_if_closed()
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read, work)

    def listen(self, topic: str, callback: Callable[[], object]) -> Callable[[], None]:
        """Call back, from any thread, after each commit that woke `topic`; returns how to stop.

        On PostgreSQL also after commits of other processes, but not for certain: look from time to time all the same.
        Once a connection that broke off is back, everybody is called, for what may have been missed.

        The callback only passes the news on: it may hold up the writer, so it does no work of its own, least of all
        in this database. What it raises is logged and harms nobody.
        """
        with self._lock:
            self._listeners[topic].add(callback)
        if self._news:
            self._news.listen()
        return lambda: self._unlisten(topic, callback)

    def close(self) -> None:
        """Finish what was begun and let go of every connection; what is asked for later hears Unavailable."""
        self._closed = True
        if self._writer:
            self._writer.close()
        self._threads.shutdown()
        if self._news:
            self._news.close()
        self.reading.dispose()
        self.engine.dispose()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise Unavailable("The database has been closed, because the hotline is stopping.")

    def _unit(self, connection: Connection, work: Work[T]) -> tuple[T, set[str]]:
        transaction = Transaction(connection, self.master, self.clock(), self._kept)
        try:
            return work(transaction), transaction.woken
        except StopIteration as error:  # no future may carry it: its caller would wait for ever
            raise RuntimeError("a unit of work raised StopIteration") from error

    def _submit(self, writer: Writer, work: Work[T]) -> "Future[tuple[T, set[str]]]":
        future = writer.submit(lambda connection: self._unit(connection, work))
        future.add_done_callback(self._tell_of)  # also when the caller has given up waiting
        return future

    def _tell_of(self, future: "Future[tuple[Any, set[str]]]") -> None:
        if not future.cancelled() and future.exception() is None:
            self._tell(future.result()[1])

    def _on_postgresql(self, work: Work[T]) -> T:
        with unavailable_if_lost():
            result, woken = self._until_it_fits(work)
        self._tell(woken)
        if self._news and woken:
            self._news.spread(woken)
        return result

    def _until_it_fits(self, work: Work[T]) -> tuple[T, set[str]]:
        for _ in range(_TRIES):
            try:
                with self.engine.begin() as connection:
                    done = self._unit(connection, work)
                    refuse_if_failed(connection)
                return done
            except DBAPIError as error:
                if not can_be_tried_again(error):
                    raise
            time.sleep(secrets.SystemRandom().uniform(0, _LONGEST_PAUSE))  # so that two do not meet again at once
        raise unavailable()

    def _tell_all(self) -> None:
        with self._lock:
            topics = list(self._listeners)
        self._tell(topics)

    def _tell(self, topics: Iterable[str]) -> None:
        with self._lock:
            callbacks = [callback for topic in topics for callback in self._listeners.get(topic, ())]
        for callback in callbacks:
            try:
                callback()
            except Exception:  # the work is committed: neither its caller nor another listener may suffer
                log.exception("somebody who listens to the database failed")

    def _unlisten(self, topic: str, callback: Callable[[], object]) -> None:
        with self._lock:
            self._listeners[topic].discard(callback)
            if not self._listeners[topic]:
                del self._listeners[topic]


def _letting_go(url: URL) -> dict[str, str]:
    """Have PostgreSQL end a transaction whose process was stopped within it: its locks would hold up all the others."""
    if "options" in url.query:  # the operator's own
        return {}
    return {"options": f"-c idle_in_transaction_session_timeout={_LONGEST_IDLE}"}


def sqlite_engine(url: str, begin: str, read_only: bool = False) -> Engine:
    """An engine whose transactions open with `begin`; WAL, full sync, and patience with other processes."""
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        keep_a_log(connection)
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "before_cursor_execute")
    def stay_in_it(_: Connection, cursor: Any, statement: str, *_rest: object) -> None:
        if not cursor.connection.in_transaction and statement != begin:
            raise unavailable()  # SQLite has ended it (a full disk): this statement would commit by itself

    return engine


def keep_to_ourselves(file: str | None) -> None:
    """Make a SQLite file that is not there yet, readable for us alone; what lies beside it takes after it."""
    if file and file != ":memory:":
        with suppress(OSError):  # SQLite will say what is wrong, or open what is there
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def keep_a_log(connection: Any) -> None:
    """Switch a SQLite file to WAL; raises the driver's error if others do not let go of it for five seconds.

    Two processes that open a new file at once are refused here without the wait that `busy_timeout` promises.
    """
    for left in range(_TRIES_TO_SWITCH, 0, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if left == 1:
                raise
            time.sleep(5 / _TRIES_TO_SWITCH)
        else:
            return


def refuse_if_failed(connection: Connection) -> None:
    """Raise StorageError if a statement failed and the work went on; PostgreSQL would roll back and call it COMMIT."""
    raw: Any = connection.connection.dbapi_connection
    if raw.info.transaction_status.name == "INERROR":  # named, so that SQLite need not load psycopg
        raise StorageError("A statement failed and the work went on as if it had not; nothing was kept.")
