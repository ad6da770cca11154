"""The list that makes a folder a backup: written last, it says what must be there, so that no damage goes unseen."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.copying import Print, printed
from storage.errors import StorageError

NAME = "manifest.json"
DATABASE = "hotline.db"
KEY = "secret.key"
EVIDENCE = "evidence"
_FORMAT = 1


class Damaged(StorageError):
    """A backup is not whole."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: rows by table, files by their path within it.

    `missing` are files that the database knew and that were not there to be copied.
    """

    program: str
    revision: str
    engine: str
    taken_at: datetime
    rows: Mapping[str, int]
    files: Mapping[str, Print]
    missing: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it into the folder; on the disk when this returns."""
        document = {"format": _FORMAT, **asdict(self), "taken_at": self.taken_at.isoformat()}
        with os.fdopen(os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(document, file, indent=1)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of a backup; raises Damaged if it is none, or one of a newer program."""
        try:
            document = json.loads((folder / NAME).read_text("utf-8"))
            if document["format"] != _FORMAT:
                raise Damaged(f"The backup {folder} was made by a newer program; restore it with that one.")
            return _parsed(document)
        except FileNotFoundError:
            raise Damaged(f"{folder} is not a backup: it has no {NAME}.") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Damaged(f"{folder / NAME} is damaged.") from None

    def verify(self, folder: Path) -> None:
        """Return if every file is there as it was written; raises Damaged with the first that is not."""
        for name, known in self.files.items():
            try:
                found = printed(_within(folder, name))
            except FileNotFoundError:
                raise Damaged(f"The backup is damaged: {name} is missing.") from None
            if found != known:
                raise Damaged(f"The backup is damaged: {name} is not as it was written.")
        if DATABASE not in self.files:
            raise Damaged(f"The backup is damaged: {NAME} does not name {DATABASE}.")

    @property
    def size(self) -> int:
        """Bytes, all files together."""
        return sum(file.size for file in self.files.values())


def _parsed(document: dict[str, Any]) -> Manifest:
    return Manifest(
        program=str(document["program"]),
        revision=str(document["revision"]),
        engine=str(document["engine"]),
        taken_at=datetime.fromisoformat(document["taken_at"]),
        rows={str(table): int(number) for table, number in document["rows"].items()},
        files={str(name): Print(**known) for name, known in document["files"].items()},
        missing=tuple(document["missing"]),
    )


def _within(folder: Path, name: str) -> Path:
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise Damaged(f"The backup is damaged: {NAME} names a file outside of it.")
    return folder / path
