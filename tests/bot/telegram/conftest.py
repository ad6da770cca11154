"""What these tests share: Telegram on loopback, and a bot that talks to it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.telegram.application import HotlineApplication, build
from bot.telegram.client import HotlineBot, connect
from handlers.incoming import Incoming
from storage.evidence import Evidence
from storage.inbox import Source
from tests.bot.telegram.logged import Logged, listening
from tests.fake_telegram import TOKEN, FakeTelegram, running


@dataclass
class RecordingIntake:
    """Stands where the hotline begins, and refuses a message as often as a test wants."""

    taken: list[Incoming] = field(default_factory=list)
    parked: list[tuple[Source, str, str]] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)

    async def take(self, incoming: Incoming) -> object:
        if self.refusals.get(incoming.text, 0) > 0:
            self.refusals[incoming.text] -= 1
            raise RuntimeError(f"could not keep {incoming.text}")
        self.taken.append(incoming)
        return None

    async def park(self, source: Source, body: str, reason: str) -> None:
        self.parked.append((source, body, reason))

    def texts(self, address: str) -> list[str]:
        return [incoming.text for incoming in self.taken if incoming.address == address]


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """The folder of sealed files."""
    return Evidence(tmp_path / "evidence")


@pytest.fixture
def recording() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture
def logged() -> Iterator[Logged]:
    with listening() as lines:
        yield lines


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running() as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[HotlineBot]:
    """A bot that knows who it is."""
    async with connect(TOKEN, telegram.url) as connected:
        await connected.answered()
        yield connected


@pytest.fixture
async def application(telegram: FakeTelegram, recording: RecordingIntake) -> AsyncIterator[HotlineApplication]:
    async with build(connect(TOKEN, telegram.url), recording) as built:
        assert isinstance(built, HotlineApplication)
        yield built
