"""The fixtures of this folder."""

import pytest

from cases.office import Office
from handlers.receive import Door
from storage.database import Database
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers import fixtures
from tests.handlers.fixtures import door, office, phone, postgres_town, texts, town_file, towns
from tests.handlers.town import Phone

__all__ = ["desk", "door", "office", "phone", "postgres_town", "texts", "town", "town_file", "towns"]

town = fixtures.town


@pytest.fixture
def desk(town: Database, office: Office, clock: SettableClock) -> Desk:
    """The colleagues in the town on SQLite."""
    return Desk(town, office, clock)


@pytest.fixture
def desks(towns: Database, door: Door, clock: SettableClock) -> Desk:
    """The colleagues in the town on each engine in turn."""
    return Desk(towns, door.office, clock)


@pytest.fixture
def phones(towns: Database, door: Door) -> Phone:
    """A worker in it."""
    return Phone(door, towns)
