"""Bringing a database to the version of this program, and proving that it is sealed with the key we hold."""

import hmac
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select

from storage.database import Database, Transaction
from storage.errors import NotMigrated, WrongKey
from storage.models import Fact

_PROOF = "proof of the master key"


def migrate(database: Database) -> None:
    """Bring the database to this version, and bind it to this master key if it is new; raises WrongKey."""
    with database.engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    database.call(_bind)


def ready(database: Database) -> None:
    """Return if the database is at this version and opens with this key; raises NotMigrated or WrongKey."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != ScriptDirectory.from_config(_config()).get_current_head():
        raise NotMigrated("The database is not at the version of this program; run `hotline migrate`.")
    database.read(_prove)


def _bind(tx: Transaction) -> None:
    if tx.execute(select(Fact.value).where(Fact.name == _PROOF)).first() is None:
        tx.execute(insert(Fact).values(name=_PROOF, value=tx.vault.look_up("proof", _PROOF)))
    _prove(tx)


def _prove(tx: Transaction) -> None:
    kept = tx.execute(select(Fact.value).where(Fact.name == _PROOF)).scalar_one_or_none()
    if kept is None or not hmac.compare_digest(kept, tx.vault.look_up("proof", _PROOF)):
        raise WrongKey("HOTLINE_SECRET_KEY is not the key this database was sealed with; set the right one.")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
