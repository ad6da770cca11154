"""What a colleague is still to be told of a case, so that several things that happened are told in their order."""

from sqlalchemy import select

from storage.database import Transaction
from storage.models import Task

TELL = "tell_colleague"
_AROUND = 60  # events before and after one that are looked at; hundreds are never told at once


def subject(staff_id: str, case_id: str, event_n: int) -> str:
    """What the task that tells a colleague of an event is about."""
    return f"{staff_id}:{case_id}:{event_n}"


def meant(of: str) -> tuple[str, str, int]:
    """Whom a task tells, of which case, of which of its events: the subject read back."""
    staff_id, case_id, event_n = of.rsplit(":", 2)
    return staff_id, case_id, int(event_n)


def waiting(tx: Transaction, staff_id: str, case_id: str, event_n: int) -> list[int]:
    """The events around this one that the colleague is still to be told of, in order."""
    around = range(max(1, event_n - _AROUND), event_n + _AROUND)
    subjects = [subject(staff_id, case_id, n) for n in around]
    open_ones = (Task.kind == TELL, Task.subject.in_(subjects), Task.done_at.is_(None))
    return sorted(meant(one)[2] for one in tx.execute(select(Task.subject).where(*open_ones)).scalars())
