"""What the kill tests share: the lots they draw, a Telegram on loopback, and a way to say what was measured."""

import os
import random
from collections.abc import Callable, Iterator

import pytest

from tests.fake_telegram import FakeTelegram, running

Say = Callable[[str], None]


@pytest.fixture
def seed() -> int:
    """Which lots are drawn; FAULTS_SEED=… draws those of an earlier run, as far as threads allow."""
    return int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture
def times() -> int:
    """FAULTS_TIMES=10 kills ten times as often, for a long night."""
    return int(os.environ.get("FAULTS_TIMES", "1"))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print, past pytest's capture."""

    def printed(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}", end=" ", flush=True)

    return printed


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running() as fake:
        yield fake


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Each engine in turn; None is the SQLite database in the data folder."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None
