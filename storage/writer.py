"""The one thread that writes to SQLite: units that wait together are committed together, each in its savepoint.

A flush to disk costs milliseconds, a statement microseconds; committing waiting units together is what makes one
small machine keep up. The trap: on a full disk SQLite ends the *whole* transaction, silently, and what follows
would commit by itself. So after every unit, whatever it did, the transaction must still be the one we opened;
otherwise the batch is rolled back, everyone in it is told that nothing was kept, and no later unit of it runs.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from storage.errors import Unavailable
from storage.losses import is_loss, unavailable

T = TypeVar("T")
TOGETHER = 64  # units in one commit, at most

Job = tuple[Callable[[Connection], Any], "Future[Any]"]


class Writer:
    """Runs units of work one after the other on one connection and commits them in groups."""

    def __init__(self, engine: Engine, together: int = TOGETHER) -> None:
        self._engine, self._together = engine, together
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._closed, self._lock = False, Lock()
        self._thread = Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Queue a unit of work; the future is done only after COMMIT, or fails with nothing kept.

        Raises Unavailable once the writer is closed, and RuntimeError within another unit, which would wait for
        itself.
        """
        if current_thread() is self._thread:
            raise RuntimeError("a unit of work cannot be asked for within another, nor by a listener")
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise Unavailable("The database has been closed, because the hotline is stopping.")
            self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._lock:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _write(self) -> None:
        while batch := self._next_batch():
            if jobs := [job for job in batch if job[1].set_running_or_notify_cancel()]:
                self._commit_together(jobs)

    def _next_batch(self) -> list[Job]:
        """Everything that waits, up to a limit; empty when the writer is to end."""
        first = self._waiting.get()
        if first is None:
            return []
        batch = [first]
        with suppress(Empty):
            while len(batch) < self._together:
                job = self._waiting.get_nowait()
                if job is None:
                    self._waiting.put(None)
                    break
                batch.append(job)
        return batch

    def _commit_together(self, jobs: list[Job]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        failed: list[tuple[Future[Any], BaseException]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                for work, future in jobs:
                    try:
                        done.append((future, attempt(connection, work)))
                    except _Spoiled:
                        raise
                    except BaseException as error:  # a unit's own failure, even an exit, is its caller's
                        failed.append((future, error))
        except BaseException as error:  # whatever it was, nobody may be left waiting and the thread lives on
            nothing_kept(jobs, error)
        else:
            for future, result in done:
                future.set_result(result)
            for future, failure in failed:
                future.set_exception(failure)


class _Spoiled(Exception):
    """The batch's transaction is no longer to be trusted."""


def attempt(connection: Connection, work: Callable[[Connection], T]) -> T:
    """One unit in its savepoint; raises its own error after undoing it, or spoils the batch."""
    with spoiling():
        connection.exec_driver_sql("SAVEPOINT unit")
    try:
        result = work(connection)
    except BaseException as error:
        if is_loss(error) or not still_open(connection):
            raise _Spoiled from error
        with spoiling():
            connection.exec_driver_sql("ROLLBACK TO unit")
            connection.exec_driver_sql("RELEASE unit")
        raise
    if not still_open(connection):
        raise _Spoiled
    with spoiling():
        connection.exec_driver_sql("RELEASE unit")
    return result


@contextmanager
def spoiling() -> Iterator[None]:
    """If a unit cannot be fenced off from the others, or not be undone alone, the whole batch is spoiled."""
    try:
        yield
    except (SQLAlchemyError, Unavailable) as error:
        raise _Spoiled from error


def still_open(connection: Connection) -> bool:
    """Whether SQLite itself still has our transaction open."""
    raw: Any = connection.connection.dbapi_connection
    return bool(raw.in_transaction)


def nothing_kept(jobs: list[Job], error: BaseException) -> None:
    """Tell every caller of a batch that was rolled back."""
    for _, future in jobs:
        refusal = unavailable()
        refusal.__cause__ = error
        future.set_exception(refusal)
