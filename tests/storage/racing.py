"""Two units of work at once on PostgreSQL, the second begun while the first has written but not committed."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from sqlalchemy import text

from storage.database import Database, Transaction

PATIENCE = 20.0  # seconds until a test that would hang gives up

First = TypeVar("First")
Second = TypeVar("Second")


class ThoughtBetter(Exception):
    """The first unit of work rolls back."""


def race(
    database: Database,
    first: Callable[[Transaction], First],
    second: Callable[[Transaction], Second],
    *,
    rolls_back: bool = False,
) -> tuple[First, Second]:
    """What each returned; `first` ends only when `second` is seen to wait for a lock, or has finished without one."""
    wrote, go_on, results = Event(), Event(), list[First]()

    def held(tx: Transaction) -> None:
        results.append(first(tx))
        wrote.set()
        assert go_on.wait(PATIENCE)
        if rolls_back:
            raise ThoughtBetter

    with ThreadPoolExecutor() as threads, _always_set(go_on):
        one = threads.submit(database.call, held)
        assert wrote.wait(PATIENCE)
        two = threads.submit(database.call, second)
        until_it_waits(database, two)
        go_on.set()
        assert isinstance(one.exception(PATIENCE), ThoughtBetter) == rolls_back
        return results[0], two.result(PATIENCE)


@contextmanager
def _always_set(event: Event) -> Iterator[None]:
    try:
        yield
    finally:
        event.set()


def until_it_waits(database: Database, other: "Future[Second]") -> None:
    """Return once somebody waits for a lock in this database, or `other` is done."""
    here = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    waiting = text(f"{here} AND wait_event_type = 'Lock'")
    while not other.done() and database.read(lambda tx: tx.execute(waiting).scalar_one()) == 0:
        pass
