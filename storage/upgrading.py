"""The steps from one version of the database to the next. Alembic is loaded only when there is a step to be taken."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.errors import NotMigrated


def upgrade(connection: Connection) -> None:
    """Take every step that is missing; raises NotMigrated if the database is of a newer program."""
    configured = config()
    configured.attributes["connection"] = connection
    try:
        command.upgrade(configured, "head")
    except CommandError as error:
        raise NotMigrated("A newer version of this program has migrated the database; install that one.") from error


def config() -> Config:
    """Where the steps are."""
    configured = Config()
    configured.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    configured.set_main_option("path_separator", "os")
    return configured
