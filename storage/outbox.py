"""What we promised to say: written with the decision, sent afterwards, in order for each address, at least once.

How it leaves is in `storage.sending`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, insert, or_, select, update
from sqlalchemy.orm import aliased

from storage import messages, tasks
from storage.database import Transaction
from storage.ids import new_id
from storage.messages import Action, Message
from storage.models import Conversation, Outbound

UNREAD = "unread"  # the task that looks whether what stands on a web page has been read; its subject: a conversation
_LOOK_AFTER = timedelta(minutes=15)
_WEB = "web"
_BEHIND = "behind"  # the column of what a reply stands for
TAKEN_BACK = "taken_back"  # the status of what never left, because it was taken back before it could


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reply with its number in the conversation; an edit or deletion names the number of its `target`.

    Of one that was `taken_back`, and of every edit of it, `message` is only what stands there instead.
    """

    n: int
    message: Message
    action: Action = "send"
    target: int | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """What has not been read in a web chat: since when, and the case of the newest that is about one."""

    since: datetime
    case_id: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply without its words; `staff_id` if it was for a colleague."""

    conversation_id: str
    n: int
    case_id: str | None
    staff_id: str | None


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


def promise_behind(
    tx: Transaction, conversation_id: str, neutral: Message, message: Message, *, case_id: str | None = None
) -> int:
    """Promise a reply that says nothing, and keep beside it, sealed, the one that it stands for; returns its number."""
    n = _promise(tx, conversation_id, neutral, case_id=case_id)
    put_behind(tx, conversation_id, n, message)
    return n


def put_behind(tx: Transaction, conversation_id: str, n: int, message: Message) -> None:
    """What our reply `n` stands for reads like this from now on."""
    key_id = tx.execute(select(Conversation.key_id).where(Conversation.id == conversation_id)).scalar_one()
    sealed = messages.seal(tx, key_id, conversation_id, n, message, _BEHIND)
    its = (Outbound.conversation_id == conversation_id, Outbound.n == n)
    tx.execute(update(Outbound).where(*its).values(behind=sealed))


def behind(tx: Transaction, conversation_id: str, n: int) -> Message | None:
    """What our reply `n` stands for; None if it is what it says, or was taken back."""
    row = _standing(tx, conversation_id, n)
    return messages.read(tx, conversation_id, n, row.behind, _BEHIND) if row and row.behind else None


def edit(tx: Transaction, conversation_id: str, n: int, message: Message) -> int | None:
    """Promise that our reply `n` will read like this; returns the edit's own number.

    None if there is no such reply, or it was taken back.
    """
    row = _standing(tx, conversation_id, n)
    if row is None:
        return None
    return _promise(tx, conversation_id, message, case_id=row.case_id, action="edit", target=row.id)


def delete(tx: Transaction, conversation_id: str, n: int, instead: str = "") -> int | None:
    """Take our reply `n` back; the caller holds the conversation.

    What waits, and is not being sent this moment, never leaves. For the rest a deletion is promised; `instead` is what
    will stand there where a channel no longer lets it go. Returns the deletion's own number; None if none is needed,
    or as for `edit`. A page may show what counts as waiting, so on the web it is always told.
    """
    row = _standing(tx, conversation_id, n)
    if row is None:
        return None
    versions = or_(Outbound.id == row.id, Outbound.target == row.id)
    stopped = _stop(tx, versions)
    if row.id in stopped and row.channel != _WEB:
        return None
    return _promise(tx, conversation_id, Message(instead), case_id=row.case_id, action="delete", target=row.id)


def withdraw(tx: Transaction, conversation_id: str, case_id: str | None = None) -> None:
    """Whatever waits for this reader about a case, or about any, never leaves, unless it is being sent this moment."""
    about = Outbound.case_id == case_id if case_id else Outbound.case_id.is_not(None)
    _stop(tx, Outbound.conversation_id == conversation_id, about)


def after(tx: Transaction, conversation_id: str, n: int, limit: int = 200) -> list[Numbered]:
    """The replies after number `n`, in order, whether sent or not."""
    target = aliased(Outbound)
    columns = (Outbound.id, Outbound.n, Outbound.message, Outbound.action, Outbound.status, Outbound.target)
    rows = tx.execute(
        select(*columns, target.n.label("target_n"))
        .outerjoin(target, target.id == Outbound.target)
        .where(Outbound.conversation_id == conversation_id, Outbound.n > n)
        .order_by(Outbound.n)
        .limit(limit)
    )
    gone = _deletions(tx, conversation_id, n)
    return [_numbered(tx, conversation_id, row, gone) for row in rows]


def seen(tx: Transaction, conversation_id: str, n: int) -> None:
    """The person's page has fetched everything up to `n`."""
    tx.execute(
        update(Outbound)
        .where(Outbound.conversation_id == conversation_id, Outbound.n <= n, Outbound.status == "waiting")
        .values(status="sent", settled_at=tx.now)
    )


def unread(tx: Transaction, conversation_id: str) -> Unread | None:
    """What waits in a web chat and matters, being urgent or about a case; None if nothing does."""
    its = (Outbound.conversation_id == conversation_id, Outbound.channel == _WEB, Outbound.status == "waiting")
    columns = (Outbound.promised_at, Outbound.case_id)
    rows = tx.execute(select(*columns).where(*its, _matters()).order_by(Outbound.n)).all()
    if not rows:
        return None
    return Unread(rows[0].promised_at, next((row.case_id for row in reversed(rows) if row.case_id), None))


def held(tx: Transaction, reply_id: str) -> Reply:
    """A reply known by its id, its conversation held until the transaction ends; nothing of either is opened."""
    columns = (Outbound.conversation_id, Outbound.n, Outbound.case_id, Conversation.staff_id)
    both = select(*columns).join(Conversation, Conversation.id == Outbound.conversation_id)
    return Reply(*tx.execute(both.where(Outbound.id == reply_id).with_for_update(of=Conversation)).one())


def last_since(tx: Transaction, conversation_id: str, since: datetime) -> Last | None:
    """The last reply promised in a conversation from `since` on; None if there was none."""
    its = (Outbound.conversation_id == conversation_id, Outbound.promised_at >= since)
    columns = (Outbound.status, Outbound.promised_at)
    row = tx.execute(select(*columns).where(*its).order_by(Outbound.n.desc()).limit(1)).first()
    return Last(*row) if row else None


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
    if channel == _WEB and (case_id or urgent) and not tasks.exists_open(tx, UNREAD, conversation_id):
        tasks.add(tx, UNREAD, conversation_id, tx.now + _LOOK_AFTER)
    tx.wake(f"outbox:{channel}")
    tx.wake(f"conversation:{conversation_id}")
    return int(n)


def _standing(tx: Transaction, conversation_id: str, n: int) -> Row[*tuple[Any, ...]] | None:
    """Our reply `n`, unless it was taken back."""
    its = (Outbound.conversation_id == conversation_id, Outbound.n == n, Outbound.action == "send")
    columns = (Outbound.id, Outbound.case_id, Outbound.channel, Outbound.behind)
    return tx.execute(select(*columns).where(*its, Outbound.status != TAKEN_BACK, ~_deleted())).first()


def _stop(tx: Transaction, *which: ColumnElement[bool]) -> list[str]:
    """Settle those of these that wait and that nobody has leased; returns their ids.

    Who is just sending one holds its row and then wants the conversation, which our caller holds: nobody waits here.
    """
    free = or_(Outbound.lease_until.is_(None), Outbound.lease_until <= tx.now)
    waiting = (Outbound.status == "waiting", Outbound.action != "delete", free)
    ids = list(tx.execute(select(Outbound.id).where(*which, *waiting).with_for_update(skip_locked=True)).scalars())
    values = {"status": TAKEN_BACK, "settled_at": tx.now}
    tx.execute(update(Outbound).where(Outbound.id.in_(ids)).values(values))
    return ids


def _deleted() -> ColumnElement[bool]:
    deletion = aliased(Outbound)
    return select(deletion.id).where(deletion.target == Outbound.id, deletion.action == "delete").exists()


def _deletions(tx: Transaction, conversation_id: str, n: int) -> dict[str, Message]:
    """What stands in the place of each reply that was taken back after number `n`, by its id."""
    its = (Outbound.conversation_id == conversation_id, Outbound.n > n, Outbound.action == "delete")
    columns = select(Outbound.target, Outbound.n, Outbound.message)
    rows = tx.execute(columns.where(*its, Outbound.status != TAKEN_BACK))
    return {row.target: messages.read(tx, conversation_id, row.n, row.message) for row in rows}


def _numbered(
    tx: Transaction, conversation_id: str, row: Row[*tuple[Any, ...]], gone: Mapping[str, Message]
) -> Numbered:
    instead = gone.get(row.target or row.id) if row.action != "delete" else None
    if instead is None and row.status == TAKEN_BACK:
        instead = Message("")
    shown = messages.read(tx, conversation_id, row.n, row.message) if instead is None else instead
    return Numbered(row.n, shown, row.action, row.target_n, instead is not None)


def _matters() -> ColumnElement[bool]:
    return and_(Outbound.action != "delete", or_(Outbound.urgent, Outbound.case_id.is_not(None)))
