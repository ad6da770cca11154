"""What waits for a supervisor's look: a closing that was drawn for a check, or a worker who says that it is not solved.

One of each kind stands open for a case at most. Whoever opens or settles one holds the case.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, false, insert, select, update

from storage import models
from storage.cases import Case, may_read
from storage.database import Transaction
from storage.errors import Erased
from storage.ids import new_id
from storage.people import Colleague
from storage.vault import Place

Kind = Literal["check", "unsolved"]
Reason = Literal["drawn", "money", "worker"]
Outcome = Literal["passed", "sent_back", "decided", "lapsed"]


@dataclass(frozen=True, slots=True)
class Review:
    """Something to look at, and what came of it; `words` are the supervisor's, opened, "" while there are none."""

    id: str
    kind: Kind
    reason: Reason
    asked_at: datetime
    done_at: datetime | None
    done_by: str | None
    outcome: Outcome | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case on the list of what waits for a look; nothing of its content."""

    number: str
    case_kind: str
    district: str | None
    kind: Kind
    reason: Reason
    asked_at: datetime


def ask(tx: Transaction, case: Case, kind: Kind, reason: Reason) -> bool:
    """Have a supervisor look at a held case; False if one of this kind is open already."""
    if open_one(tx, case, kind):
        return False
    values = {"id": new_id(), "case_id": case.id, "kind": kind, "reason": reason, "asked_at": tx.now}
    tx.execute(insert(models.Review).values(values))
    tx.wake("alarms")
    return True


def open_one(tx: Transaction, case: Case, kind: Kind) -> Review | None:
    """What stands open of this kind; None if nothing does."""
    return next((one for one in of_case(tx, case) if one.kind == kind and one.done_at is None), None)


def of_case(tx: Transaction, case: Case) -> list[Review]:
    """All there ever was to look at in a case, the newest first; the caller has decided who may read it."""
    its = models.Review
    plain = (its.id, its.kind, its.reason, its.asked_at, its.done_at, its.done_by, its.outcome)
    columns: tuple[Any, ...] = (*plain, its.words)
    chosen = select(*columns).where(its.case_id == case.id).order_by(its.asked_at.desc(), its.id.desc())
    return [_review(tx, row) for row in tx.execute(chosen)]


def settle(tx: Transaction, case: Case, review: Review, staff_id: str, outcome: Outcome, words: str) -> None:
    """Write down what the supervisor of a held case found."""
    sealed = tx.vault.seal(case.key_id, words, _place(review.id)) if words else None
    found = {"done_at": tx.now, "done_by": staff_id, "outcome": outcome, "words": sealed}
    tx.execute(update(models.Review).where(models.Review.id == review.id, _open()).values(found))
    tx.wake("alarms")


def waiting(tx: Transaction, supervisor: Colleague, limit: int = 300) -> list[Waiting]:
    """What waits in the cases that this supervisor may read, the longest first; nothing for anybody else."""
    its, case = models.Review, models.Case
    chosen: Select[*tuple[Any, ...]] = (
        select(case.number, case.kind, case.district, its.kind, its.reason, its.asked_at)
        .join(case, case.id == its.case_id)
        .where(_open(), may_read(tx, supervisor) if supervisor.supervises else false())
        .order_by(its.asked_at, its.id)
    )
    return [Waiting(*row) for row in tx.execute(chosen.limit(limit))]


def _open() -> ColumnElement[bool]:
    return models.Review.done_at.is_(None)


def _review(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Review:
    its, words = row, _opened(tx, row.id, row.words)
    return Review(its.id, its.kind, its.reason, its.asked_at, its.done_at, its.done_by, its.outcome, words)


def _opened(tx: Transaction, review_id: str, sealed: bytes | None) -> str:
    try:
        return tx.vault.open(sealed, _place(review_id)) if sealed else ""
    except Erased:
        return ""


def _place(review_id: str) -> Place:
    return Place("reviews", "words", review_id)
