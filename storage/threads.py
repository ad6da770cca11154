"""Which message of a chat is about which case, so that whoever replies to it writes to the right person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import Case, ChatMessage, Conversation, Outbound


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


def forget_others(tx: Transaction, conversation_id: str) -> None:
    """Whatever stood in this chat about cases that are not its own person's leads nowhere any more."""
    person = select(Conversation.person_id).where(Conversation.id == conversation_id).scalar_subquery()
    his_own = select(Case.id).where(Case.person_id == person)
    its = (ChatMessage.conversation_id == conversation_id, ChatMessage.case_id.not_in(his_own))
    tx.execute(delete(ChatMessage).where(*its))


def number_of(tx: Transaction, outbox_id: str) -> int | None:
    """The number that a reply of ours has in its conversation."""
    return tx.execute(select(Outbound.n).where(Outbound.id == outbox_id)).scalar_one_or_none()


def about(tx: Transaction, conversation_id: str, case_id: str | None, since: datetime) -> list[int]:
    """The numbers of our messages about a case, or about any, promised to a chat since then; those taken back too."""
    its = (Outbound.conversation_id == conversation_id, Outbound.action == "send", Outbound.promised_at >= since)
    which = Outbound.case_id == case_id if case_id else Outbound.case_id.is_not(None)
    return list(tx.execute(select(Outbound.n).where(*its, which).order_by(Outbound.n)).scalars())
