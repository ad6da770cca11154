"""What these tests share: the command line in a folder of its own, and Telegram on loopback with a sender to it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import hotline
from bot.telegram.client import connect
from bot.telegram.send import TelegramSender
from tests.bot.command_line import Run
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import free_port


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `hotline …` in an empty folder, without any setting of this machine."""
    for name in list(os.environ):
        if name.startswith("HOTLINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_PORT", str(free_port()))
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    return lambda *words: runner.invoke(hotline, list(words), catch_exceptions=False)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running() as fake:
        yield fake


@pytest.fixture
async def sender(telegram: FakeTelegram) -> AsyncIterator[TelegramSender]:
    async with connect(TOKEN, telegram.url) as bot:
        yield TelegramSender(bot)
