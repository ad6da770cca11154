"""Whole databases and files, copied: what a backup and its restoring are made of."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, and_, func, insert, select, text, update

from storage.errors import StorageError
from storage.models import Base

_AT_ONCE = 500  # rows in memory
_CHUNK = 1024 * 1024  # bytes in memory
_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


@dataclass(frozen=True, slots=True)
class Print:
    """What a file is known by: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a SQLite file holds: its revision, rows by table, and the files it says are kept, with their keys."""

    revision: str
    rows: Mapping[str, int]
    kept: Mapping[str, str]


def clone(source: Path, target: Path) -> None:
    """Write a SQLite database as it is at one moment to a new file of mode 600, without waiting for who writes.

    Nothing that was deleted or erased is in it, not even in its unused pages. Raises StorageError.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as opened:
            opened.isolation_level = None
            opened.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StorageError(f"The database could not be copied from {source} to {target}: {error}.") from None
    target.chmod(0o600)
    settle(target)


def pour(source: Connection, target: Connection) -> None:
    """Copy every table from one database to another of the same revision, whatever the engines.

    The target's tables are empty, and its caller commits.
    """
    if _revision(source) != _revision(target):
        raise StorageError("The database was migrated while it was being copied; try again.")
    for table in Base.metadata.sorted_tables:
        _pour(source, target, table)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each of this program's tables has."""
    tables = Base.metadata.sorted_tables
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def contents(file: Path) -> Contents:
    """What a SQLite file of any revision holds; raises StorageError if it is not a hotline's database."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            rows = {name: _count(opened, name) for (name,) in opened.execute(_NAMES).fetchall()}
            [(revision,)] = opened.execute("SELECT version_num FROM alembic_version")
            with_content = "SELECT f.id, k.id FROM files f JOIN data_keys k ON k.id = f.key_id "
            with_content += "WHERE f.status = 'kept' AND k.wrapped IS NOT NULL"
            kept = dict(opened.execute(with_content)) if "files" in rows else {}
    except (sqlite3.Error, ValueError):
        raise StorageError(f"{file} is not a database of the hotline.") from None
    return Contents(str(revision), rows, kept)


def copy(source: Path, target: Path) -> Print:
    """Copy a file to mode 600, on the disk when this returns; returns what it is known by. Raises OSError."""
    digest, size = sha256(), 0
    _make(target.parent)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with source.open("rb") as read, os.fdopen(descriptor, "wb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return Print(size, digest.hexdigest())


def printed(file: Path) -> Print:
    """What a file is known by; raises OSError."""
    with file.open("rb") as read:
        found = sha256()
        while chunk := read.read(_CHUNK):
            found.update(chunk)
        return Print(read.tell(), found.hexdigest())


def settle(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(folder: Path) -> None:
    """Make a folder and those above it, all of them for us alone (Path.mkdir would spare only the last one)."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _pour(source: Connection, target: Connection, table: Table) -> None:
    """Rows that point to rows of their own table are bound to them afterwards, when all are there."""
    inward = {c.name for c in table.columns if any(key.column.table is table for key in c.foreign_keys)}
    reading = source.execute(select(table), execution_options={"yield_per": _AT_ONCE})
    pointing: list[dict[str, Any]] = []
    for some in reading.mappings().partitions():
        rows = [dict(row) for row in some]
        target.execute(insert(table), [{**row, **dict.fromkeys(inward)} for row in rows])
        pointing += [row for row in rows if any(row[name] is not None for name in inward)]
    for row in pointing:
        this = and_(*(column == row[column.name] for column in table.primary_key))
        target.execute(update(table).where(this).values({name: row[name] for name in inward}))


def _revision(connection: Connection) -> object:
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _count(opened: sqlite3.Connection, table: str) -> int:
    return int(opened.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 (names out of the schema)
