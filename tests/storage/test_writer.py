"""The one writer of SQLite: commits together, fails alone, and on a full disk tells nobody what is not true."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.database import Database, sqlite_engine
from storage.errors import Unavailable
from storage.models import Fact
from storage.writer import Writer
from tests.storage.notes import kept

PATIENCE = 20.0  # seconds until a test that would hang gives up


class Desk:
    """A writer whose queue a test can fill before it goes on, so that what waits is one batch."""

    def __init__(self, url: str) -> None:
        self.engine = sqlite_engine(url, "BEGIN IMMEDIATE")
        self.writer = Writer(self.engine)
        self.commits = 0
        event.listen(self.engine, "commit", self._count)

    def hold(self) -> Event:
        """Keep the writer busy until the event is set, so that what is submitted meanwhile waits together."""
        busy, go_on = Event(), Event()

        def wait(_: Connection) -> None:
            busy.set()
            assert go_on.wait(PATIENCE)

        self.writer.submit(wait)
        assert busy.wait(PATIENCE)
        return go_on

    def together(self, *works: Callable[[Connection], object]) -> "list[Future[object]]":
        """Have these done in one batch; returns when all are settled."""
        go_on = self.hold()
        futures = [self.writer.submit(work) for work in works]
        go_on.set()
        for future in futures:
            with suppress(BaseException):
                future.exception(PATIENCE)
        return futures

    def limit(self, pages: int | None) -> None:
        """Let the file grow by so many pages and no more; None: as it likes."""

        def pragma(connection: Connection) -> None:
            there = connection.execute(text("PRAGMA page_count")).scalar_one()
            allowed = 1073741823 if pages is None else there + pages
            connection.execute(text(f"PRAGMA max_page_count={allowed}"))

        self.writer.submit(pragma).result(PATIENCE)

    def close(self) -> None:
        self.writer.close()
        self.engine.dispose()

    def _count(self, _: Connection) -> None:
        self.commits += 1


@pytest.fixture
def desk(sqlite: Database) -> Iterator[Desk]:
    opened = Desk(sqlite.url.render_as_string())
    yield opened
    opened.close()


def row(name: str, size: int = 1) -> Callable[[Connection], str]:
    def write(connection: Connection) -> str:
        connection.execute(insert(Fact).values(name=name, value=b"x" * size))
        return name

    return write


def unavailable(futures: "Sequence[Future[Any]]") -> list[bool]:
    return [isinstance(future.exception(PATIENCE), Unavailable) for future in futures]


def test_what_waits_together_is_committed_together(desk: Desk, sqlite: Database) -> None:
    """
    Twenty messages that wait are all kept, each caller gets his own result, and the disk is flushed once for them.
    """
    before = desk.commits
    futures = desk.together(*(row(f"{i:02}") for i in range(20)))

    assert [future.result() for future in futures] == [f"{i:02}" for i in range(20)]
    assert sqlite.read(kept) == [f"{i:02}" for i in range(20)]
    assert desk.commits - before == 2  # the one that made them wait, and theirs


def test_a_batch_has_an_end(desk: Desk, sqlite: Database) -> None:
    """
    More than a batch holds is kept in several, in the order in which it came.
    """
    before = desk.commits
    desk.together(*(row(f"{i:03}") for i in range(130)))

    assert len(sqlite.read(kept)) == 130
    assert desk.commits - before == 1 + 3


def test_nobody_is_told_before_the_commit(desk: Desk, sqlite: Database) -> None:
    """
    The first of a batch has no result, and nobody reads what it wrote, while the last of it is still being written.
    """
    told: list[bool] = []

    def first(connection: Connection) -> None:
        row("first")(connection)

    def last(_: Connection) -> list[str]:
        told.append(ready.is_set())
        return sqlite.read(kept)

    ready = Event()
    event.listen(desk.engine, "commit", lambda _: told.append(ready.is_set()))
    go_on = desk.hold()
    desk.writer.submit(first).add_done_callback(lambda _: ready.set())
    seen = desk.writer.submit(last)
    go_on.set()

    assert seen.result(PATIENCE) == []
    assert ready.is_set()
    assert told == [False, False, False]  # at the first commit, in the last unit, at their commit


def test_a_units_own_error_undoes_only_that_unit(desk: Desk, sqlite: Database) -> None:
    """
    One message breaks a rule, one has a bug, one a wrong statement; what each wrote is undone, the others are kept.
    """

    def rule(connection: Connection) -> None:
        row("undone")(connection)
        row("first")(connection)

    def bug(connection: Connection) -> None:
        row("undone")(connection)
        raise LookupError("no such thing")

    def wrong(connection: Connection) -> None:
        row("undone")(connection)
        connection.execute(text("SELECT nothing FROM nowhere"))

    first, broken, raised, mistaken, last = desk.together(row("first"), rule, bug, wrong, row("last"))

    assert isinstance(broken.exception(), IntegrityError)
    assert isinstance(raised.exception(), LookupError)
    assert isinstance(mistaken.exception(), OperationalError)
    assert (first.result(), last.result()) == ("first", "last")
    assert sqlite.read(kept) == ["first", "last"]


def test_a_full_disk_fails_the_whole_batch(desk: Desk, sqlite: Database) -> None:
    """
    The disk fills up in the middle of a grouped commit: everyone in it hears Unavailable, nothing of it is in the
    file, no later unit of it runs; and once there is space the writer works as before.
    """
    ran: list[str] = []
    desk.limit(4)
    futures = desk.together(row("a"), row("b"), row("big", 100_000), lambda _: ran.append("later"), row("c"))

    assert unavailable(futures) == [True] * 5
    assert sqlite.read(kept) == []
    assert ran == []

    desk.limit(None)
    desk.together(row("a"), row("big", 100_000))
    assert sqlite.read(kept) == ["a", "big"]


@pytest.mark.parametrize("ending", ["returns", "raises", "goes on"])
def test_a_swallowed_full_disk_still_fails_the_batch(desk: Desk, sqlite: Database, ending: str) -> None:
    """
    A unit hides the error of a full disk. SQLite has ended the transaction by then, and whatever a later statement
    wrote, of this unit or the next, would be committed by itself while earlier units are told that theirs was.
    """

    def hides_it(connection: Connection) -> None:
        with suppress(DBAPIError):
            row("big", 100_000)(connection)
        if ending == "raises":
            raise LookupError("something else")
        if ending == "goes on":
            with suppress(Unavailable):
                row("after")(connection)

    desk.limit(4)
    futures = desk.together(row("a"), hides_it, row("b"), row("c"))

    assert unavailable(futures) == [True] * 4
    assert sqlite.read(kept) == []

    desk.limit(None)
    assert desk.together(row("a"))[0].result() == "a"


def test_the_trap_is_real(tmp_path: Path) -> None:
    """
    What the writer guards against: SQLite, its disk full, ends the transaction; the next statement commits by itself.
    """
    connection = sqlite3.connect(tmp_path / "trap.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count=4")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO t VALUES ('promised')")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    ended = not connection.in_transaction
    connection.execute("INSERT INTO t VALUES ('by itself')")
    connection.commit()  # does nothing, and says nothing
    rows = connection.execute("SELECT x FROM t").fetchall()
    connection.close()

    assert ended
    assert rows == [("by itself",)]


def test_a_full_disk_at_the_commit_itself_fails_the_batch(desk: Desk, sqlite: Database) -> None:
    """
    When COMMIT is what fails, nobody was told anything yet, and everyone hears Unavailable.
    """

    def refuse(_: Connection) -> None:
        event.remove(desk.engine, "commit", refuse)
        raise sqlite3.OperationalError("disk I/O error")

    def arm(_: Connection) -> None:
        event.listen(desk.engine, "commit", refuse)

    futures = desk.together(row("a"), arm, row("b"))

    assert unavailable(futures) == [True] * 3
    assert sqlite.read(kept) == []
    assert desk.together(row("a"))[0].result() == "a"


@pytest.mark.parametrize("command", ["SAVEPOINT", "RELEASE", "ROLLBACK TO"])
def test_a_savepoint_that_fails_fails_the_batch(desk: Desk, sqlite: Database, command: str) -> None:
    """
    If a unit cannot be fenced off from the others, nothing of the batch is trusted.
    """

    def refuse(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(command):
            raise sqlite3.OperationalError("disk I/O error")

    def arm(_: Connection) -> None:
        event.listen(desk.engine, "before_cursor_execute", refuse)

    def bug(_: Connection) -> None:
        raise LookupError

    futures = desk.together(row("a"), arm, row("b"), bug, row("c"))
    event.remove(desk.engine, "before_cursor_execute", refuse)

    assert unavailable(futures) == [True] * 5
    assert sqlite.read(kept) == []


def test_a_file_locked_for_too_long_is_unavailable(desk: Desk, sqlite: Database) -> None:
    """
    Another process holds the file beyond all patience: Unavailable; when it lets go, the writer goes on.
    """
    desk.writer.submit(lambda c: c.execute(text("PRAGMA busy_timeout=0"))).result(PATIENCE)

    with sqlite.engine.begin():
        futures = [desk.writer.submit(row("a"))]
        futures[0].exception(PATIENCE)

    assert unavailable(futures) == [True]
    assert desk.together(row("a"))[0].result() == "a"


def test_who_gave_up_before_his_turn_is_left_out(desk: Desk, sqlite: Database) -> None:
    """
    A caller who cancels while he still waits gets nothing written; those around him do.
    """
    go_on = desk.hold()
    before, gone, after = (desk.writer.submit(row(name)) for name in ("before", "gone", "after"))
    assert gone.cancel()
    go_on.set()

    assert (before.result(PATIENCE), after.result(PATIENCE)) == ("before", "after")
    assert sqlite.read(kept) == ["after", "before"]


def test_a_unit_that_waits_for_another_is_refused(sqlite: Database) -> None:
    """
    A unit of work that asks for another one and waits would wait for itself; it hears so at once.
    """
    with pytest.raises(RuntimeError, match="within"):
        sqlite.call(lambda tx: sqlite.call(kept))

    assert sqlite.call(kept) == []


def test_closing_finishes_what_waits(desk: Desk, sqlite: Database) -> None:
    """
    What was queued before the writer closed is kept; what comes later is refused at once, however often one closes.
    """
    go_on = desk.hold()
    queued = [desk.writer.submit(row(f"{i:03}")) for i in range(100)]
    go_on.set()
    desk.writer.close()
    desk.writer.close()

    assert all(future.done() for future in queued)
    assert len(sqlite.read(kept)) == 100
    with pytest.raises(Unavailable):
        desk.writer.submit(row("late"))
