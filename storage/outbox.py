"""What we promised to say: written with the decision, sent afterwards, in order for each address, at least once.

How it leaves is in `storage.sending`, whose names are found here too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, insert, or_, select, update
from sqlalchemy.orm import aliased

from storage import messages, tasks
from storage.database import Transaction
from storage.ids import new_id
from storage.messages import Action, Button, Message
from storage.models import Conversation, Outbound
from storage.sending import (
    Failed,
    Promised,
    extend,
    is_stuck,
    lease,
    next_due,
    oldest_due,
    postpone,
    release,
    release_older,
    sender_of,
    sent,
    stop,
)

__all__ = [
    "UNREAD",
    "Action",
    "Button",
    "Failed",
    "Last",
    "Message",
    "Numbered",
    "Promised",
    "Unread",
    "after",
    "case_of",
    "delete",
    "edit",
    "extend",
    "is_stuck",
    "last_since",
    "lease",
    "next_due",
    "oldest_due",
    "postpone",
    "promise",
    "promised",
    "release",
    "release_older",
    "seen",
    "sender_of",
    "sent",
    "stop",
    "unread",
]

UNREAD = "unread"  # the task that looks whether what stands on a web page has been read; its subject: a conversation
_LOOK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reply with its number in the conversation; an edit or deletion names the number of its `target`."""

    n: int
    message: Message
    action: Action = "send"
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """What has not been read in a web chat: since when, and the case of the newest that is about one."""

    since: datetime
    case_id: str | None


@dataclass(frozen=True, slots=True)
class Last:
    """What came of a reply so far ("waiting" if nothing has), and when it was promised."""

    status: str
    at: datetime


def promise(
    tx: Transaction, conversation_id: str, message: Message, *, case_id: str | None = None, urgent: bool = False
) -> int:
    """Promise a reply; returns its number, 1 and up without gaps, because the conversation's row is locked.

    What is `urgent` is sent before what is not, for other readers; for its own reader the order stays. If it is
    urgent or about a case and goes to a web page, somebody looks later whether it has been read there.
    """
    return _promise(tx, conversation_id, message, case_id=case_id, urgent=urgent)


def edit(tx: Transaction, conversation_id: str, n: int, message: Message) -> int | None:
    """Promise that our reply `n` will read like this; returns the edit's own number.

    None if there is no such reply, or it was taken back.
    """
    return _change(tx, conversation_id, n, message, "edit")


def delete(tx: Transaction, conversation_id: str, n: int, instead: str = "") -> int | None:
    """Promise to take our reply `n` back; returns the deletion's own number, None as for `edit`.

    `instead` is what will stand there where a channel no longer lets it go.
    """
    return _change(tx, conversation_id, n, Message(instead), "delete")


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
    return [
        Numbered(row.n, messages.read(tx, conversation_id, row.n, row.message), row.action, row.target) for row in rows
    ]


def seen(tx: Transaction, conversation_id: str, n: int) -> None:
    """The person's page has fetched everything up to `n`."""
    tx.execute(
        update(Outbound)
        .where(Outbound.conversation_id == conversation_id, Outbound.n <= n, Outbound.status == "waiting")
        .values(status="sent", settled_at=tx.now)
    )


def unread(tx: Transaction, conversation_id: str) -> Unread | None:
    """What waits in a web chat and matters, being urgent or about a case; None if nothing does."""
    its = (Outbound.conversation_id == conversation_id, Outbound.channel == "web", Outbound.status == "waiting")
    columns = (Outbound.promised_at, Outbound.case_id)
    rows = tx.execute(select(*columns).where(*its, _matters()).order_by(Outbound.n)).all()
    if not rows:
        return None
    return Unread(rows[0].promised_at, next((row.case_id for row in reversed(rows) if row.case_id), None))


def last_since(tx: Transaction, conversation_id: str, since: datetime) -> Last | None:
    """The last reply promised in a conversation from `since` on; None if there was none."""
    its = (Outbound.conversation_id == conversation_id, Outbound.promised_at >= since)
    columns = (Outbound.status, Outbound.promised_at)
    row = tx.execute(select(*columns).where(*its).order_by(Outbound.n.desc()).limit(1)).first()
    return Last(*row) if row else None


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
        "message": messages.seal(tx, key_id, conversation_id, n, message),
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
    if channel == "web" and (case_id or urgent) and not tasks.exists_open(tx, UNREAD, conversation_id):
        tasks.add(tx, UNREAD, conversation_id, tx.now + _LOOK_AFTER)
    tx.wake(f"outbox:{channel}")
    tx.wake(f"conversation:{conversation_id}")
    return int(n)


def _change(tx: Transaction, conversation_id: str, n: int, message: Message, action: Action) -> int | None:
    its = (Outbound.conversation_id == conversation_id, Outbound.n == n, Outbound.action == "send")
    row = tx.execute(select(Outbound.id, Outbound.case_id).where(*its, ~_taken_back())).first()
    if row is None:
        return None
    return _promise(tx, conversation_id, message, case_id=row.case_id, action=action, target=row.id)


def _taken_back() -> ColumnElement[bool]:
    deletion = aliased(Outbound)
    return select(deletion.id).where(deletion.target == Outbound.id, deletion.action == "delete").exists()


def _matters() -> ColumnElement[bool]:
    return or_(Outbound.urgent, Outbound.case_id.is_not(None))
