"""A small federation to test with: the city, two districts under it, another city, and those who work there."""

from collections.abc import Iterator

import pytest

from storage import people
from storage.database import Database, Transaction
from storage.migrating import migrate
from storage.people import Colleague, UnionBody
from storage.vault import Master
from tests.conftest import SettableClock

UNITS = (
    UnionBody("620500", "天水市总工会", None),
    UnionBody("620502", "秦州区总工会", "620500"),
    UnionBody("620503", "麦积区总工会", "620500"),
    UnionBody("620800", "平凉市总工会", None),
)
STAFF = (
    Colleague("S01", "市督办", "supervisor", "620500"),
    Colleague("S02", "秦州督办", "supervisor", "620502"),
    Colleague("S03", "平凉督办", "supervisor", "620800"),
    Colleague("L01", "王律师", "lawyer", "620500", "620502", ("wages",), ("甲公司",), 5),
    Colleague("L02", "李律师", "lawyer", "620500", "620503", ("wages", "injury"), (), 5),
    Colleague("O01", "话务员", "operator", "620500"),
    Colleague("A01", "管理员", "administrator", "620500"),
)


def found(tx: Transaction) -> None:
    """Add all of them."""
    for unit in UNITS:
        people.add_unit(tx, unit)
    for colleague in STAFF:
        people.add(tx, colleague)


@pytest.fixture
def federation(database: Database) -> Database:
    """A database with the federation in it."""
    database.call(found)
    return database


@pytest.fixture
def on_postgresql(postgres_url: str, master: Master, clock: SettableClock) -> Iterator[Database]:
    """The federation on PostgreSQL, for races that only a server with many writers knows."""
    opened = Database(postgres_url, master, clock)
    migrate(opened)
    opened.call(found)
    yield opened
    opened.close()
