"""Bringing a database to the version of this program, and proving that it is sealed with the key we hold."""

import hmac
from importlib import import_module

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Database, Transaction
from storage.errors import NotMigrated, WrongKey
from storage.losses import unavailable_if_lost
from storage.models import Fact

VERSION = "0007"  # of the database, as this program needs it; a test holds it to the last of the migrations
_PROOF = "proof of the master key"
_VERSIONS = table("alembic_version", column("version_num"))
_MIGRATING = 12351  # PostgreSQL's advisory lock of whoever migrates; on SQLite BEGIN IMMEDIATE does the same


def migrate(database: Database) -> None:
    """Bring the database to this version, and bind it to this master key if it is new.

    Of two that migrate at once the second waits. Raises WrongKey, Unavailable, or NotMigrated if a newer program has
    migrated the database already.
    """
    upgrade(database)
    database.call(_bind)


def upgrade(database: Database) -> None:
    """The same without looking at the key: for a copy, which brings its own proof. Raises Unavailable, NotMigrated."""
    with unavailable_if_lost(), database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
        if version_of(connection) != VERSION:
            import_module("storage.upgrading").upgrade(connection)


def ready(database: Database) -> None:
    """Return if the database is at this version and opens with this key; raises NotMigrated, WrongKey or Unavailable.

    It never waits for the writer.
    """
    with unavailable_if_lost(writing=False), database.reading.connect() as connection:
        current = version_of(connection)
    if current != VERSION:
        raise NotMigrated("The database is not at the version of this program; run `hotline migrate`.")
    database.read(prove)


def version_of(connection: Connection) -> str | None:
    """The version a database is at; None if it is empty."""
    if not inspect(connection).has_table(_VERSIONS.name):
        return None
    version: str | None = connection.execute(select(_VERSIONS.c.version_num)).scalar_one_or_none()
    return version


def prove(tx: Transaction) -> None:
    """Return if the database was sealed with the key we hold; raises WrongKey."""
    kept = tx.execute(select(Fact.value).where(Fact.name == _PROOF)).scalar_one_or_none()
    if kept is None or not hmac.compare_digest(kept, tx.vault.look_up("proof", _PROOF)):
        raise WrongKey("HOTLINE_SECRET_KEY is not the key this database was sealed with; set the right one.")


def _bind(tx: Transaction) -> None:
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    proof = insert(Fact).values(name=_PROOF, value=tx.vault.look_up("proof", _PROOF))
    tx.execute(proof.on_conflict_do_nothing())
    prove(tx)
