"""The list of erasures: nothing that was erased is missing from it, whatever crashed."""

import stat
from pathlib import Path

import pytest

from storage.database import Database
from storage.erasures import ErasureLog
from storage.errors import StorageError
from tests.conftest import SettableClock


def test_the_list_of_erasures_survives_a_crash(database: Database, tmp_path: Path, clock: SettableClock) -> None:
    """
    A line that a crash cut off is written again and glued to nothing; what is listed is not listed twice.
    """
    keys = [database.call(lambda tx: tx.vault.new_key()) for _ in range(2)]
    database.call(lambda tx: tx.vault.erase(keys[0]))
    log = ErasureLog(tmp_path / "erasures.log")
    log.reconcile(database)
    written = log.file.read_bytes()
    log.file.write_bytes(written + b"2026-11-23T02:00:00+00:00 0123")
    database.call(lambda tx: tx.vault.erase(keys[1]))

    assert log.reconcile(database) == 1
    assert log.reconcile(database) == 0

    assert log.listed() == dict.fromkeys(keys, clock.now)
    assert log.file.read_bytes().startswith(written)
    assert stat.S_IMODE(log.file.stat().st_mode) == 0o600


def test_a_list_that_cannot_be_written_is_a_sentence(sqlite: Database, tmp_path: Path) -> None:
    """
    The disk for it is not mounted: the file is named, and the erasure is listed later.
    """
    log = ErasureLog(tmp_path / "not mounted" / "erasures.log")

    with pytest.raises(StorageError, match=r"erasures\.log cannot be written"):
        log.reconcile(sqlite)

    log.file.parent.mkdir()
    assert log.reconcile(sqlite) == 0
    assert log.file.exists()
