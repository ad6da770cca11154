"""While the hotline runs, the list of erasures keeps up with the database."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.erasing import Erasing
from storage import question_log
from storage.database import Database, Transaction
from storage.erasures import ErasureLog
from storage.question_log import KEPT, Asked
from tests.conftest import SettableClock

_PATIENCE = 20.0  # seconds


async def erased(database: Database) -> str:
    """Erase a key as a person's wish does it; returns its id."""

    def erase(tx: Transaction) -> str:
        key_id = tx.vault.new_key()
        tx.vault.erase(key_id)
        return key_id

    return await database.run(erase)


async def listed(log: ErasureLog, key_id: str) -> None:
    """Return when the key is on the list; raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE):
        while key_id not in await asyncio.to_thread(log.listed):
            pass


async def test_what_a_crash_left_out_is_listed_at_the_start(database: Database, tmp_path: Path) -> None:
    """
    The process died between the commit and the line: the next start writes it.
    """
    key_id = await erased(database)
    erasing = Erasing(database, ErasureLog(tmp_path / "erasures.log"))

    erasing.start()
    await listed(ErasureLog(tmp_path / "erasures.log"), key_id)
    await erasing.stop()


async def test_an_erasure_is_listed_after_its_commit(database: Database, tmp_path: Path) -> None:
    """
    Nobody waits an hour for it; one that cannot be written down does not end the loop.
    """
    log = ErasureLog(tmp_path / "not there yet" / "erasures.log")
    erasing = Erasing(database, log)
    erasing.start()
    first = await erased(database)
    log.file.parent.mkdir()

    second = await erased(database)

    await listed(log, second)
    assert first in log.listed()
    await erasing.stop()


async def test_old_questions_are_forgotten_on_the_same_round(
    database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    """
    Half a year after somebody asked nothing is left of the question, without anybody running a command.
    """
    await database.run(lambda tx: question_log.record(tx, Asked("高铁几点开", "zh-CN", "abstain")))
    clock.now += KEPT + timedelta(seconds=1)
    erasing = Erasing(database, ErasureLog(tmp_path / "erasures.log"))

    erasing.start()
    async with asyncio.timeout(_PATIENCE):
        while await database.run(lambda tx: question_log.outcomes(tx, tx.now - 2 * KEPT)):
            pass
    await erasing.stop()

    assert await database.run(lambda tx: question_log.unmet(tx, tx.now - 2 * KEPT)) == []
