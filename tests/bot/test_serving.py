"""`hotline serve` from its start to its stop, also while Telegram keeps it waiting."""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from bot.commands.listening import listening
from bot.settings import Settings, WrongSetting
from tests.conftest import fresh_database
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import HOTLINE, Running, command, environment, free_port, serving, start

_AT_ONCE = 4.0  # seconds; an answer of Telegram's is waited for longer
_SOON = 20.0  # seconds


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
    assert ended.stdout == ""


def test_it_says_where_it_is_once_it_serves(tmp_path: Path, telegram: FakeTelegram, settings: dict[str, str]) -> None:
    """
    Addresses are printed when nothing can be refused any more: after Telegram's answer, and then only once.
    """
    with ExitStack() as silence:
        silence.enter_context(telegram.slow("getMe"))
        with serving(tmp_path, settings) as hotline:
            telegram.wait_for(lambda it: it.tried("getMe"))
            assert not any("http" in line for line in hotline.printed)
            silence.close()
            assert said(hotline) == [f"Chat for workers: {hotline.url}/chat", f"Desk for staff:   {hotline.url}/desk"]

    assert sum("Chat for workers" in line for line in hotline.printed) == 1


def test_several_workers_say_it_once(tmp_path: Path, postgres_url: str) -> None:
    """
    Of four processes that serve together one says where they are.
    """
    there = environment(tmp_path, free_port(), HOTLINE_DATABASE_URL=postgres_url)
    done(tmp_path, there, "migrate")
    with serving(tmp_path, there, "--workers", "4") as hotline:
        assert said(hotline)[0] == f"Chat for workers: {hotline.url}/chat"

    assert sum("Chat for workers" in line for line in hotline.printed) == 1


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a hotline that serves."""
    folder = tmp_path_factory.mktemp("other")
    theirs = environment(folder, free_port())
    with serving(folder, theirs):
        yield theirs


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [
        ("HOTLINE_PORT", "something else listens there; stop it, or choose another port."),
        ("HOTLINE_DATA_DIR", "stop it first."),
    ],
)
def test_who_is_refused_promises_no_address(tmp_path: Path, other: dict[str, str], taken: str, sentence: str) -> None:
    """
    Where another hotline has the port or the data folder, one sentence says so and no address is printed before it.
    """
    ours = {**environment(tmp_path, free_port()), taken: other[taken]}

    ended = command(tmp_path, ours, "serve")

    assert (ended.returncode, ended.stdout) == (1, "")
    [refusal] = ended.stderr.splitlines()
    assert taken in refusal
    assert refusal.endswith(sentence)


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    """
    Whoever sets a host that this machine does not have reads which setting it is and what is usual.
    """
    ended = command(tmp_path, environment(tmp_path, free_port(), HOTLINE_HOST="192.0.2.1"), "serve")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Could not listen on HOTLINE_HOST 192.0.2.1")
    assert "behind a proxy it is 127.0.0.1" in ended.stderr


def test_what_is_no_address() -> None:
    """
    A host that no machine can have is refused with the same sentence.
    """
    with pytest.raises(WrongSetting, match=r"^Could not listen on HOTLINE_HOST no\.\.host.*it is 127\.0\.0\.1"):
        listening(Settings(host="no..host"))


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


def said(hotline: Running) -> list[str]:
    """The two addresses that it prints; raises TimeoutError if none come."""
    assert hotline.reader
    end = time.monotonic() + _SOON
    while time.monotonic() < end:
        for place, line in enumerate(hotline.printed):
            if line.startswith("Chat for workers"):
                return hotline.printed[place : place + 2]
        hotline.reader.join(0.05)  # not there yet; look again
    raise TimeoutError("no address was printed")


def done(folder: Path, env: Mapping[str, str], *words: str) -> None:
    """Run a command that has to succeed."""
    ended = command(folder, env, *words)
    assert ended.returncode == 0, ended.stderr
