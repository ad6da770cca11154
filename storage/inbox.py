"""What came in: the claim that makes every message count once, and what could not be handled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import Failure, Inbound
from storage.plain import plain
from storage.vault import Place


@dataclass(frozen=True, slots=True)
class Source:
    """Which message: the channel, the address on it and the channel's own id."""

    channel: str
    address: str
    id: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A message set aside because it could not be handled; `body` is None when the listing leaves content out."""

    channel: str
    message_id: str
    failures: int
    reason: str
    parked_at: datetime | None


def address_hash(tx: Transaction, channel: str, address: str) -> bytes:
    """The hash under which an address is found."""
    return tx.vault.look_up("address", f"{channel}\x1f{address}")


def claim(tx: Transaction, source: Source) -> bool:
    """Record a message as handled; return False if somebody already has.

    Two processes given the same message race on the primary key: the second waits for the first to commit and then
    reads False, or, if the first rolls back, wins and handles it.
    """
    statement = _CLAIM_ON_POSTGRESQL if tx.on_postgresql else _CLAIM
    return tx.execute(statement, {**_key(tx, source), "received_at": tx.now}).first() is not None


def keep(tx: Transaction, source: Source, conversation_id: str, key_id: str, after_n: int, body: str) -> None:
    """Keep what a claimed message said, sealed with its conversation's key."""
    sealed = tx.vault.seal(key_id, body, _place(conversation_id, plain(source.id)))
    which = {f"its_{name}": value for name, value in _key(tx, source).items()}
    tx.execute(_KEEP, {**which, "conversation_id": conversation_id, "after_n": after_n, "body": sealed})


def said(tx: Transaction, conversation_id: str, limit: int = 500) -> list[tuple[int, str, str]]:
    """What a person said in a conversation, oldest first: (n of the reply before it, message id, body)."""
    latest = (
        select(Inbound.after_n, Inbound.message_id, Inbound.body)
        .where(Inbound.conversation_id == conversation_id, Inbound.body.is_not(None))
        .order_by(Inbound.received_at.desc(), Inbound.message_id.desc())
        .limit(limit)
    )
    rows = tx.execute(latest).all()
    return [
        (row.after_n or 0, row.message_id, tx.vault.open(row.body, _place(conversation_id, row.message_id)))
        for row in reversed(rows)
        if row.body is not None
    ]


def failed(tx: Transaction, source: Source, reason: str) -> int:
    """Count one more failure of this message; returns how many there were. `reason` never holds content."""
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    counted = insert(Failure).values(**_key(tx, source), failures=1, reason=reason, failed_at=tx.now)
    again = counted.on_conflict_do_update(
        index_elements=["channel", "address_hash", "message_id"],
        set_={"failures": Failure.failures + 1, "reason": reason, "failed_at": tx.now},
    )
    return int(tx.execute(again.returning(Failure.failures)).scalar_one())


def park(tx: Transaction, source: Source, body: str, reason: str) -> None:
    """Set a message aside, sealed under a key of its own, so that the outside stops repeating it."""
    key_id = tx.vault.new_key()
    sealed = tx.vault.seal(key_id, body, _parking_place(plain(source.id)))
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    row = insert(Failure).values(
        **_key(tx, source), failures=1, reason=reason, failed_at=tx.now, parked_at=tx.now, body=sealed
    )
    changes = {"reason": reason, "parked_at": case((Failure.parked_at.is_(None), tx.now), else_=Failure.parked_at)}
    tx.execute(
        row.on_conflict_do_update(
            index_elements=["channel", "address_hash", "message_id"], set_={**changes, "body": sealed}
        )
    )


def parked(tx: Transaction) -> list[Parked]:
    """Every message set aside, oldest first; never its content."""
    columns = (Failure.channel, Failure.message_id, Failure.failures, Failure.reason, Failure.parked_at)
    rows = tx.execute(select(*columns).where(Failure.parked_at.is_not(None)).order_by(Failure.parked_at))
    return [Parked(*row) for row in rows]


def parked_bodies(tx: Transaction) -> list[tuple[str, bytes, str, str]]:
    """What was set aside, to be tried again: (channel, address hash, message id, body)."""
    columns = (Failure.channel, Failure.address_hash, Failure.message_id, Failure.body)
    rows = tx.execute(select(*columns).where(Failure.parked_at.is_not(None)).order_by(Failure.parked_at)).all()
    return [
        (row.channel, row.address_hash, row.message_id, tx.vault.open(row.body, _parking_place(row.message_id)))
        for row in rows
        if row.body is not None
    ]


def unpark(tx: Transaction, channel: str, hashed: bytes, message_id: str) -> None:
    """Forget that a message was set aside, because it has been handled after all."""
    tx.execute(
        delete(Failure).where(
            Failure.channel == channel, Failure.address_hash == hashed, Failure.message_id == message_id
        )
    )


_CLAIM = sqlite_insert(Inbound).on_conflict_do_nothing().returning(Inbound.message_id)
_CLAIM_ON_POSTGRESQL = postgresql_insert(Inbound).on_conflict_do_nothing().returning(Inbound.message_id)
_KEEP = (
    update(Inbound)
    .where(
        Inbound.channel == bindparam("its_channel"),
        Inbound.address_hash == bindparam("its_address_hash"),
        Inbound.message_id == bindparam("its_message_id"),
    )
    .values(conversation_id=bindparam("conversation_id"), after_n=bindparam("after_n"), body=bindparam("body"))
)


def _key(tx: Transaction, source: Source) -> dict[str, object]:
    return {
        "channel": source.channel,
        "address_hash": address_hash(tx, source.channel, source.address),
        "message_id": source.id,
    }


def _place(conversation_id: str, message_id: str) -> Place:
    return Place("inbox", "body", f"{conversation_id}:{message_id}")


def _parking_place(message_id: str) -> Place:
    return Place("failures", "body", message_id)
