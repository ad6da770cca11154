"""The fixtures of this folder."""

import pytest

from cases.office import Office
from storage.database import Database
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers import fixtures
from tests.handlers.fixtures import door, office, phone, postgres_town, texts, town_file, towns

__all__ = ["desk", "door", "office", "phone", "postgres_town", "texts", "town", "town_file", "towns"]

town = fixtures.town


@pytest.fixture
def desk(town: Database, office: Office, clock: SettableClock) -> Desk:
    """The colleagues in the town on SQLite."""
    return Desk(town, office, clock)
