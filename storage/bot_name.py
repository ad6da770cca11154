"""What our bot is called in Telegram, remembered so that a link to it can be written without asking."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import Fact

_NAME = "name of the bot in Telegram"


def remember(tx: Transaction, username: str) -> None:
    """Keep the name that Telegram has told us."""
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    value = {"value": username.encode()}
    row = upsert(Fact).values(name=_NAME, **value)
    tx.execute(row.on_conflict_do_update(index_elements=["name"], set_=value))


def known(tx: Transaction) -> str | None:
    """The name in t.me/<name>; None if Telegram has never told us."""
    kept = tx.execute(select(Fact.value).where(Fact.name == _NAME)).scalar_one_or_none()
    return kept.decode() if kept else None
