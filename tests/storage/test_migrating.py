"""A database is brought to this version once, says so, and refuses the wrong key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, insert, text

from storage.database import Database
from storage.errors import NotMigrated, Unavailable, WrongKey
from storage.migrating import VERSION, migrate, ready
from storage.models import Base
from storage.upgrading import config
from storage.vault import Master
from tests.storage.notes import in_turn, kept, note
from tests.storage.racing import PATIENCE


def differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_and_models_are_equal(database: Database) -> None:
    """
    What the migrations build is what the models say, table by table, on both engines.
    """
    assert differences(database) == []


def test_the_program_knows_its_version() -> None:
    """
    Whoever adds a migration has to say that the program needs it, or no start would take the step.
    """
    assert ScriptDirectory.from_config(config()).get_current_head() == VERSION


def test_migrating_again_changes_nothing(database: Database) -> None:
    """
    Every start migrates; what was kept stays.
    """
    database.call(note("kept"))
    migrate(database)

    ready(database)
    assert database.read(kept) == ["kept"]


def test_a_filled_database_of_the_version_before_is_brought_to_this_one(database_url: str, master: Master) -> None:
    """
    Whoever has run the version before keeps every row, and what is new in a row has a value.
    """
    database = Database(database_url, master)
    before = ScriptDirectory.from_config(config()).get_revision(VERSION).down_revision
    with database.engine.begin() as connection:
        step = config()
        step.attributes["connection"] = connection
        command.upgrade(step, str(before))
        filled = fill(connection)

    migrate(database)

    ready(database)
    assert differences(database) == []
    with database.engine.connect() as connection:
        kept = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in filled}
    assert {name for name, rows in kept.items() if rows == 0} == set()
    database.close()


def fill(connection: Connection) -> list[str]:
    """One row for each table, whatever columns it has; returns their names."""
    there = MetaData()
    there.reflect(connection)
    tables = [table for table in there.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        connection.execute(insert(table).values({column.name: value(column) for column in table.columns}))
    return [table.name for table in tables]


def value(column: Column[Any]) -> object:
    """Something that this column takes; the same for a column and for what refers to it."""
    match column.type.python_type:
        case kind if kind is str:
            return "0" * 8
        case kind if kind is bytes:
            return b"0"
        case kind if kind is object:  # JSON
            return []
        case kind if kind is datetime:
            return datetime(2026, 11, 23, tzinfo=UTC)
        case kind if kind is date:
            return date(2026, 11, 23)
        case kind:
            return kind(1)


def test_an_empty_database_is_not_ready(database_url: str, master: Master) -> None:
    """
    Before `hotline migrate` has run, a start is refused with what to do.
    """
    database = Database(database_url, master)
    with pytest.raises(NotMigrated, match="hotline migrate"):
        ready(database)
    migrate(database)
    ready(database)
    database.close()


def test_a_newer_database_is_refused(database: Database) -> None:
    """
    A database that a newer program has migrated is neither used nor touched, and it is said why.
    """
    database.call(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    with pytest.raises(NotMigrated):
        ready(database)
    with pytest.raises(NotMigrated, match="newer"):
        migrate(database)


def test_another_key_is_refused(database: Database) -> None:
    """
    With another HOTLINE_SECRET_KEY nothing starts and nothing is written; with the right one it goes on.
    """
    stranger = Database(database.url.render_as_string(hide_password=False), Master("not the secret"))
    with pytest.raises(WrongKey, match="HOTLINE_SECRET_KEY"):
        ready(stranger)
    with pytest.raises(WrongKey, match="HOTLINE_SECRET_KEY"):
        migrate(stranger)
    stranger.close()

    ready(database)


def test_readiness_does_not_wait_for_the_writer(database: Database) -> None:
    """
    A probe is answered while a long unit of work is under way, and does not hold that up either.
    """
    database.call(in_turn(note("slow"), lambda _: ready(database)))


def test_two_who_migrate_at_once(database_url: str, master: Master) -> None:
    """
    Two machines started together: one migrates, the other waits and finds it done.
    """
    machines = [Database(database_url, master) for _ in range(2)]
    together = Barrier(2)

    def start(machine: Database) -> None:
        together.wait(PATIENCE)
        migrate(machine)
        ready(machine)

    with ThreadPoolExecutor() as threads:
        for outcome in [threads.submit(start, machine) for machine in machines]:
            outcome.result(PATIENCE)
    for machine in machines:
        machine.close()


def test_a_database_that_cannot_be_reached_is_unavailable(tmp_path: object, master: Master) -> None:
    """
    Neither migrating nor asking whether it is ready shows a driver's error.
    """
    lost = Database(f"sqlite:///{tmp_path}/nowhere/hotline.db", master)
    with pytest.raises(Unavailable):
        migrate(lost)
    with pytest.raises(Unavailable):
        ready(lost)
    lost.close()
