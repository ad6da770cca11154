"""`hotline doctor` tries what an operator believes to have set up: Telegram's token, the address, the other disk."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed, refused
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import environment, free_port, serving


@pytest.fixture
def telegram(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTelegram]:
    """A hotline with people and a token, and the Telegram that knows it."""
    for words in (FEDERATION, SUPERVISOR, LAWYER):
        assert run(*words).exit_code == 0
    with running() as fake:
        monkeypatch.setenv("HOTLINE_TELEGRAM_API_URL", fake.url)
        monkeypatch.setenv("HOTLINE_TELEGRAM_TOKEN", TOKEN)
        yield fake


def test_doctor_asks_telegram_about_the_token(run: Run, telegram: FakeTelegram) -> None:
    """
    A token that Telegram knows is fine; one that it refuses is an error that says who gives another; the token itself
    is never printed.
    """
    assert run("doctor").exit_code == 0
    assert telegram.tried("getMe") == 1
    telegram.token = "another"

    ill = run("doctor")

    assert ill.exit_code == 1
    assert "- Telegram refuses HOTLINE_TELEGRAM_TOKEN; ask @BotFather" in ill.stdout
    assert f"HOTLINE_TELEGRAM_API_URL {telegram.url}" in ill.stdout
    assert TOKEN not in ill.output
    assert ill.stderr == ""


def test_doctor_does_not_blame_the_token_for_the_network(run: Run, telegram: FakeTelegram) -> None:
    """
    Telegram that cannot be reached is only advice, because the rest works, and no line of a log stands beside it.
    """
    telegram.hang_up("getMe", times=10)

    found = run("doctor")

    assert found.exit_code == 0
    assert f"Advice: Telegram could not be reached at {telegram.url}" in found.stdout
    assert found.stderr == ""


def test_doctor_tries_the_address(telegram: FakeTelegram, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A port that somebody else has, and a host of another machine, are found before the start finds them.
    """
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("HOTLINE_PORT", str(other.getsockname()[1]))
        ill = run("doctor")
    assert ill.exit_code == 1
    assert "something else listens there; stop it, or choose another port" in ill.stdout

    monkeypatch.setenv("HOTLINE_HOST", "192.0.2.1")
    assert [one["code"] for one in printed(run("doctor", "--json"), 1)["findings"] if one["level"] == "wrong"] == [
        "address"
    ]


def test_doctor_looks_at_the_list_of_erasures(
    run: Run, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A list that cannot be written would stop every backup: the doctor says so before the night does.
    """
    run(*FEDERATION)
    monkeypatch.setenv("HOTLINE_ERASURE_LOG", "/nowhere/erasures.log")

    assert "HOTLINE_ERASURE_LOG /nowhere/erasures.log cannot be written" in run("doctor").stdout
    assert "/nowhere/erasures.log cannot be written" in refused(run("backup", "kept"))


def test_doctor_knows_the_hotline_that_serves(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Asked while it serves, the doctor has nothing against the port being taken; of another hotline's port it has.
    """
    for words in (FEDERATION, SUPERVISOR, LAWYER):
        run(*words)
    port = free_port()
    monkeypatch.setenv("HOTLINE_PORT", str(port))
    with serving(tmp_path, environment(tmp_path, port)):
        assert "All is well." in run("doctor").stdout
        monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "another"))
        assert "something else listens there" in run("doctor").stdout
