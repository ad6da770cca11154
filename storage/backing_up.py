"""A portable copy of everything, taken while the hotline works: one SQLite file, the sealed files, and a manifest."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from sqlalchemy import select

from storage import manifest
from storage.copying import Print, clone, contents, copy, pour, printed, settle
from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.losses import unavailable_if_lost
from storage.manifest import Manifest
from storage.migrating import prove, ready, upgrade
from storage.models import DataKey, StoredFile


def take(database: Database, folder: Path, evidence: Path, master_key: str | None = None) -> Manifest:
    """Make a backup in `folder`, which must not exist or be empty; the hotline may be serving meanwhile.

    The database is copied as it is at one moment; then the sealed files it refers to, which never change once they
    are kept. The folder gets its name when everything is on the disk. Whatever engine the database has, the copy is
    an SQLite file. The master key is in it only if it is given. Raises StorageError, WrongKey, OSError; nothing is
    left of it then.
    """
    folder = folder.absolute()
    _refuse_occupied(folder)
    taken_at = database.clock()
    with _made_whole(folder) as whole:
        snapshot(database, whole / manifest.DATABASE)
        held = contents(whole / manifest.DATABASE)
        files, missing = _copy_evidence(evidence, whole, held.kept)
        files[manifest.DATABASE] = printed(whole / manifest.DATABASE)
        if master_key is not None:
            files[manifest.KEY] = write_key(whole / manifest.KEY, master_key)
        made = Manifest(
            program=version("hotline"),
            revision=held.revision,
            engine=database.url.get_backend_name(),
            taken_at=taken_at,
            rows=held.rows,
            files=files,
            missing=tuple(sorted(missing & database.read(_alive) if missing else ())),
        )
        made.write(whole)
    return made


def write_key(file: Path, master_key: str) -> Print:
    """Keep a master key in a new file that only we may read; raises OSError."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(master_key)
        opened.flush()
        os.fsync(opened.fileno())
    return printed(file)


def snapshot(database: Database, file: Path) -> None:
    """Write the database as it is at one moment to a new SQLite file; raises StorageError, WrongKey.

    An embedded database may be of an older revision; PostgreSQL has to be at this program's.
    """
    if database.url.get_backend_name() == "sqlite":
        database.read(prove)
        clone(Path(database.url.database or ""), file)
        return
    ready(database)
    filling = file.with_name("filling.db")
    _fill(database, filling)
    clone(filling, file)
    for rest in filling.parent.glob("filling.db*"):
        rest.unlink()


def _fill(database: Database, file: Path) -> None:
    """Build the tables in a new SQLite file and pour everything in, as of one moment, row by row."""
    copy_of_it = Database(f"sqlite:///{file}", database.master, database.clock)
    try:
        upgrade(copy_of_it)
        reading = database.reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with unavailable_if_lost(), reading.connect() as source, copy_of_it.engine.begin() as target:
            pour(source, target)
    finally:
        copy_of_it.close()


def _refuse_occupied(folder: Path) -> None:
    if folder.is_mount():
        raise StorageError(f"{folder} is a disk of its own; name a new folder on it, such as {folder / 'first'}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StorageError(f"{folder} is not empty; every backup gets a folder of its own.")


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """A folder beside it, under another name, that gets its own when the block ends well and is gone otherwise."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = folder.with_name(f".{folder.name}.unfinished-{token_hex(4)}")
    whole.mkdir(mode=0o700)
    try:
        yield whole
        settle(whole)
        os.rename(whole, folder)
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    settle(folder.parent)


def _copy_evidence(evidence: Path, whole: Path, kept: Mapping[str, str]) -> tuple[dict[str, Print], set[str]]:
    """Copy the sealed files that are kept; returns what they are known by, and the ids of those that are not there."""
    copied: dict[str, Print] = {}
    missing = set(kept)
    for source in sorted(evidence.rglob("*")):
        if source.name in missing:
            name = f"{manifest.EVIDENCE}/{source.relative_to(evidence).as_posix()}"
            try:
                copied[name] = copy(source, whole / name)
            except FileNotFoundError:  # erased this moment
                continue
            missing.remove(source.name)
    for made in {(whole / name).parent for name in copied} | {whole / manifest.EVIDENCE} if copied else ():
        settle(made)
    return copied, missing


def _alive(tx: Transaction) -> set[str]:
    """The files whose key has not been erased by now, so that nobody misses the others."""
    alive = select(StoredFile.id).join(DataKey, DataKey.id == StoredFile.key_id).where(DataKey.wrapped.is_not(None))
    return set(tx.execute(alive).scalars())
