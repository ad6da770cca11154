"""How often a conversation tried codes that lead nowhere within the hour."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import WrongCodes

_HOUR = timedelta(hours=1)


def lately(tx: Transaction, conversation_id: str) -> int:
    """How many wrong codes came from a conversation within an hour of the first of them."""
    its = (WrongCodes.conversation_id == conversation_id, WrongCodes.since > tx.now - _HOUR)
    return tx.execute(select(WrongCodes.tries).where(*its)).scalar_one_or_none() or 0


def another(tx: Transaction, conversation_id: str) -> int:
    """Count one more, from a conversation that the caller holds; returns how many there are now."""
    before = lately(tx, conversation_id)
    values = {"tries": before + 1, **({} if before else {"since": tx.now})}
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    row = upsert(WrongCodes).values(conversation_id=conversation_id, since=tx.now, tries=before + 1)
    tx.execute(row.on_conflict_do_update(index_elements=["conversation_id"], set_=values))
    return before + 1
