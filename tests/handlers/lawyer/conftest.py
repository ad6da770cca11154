"""The fixtures of this folder: a worker in Telegram and the lawyer who will be offered his case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage.database import Database
from storage.vault import Master
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.fixtures import SECRET, copied, door, office, postgres_town, texts, town_file, towns
from tests.handlers.lawyer.chats import Chat, StaffChat
from texts import Texts

__all__ = ["door", "office", "postgres_town", "texts", "town_file", "towns"]


@dataclass(frozen=True)
class Begun:
    """A town in which L01 has accepted a case and both have read everything, closed and ready to be copied."""

    file: Path
    worker: Chat
    lawyer: StaffChat
    number: str


@pytest.fixture(scope="session")
def accepted(town_file: Path, library: Library, texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """The way to an accepted case, gone once: most tests of this folder begin behind it."""
    file, clock = tmp_path_factory.mktemp("accepted") / "hotline.db", SettableClock()
    file.write_bytes(town_file.read_bytes())
    database = Database(f"sqlite:///{file}", Master(SECRET), clock)
    door = Door(library, texts, Policy(), clock)
    worker, lawyer = Chat(door, database), StaffChat(door, database, address="9001")
    lawyer.links("L01")
    number = accept(worker, lawyer)
    database.close()
    return Begun(file, worker, lawyer, number)


@pytest.fixture
def begun(request: pytest.FixtureRequest) -> Begun | None:
    """What a test begins with; None if it wants no accepted case, or one on a server."""
    return request.getfixturevalue("accepted") if "number" in request.fixturenames else None


@pytest.fixture
def town(begun: Begun | None, town_file: Path, clock: SettableClock) -> Iterator[Database]:
    """The town on SQLite."""
    with copied(begun.file if begun else town_file, clock) as opened:
        yield opened


@pytest.fixture
def worker(door: Door, town: Database, begun: Begun | None) -> Chat:
    """A worker who speaks Chinese."""
    return (
        replace(begun.worker, door=door, database=town, changes=list(begun.worker.changes))
        if begun
        else Chat(door, town)
    )


@pytest.fixture
def lawyer(door: Door, town: Database, begun: Begun | None) -> StaffChat:
    """L01, whose chat is linked and who has read his greeting."""
    if begun:
        return replace(begun.lawyer, door=door, database=town, changes=list(begun.lawyer.changes))
    chat = StaffChat(door, town, address="9001")
    chat.links("L01")
    return chat


@pytest.fixture
def desk(town: Database, door: Door, clock: SettableClock) -> Desk:
    """What colleagues do at their desks."""
    return Desk(town, door.office, clock)


@pytest.fixture
def number(worker: Chat, lawyer: StaffChat, begun: Begun | None) -> str:
    """A case that L01 has accepted; both sides have read everything."""
    return begun.number if begun else accept(worker, lawyer)


def accept(worker: Chat, lawyer: StaffChat) -> str:
    """A complaint is filed and taken, and what came of it is read; returns its number."""
    filed = worker.complains(district="秦州")
    lawyer.takes(filed)
    worker.hears()
    return filed
