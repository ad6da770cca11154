"""The federation whose desk is tested: on both engines where data is kept, on SQLite where only pages matter."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.desk.office import Federation, federation


@pytest.fixture
def tianshui(database: Database, tmp_path: Path) -> Federation:
    """The federation on each engine in turn."""
    return federation(database, tmp_path)


@pytest.fixture
def county(sqlite: Database, tmp_path: Path) -> Federation:
    """The federation on SQLite alone."""
    return federation(sqlite, tmp_path)
