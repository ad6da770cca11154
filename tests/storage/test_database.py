"""The promise of a unit of work: returning commits, raising rolls back, and nobody hears of it before the commit."""

import asyncio
import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Barrier, Event

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Transaction
from storage.errors import Unavailable
from storage.vault import Master
from tests.conftest import SettableClock
from tests.storage.notes import in_turn, kept, note

PATIENCE = 20.0  # seconds until a test that would hang gives up


class Changed(Exception):
    """The worker changed his mind in the middle."""


@pytest.fixture
def second(database: Database, master: Master, clock: SettableClock) -> Iterator[Database]:
    """The same database, opened by a second process."""
    opened = Database(database.url.render_as_string(hide_password=False), master, clock)
    yield opened
    opened.close()


def note_and_change_mind(tx: Transaction) -> None:
    note("half")(tx)
    tx.wake("topic")
    raise Changed


def test_returning_commits(database: Database, second: Database) -> None:
    """
    What a unit of work wrote is there for everybody once it has returned.
    """
    database.call(note("kept"))

    assert second.read(kept) == ["kept"]


def test_raising_rolls_back(database: Database) -> None:
    """
    What a unit of work wrote before it raised is gone, and its caller gets that very error.
    """
    with pytest.raises(Changed):
        database.call(note_and_change_mind)

    assert database.read(kept) == []


async def test_raising_rolls_back_for_async_callers(database: Database) -> None:
    """
    The same promise holds for those who await.
    """
    with pytest.raises(Changed):
        await database.run(note_and_change_mind)
    await database.run(note("kept"))

    assert await database.look(kept) == ["kept"]


def test_nothing_is_seen_before_the_commit(database: Database) -> None:
    """
    While a unit of work is under way nobody reads half of it, and its caller has no result yet.
    """
    written, go_on = Event(), Event()

    def slowly(tx: Transaction) -> str:
        note("slow")(tx)
        written.set()
        assert go_on.wait(PATIENCE)
        return "done"

    with ThreadPoolExecutor() as threads:
        result = threads.submit(database.call, slowly)
        assert written.wait(PATIENCE)
        seen_meanwhile, told_meanwhile = database.read(kept), result.done()
        go_on.set()

        assert (seen_meanwhile, told_meanwhile) == ([], False)
        assert result.result(PATIENCE) == "done"
    assert database.read(kept) == ["slow"]


def test_listeners_hear_after_the_commit(database: Database, second: Database) -> None:
    """
    Who is woken finds in the database what he was woken for.
    """
    found: SimpleQueue[list[str]] = SimpleQueue()
    database.listen("topic", lambda: found.put(second.read(kept)))

    database.call(in_turn(note("news"), lambda tx: tx.wake("topic")))

    assert found.get(timeout=PATIENCE) == ["news"]


def test_nobody_is_woken_for_what_was_rolled_back(database: Database) -> None:
    """
    A unit of work that raised wakes nobody.
    """
    woken: list[str] = []
    database.listen("topic", lambda: woken.append("woken"))

    with suppress(Changed):
        database.call(note_and_change_mind)
    database.call(note("something else"))

    assert woken == []


def test_who_no_longer_listens_is_not_called(database: Database) -> None:
    """
    Somebody who stopped listening, even twice, hears nothing more; others still do.
    """
    woken: SimpleQueue[str] = SimpleQueue()
    stop = database.listen("topic", lambda: woken.put("gone"))
    database.listen("topic", lambda: woken.put("here"))

    stop()
    stop()
    for _ in range(2):
        database.call(lambda tx: tx.wake("topic"))

    assert [woken.get(timeout=PATIENCE) for _ in range(2)] == ["here", "here"]
    assert woken.empty()


async def test_a_listener_that_fails_harms_nobody(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """
    When one listener raises (its event loop has ended), the others are woken and the caller is told the truth: kept.
    """
    woken: SimpleQueue[str] = SimpleQueue()

    def ended(_: int) -> None:
        raise RuntimeError("Event loop is closed")

    for i in range(3):
        database.listen("topic", lambda: woken.put("here"))
        database.listen("topic", partial(ended, i))

    def work(tx: Transaction) -> str:
        note("news")(tx)
        tx.wake("topic")
        return "done"

    with caplog.at_level(logging.ERROR):
        assert await database.run(work) == "done"
        database.call(lambda tx: tx.wake("topic"))
        assert [woken.get(timeout=PATIENCE) for _ in range(6)] == ["here"] * 6
        database.call(kept)  # whoever was to be called has been by now

    assert len(caplog.records) == 6
    assert database.read(kept) == ["news"]


async def test_a_caller_who_gives_up_loses_neither_commit_nor_wake(database: Database) -> None:
    """
    A browser that hangs up while its message is being written: the message is kept and delivery is woken.
    """
    begun, go_on, woken = Event(), Event(), Event()
    database.listen("topic", woken.set)

    def slowly(tx: Transaction) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        note("hung up")(tx)
        tx.wake("topic")

    caller = asyncio.create_task(database.run(slowly))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()

    assert await asyncio.to_thread(woken.wait, PATIENCE)
    assert database.read(kept) == ["hung up"]


async def test_a_unit_that_runs_out_of_an_iterator_is_answered(database: Database) -> None:
    """
    StopIteration, which no future may carry, reaches the caller as an error instead of leaving him waiting for ever.
    """
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(database.run(lambda tx: next(iter(()))), PATIENCE)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(database.look(lambda tx: next(iter(()))), PATIENCE)

    database.call(note("goes on"))
    assert database.read(kept) == ["goes on"]


def test_a_unit_that_exits_does_not_take_the_writer_with_it(database: Database) -> None:
    """
    SystemExit inside a unit of work is its caller's affair; the next one is served.
    """

    def leave(tx: Transaction) -> None:
        note("left")(tx)
        raise SystemExit(3)

    with ThreadPoolExecutor() as threads:
        with pytest.raises(SystemExit):
            threads.submit(database.call, leave).result(PATIENCE)
        threads.submit(database.call, note("next")).result(PATIENCE)

    assert database.read(kept) == ["next"]


def test_reading_cannot_write(database: Database) -> None:
    """
    Work handed to `read` that tries to write is refused, and not as if the database were away.
    """
    with pytest.raises(DBAPIError):
        database.read(note("sneaky"))

    assert database.read(kept) == []
    database.call(note("openly"))


def test_reading_does_not_wait_for_the_writer(database: Database) -> None:
    """
    A page is shown while a long unit of work holds the writer.
    """

    def read_within(tx: Transaction) -> list[str]:
        note("not yet")(tx)
        return database.read(kept)

    assert database.call(read_within) == []


def test_a_second_process_waits_its_turn(database: Database, second: Database) -> None:
    """
    The command line and the server write to one file at once: one waits for the other, none fails.
    """
    together = Barrier(2)

    def ten_times(one: Database, name: str) -> None:
        together.wait(PATIENCE)
        for i in range(10):
            one.call(note(f"{name}{i}"))

    with ThreadPoolExecutor() as threads:
        for outcome in [threads.submit(ten_times, database, "a"), threads.submit(ten_times, second, "b")]:
            outcome.result(PATIENCE)

    assert len(database.read(kept)) == 20


def test_a_second_process_waits_from_the_beginning(sqlite: Database, master: Master, clock: SettableClock) -> None:
    """
    BEGIN IMMEDIATE: who comes second to the file waits before his first statement, so nobody ever has to start over.
    """
    other = Database(sqlite.url.render_as_string(), master, clock)
    begun, asked = Event(), Event()
    order: list[str] = []

    def first(tx: Transaction) -> None:
        begun.set()
        assert asked.wait(PATIENCE)
        note("first")(tx)
        order.append("first")

    def second(tx: Transaction) -> None:
        order.append("second")
        note("second")(tx)

    with ThreadPoolExecutor() as threads:
        held = threads.submit(sqlite.call, first)
        assert begun.wait(PATIENCE)
        waits = threads.submit(other.call, second)
        asked.set()
        held.result(PATIENCE)
        waits.result(PATIENCE)
    other.close()

    assert order == ["first", "second"]


async def test_closing_finishes_what_was_begun(database: Database) -> None:
    """
    Work that waits when the hotline stops is still done; work that comes afterwards hears Unavailable.
    """
    begun, go_on = Event(), Event()

    def slowly(tx: Transaction) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        note("slow")(tx)

    asked = [asyncio.create_task(database.run(work)) for work in (slowly, note("queued"))]
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    closing = asyncio.create_task(asyncio.to_thread(database.close))
    go_on.set()
    await asyncio.wait_for(asyncio.gather(*asked, closing), PATIENCE)

    for late in (database.run(kept), database.look(kept)):
        with pytest.raises(Unavailable):
            await asyncio.wait_for(late, PATIENCE)
    with ThreadPoolExecutor() as threads:
        for way in (database.call, database.read):
            with pytest.raises(Unavailable):
                threads.submit(way, kept).result(PATIENCE)


def test_a_new_file_is_ours_alone(tmp_path: Path, master: Master) -> None:
    """
    Nobody else on the machine may read the database or its log, whatever the umask of whoever started us.
    """
    before = os.umask(0o022)
    try:
        opened = Database(f"sqlite:///{tmp_path}/hotline.db", master)
        opened.call(lambda tx: tx.execute(text("CREATE TABLE notes (words TEXT)")))
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        opened.close()
    finally:
        os.umask(before)

    assert modes == {"hotline.db": 0o600, "hotline.db-wal": 0o600, "hotline.db-shm": 0o600}
