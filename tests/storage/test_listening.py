"""News between processes: soon, only of what was committed, and again after the connection was cut."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue

import pytest
from sqlalchemy import Engine, text

from storage.database import Database, Transaction
from storage.listening import payloads
from storage.vault import Master
from tests.conftest import SettableClock, fresh_database

PATIENCE = 20.0  # seconds until a test that would hang gives up
_LISTENING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN hotline'"


class Changed(Exception):
    """The worker changed his mind in the middle."""


class Ears:
    """Somebody who waits for one topic; `hears` returns when he was called."""

    def __init__(self, database: Database, topic: str) -> None:
        self._called: SimpleQueue[None] = SimpleQueue()
        database.listen(topic, lambda: self._called.put(None))

    def hears(self) -> None:
        self._called.get(timeout=PATIENCE)

    def heard_nothing_more(self) -> bool:
        return self._called.empty()


@pytest.fixture
def two(
    administrator: Engine, migrated_template: str, master: Master, clock: SettableClock
) -> Iterator[tuple[Database, Database]]:
    """One PostgreSQL database, opened by two processes."""
    with fresh_database(administrator, migrated_template) as url:
        one, other = Database(url, master, clock), Database(url, master, clock)
        yield one, other
        one.close()
        other.close()


def waking(*topics: str) -> Callable[[Transaction], None]:
    """A unit of work that wakes."""

    def work(tx: Transaction) -> None:
        for topic in topics:
            tx.wake(topic)

    return work


def waking_and_raising(tx: Transaction) -> None:
    tx.wake("news")
    raise Changed


def listeners(tx: Transaction) -> list[int]:
    """The server's processes that listen."""
    return [row.pid for row in tx.execute(text(_LISTENING))]


def test_another_process_hears_of_a_commit(two: tuple[Database, Database]) -> None:
    """
    What one process commits, a listener in another is called for, and only for the topic he waits for.
    """
    here, there = two
    ears, others = Ears(here, "news"), Ears(here, "weather")

    there.call(waking("news"))
    there.call(waking("weather"))

    ears.hears()
    others.hears()
    assert ears.heard_nothing_more()


def test_our_own_news_do_not_come_back(two: tuple[Database, Database]) -> None:
    """
    A listener in the process that committed is called at once and not again when the server sends the news round.
    """
    here, there = two
    ears, marker = Ears(here, "news"), Ears(here, "marker")

    here.call(waking("news"))
    ears.hears()
    there.call(waking("marker"))
    here.call(waking("news", "marker"))
    ears.hears()
    marker.hears()
    marker.hears()

    assert ears.heard_nothing_more()


def test_nobody_hears_of_what_was_rolled_back(two: tuple[Database, Database]) -> None:
    """
    A unit of work that raised wakes nobody in another process.
    """
    here, there = two
    ears, marker = Ears(here, "news"), Ears(here, "marker")

    with suppress(Changed):
        there.call(waking_and_raising)
    there.call(waking("marker"))
    marker.hears()

    assert ears.heard_nothing_more()


def test_a_connection_that_was_cut_comes_back(two: tuple[Database, Database]) -> None:
    """
    When the server ends the listening connection, everybody is called once it is back, and hears what comes then.
    """
    here, there = two
    ears = Ears(here, "news")

    [pid] = there.read(listeners)
    there.call(lambda tx: tx.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid}))
    ears.hears()
    there.call(waking("news"))

    ears.hears()


def test_more_topics_than_one_notification_holds(two: tuple[Database, Database]) -> None:
    """
    A unit of work that wakes a thousand conversations wakes every one of them.
    """
    here, there = two
    topics = [f"conversation:{n:032x}" for n in range(1000)]
    first, last = Ears(here, topics[0]), Ears(here, topics[-1])

    there.call(waking(*topics))

    first.hears()
    last.hears()


def test_a_notification_keeps_to_the_limit() -> None:
    """
    No notification is longer than PostgreSQL takes, none is empty, and no topic is cut in two.
    """
    topics = {f"conversation:{n:032x}" for n in range(1000)}

    sent = list(payloads("us", topics))

    assert all(len(payload) < 8000 for payload in sent)
    assert {topic for payload in sent for topic in payload.split()[1:]} == topics
    assert {payload.split()[0] for payload in sent} == {"us"}


def test_who_only_commits_does_not_listen(two: tuple[Database, Database]) -> None:
    """
    A command that commits and ends opens no listening connection, and yet the serving process hears of it.
    """
    here, there = two
    ears = Ears(here, "tasks")

    there.call(waking("tasks"))
    there.close()

    ears.hears()
    assert len(here.read(listeners)) == 1
