"""The far end of the outbox: taking promised replies to send them, and settling what came of it."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from storage import conversations, holders, messages, outbox, tasks, threads
from storage.columns import Instant
from storage.database import Transaction
from storage.errors import Erased, WrongKey
from storage.messages import Action, Message
from storage.models import Outbound

log = logging.getLogger(__name__)

Failed = Literal["unreachable", "refused"]
DAMAGED = "reply_damaged"  # the task that lets a case hear of a reply that does not open; its subject: the reply


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
    the one of the channel's sender. A reply whose key was erased is settled as "erased" on the way, one that does not
    open as "damaged", and one that was taken back while an earlier sender had it as that: those behind it and
    everybody else's go out.
    """
    if fence is not None and not holders.still(tx, sender_of(channel), fence):
        return []
    which = {"channel": channel, "now": tx.now}
    hurried = set(tx.execute(_HURRIED, {"channel": channel}).scalars()) - set(resting)
    rows = list(tx.execute(_HURRIED_HEADS, {**which, "those": list(hurried), "most": limit})) if hurried else []
    if len(rows) < limit and not urgent_only:
        resting = [*resting, *(row.conversation_id for row in rows)]
        rows += tx.execute(_HEADS, {**which, "resting": resting, "most": limit - len(rows)})
    if rows:
        taken = {"lease_until": tx.now + timedelta(seconds=seconds), "lease_fence": fence}
        tx.execute(update(Outbound).where(Outbound.id.in_([row.id for row in rows])).values(taken))
    opened = (_opened(tx, channel, row) for row in rows)
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
    statement = _NEXT_DUE_ON_POSTGRESQL if tx.on_postgresql else _NEXT_DUE
    found: datetime | None = tx.execute(statement, {"channel": channel}).scalar_one_or_none()
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


def _is_head() -> ColumnElement[bool]:
    """Nothing waits before it for the same reader; asked row by row, which no planner turns into all against all."""
    queue = aliased(Outbound)
    same = (queue.conversation_id == Outbound.conversation_id, queue.channel == Outbound.channel)
    return Outbound.n == select(func.min(queue.n)).where(*same, queue.status == _WAITING).scalar_subquery()


def _hurried() -> ColumnElement[bool]:
    """Urgent, or in the way of something urgent."""
    later = aliased(Outbound)
    same = (later.conversation_id == Outbound.conversation_id, later.channel == Outbound.channel)
    waiting = (later.status == _WAITING, later.n >= Outbound.n, later.urgent)
    return select(later.id).where(*same, *waiting).exists()


def _heads(*chosen: ColumnElement[bool], hurried: bool) -> Select[*tuple[Any, ...]]:
    """The head of each address's queue that is due, the oldest first; walks ix_outbox_due until there are enough."""
    now = bindparam("now", type_=Instant())
    free = or_(Outbound.lease_until.is_(None), Outbound.lease_until <= now)
    due = (Outbound.channel == bindparam("channel"), Outbound.status == _WAITING, Outbound.due_at <= now)
    return (
        select(
            Outbound.id,
            Outbound.conversation_id,
            Outbound.n,
            Outbound.message,
            Outbound.attempts,
            Outbound.action,
            Outbound.target,
            Outbound.case_id,
            Outbound.promised_at,
            literal(hurried).label("hurried"),
        )
        .where(*due, free, *chosen, _is_head())
        .order_by(Outbound.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=Outbound)
    )


def _next_due(later_of: Callable[..., ColumnElement[datetime]]) -> Select[*tuple[Any, ...]]:
    """The earliest moment at which a head is free; the first due that is not leased is among the first few."""
    free_at = func.coalesce(later_of(Outbound.due_at, Outbound.lease_until), Outbound.due_at, type_=Instant())
    waiting = (Outbound.channel == bindparam("channel"), Outbound.status == _WAITING, _is_head())
    first = select(free_at.label("free_at")).where(*waiting).order_by(Outbound.due_at).limit(_LOOKED_AT).subquery()
    return select(func.min(first.c.free_at, type_=Instant()))


# Built once: they run some thirty times a second, and building one costs more than running it. "waiting" stands in
# them as it is, because neither engine takes an index of waiting rows for a value that it is told only later.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_LOOKED_AT = 32  # more than are leased at once
_HURRIED = select(Outbound.conversation_id).where(
    Outbound.channel == bindparam("channel"), Outbound.status == _WAITING, Outbound.urgent
)
_HURRIED_HEADS = _heads(Outbound.conversation_id.in_(bindparam("those", expanding=True)), _hurried(), hurried=True)
_HEADS = _heads(Outbound.conversation_id.not_in(bindparam("resting", expanding=True)), hurried=False)
_NEXT_DUE, _NEXT_DUE_ON_POSTGRESQL = _next_due(func.max), _next_due(func.greatest)  # SQLite's max() of two is scalar


def _opened(tx: Transaction, channel: str, row: Row[*tuple[Any, ...]]) -> Promised | None:
    """The reply as its sender needs it; None if it was taken back, erased or does not open, which settles it."""
    if row.action != "delete" and _is_taken_back(tx, row.target or row.id):
        _settle(tx, row.id, outbox.TAKEN_BACK)
        return None
    try:
        address = conversations.address_of(tx, row.conversation_id)
        message = messages.read(tx, row.conversation_id, row.n, row.message)
    except Erased:
        _settle(tx, row.id, "erased")
        return None
    except (WrongKey, ValueError):
        _settle(tx, row.id, "damaged")
        log.error("reply %s is damaged and will not be sent", row.id)
        if row.case_id:  # which must not be held after the reply's row
            tasks.add(tx, DAMAGED, row.id, tx.now)
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
        row.hurried,
        conversations.language_of(tx, row.conversation_id) if message.files else None,
        row.promised_at,
    )


def _is_taken_back(tx: Transaction, reply: str) -> bool:
    """Whether a deletion was promised while the reply was with its sender, who gave it back or died over it."""
    deletion = select(Outbound.id).where(Outbound.target == reply, Outbound.action == "delete")
    return tx.execute(deletion.limit(1)).first() is not None


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
