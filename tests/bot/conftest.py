"""What tests of the command line share: a folder of their own, without any setting of this machine."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import hotline
from tests.bot.command_line import Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `hotline …` in an empty folder, without any setting of this machine."""
    for name in list(os.environ):
        if name.startswith("HOTLINE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    return lambda *words: runner.invoke(hotline, list(words), catch_exceptions=False)
