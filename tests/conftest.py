"""What tests share: real databases on both engines, a clock that only moves when told, the hotline's own door."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.database import Database
from storage.migrating import migrate
from storage.vault import Master
from tests.postgres_server import running


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


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    name = f"hotline_{secrets.token_hex(6)}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hotline.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def master() -> Master:
    return Master("a secret that only the tests know, 32 long")


@pytest.fixture
def database(database_url: str, master: Master, clock: SettableClock) -> Iterator[Database]:
    """A migrated database of each engine in turn."""
    opened = Database(database_url, master, clock)
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path, master: Master, clock: SettableClock) -> Iterator[Database]:
    """A migrated SQLite database, for what only SQLite does."""
    opened = Database(f"sqlite:///{tmp_path}/hotline.db", master, clock)
    migrate(opened)
    yield opened
    opened.close()
