"""A database for one command: opened with the settings, brought up to date if it is embedded, closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import Settings, WrongSetting
from storage.clock import Clock, system_clock
from storage.database import Database
from storage.errors import Unavailable
from storage.migrating import migrate, ready
from storage.vault import Master

_ON_POSTGRESQL = (
    "The database of HOTLINE_DATABASE_URL does not answer: is PostgreSQL running, are address, user, password and name "
    "right, is its disk full?"
)
_ON_SQLITE = "The database {} cannot be used: is its folder there, is it this user's, is the disk full?"


def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
    """The database of these settings, with its master key; raises WrongSetting."""
    settings.prepare()
    return Database(settings.database, Master(settings.master_key()), clock)


@contextmanager
def answering(settings: Settings) -> Iterator[None]:
    """For the first words with a database: raises WrongSetting, which says where to look, if it does not answer."""
    try:
        yield
    except Unavailable:
        raise WrongSetting(_ON_SQLITE.format(settings.database) if settings.on_sqlite else _ON_POSTGRESQL) from None


@contextmanager
def opened() -> Iterator[Database]:
    """The database, ready for use; raises WrongSetting, NotMigrated or WrongKey."""
    settings = Settings.read()
    database = open_database(settings)
    try:
        with answering(settings):
            if settings.on_sqlite:
                migrate(database)
            else:
                ready(database)
        yield database
    finally:
        database.close()
