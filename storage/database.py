"""How a unit of work runs: returning commits, raising rolls back, and the result comes back only after COMMIT."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar, TypeVarTuple, overload

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.sql.selectable import TypedReturnsRows

from storage.clock import Clock, system_clock
from storage.errors import Unavailable
from storage.safe import Safe
from storage.vault import Master
from storage.writer import Writer

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
_RETRIES = 5
_CAN_BE_TRIED_AGAIN = {"40001", "40P01"}  # serialization failure, deadlock


class Transaction:
    """What a unit of work may use: statements, the vault, the time. It cannot commit."""

    def __init__(self, connection: Connection, master: Master, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self.vault = Safe(connection, master, now)
        self.woken: set[str] = set()

    @overload
    def execute(self, statement: TypedReturnsRows[*Columns]) -> CursorResult[*Columns]: ...

    @overload
    def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]: ...

    def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement; raises SQLAlchemy's errors."""
        return self._connection.execute(statement)

    def wake(self, topic: str) -> None:
        """Tell whoever listens to `topic`, after the commit and only then."""
        self.woken.add(topic)

    @property
    def on_postgresql(self) -> bool:
        """Whether rows are locked one by one (PostgreSQL) or by the one writer (SQLite)."""
        return self._connection.dialect.name == "postgresql"


Work = Callable[[Transaction], T]


class Database:
    """One database, embedded SQLite or PostgreSQL, and the three ways to work with it."""

    def __init__(self, url: str, master: Master, clock: Clock = system_clock, threads: int = 8) -> None:
        self.url, self.master, self.clock = make_url(url), master, clock
        self._listeners: dict[str, set[Callable[[], None]]] = defaultdict(set)
        self._lock = Lock()
        if self.url.get_backend_name() == "sqlite":
            self.engine, self._reading = sqlite_engine(url, "BEGIN IMMEDIATE"), sqlite_engine(url, "BEGIN", True)
            self._writer: Writer | None = Writer(self.engine)
        else:
            self.engine = create_engine(url, pool_size=threads, max_overflow=threads, pool_pre_ping=True)
            self._reading = self.engine.execution_options(postgresql_readonly=True)
            self._writer = None
        self._threads = ThreadPoolExecutor(threads, "database")

    async def run(self, work: Work[T]) -> T:
        """Do the work from async code; returns after COMMIT, raises what the work raised, or Unavailable."""
        if self._writer:
            return (await asyncio.wrap_future(self._submit(self._writer, work)))[0]
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._on_postgresql, work)

    def call(self, work: Work[T]) -> T:
        """Do the work from a thread; the same promise as `run`."""
        if self._writer:
            return self._submit(self._writer, work).result()[0]
        return self._on_postgresql(work)

    def read(self, work: Work[T]) -> T:
        """Look without changing anything, never waiting for the writer; raises if the work tries to write."""
        with self._reading.begin() as connection:
            return work(Transaction(connection, self.master, self.clock()))

    async def look(self, work: Work[T]) -> T:
        """`read` for async callers."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read, work)

    def listen(self, topic: str, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, from any thread, after each commit that woke `topic`; returns how to stop."""
        with self._lock:
            self._listeners[topic].add(callback)
        return lambda: self._unlisten(topic, callback)

    def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        if self._writer:
            self._writer.close()
        self._threads.shutdown()
        self._reading.dispose()
        self.engine.dispose()

    def _unit(self, connection: Connection, work: Work[T]) -> tuple[T, set[str]]:
        transaction = Transaction(connection, self.master, self.clock())
        return work(transaction), transaction.woken

    def _submit(self, writer: Writer, work: Work[T]) -> "Future[tuple[T, set[str]]]":
        future = writer.submit(lambda connection: self._unit(connection, work))
        future.add_done_callback(self._tell_of)  # also when the caller has given up waiting
        return future

    def _tell_of(self, future: "Future[tuple[Any, set[str]]]") -> None:
        if not future.cancelled() and future.exception() is None:
            self._tell(future.result()[1])

    def _on_postgresql(self, work: Work[T]) -> T:
        for attempt in range(_RETRIES):
            try:
                with self.engine.begin() as connection:
                    result, woken = self._unit(connection, work)
            except OperationalError as error:
                if _sqlstate(error) not in _CAN_BE_TRIED_AGAIN:
                    raise Unavailable("The database did not answer; nothing was kept.") from error
                if attempt == _RETRIES - 1:
                    raise Unavailable("The database is too busy; nothing was kept.") from error
            else:
                self._tell(woken)
                return result
        raise AssertionError("unreachable")

    def _tell(self, topics: set[str]) -> None:
        with self._lock:
            callbacks = [callback for topic in topics for callback in self._listeners.get(topic, ())]
        for callback in callbacks:
            callback()

    def _unlisten(self, topic: str, callback: Callable[[], None]) -> None:
        with self._lock, suppress(KeyError):
            self._listeners[topic].discard(callback)
            if not self._listeners[topic]:
                del self._listeners[topic]


def sqlite_engine(url: str, begin: str, read_only: bool = False) -> Engine:
    """An engine whose transactions open with `begin`; WAL, full sync, and patience with other processes."""
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
