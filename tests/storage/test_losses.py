"""What the database cannot help is Unavailable and passes; what a unit did wrong is its own error and counts."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.clock import system_clock
from storage.database import Database, Transaction
from storage.errors import StorageError, Unavailable
from storage.models import Counter
from storage.vault import Master
from tests.storage.notes import fill_up, in_turn, kept, lose_connections, make_space, note

PATIENCE = 20.0  # seconds until a test that would hang gives up


@pytest.fixture
def server(postgres_url: str, master: Master) -> Iterator[Database]:
    """A PostgreSQL database with one counter at zero, for what only PostgreSQL does."""
    opened = Database(postgres_url, master, system_clock)
    with opened.engine.begin() as connection:
        connection.execute(text("CREATE TABLE counters (name varchar(40) PRIMARY KEY, value bigint NOT NULL)"))
        connection.execute(text("INSERT INTO counters VALUES ('a', 0), ('b', 0)"))
    yield opened
    opened.close()


def test_a_broken_rule_is_the_units_own_error(database: Database) -> None:
    """
    A key that is taken reaches the caller as IntegrityError, never as a database that is away.
    """
    database.call(note("once"))

    with pytest.raises(IntegrityError):
        database.call(note("once"))


def test_a_wrong_statement_is_the_units_own_error(database: Database) -> None:
    """
    A statement that can never work must count as the message's failure, or it would be repeated for ever.
    """
    with pytest.raises(DBAPIError):
        database.call(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))
    with pytest.raises(DBAPIError):
        database.read(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))


def test_errors_hold_no_values(database: Database) -> None:
    """
    An error that reaches a log names the statement, never what was to be written.
    """
    with pytest.raises(IntegrityError) as caught:
        database.call(in_turn(note("甲公司"), note("甲公司")))

    assert "parameters hidden" in str(caught.value).lower()


def test_a_full_disk_is_unavailable_and_passes(sqlite: Database) -> None:
    """
    While the disk is full callers hear Unavailable, readers are served, and afterwards all is as before.
    """
    sqlite.call(fill_up)
    with pytest.raises(Unavailable):
        sqlite.call(note("big", 100_000))
    assert sqlite.read(kept) == []

    sqlite.call(make_space)
    sqlite.call(note("big", 100_000))
    assert sqlite.read(kept) == ["big"]


def test_going_on_after_a_full_disk_keeps_nothing(sqlite: Database) -> None:
    """
    A unit that swallows the error of a full disk and writes on would write without a transaction; it is refused.
    """

    def stubborn(tx: Transaction) -> None:
        note("before")(tx)
        with suppress(DBAPIError):
            note("big", 100_000)(tx)
        note("after")(tx)

    sqlite.call(fill_up)
    with pytest.raises(Unavailable):
        sqlite.call(stubborn)

    assert sqlite.read(kept) == []


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: object, master: Master) -> None:
    """
    A data directory that is not there is reported as Unavailable to writers and readers.
    """
    lost = Database(f"sqlite:///{tmp_path}/nowhere/hotline.db", master)

    with pytest.raises(Unavailable):
        lost.call(kept)
    with pytest.raises(Unavailable):
        lost.read(kept)
    lost.close()


async def test_a_server_that_does_not_answer_is_unavailable(master: Master) -> None:
    """
    With nobody listening at the address of PostgreSQL, every way to work says Unavailable.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        lost = Database(f"postgresql+psycopg://nobody@127.0.0.1:{taken.getsockname()[1]}/nothing", master)

        with pytest.raises(Unavailable):
            lost.call(kept)
        with pytest.raises(Unavailable):
            lost.read(kept)
        with pytest.raises(Unavailable):
            await lost.run(kept)
        with pytest.raises(Unavailable):
            await lost.look(kept)
        lost.close()


def test_a_server_that_goes_away_in_the_middle_is_unavailable(server: Database) -> None:
    """
    PostgreSQL restarts while a unit of work is under way: Unavailable, nothing kept, and the next one succeeds.
    """

    def cut_off(tx: Transaction) -> None:
        grow(tx, "a")
        lose_connections(server)
        grow(tx, "b")

    with pytest.raises(Unavailable):
        server.call(cut_off)

    assert counters(server) == {"a": 0, "b": 0}
    server.call(lambda tx: grow(tx, "a"))
    assert counters(server)["a"] == 1


def test_a_server_that_goes_away_unnoticed_is_unavailable(server: Database) -> None:
    """
    The connection is lost after the last statement: the commit fails, and that too is Unavailable.
    """
    with pytest.raises(Unavailable):
        server.call(in_turn(lambda tx: grow(tx, "a"), lambda _: lose_connections(server)))
    with pytest.raises(Unavailable):
        server.read(in_turn(look, lambda _: lose_connections(server), look))

    assert counters(server) == {"a": 0, "b": 0}


def test_a_server_that_went_read_only_is_unavailable(server: Database) -> None:
    """
    A provider that turns a full server read-only is a plight that passes, not a fault of the message.
    """
    with pytest.raises(Unavailable):
        server.call(in_turn(lambda tx: tx.execute(text("SET TRANSACTION READ ONLY")), lambda tx: grow(tx, "a")))


def test_too_many_at_once_is_unavailable(postgres_url: str, master: Master) -> None:
    """
    When every connection stays taken for too long, who waits hears Unavailable.
    """
    small = Database(postgres_url, master, threads=1)
    small.engine.pool._timeout = 0.01  # type: ignore[attr-defined]

    def nested(tx: Transaction) -> object:
        return small.read(lambda tx: small.read(lambda tx: 1))

    with pytest.raises(Unavailable):
        small.call(nested)
    small.close()


def test_a_failed_statement_cannot_be_passed_over(server: Database) -> None:
    """
    PostgreSQL answers COMMIT of a failed transaction with a quiet rollback; the caller must not be told it was kept.
    """

    def careless(tx: Transaction) -> str:
        grow(tx, "a")
        with suppress(IntegrityError):
            tx.execute(insert(Counter).values(name="a", value=1))
        return "done"

    with pytest.raises(StorageError, match="nothing was kept") as caught:
        server.call(careless)

    assert not isinstance(caught.value, Unavailable)
    assert counters(server)["a"] == 0


def test_two_that_block_each_other_both_finish(server: Database) -> None:
    """
    Two transactions that lock the same rows in opposite order: PostgreSQL ends one, which is simply done again.
    """
    both_hold_one = Barrier(2)
    tries: list[str] = []

    def crossing(first: str, second: str) -> None:
        def work(tx: Transaction) -> None:
            tries.append(first)
            grow(tx, first)
            if tries.count(first) == 1:
                both_hold_one.wait(PATIENCE)
            grow(tx, second)

        server.call(work)

    with ThreadPoolExecutor() as threads:
        for outcome in [threads.submit(crossing, "a", "b"), threads.submit(crossing, "b", "a")]:
            outcome.result(PATIENCE)

    assert counters(server) == {"a": 2, "b": 2}
    assert len(tries) == 3


def test_one_that_never_fits_is_unavailable(server: Database) -> None:
    """
    A unit that PostgreSQL cannot put in order with others, time after time, gives up with Unavailable.
    """
    tries: list[int] = []

    def never(tx: Transaction) -> None:
        tries.append(1)
        tx.execute(text("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$"))

    with pytest.raises(Unavailable):
        server.call(never)

    assert len(tries) == 5


def test_a_row_too_large_for_its_index_is_the_units_own_error(server: Database) -> None:
    """
    A limit of PostgreSQL that a message itself breaks counts as the message's failure.
    """
    with pytest.raises(DBAPIError):
        server.call(
            lambda tx: tx.execute(text("DO $$ BEGIN RAISE EXCEPTION 'too large' USING ERRCODE = '54000'; END $$"))
        )


def grow(tx: Transaction, name: str) -> None:
    tx.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))


def look(tx: Transaction) -> dict[str, int]:
    return {row.name: row.value for row in tx.execute(select(Counter.name, Counter.value))}


def counters(database: Database) -> dict[str, int]:
    return database.read(look)
