"""The federation whose desk is tested: on both engines where data is kept, on SQLite where only pages matter."""

import pytest

from storage.database import Database
from tests.desk.office import Federation, federation


@pytest.fixture
def tianshui(database: Database) -> Federation:
    """The federation on each engine in turn."""
    return federation(database)


@pytest.fixture
def county(sqlite: Database) -> Federation:
    """The federation on SQLite alone."""
    return federation(sqlite)
