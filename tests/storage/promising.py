"""Replies promised, taken to be sent, sent and spoiled, as the tests of the outbox need them."""

from sqlalchemy import select, update

from storage import conversations, outbox, sending
from storage.database import Database, Transaction
from storage.messages import Message
from storage.models import Outbound
from storage.sending import Promised


def promise(
    database: Database, address: str, *texts: str, case_id: str | None = None, urgent: bool = False
) -> tuple[str, int]:
    """Promise these to an address; returns the conversation and the number of the last, 0 if there is none."""

    def work(tx: Transaction) -> tuple[str, int]:
        where, n = conversations.lock(tx, "telegram", address).id, 0
        for text in texts:
            n = outbox.promise(tx, where, Message(text), case_id=case_id, urgent=urgent)
        return where, n

    return database.call(work)


def lease(
    database: Database, limit: int = 10, resting: tuple[str, ...] = (), *, urgent: bool = False
) -> list[Promised]:
    """Take for a minute what may be sent now."""
    return database.call(
        lambda tx: sending.lease(tx, "telegram", limit=limit, seconds=60, resting=resting, urgent_only=urgent)
    )


def send(database: Database, receipt: str | None) -> Promised:
    """Send the one reply that is due."""
    [promised] = lease(database)
    database.call(lambda tx: sending.sent(tx, promised.id, receipt))
    return promised


def spoil(database: Database, conversation_id: str, n: int) -> str:
    """Damage the row of this reply, so that it does not open; returns its id."""
    its = (Outbound.conversation_id == conversation_id, Outbound.n == n)

    def work(tx: Transaction) -> str:
        row = tx.execute(select(Outbound.id, Outbound.message).where(*its)).one()
        tx.execute(update(Outbound).where(*its).values(message=row.message[:-1] + bytes([row.message[-1] ^ 1])))
        return str(row.id)

    return database.call(work)
