"""The fixtures of this folder: a worker in Telegram and the lawyer who will be offered his case."""

import pytest

from handlers.receive import Door
from storage.database import Database
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.fixtures import door, office, postgres_town, texts, town, town_file, towns
from tests.handlers.lawyer.chats import Chat, StaffChat

__all__ = ["door", "office", "postgres_town", "texts", "town", "town_file", "towns"]


@pytest.fixture
def worker(door: Door, town: Database) -> Chat:
    """A worker who speaks Chinese."""
    return Chat(door, town)


@pytest.fixture
def lawyer(door: Door, town: Database) -> StaffChat:
    """L01, whose chat is linked and who has read his greeting."""
    chat = StaffChat(door, town, address="9001")
    chat.links("L01")
    return chat


@pytest.fixture
def desk(town: Database, door: Door, clock: SettableClock) -> Desk:
    """What colleagues do at their desks."""
    return Desk(town, door.office, clock)


@pytest.fixture
def number(worker: Chat, lawyer: StaffChat) -> str:
    """A case that L01 has accepted; both sides have read everything."""
    filed = worker.complains(district="秦州")
    lawyer.takes(filed)
    worker.hears()
    return filed
