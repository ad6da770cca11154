"""A backup put back: brought to this version, without what was erased since, and compared before it counts.

Whatever can go wrong goes wrong beside the place where the hotline looks: the database gets its name, or is
committed, last of all.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection, delete, inspect, make_url, select

from storage import erasures, holders, machines, manifest
from storage.copying import clone, contents, copy, counts, pour, settle
from storage.database import Database, Transaction
from storage.erasures import Erasures
from storage.errors import StorageError
from storage.losses import unavailable_if_lost
from storage.manifest import Damaged, Manifest
from storage.migrating import migrate, upgrade
from storage.models import Base, Fact, Holder
from storage.vault import Master

_OF_EVERY_DATABASE = {Fact.__tablename__, Holder.__tablename__, "alembic_version"}  # there before anybody says a word


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: rows and files that are back, and keys that were erased again."""

    rows: int
    files: int
    erased: int


def restore(folder: Path, made: Manifest, url: str, master: Master, evidence: Path, listed: Erasures) -> Restored:
    """Put a verified backup into the empty database at `url`, and its files into the folder `evidence`.

    What `listed` says was erased stays erased: those keys and the files sealed with them. Raises StorageError,
    WrongKey or OSError; the database is as it was then, and files that are there already do no harm.
    """
    refuse_content(url, master)
    with _workplace(evidence.parent) as work:
        file = work / manifest.DATABASE
        copy(folder / manifest.DATABASE, file)
        _compare(contents(file).rows, made.rows)
        erased = _bring_forward(file, master, listed)
        held = contents(file)
        files = _put_evidence(folder, made, evidence, held.kept)
        (_put_file if url.startswith("sqlite") else _put_rows)(file, url, master)
    return Restored(sum(held.rows.values()), files, erased)


def refuse_content(url: str, master: Master) -> None:
    """Return if there is no database yet, or one that nobody has used; raises StorageError."""
    if not url.startswith("sqlite"):
        with closing(Database(url, master)) as database:
            _refuse_rows(database)
        return
    file = _file(url)
    if not is_unused_file(url) and (used := _used(contents(file).rows)):
        raise StorageError(f"{file} has content ({used}); restore only where there is no database yet.")


def is_unused_file(url: str) -> bool:
    """Whether this is an SQLite database of which there is nothing yet."""
    file = _file(url)
    return url.startswith("sqlite") and not (file.exists() and file.stat().st_size)


def _refuse_rows(database: Database) -> None:
    with unavailable_if_lost(), database.reading.connect() as connection:
        there = {name for name in inspect(connection).get_table_names() if name in Base.metadata.tables}
        filled = {
            name: 1 for name in sorted(there) if connection.execute(select(Base.metadata.tables[name]).limit(1)).first()
        }
    if used := _used(filled):
        raise StorageError(f"The database has content ({used}); restore only into an empty one.")
    if Holder.__tablename__ in there and database.read(holders.all_held):
        raise StorageError("A hotline is serving on this database; stop it first.")


def _used(rows: Mapping[str, int]) -> str:
    return ", ".join(name for name, number in rows.items() if number and name not in _OF_EVERY_DATABASE)


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    work = beside / f".restoring-{token_hex(4)}"
    work.mkdir(mode=0o700, parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _bring_forward(file: Path, master: Master, listed: Erasures) -> int:
    """Migrate the copy, prove its key, and erase again what was erased since; returns how many keys."""
    with closing(Database(f"sqlite:///{file}", master)) as work:
        migrate(work)
        work.call(_begin_anew)
        return work.call(lambda tx: erasures.replay(tx, listed))


def _begin_anew(tx: Transaction) -> None:
    """Whoever held something, and in whichever folder, was the hotline that was copied."""
    machines.unbind_folder(tx)
    holders.release_all(tx)


def _put_evidence(folder: Path, made: Manifest, evidence: Path, kept: Collection[str]) -> int:
    """Copy the files whose key is still there; returns how many."""
    wanted = [
        (name, Path(name).relative_to(manifest.EVIDENCE))
        for name in made.files
        if name.startswith(f"{manifest.EVIDENCE}/") and Path(name).name in kept
    ]
    for name, within in wanted:
        if copy(folder / name, evidence / within) != made.files[name]:
            raise Damaged(f"{name} changed while it was being restored; look at the disk.")
    for place in {(evidence / within).parent for _, within in wanted} | {evidence} if wanted else ():
        settle(place)
    return len(wanted)


def _put_file(file: Path, url: str, _: Master) -> None:
    """The copy becomes the database; nothing that was erased is in it, not even in its unused pages."""
    place = _file(url)
    new = place.with_name(f".{place.name}.{token_hex(4)}")
    try:
        clone(file, new)
        _compare(contents(new).rows, contents(file).rows)
        for rest in ("-wal", "-shm"):
            place.with_name(place.name + rest).unlink(missing_ok=True)
        os.replace(new, place)
    finally:
        new.unlink(missing_ok=True)
    settle(place.parent)


def _put_rows(file: Path, url: str, master: Master) -> None:
    """Everything in one transaction, which is committed only if all of it has arrived."""
    with closing(Database(f"sqlite:///{file}", master)) as work, closing(Database(url, master)) as database:
        upgrade(database)
        with unavailable_if_lost(), work.reading.connect() as source, database.engine.begin() as target:
            _forget_what_every_database_has(target)
            pour(source, target)
            _compare(counts(target), counts(source))


def _forget_what_every_database_has(target: Connection) -> None:
    for table in (Fact, Holder):
        target.execute(delete(table))


def _compare(found: Mapping[str, int], expected: Mapping[str, int]) -> None:
    if different := [name for name in expected if found.get(name) != expected[name]]:
        raise Damaged(f"Not every row has arrived ({', '.join(different)}); nothing was restored.")


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")
