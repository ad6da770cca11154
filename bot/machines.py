"""Several machines that serve from one PostgreSQL database: one data folder, one key, both known to the operator."""

import hashlib
import socket
from contextlib import suppress
from pathlib import Path

from bot.holding import Holding
from bot.settings import Settings, WrongSetting
from storage import machines
from storage.database import Database

_ONE_START = Path("/proc/sys/kernel/random/boot_id")  # the same in every container of a machine
_SEEN_FOR = 30.0  # seconds that a machine which died still counts as serving


def machine() -> str:
    """A name for this machine that its processes and containers share, 16 characters."""
    name = socket.gethostname()
    with suppress(OSError):
        name = _ONE_START.read_text("ascii")
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def join(settings: Settings, database: Database) -> None:
    """Return if this machine may serve from this PostgreSQL database beside whoever does so; raises WrongSetting.

    The folder must be the one that the database was first served with, and a second machine needs the key as a
    setting: one that a machine made for itself, in a file, is not where an operator looks for it.
    """
    ours, file = settings.folder_id(), settings.data_dir / "folder.id"
    known = database.call(lambda tx: machines.bind_folder(tx, ours))
    if ours != known:
        raise WrongSetting(
            f"HOTLINE_DATA_DIR {settings.data_dir} is not the folder with this database's files, which every machine "
            f"shares; mount it there, or, if it is lost for good, write {known} into {file}."
        )
    if not settings.secret_key and database.read(machines.serving) - {machine()}:
        raise WrongSetting(
            f"Another machine serves from this database: set HOTLINE_SECRET_KEY on every machine to what "
            f"{settings.key_file} holds."
        )


def presence(database: Database) -> Holding:
    """Shows the other machines that this one serves, for as long as one of its processes does."""
    return Holding(database, machines.presence(machine()), seconds=_SEEN_FOR, holder=machine())
