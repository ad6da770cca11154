"""Fixtures that dialogue and cases share: the town on SQLite from a copied file, and on both engines."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from cases.office import Office
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage.database import Database
from storage.migrating import migrate
from storage.vault import Master
from tests.conftest import SettableClock, fresh_database
from tests.handlers.town import Phone, found
from texts import Texts

SECRET = "a secret that only the town knows, 32 long"


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The sentences that ship with the hotline; compiling them takes half a second."""
    return Texts.load()


@pytest.fixture
def door(library: Library, texts: Texts, clock: SettableClock) -> Door:
    """The real door."""
    return Door(library, texts, Policy(), clock)


@pytest.fixture
def office(door: Door) -> Office:
    """Our words and our rules."""
    return door.office


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the town in it; migrating takes longer than copying."""
    file = tmp_path_factory.mktemp("town") / "hotline.db"
    database = Database(f"sqlite:///{file}", Master(SECRET), SettableClock())
    migrate(database)
    database.call(found)
    database.close()
    return file


@pytest.fixture
def town(town_file: Path, clock: SettableClock) -> Iterator[Database]:
    """The town on SQLite."""
    with copied(town_file, clock) as opened:
        yield opened


@contextmanager
def copied(file: Path, clock: SettableClock) -> Iterator[Database]:
    """A copy of a town's file, in memory where the machine allows it: a dialogue asks nothing of the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="hotline-town-", dir=memory if memory.is_dir() else None) as folder:
        opened = Database(f"sqlite:///{shutil.copy(file, folder)}", Master(SECRET), clock)
        yield opened
        opened.close()


@pytest.fixture
def towns(database: Database) -> Database:
    """The town on each engine in turn."""
    database.call(found)
    return database


@pytest.fixture
def postgres_town(
    administrator: Engine, migrated_template: str, master: Master, clock: SettableClock
) -> Iterator[Database]:
    """The town on PostgreSQL, for races that only a server with many writers knows."""
    with fresh_database(administrator, migrated_template) as url:
        opened = Database(url, master, clock)
        opened.call(found)
        yield opened
        opened.close()


@pytest.fixture
def phone(door: Door, town: Database) -> Phone:
    """A worker who speaks Chinese, in the town on SQLite."""
    return Phone(door, town)
