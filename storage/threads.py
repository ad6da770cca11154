"""Which message of a chat is about which case, so that whoever replies to it writes to the right person."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import ChatMessage


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message belongs to: its case; our own reply, if it is one; the letter's event in the record."""

    case_id: str | None
    outbox_id: str | None
    event_n: int | None


def note(
    tx: Transaction,
    conversation_id: str,
    message_id: str,
    *,
    case_id: str | None,
    outbox_id: str | None = None,
    event_n: int | None = None,
) -> None:
    """Remember what the message with the channel's id `message_id` belongs to; what was known of it is replaced."""
    values = {"case_id": case_id, "outbox_id": outbox_id, "event_n": event_n}
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    row = insert(ChatMessage).values(conversation_id=conversation_id, message_id=message_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["conversation_id", "message_id"], set_=values))


def find(tx: Transaction, conversation_id: str, message_id: str) -> Thread | None:
    """What a message belongs to; None if it is about no case."""
    its = (ChatMessage.conversation_id == conversation_id, ChatMessage.message_id == message_id)
    row = tx.execute(select(ChatMessage.case_id, ChatMessage.outbox_id, ChatMessage.event_n).where(*its)).first()
    return Thread(*row) if row else None
