"""`hotline serve` from its start to its stop, also while Telegram keeps it waiting."""

import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from tests.conftest import fresh_database
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import HOTLINE, Running, command, environment, free_port, serving, start

_AT_ONCE = 4.0  # seconds; an answer of Telegram's is waited for longer


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running() as fake:
        yield fake


@pytest.fixture
def settings(tmp_path: Path, telegram: FakeTelegram) -> dict[str, str]:
    """The environment of a hotline with Telegram."""
    there = {"HOTLINE_TELEGRAM_TOKEN": TOKEN, "HOTLINE_TELEGRAM_API_URL": telegram.url}
    return environment(tmp_path, free_port(), **there)


@pytest.fixture
def kept_waiting(tmp_path: Path, telegram: FakeTelegram, settings: dict[str, str]) -> Iterator[Running]:
    """A hotline that serves, to whose first question Telegram gives no answer."""
    with telegram.slow("getMe"):
        hotline = start(tmp_path, settings)
        telegram.wait_for(lambda it: it.tried("getMe"))
        yield hotline
        hotline.process.kill()
        hotline.end()


def test_nobody_waits_for_telegram(kept_waiting: Running, telegram: FakeTelegram) -> None:
    """
    Whoever opens the chat in a browser is answered, and the hotline is ready, before Telegram has said a word.
    """
    assert "12351" in kept_waiting.worker().says("/start")
    assert httpx.get(f"{kept_waiting.url}/readyz").status_code == 200
    assert telegram.tried("getMe") == 1
    assert telegram.tried("getUpdates") == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_while_it_starts(
    tmp_path: Path, telegram: FakeTelegram, settings: dict[str, str], told: signal.Signals
) -> None:
    """
    A hotline that is told to stop before Telegram has answered stops at once and in peace.
    """
    process = subprocess.Popen([HOTLINE, "serve"], cwd=tmp_path, env=settings, stderr=subprocess.DEVNULL)
    with telegram.slow("getMe"), process:
        telegram.wait_for(lambda it: it.tried("getMe"), 60)
        process.send_signal(told)
        try:
            assert process.wait(_AT_ONCE) == 0
        finally:
            process.kill()


def test_a_refused_token_ends_it(tmp_path: Path, telegram: FakeTelegram, settings: dict[str, str]) -> None:
    """
    Whoever mistypes the token reads one sentence that names the setting, and the hotline does not go on without.
    """
    telegram.token = "another"

    ended = command(tmp_path, settings, "serve")

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Telegram refuses HOTLINE_TELEGRAM_TOKEN")
    assert ended.stderr.count("HOTLINE_TELEGRAM_TOKEN") == 1
    assert TOKEN not in ended.stderr


def test_a_restored_hotline_serves(tmp_path: Path, administrator: Engine) -> None:
    """
    A hotline on PostgreSQL that has served is restored into another database and another folder, and serves there.
    """
    with fresh_database(administrator) as url, fresh_database(administrator) as empty:
        there = environment(tmp_path, free_port(), HOTLINE_DATABASE_URL=url)
        done(tmp_path, there, "migrate")
        with serving(tmp_path, there) as hotline:
            assert hotline.worker().says("/start")
        done(tmp_path, there, "backup", "--with-master-key", "kept")

        here = {**there, "HOTLINE_DATABASE_URL": empty, "HOTLINE_DATA_DIR": str(tmp_path / "again")}
        done(tmp_path, here, "restore", "kept")
        with serving(tmp_path, here) as hotline:
            assert hotline.worker().says("/start")


def done(folder: Path, env: Mapping[str, str], *words: str) -> None:
    """Run a command that has to succeed."""
    ended = command(folder, env, *words)
    assert ended.returncode == 0, ended.stderr
