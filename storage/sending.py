"""The far end of the outbox: taking promised replies to send them, and settling what came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Subquery, case, func, or_, select, update

from storage import conversations, holders, messages, threads
from storage.columns import Instant
from storage.database import Transaction
from storage.errors import Erased
from storage.messages import Action, Message
from storage.models import Outbound

Failed = Literal["unreachable", "refused"]


@dataclass(frozen=True, slots=True)
class Promised:
    """A reply that is to be sent now; `attempts` is how often it was tried before.

    An "edit" gives an earlier message of ours this content, a "delete" takes it back; `target_receipts` are the
    channel's ids of that message, of each part in order. It also counts as `urgent` if something urgent waits
    behind it for the same reader. `language` is the reader's, where files may need a word said about them.
    """

    id: str
    conversation_id: str
    channel: str
    address: str
    n: int
    message: Message
    attempts: int
    action: Action = "send"
    target_receipts: tuple[str, ...] = ()
    case_id: str | None = None
    urgent: bool = False
    language: str | None = None
    promised_at: datetime | None = None


def sender_of(channel: str) -> str:
    """The name of the hold whose one holder sends for this channel."""
    return f"sender:{channel}"


def lease(
    tx: Transaction,
    channel: str,
    *,
    limit: int,
    seconds: float,
    fence: int | None = None,
    resting: Collection[str] = (),
    urgent_only: bool = False,
) -> list[Promised]:
    """Take the head of each address's queue that is due, for `seconds`; nobody else gets it meanwhile.

    The urgent ones first, none of the conversations that are `resting`, and nothing at all if `fence` is no longer
    the one of the channel's sender. A reply whose key was erased is settled as "erased" on the way.
    """
    if fence is not None and not holders.still(tx, sender_of(channel), fence):
        return []
    heads = _heads(channel)
    free = or_(heads.c.lease_until.is_(None), heads.c.lease_until <= tx.now)
    ready = (heads.c.place == 1, heads.c.due_at <= tx.now, free, heads.c.conversation_id.not_in(resting))
    chosen = (
        select(heads.c.id, heads.c.hurried)
        .where(*ready, heads.c.hurried >= int(urgent_only))
        .order_by(heads.c.hurried.desc(), heads.c.due_at)
        .limit(limit)
    )
    hurried = {row.id: bool(row.hurried) for row in tx.execute(chosen)}
    rows = _take(tx, channel, list(hurried), {"lease_until": tx.now + timedelta(seconds=seconds), "lease_fence": fence})
    opened = (_opened(tx, channel, row, hurried=hurried[row.id]) for row in rows)
    return [promised for promised in opened if promised]


def extend(tx: Transaction, promised_id: str, seconds: float, fence: int | None = None) -> bool:
    """Keep it for `seconds` from now; False if it is not ours any more."""
    kept = update(Outbound).where(*_ours(promised_id, fence))
    return tx.execute(kept.values(lease_until=tx.now + timedelta(seconds=seconds))).rowcount == 1


def sent(tx: Transaction, promised_id: str, receipt: str | None) -> None:
    """It arrived, whoever sent it; `receipt` is the channel's id of it, or of its parts, with commas between.

    If it is about a case, whoever replies to it is found through `storage.threads`.
    """
    _settle(tx, promised_id, "sent", receipt=receipt)
    row = tx.execute(select(Outbound.conversation_id, Outbound.case_id).where(Outbound.id == promised_id)).one()
    for part in receipt.split(",") if receipt and row.case_id else ():
        threads.note(tx, row.conversation_id, part, case_id=row.case_id, outbox_id=promised_id)


def postpone(tx: Transaction, promised_id: str, until: datetime, fence: int | None = None) -> bool:
    """Try again at `until`; what follows it for the same address waits too. False if it is not ours any more."""
    values = {"due_at": until, "lease_until": None, "attempts": Outbound.attempts + 1}
    return tx.execute(update(Outbound).where(*_ours(promised_id, fence)).values(values)).rowcount == 1


def stop(tx: Transaction, promised_id: str, outcome: Failed, reason: str, fence: int | None = None) -> bool:
    """Give it up for good; `reason` never holds content. False if it is not ours any more."""
    return _settle(tx, promised_id, outcome, reason=reason, fence=fence)


def next_due(tx: Transaction, channel: str) -> datetime | None:
    """When the next waiting reply of this channel may be tried; None if nothing waits."""
    heads = _heads(channel)
    later_of = func.greatest if tx.on_postgresql else func.max  # SQLite's max() of two values is scalar
    free_at = func.coalesce(later_of(heads.c.due_at, heads.c.lease_until), heads.c.due_at, type_=Instant())
    found: datetime | None = tx.execute(
        select(func.min(free_at, type_=Instant())).where(heads.c.place == 1)
    ).scalar_one()
    return found


def oldest_due(tx: Transaction, channel: str) -> datetime | None:
    """Since when the longest overdue reply waits; None if none is overdue."""
    return tx.execute(select(func.min(Outbound.due_at)).where(*_due(tx, channel))).scalar_one()


def is_stuck(tx: Transaction, channel: str, longest: timedelta) -> bool:
    """Whether a reply is overdue for longer than this, and nothing has been settled meanwhile.

    A long queue that moves as fast as the channel allows is not stuck.
    """
    oldest, before = oldest_due(tx, channel), tx.now - longest
    if oldest is None or oldest >= before:
        return False
    lately = (Outbound.channel == channel, Outbound.settled_at >= before)
    return tx.execute(select(Outbound.id).where(*lately).limit(1)).first() is None


def release(tx: Transaction, channel: str) -> int:
    """Free every lease of a channel, when it is certain that its holder is dead; returns how many."""
    return tx.execute(update(Outbound).where(*_leased(channel)).values(lease_until=None)).rowcount


def release_older(tx: Transaction, channel: str, fence: int) -> int:
    """Free what an earlier sender of this channel had leased, once `fence` has taken over; returns how many."""
    older = or_(Outbound.lease_fence.is_(None), Outbound.lease_fence < fence)
    return tx.execute(update(Outbound).where(*_leased(channel), older).values(lease_until=None)).rowcount


_LEASED = (
    Outbound.id,
    Outbound.conversation_id,
    Outbound.n,
    Outbound.message,
    Outbound.attempts,
    Outbound.action,
    Outbound.target,
    Outbound.case_id,
    Outbound.promised_at,
)


def _opened(tx: Transaction, channel: str, row: Row[*tuple[Any, ...]], *, hurried: bool) -> Promised | None:
    """The reply as its sender needs it; None if what it says was erased, which settles it."""
    try:
        address = conversations.address_of(tx, row.conversation_id)
        message = messages.read(tx, row.conversation_id, row.n, row.message)
    except Erased:
        _settle(tx, row.id, "erased")
        return None
    return Promised(
        row.id,
        row.conversation_id,
        channel,
        address,
        row.n,
        message,
        row.attempts,
        row.action,
        _receipts(tx, row.target) if row.target else (),
        row.case_id,
        hurried,
        conversations.language_of(tx, row.conversation_id) if message.files else None,
        row.promised_at,
    )


def _receipts(tx: Transaction, target: str) -> tuple[str, ...]:
    """The channel's ids of our message as it stands now: an edit may have made its parts more or fewer."""
    versions = or_(Outbound.id == target, Outbound.target == target)
    latest = select(Outbound.receipt).where(versions, Outbound.status == "sent").order_by(Outbound.n.desc()).limit(1)
    receipt = tx.execute(latest).scalar_one_or_none()
    return tuple(receipt.split(",")) if receipt else ()


def _due(tx: Transaction, channel: str) -> tuple[ColumnElement[bool], ...]:
    free = or_(Outbound.lease_until.is_(None), Outbound.lease_until <= tx.now)
    return (Outbound.channel == channel, Outbound.status == "waiting", Outbound.due_at <= tx.now, free)


def _leased(channel: str) -> tuple[ColumnElement[bool], ...]:
    return (Outbound.channel == channel, Outbound.status == "waiting", Outbound.lease_until.is_not(None))


def _ours(promised_id: str, fence: int | None) -> tuple[ColumnElement[bool], ...]:
    """Still to be settled, and leased under this fence, if there is one."""
    waiting = (Outbound.id == promised_id, Outbound.status == "waiting")
    return waiting if fence is None else (*waiting, Outbound.lease_fence == fence)


def _heads(channel: str) -> Subquery:
    """What waits, with its place in the queue of its reader, and whether anything urgent waits there.

    In one pass over the index: asked row by row whether anything stands before it, PostgreSQL compares all with all
    as long as it has no statistics of the table, which for a fresh queue is always.
    """
    queue = Outbound.conversation_id
    return (
        select(
            Outbound.id,
            queue,
            Outbound.due_at,
            Outbound.lease_until,
            func.row_number().over(partition_by=queue, order_by=Outbound.n).label("place"),
            func.max(case((Outbound.urgent, 1), else_=0)).over(partition_by=queue).label("hurried"),
        )
        .where(Outbound.channel == channel, Outbound.status == "waiting")
        .subquery()
    )


def _take(
    tx: Transaction, channel: str, ids: list[str], lease: Mapping[str, object]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Lease those of these replies that are still free, in the order given.

    Between choosing and taking another sender may have leased or settled one; nothing can have got before it.
    """
    if not ids:
        return []
    free = select(*_LEASED).where(Outbound.id.in_(ids), *_due(tx, channel)).with_for_update(skip_locked=True)
    rows = sorted(tx.execute(free), key=lambda row: ids.index(row.id))
    if rows:
        tx.execute(update(Outbound).where(Outbound.id.in_([row.id for row in rows])).values(lease))
    return rows


def _settle(
    tx: Transaction,
    promised_id: str,
    status: str,
    *,
    receipt: str | None = None,
    reason: str | None = None,
    fence: int | None = None,
) -> bool:
    values = {"status": status, "settled_at": tx.now, "lease_until": None, "receipt": receipt, "reason": reason}
    return tx.execute(update(Outbound).where(*_ours(promised_id, fence)).values(values)).rowcount == 1
