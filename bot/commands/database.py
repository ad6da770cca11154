"""A database for one command: opened with the settings, brought up to date if it is embedded, closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import Settings
from storage.clock import Clock, system_clock
from storage.database import Database
from storage.migrating import migrate, ready
from storage.vault import Master


def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
    """The database of these settings, with its master key; raises WrongSetting."""
    settings.prepare()
    return Database(settings.database, Master(settings.master_key()), clock)


@contextmanager
def opened() -> Iterator[Database]:
    """The database, ready for use; raises WrongSetting, NotMigrated or WrongKey."""
    settings = Settings.read()
    database = open_database(settings)
    try:
        if settings.on_sqlite:
            migrate(database)
        else:
            ready(database)
        yield database
    finally:
        database.close()
