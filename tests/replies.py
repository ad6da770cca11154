"""What became of every reply there is, asked of the table: the product never needs all of it at once."""

from dataclasses import dataclass

from sqlalchemy import select

from storage.database import Database, Transaction
from storage.models import Outbound


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply and where it stands: "waiting", "sent", or how it ended."""

    id: str
    conversation_id: str
    n: int
    status: str


def replies(tx: Transaction) -> list[Reply]:
    """Every reply, in the order in which they were promised."""
    columns = (Outbound.id, Outbound.conversation_id, Outbound.n, Outbound.status)
    return [Reply(*row) for row in tx.execute(select(*columns).order_by(Outbound.promised_at, Outbound.n))]


def statuses(database: Database, conversation_id: str | None = None) -> list[str]:
    """Where they stand, all of them or those of one conversation."""
    found = database.read(replies)
    return [one.status for one in found if conversation_id in (None, one.conversation_id)]
