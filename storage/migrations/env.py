"""Alembic's entry: migrates over the connection it is handed, or, when a version is written, over a scratch file."""

from alembic import context
from sqlalchemy import Connection, create_engine

from storage.models import Base


def migrate(connection: Connection) -> None:
    """Run what is missing in the transaction of the caller."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=False)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://").begin() as scratch:
        migrate(scratch)
