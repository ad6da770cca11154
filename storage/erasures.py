"""A list of erased data keys outside the database, so that restoring an older copy brings nobody's words back.

A line is the time and the id of the key. It is written after the commit that erased the key; what a crash in between
left out is added at the next start and before every backup, because the database remembers what it erased.
"""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import bindparam, select, update

from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.models import DataKey

_LINE = re.compile(r"(\S+) ([0-9a-f]{32})")
_ERASE = (
    update(DataKey)
    .where(DataKey.id == bindparam("its_id"), DataKey.wrapped.is_not(None))
    .values(wrapped=None, erased_at=bindparam("at"))
)

Erasures = Mapping[str, datetime]


class ErasureLog:
    """The file; it is only ever appended to."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def listed(self) -> dict[str, datetime]:
        """When each key was erased; empty if there is no file. Raises StorageError if it cannot be read.

        A line that a crash cut off is passed over: its key was added again afterwards.
        """
        try:
            lines = self.file.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise StorageError(f"The list of erasures {self.file} cannot be read: {error.strerror}.") from None
        whole = filter(None, map(_LINE.fullmatch, lines))
        return {match[2]: at for match in whole if (at := _instant(match[1]))}

    def reconcile(self, database: Database) -> int:
        """Add what the database erased and the list does not know; returns how many. Raises StorageError.

        The list is made even if it stays empty, so that one that is lost can be told from one with nothing in it.
        """
        listed = self.listed()
        missing = {key_id: at for key_id, at in database.read(erased).items() if key_id not in listed}
        if missing or not self.file.exists():
            self._append("".join(f"{at.isoformat()} {key_id}\n" for key_id, at in missing.items()))
        return len(missing)

    def _append(self, lines: str) -> None:
        try:
            opened = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(opened, "r+b") as file:
                file.write(("\n" + lines if _cut_off(file) else lines).encode())
                file.flush()
                os.fsync(opened)
        except OSError as error:
            raise StorageError(f"The list of erasures {self.file} cannot be written: {error.strerror}.") from None


def erased(tx: Transaction) -> dict[str, datetime]:
    """The keys this database has erased, the earliest first."""
    rows = tx.execute(
        select(DataKey.id, DataKey.erased_at).where(DataKey.erased_at.is_not(None)).order_by(DataKey.erased_at)
    )
    return {row.id: row.erased_at for row in rows if row.erased_at}


def replay(tx: Transaction, listed: Erasures) -> int:
    """Erase every listed key that this database still has; returns how many there were."""
    return sum(tx.execute(_ERASE, {"its_id": key_id, "at": at}).rowcount for key_id, at in listed.items())


def _cut_off(file: BinaryIO) -> bool:
    """Whether the last line has no end, because a crash came in between."""
    if file.seek(0, os.SEEK_END) == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def _instant(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo else None
