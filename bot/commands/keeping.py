"""`hotline backup` and `hotline restore`: a copy of everything, and the way back from it."""

import json
import os
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from bot.commands.data_folder import alone
from bot.commands.database import open_database
from bot.commands.printing import document, json_option
from bot.settings import Settings, WrongSetting
from storage import backing_up, manifest
from storage.database import Database
from storage.erasures import ErasureLog
from storage.errors import StorageError
from storage.manifest import Manifest
from storage.restoring import Restored, is_unused_file, refuse_content
from storage.restoring import restore as put_back
from storage.vault import Master

RECORD = "last-backup.json"  # in the data folder: when the last backup was made, and where


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--with-master-key", "with_key", is_flag=True, help="Put the master key in: whoever has it reads all.")
@json_option
def backup(folder: Path, with_key: bool, as_json: bool) -> None:
    """Copy database and evidence into the new folder DIR; the hotline may go on serving.

    Without the master key nothing in it can be read: keep that key elsewhere.
    """
    settings = Settings.read()
    must_be_there(settings)
    with closing(open_database(settings)) as database:
        ErasureLog(settings.erasures).reconcile(database)
        key = settings.master_key() if with_key else None
        made = _taken(database, folder, settings, key)
    _remember(settings, folder, made)
    _tell_backup(folder, made, as_json)
    if folder.resolve().is_relative_to(settings.data_dir.resolve()):
        click.echo(
            "This backup lies in HOTLINE_DATA_DIR: copy it to another disk, or one broken disk takes both.", err=True
        )
    if made.missing:
        click.echo(_lacking(made), err=True)
        sys.exit(1)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
def restore(folder: Path, as_json: bool) -> None:
    """Bring the backup in DIR back, into a hotline that has no database yet.

    HOTLINE_SECRET_KEY has to be set, or the key to lie in the data folder, unless the backup holds it.
    """
    settings = Settings.read()
    made = Manifest.read(folder)
    made.verify(folder)
    settings.prepare()
    with alone(settings.data_dir / "lock"):
        key = _key(settings, folder, made)
        master = Master(key)
        refuse_content(settings.database, master)  # before a key is put aside that somebody may still need
        _keep_key(settings, key)
        listed = ErasureLog(settings.erasures)
        notes = [] if listed.file.exists() else [_no_list(settings, made)]
        restored = put_back(folder, made, settings.database, master, settings.evidence, listed.listed())
    _tell_restored(made, restored, notes + ([_lacking(made)] if made.missing else []), as_json)


def must_be_there(settings: Settings) -> None:
    """Return if there is a hotline; raises WrongSetting.

    A mistyped HOTLINE_DATA_DIR must not be made, given a key and taken for an empty hotline.
    """
    if not settings.data_dir.is_dir():
        raise WrongSetting(f"There is no folder {settings.data_dir}; set HOTLINE_DATA_DIR to the hotline's.")
    if is_unused_file(settings.database):
        where, name = settings.data_dir, "HOTLINE_DATA_DIR"
        if settings.database_url:
            where, name = Path(settings.database_url.removeprefix("sqlite:///")), "HOTLINE_DATABASE_URL"
        raise WrongSetting(f"There is no database in {where} yet; is {name} right?")


def last_backup(settings: Settings) -> datetime | None:
    """When the last backup was made from this data folder; None if there is no record of any."""
    try:
        return datetime.fromisoformat(json.loads((settings.data_dir / RECORD).read_text("utf-8"))["taken_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _taken(database: Database, folder: Path, settings: Settings, key: str | None) -> Manifest:
    try:
        return backing_up.take(database, folder, settings.evidence, key)
    except OSError as error:
        why = error.strerror or type(error).__name__
        advice = "Is the disk there, has it room, may this user write there?"
        raise StorageError(f"The backup could not be written to {folder}: {why}. {advice}") from None


def _remember(settings: Settings, folder: Path, made: Manifest) -> None:
    file = settings.data_dir / RECORD
    new = file.with_name(f".{RECORD}.{os.getpid()}")
    new.write_text(json.dumps({"taken_at": made.taken_at.isoformat(), "where": str(folder.absolute())}), "utf-8")
    os.replace(new, file)


def _tell_backup(folder: Path, made: Manifest, as_json: bool) -> None:
    rows, evidence = sum(made.rows.values()), _evidence(made)
    if as_json:
        document(
            {
                "where": str(folder.absolute()),
                "taken_at": made.taken_at.isoformat(),
                "engine": made.engine,
                "revision": made.revision,
                "rows": rows,
                "files": evidence,
                "bytes": made.size,
                "master_key": manifest.KEY in made.files,
                "missing": list(made.missing),
            }
        )
        return
    click.echo(f"{rows} rows and {evidence} files are in {folder} ({made.size / 1e6:.1f} MB).")
    if manifest.KEY in made.files:
        click.echo("The master key is in it: whoever has this folder can read everything. Lock it away.")
    else:
        click.echo("The master key is not in it: keep HOTLINE_SECRET_KEY, or secret.key, in another safe place.")


def _tell_restored(made: Manifest, restored: Restored, notes: list[str], as_json: bool) -> None:
    if as_json:
        document(
            {
                "taken_at": made.taken_at.isoformat(),
                "rows": restored.rows,
                "files": restored.files,
                "erased": restored.erased,
                "missing": list(made.missing),
                "notes": notes,
            }
        )
        return
    click.echo(f"The hotline is back as it was on {made.taken_at.astimezone():%Y-%m-%d at %H:%M %Z}.")
    click.echo(f"{restored.rows} rows, {restored.files} files; {restored.erased} erasures made since were made again.")
    for note in notes:
        click.echo(note)
    click.echo("Look at `hotline doctor`, then start it.")


def _key(settings: Settings, folder: Path, made: Manifest) -> str:
    """The key that is set, or the backup's own, or the one in the data folder; raises WrongSetting."""
    if settings.secret_key is None and manifest.KEY in made.files:
        return (folder / manifest.KEY).read_text("utf-8").strip()
    if settings.secret_key is None and not settings.key_file.exists():
        raise WrongSetting(
            f"The backup does not hold the master key: set HOTLINE_SECRET_KEY, or put the right one at "
            f"{settings.key_file}."
        )
    return settings.master_key()


def _keep_key(settings: Settings, key: str) -> None:
    """Leave the key where the hotline looks for it; one that lay there unused is put aside, never thrown away."""
    if settings.secret_key is not None:
        return
    file = settings.key_file
    if file.exists():
        if file.read_text("utf-8").strip() == key:
            return
        file.rename(file.with_name(f"secret.key.unused-{datetime.now().astimezone():%Y%m%d%H%M%S}"))
    backing_up.write_key(file, key)


def _evidence(made: Manifest) -> int:
    return sum(name.startswith(f"{manifest.EVIDENCE}/") for name in made.files)


def _lacking(made: Manifest) -> str:
    return f"{len(made.missing)} files that people sent were not in the evidence folder and are not in the backup."


def _no_list(settings: Settings, made: Manifest) -> str:
    return (
        f"There is no list of erasures at {settings.erasures}: what was erased after "
        f"{made.taken_at.astimezone():%Y-%m-%d %H:%M %Z} is back. "
        "If you have the list, set HOTLINE_ERASURE_LOG to it and restore into an empty folder again."
    )
