"""Where short notices go that tell a colleague to look at the desk: the number of his mobile phone, sealed."""

from sqlalchemy import select, update

from storage import conversations
from storage.database import Transaction
from storage.models import Staff

CHANNEL = "notice"


def of(tx: Transaction, staff_id: str) -> str | None:
    """The conversation in which notices go to a colleague; None if no number of his is known."""
    return tx.execute(select(Staff.notice_chat).where(Staff.id == staff_id)).scalar_one_or_none()


def set_number(tx: Transaction, staff_id: str, number: str | None) -> None:
    """Notices go to this number from now on; None: to nobody."""
    chat = conversations.aside(tx, CHANNEL, number, staff_id) if number else None
    tx.execute(update(Staff).where(Staff.id == staff_id).values(notice_chat=chat))
