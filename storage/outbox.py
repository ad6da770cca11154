"""What we promised to say: written with the decision, sent afterwards, in order for each address, at least once."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from storage import conversations, threads
from storage.columns import Instant
from storage.database import Transaction
from storage.ids import new_id
from storage.models import Conversation, Outbound
from storage.vault import Place

Failed = Literal["unreachable", "refused"]
Action = Literal["send", "edit", "delete"]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: `id` says what it does, and to what ("reply:TS26112200007"); `label` is what is read.

    `at` is the question it was shown below, where the same id stands below several ("skip").
    """

    id: str
    label: str
    at: str = ""

    @property
    def press(self) -> str:
        """What comes back when it is tapped: the id, and the question it stood below."""
        return f"{self.id}:{self.at}" if self.at else self.id


@dataclass(frozen=True, slots=True)
class Message:
    """One message of ours: its text, what can be tapped below it, and the ids of the files that go with it."""

    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promised:
    """A reply that is to be sent now; `attempts` is how often it was tried before.

    An "edit" gives an earlier message of ours this content, a "delete" takes it back; `target_receipts` are the
    channel's ids of that message, of each part in order.
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


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reply with its number in the conversation; an edit or deletion names the number of its `target`."""

    n: int
    message: Message
    action: Action = "send"
    target: int | None = None


def promise(
    tx: Transaction, conversation_id: str, message: Message, *, case_id: str | None = None, urgent: bool = False
) -> int:
    """Promise a reply; returns its number, 1 and up without gaps, because the conversation's row is locked.

    What is `urgent` is sent before what is not, for other readers; for its own reader the order stays.
    """
    return _promise(tx, conversation_id, message, case_id=case_id, urgent=urgent)


def edit(tx: Transaction, conversation_id: str, n: int, message: Message) -> int | None:
    """Promise that our reply `n` will read like this; returns the edit's own number, None if there is no such reply."""
    return _change(tx, conversation_id, n, message, "edit")


def delete(tx: Transaction, conversation_id: str, n: int) -> int | None:
    """Promise to take our reply `n` back; returns the deletion's own number, None if there is no such reply."""
    return _change(tx, conversation_id, n, Message(""), "delete")


def lease(tx: Transaction, channel: str, *, limit: int, seconds: float) -> list[Promised]:
    """Take the head of each address's queue that is due, for `seconds`; nobody else gets it meanwhile."""
    heads = (
        select(*_LEASED)
        .where(*_due(tx, channel), ~_something_earlier())
        .order_by(Outbound.urgent.desc(), Outbound.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.execute(heads).all()
    if rows:
        until = tx.now + timedelta(seconds=seconds)
        tx.execute(update(Outbound).where(Outbound.id.in_([row.id for row in rows])).values(lease_until=until))
    return [_promised(tx, channel, row) for row in rows]


def sent(tx: Transaction, promised_id: str, receipt: str | None) -> None:
    """It arrived; `receipt` is the channel's id of it, or of its parts, with commas between.

    If it is about a case, whoever replies to it is found through `storage.threads`.
    """
    _settle(tx, promised_id, "sent", receipt=receipt)
    row = tx.execute(select(Outbound.conversation_id, Outbound.case_id).where(Outbound.id == promised_id)).one()
    for part in receipt.split(",") if receipt and row.case_id else ():
        threads.note(tx, row.conversation_id, part, case_id=row.case_id, outbox_id=promised_id)


def postpone(tx: Transaction, promised_id: str, until: datetime) -> None:
    """Try again at `until`; what follows it for the same address waits too."""
    values = {"due_at": until, "lease_until": None, "attempts": Outbound.attempts + 1}
    tx.execute(update(Outbound).where(Outbound.id == promised_id).values(values))


def stop(tx: Transaction, promised_id: str, outcome: Failed, reason: str) -> None:
    """Give it up for good; `reason` never holds content."""
    _settle(tx, promised_id, outcome, reason=reason)


def case_of(tx: Transaction, promised_id: str) -> str | None:
    """The case this reply was about, if any."""
    return tx.execute(select(Outbound.case_id).where(Outbound.id == promised_id)).scalar_one()


def after(tx: Transaction, conversation_id: str, n: int, limit: int = 200) -> list[Numbered]:
    """The replies after number `n`, in order, whether sent or not."""
    target = aliased(Outbound)
    rows = tx.execute(
        select(Outbound.n, Outbound.message, Outbound.action, target.n.label("target"))
        .outerjoin(target, target.id == Outbound.target)
        .where(Outbound.conversation_id == conversation_id, Outbound.n > n)
        .order_by(Outbound.n)
        .limit(limit)
    )
    return [Numbered(row.n, _read(tx, conversation_id, row.n, row.message), row.action, row.target) for row in rows]


def seen(tx: Transaction, conversation_id: str, n: int) -> None:
    """The person's page has fetched everything up to `n`."""
    tx.execute(
        update(Outbound)
        .where(Outbound.conversation_id == conversation_id, Outbound.n <= n, Outbound.status == "waiting")
        .values(status="sent", settled_at=tx.now)
    )


def next_due(tx: Transaction, channel: str) -> datetime | None:
    """When the next waiting reply of this channel may be tried; None if nothing waits."""
    later_of = func.greatest if tx.on_postgresql else func.max  # SQLite's max() of two values is scalar
    free_at = func.coalesce(later_of(Outbound.due_at, Outbound.lease_until), Outbound.due_at, type_=Instant())
    waiting = (Outbound.channel == channel, Outbound.status == "waiting", ~_something_earlier())
    found: datetime | None = tx.execute(select(func.min(free_at, type_=Instant())).where(*waiting)).scalar_one()
    return found


def oldest_due(tx: Transaction, channel: str) -> datetime | None:
    """Since when the longest overdue reply waits; None if none is overdue."""
    return tx.execute(select(func.min(Outbound.due_at)).where(*_due(tx, channel))).scalar_one()


def release(tx: Transaction, channel: str) -> int:
    """Free every lease of a channel, when it is certain that its holder is dead; returns how many."""
    held = (Outbound.channel == channel, Outbound.status == "waiting", Outbound.lease_until.is_not(None))
    return tx.execute(update(Outbound).where(*held).values(lease_until=None)).rowcount


def promised(tx: Transaction) -> list[tuple[str, str, int, str]]:
    """Every reply there is: (id, conversation, n, status), oldest first."""
    columns = (Outbound.id, Outbound.conversation_id, Outbound.n, Outbound.status)
    return [(r[0], r[1], r[2], r[3]) for r in tx.execute(select(*columns).order_by(Outbound.promised_at, Outbound.n))]


_NUMBER = (
    update(Conversation)
    .where(Conversation.id == bindparam("its_id"))
    .values(last_n=Conversation.last_n + 1)
    .returning(Conversation.last_n, Conversation.key_id, Conversation.channel)
)
_PROMISE = insert(Outbound)
_LEASED = (
    Outbound.id,
    Outbound.conversation_id,
    Outbound.n,
    Outbound.message,
    Outbound.attempts,
    Outbound.action,
    Outbound.target,
    Outbound.case_id,
    Outbound.urgent,
)


def _promise(
    tx: Transaction,
    conversation_id: str,
    message: Message,
    *,
    case_id: str | None,
    urgent: bool = False,
    action: Action = "send",
    target: str | None = None,
) -> int:
    n, key_id, channel = tx.execute(_NUMBER, {"its_id": conversation_id}).one()
    values = {
        "id": new_id(),
        "conversation_id": conversation_id,
        "n": n,
        "channel": channel,
        "message": tx.vault.seal(key_id, _written(message), _place(conversation_id, n)),
        "case_id": case_id,
        "status": "waiting",
        "promised_at": tx.now,
        "due_at": tx.now,
        "attempts": 0,
        "urgent": urgent,
        "action": action,
        "target": target,
    }
    tx.execute(_PROMISE, values)
    tx.wake(f"outbox:{channel}")
    tx.wake(f"conversation:{conversation_id}")
    return int(n)


def _change(tx: Transaction, conversation_id: str, n: int, message: Message, action: Action) -> int | None:
    its = (Outbound.conversation_id == conversation_id, Outbound.n == n, Outbound.action == "send")
    row = tx.execute(select(Outbound.id, Outbound.case_id).where(*its)).first()
    if row is None:
        return None
    return _promise(tx, conversation_id, message, case_id=row.case_id, action=action, target=row.id)


def _promised(tx: Transaction, channel: str, row: Row[*tuple[Any, ...]]) -> Promised:
    changed = select(Outbound.receipt).where(Outbound.id == row.target)
    receipt = tx.execute(changed).scalar_one_or_none() if row.target else None
    return Promised(
        row.id,
        row.conversation_id,
        channel,
        conversations.address_of(tx, row.conversation_id),
        row.n,
        _read(tx, row.conversation_id, row.n, row.message),
        row.attempts,
        row.action,
        tuple(receipt.split(",")) if receipt else (),
        row.case_id,
        row.urgent,
    )


def _due(tx: Transaction, channel: str) -> tuple[ColumnElement[bool], ...]:
    free = or_(Outbound.lease_until.is_(None), Outbound.lease_until <= tx.now)
    return (Outbound.channel == channel, Outbound.status == "waiting", Outbound.due_at <= tx.now, free)


def _something_earlier() -> ColumnElement[bool]:
    earlier = aliased(Outbound)
    same = (earlier.conversation_id == Outbound.conversation_id, earlier.channel == Outbound.channel)
    return select(earlier.id).where(*same, earlier.status == "waiting", earlier.n < Outbound.n).exists()


def _settle(
    tx: Transaction, promised_id: str, status: str, *, receipt: str | None = None, reason: str | None = None
) -> None:
    values = {"status": status, "settled_at": tx.now, "lease_until": None, "receipt": receipt, "reason": reason}
    tx.execute(update(Outbound).where(Outbound.id == promised_id, Outbound.status == "waiting").values(values))


def _written(message: Message) -> str:
    buttons = [[button.id, button.label, button.at] for button in message.buttons]
    return json.dumps({"text": message.text, "buttons": buttons, "files": message.files}, ensure_ascii=False)


def _read(tx: Transaction, conversation_id: str, n: int, sealed: bytes) -> Message:
    written = json.loads(tx.vault.open(sealed, _place(conversation_id, n)))
    buttons = tuple(Button(*button) for button in written["buttons"])
    return Message(written["text"], buttons, tuple(written.get("files", ())))


def _place(conversation_id: str, n: int) -> Place:
    return Place("outbox", "message", f"{conversation_id}:{n}")
