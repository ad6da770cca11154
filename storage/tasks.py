"""Things to be done at a time: rows, so that no restart forgets them."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update

from storage.columns import Instant
from storage.database import Transaction
from storage.ids import new_id
from storage.models import Task


@dataclass(frozen=True, slots=True)
class Due:
    """A task whose time has come, ours until `until`; `attempts` is how often it was tried before."""

    id: str
    kind: str
    subject: str
    attempts: int
    until: datetime | None = field(default=None, compare=False)


def add(tx: Transaction, kind: str, subject: str, due_at: datetime) -> str:
    """Have `kind` done to `subject` (an id) at `due_at`; returns the task's id."""
    task_id = new_id()
    values = {"id": task_id, "kind": kind, "subject": subject, "due_at": due_at, "attempts": 0}
    tx.execute(insert(Task).values(values))
    tx.wake("tasks")
    return task_id


def cancel(tx: Transaction, kind: str, subject: str) -> None:
    """What was to be done to `subject` need not be done any more."""
    open_ones = (Task.kind == kind, Task.subject == subject, Task.done_at.is_(None))
    tx.execute(update(Task).where(*open_ones).values(done_at=tx.now, outcome="cancelled"))


def exists_open(tx: Transaction, kind: str, subject: str) -> bool:
    """Whether `kind` is still to be done to `subject`."""
    open_ones = (Task.kind == kind, Task.subject == subject, Task.done_at.is_(None))
    return tx.execute(select(Task.id).where(*open_ones).limit(1)).first() is not None


def lease(tx: Transaction, *, kinds: Collection[str], limit: int, seconds: float) -> list[Due]:
    """Take tasks of these kinds that are due, oldest first, for `seconds`; nobody else gets them meanwhile."""
    free = or_(Task.lease_until.is_(None), Task.lease_until <= tx.now)
    due = (
        select(Task.id, Task.kind, Task.subject, Task.attempts)
        .where(Task.done_at.is_(None), Task.kind.in_(kinds), Task.due_at <= tx.now, free)
        .order_by(Task.due_at, Task.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    until = tx.now + timedelta(seconds=seconds)
    taken = [Due(*row, until) for row in tx.execute(due)]
    if taken:
        tx.execute(update(Task).where(Task.id.in_([task.id for task in taken])).values(lease_until=until))
    return taken


def extend(tx: Transaction, task: Due, seconds: float) -> Due | None:
    """Hold a leased task for `seconds` from now; None if it is not ours any more: done, cancelled, postponed or taken.

    Its lease's end tells ours from another's: whoever took the task after our lease had ended, moved it.
    """
    until = tx.now + timedelta(seconds=seconds)
    ours = (Task.id == task.id, Task.done_at.is_(None), Task.lease_until == task.until)
    return (
        replace(task, until=until) if tx.execute(update(Task).where(*ours).values(lease_until=until)).rowcount else None
    )


def done(tx: Transaction, task_id: str) -> bool:
    """Mark a task as done, in the transaction that does it; False if it was done or cancelled meanwhile."""
    mark = update(Task).where(Task.id == task_id, Task.done_at.is_(None))
    return tx.execute(mark.values(done_at=tx.now, outcome="done")).rowcount == 1


def free(tx: Transaction, task: Due) -> None:
    """Give a leased task back, as if it had not been tried; nothing if it is not ours any more."""
    ours = (Task.id == task.id, Task.done_at.is_(None), Task.lease_until == task.until)
    tx.execute(update(Task).where(*ours).values(lease_until=None))


def postpone(tx: Transaction, task_id: str, until: datetime) -> None:
    """Try again at `until`."""
    values = {"due_at": until, "lease_until": None, "attempts": Task.attempts + 1}
    tx.execute(update(Task).where(Task.id == task_id).values(values))


def next_due(tx: Transaction, kinds: Collection[str]) -> datetime | None:
    """When the next task of these kinds may be tried, not before its lease ends; None if there is none."""
    later_of = func.greatest if tx.on_postgresql else func.max  # SQLite's max() of two values is scalar
    free_at = func.coalesce(later_of(Task.due_at, Task.lease_until), Task.due_at, type_=Instant())
    found: datetime | None = tx.execute(
        select(func.min(free_at, type_=Instant())).where(Task.done_at.is_(None), Task.kind.in_(kinds))
    ).scalar_one()
    return found


def release(tx: Transaction) -> int:
    """Free every lease, when it is certain that its holder is dead; returns how many."""
    held = (Task.done_at.is_(None), Task.lease_until.is_not(None))
    return tx.execute(update(Task).where(*held).values(lease_until=None)).rowcount
