"""What tests share: real databases on both engines, a clock that only moves when told, the hotline's own door."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from xdist.scheduler import LoadFileScheduling

from bot.intake import Intake
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage.database import Database
from storage.migrating import migrate
from storage.vault import Master
from tests.postgres_server import running
from texts import Texts

SECRET = "a secret that only the tests know, 32 long"
# What takes longest, and has something of its own to start: each lane goes to one worker.
LANES = ("tests/faults/test_kill", "tests/faults/", "tests/browser/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the lanes and the journeys, so that none of the workers ends alone with one."""
    first = (*LANES, "tests/journeys/")
    items.sort(key=lambda item: next((n for n, lane in enumerate(first) if item.nodeid.startswith(lane)), len(first)))


class Lanes(LoadFileScheduling):  # type: ignore[misc]  # it comes without types
    """Each file goes to one worker, and the files of a lane all to the same.

    So its hotline or its browser is started once, and no more than two faults, some of which are timed,
    are under way together.
    """

    def _split_scope(self, nodeid: str) -> str:
        """What goes to one worker."""
        return next((lane for lane in LANES if nodeid.startswith(lane)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Lanes | None:
    """`--dist loadfile` keeps to the lanes; another is as pytest-xdist knows it."""
    return Lanes(config, log) if config.getoption("dist") == "loadfile" else None


class SettableClock:
    """A clock that stands still until a test moves it; it starts on a Monday at ten in China."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Move on by so many hours, minutes, days (the arguments of timedelta)."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, HOTLINE_TEST_POSTGRES_URL or one of our own for this run."""
    if given := os.environ.get("HOTLINE_TEST_POSTGRES_URL"):
        yield given
        return
    with running() as url:
        yield url


@pytest.fixture(scope="session")
def administrator(postgres: str) -> Iterator[Engine]:
    """A connection that makes and drops databases."""
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(administrator: Engine) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with fresh_database(administrator) as url:
        yield url


@contextmanager
def fresh_database(administrator: Engine, template: str = "template1") -> Iterator[str]:
    """A PostgreSQL database, a copy of `template`, dropped at the end; yields its URL."""
    name = f"hotline_{secrets.token_hex(6)}"
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield administrator.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with administrator.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hotline.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "hotline.db"
    migrate_and_close(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(administrator: Engine) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, to be copied."""
    with fresh_database(administrator) as url:
        migrate_and_close(url)
        yield str(make_url(url).database)


def migrate_and_close(url: str) -> None:
    """Bring an empty database to the present version, sealed with the tests' key."""
    database = Database(url, Master(SECRET))
    migrate(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of each engine in turn."""
    with migrated(request, tmp_path) as url:
        yield url


@contextmanager
def migrated(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A migrated database of the engine that the fixture was asked for, gone at the end; yields its URL."""
    if request.param == "sqlite":
        yield copy_of(request.getfixturevalue("migrated_file"), folder)
        return
    template = request.getfixturevalue("migrated_template")
    with fresh_database(request.getfixturevalue("administrator"), template) as url:
        yield url


def copy_of(file: Path, folder: Path) -> str:
    """The URL of a copy of a SQLite file that nobody has open."""
    shutil.copy(file, folder / "hotline.db")
    return f"sqlite:///{folder}/hotline.db"


@pytest.fixture
def master() -> Master:
    return Master(SECRET)


@pytest.fixture
def database(migrated_url: str, master: Master, clock: SettableClock) -> Iterator[Database]:
    """A migrated database of each engine in turn."""
    opened = Database(migrated_url, master, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library() -> Library:
    """The articles that ship with the hotline; loading them takes a second."""
    return Library.load()


@pytest.fixture
def door(library: Library, clock: SettableClock) -> Door:
    """The real door, with the texts and rules that ship with the hotline."""
    return Door(library, Texts.load(), Policy(), clock)


@pytest.fixture
def intake(door: Door, database: Database) -> Intake:
    """The way in to the real door over each engine in turn."""
    return Intake(door, database)


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path, master: Master, clock: SettableClock) -> Iterator[Database]:
    """A migrated SQLite database, for what only SQLite does."""
    opened = Database(copy_of(migrated_file, tmp_path), master, clock)
    yield opened
    opened.close()
