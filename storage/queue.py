"""Cases that wait with their supervisor until a lawyer has room: the most urgent, then the oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, insert, select, tuple_
from sqlalchemy import case as choice

from storage import tree
from storage.cases import ENDED
from storage.cases import Case as Kept
from storage.database import Transaction
from storage.models import Case, Offer, Owner, Queued, Staff

_RANK = choice({"urgent": 0, "high": 1}, value=Case.urgency, else_=2)
_ORDER = (_RANK, Case.opened_at, Case.number)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits, and since when."""

    case_id: str
    number: str
    kind: str
    unit: str
    since: datetime


def put(tx: Transaction, case_id: str) -> None:
    """Have a case wait, unless it does already."""
    if tx.execute(select(Queued.case_id).where(Queued.case_id == case_id)).first() is None:
        tx.execute(insert(Queued).values(case_id=case_id, since=tx.now))


def take(tx: Transaction, case_id: str) -> None:
    """A case waits no more."""
    tx.execute(delete(Queued).where(Queued.case_id == case_id))


def in_order(tx: Transaction, unit: str) -> list[Waiting]:
    """What waits in a union body and below it, in the order in which it gets a lawyer."""
    return [Waiting(*row) for row in tx.execute(_waiting(unit).order_by(*_ORDER))]


def is_any(tx: Transaction, unit: str) -> bool:
    """Whether anything waits in a union body or below it."""
    return tx.execute(_waiting(unit).limit(1)).first() is not None


def waits(tx: Transaction, case_id: str) -> bool:
    """Whether a case still waits."""
    return tx.execute(_standing().where(Case.id == case_id)).first() is not None


def goes_before(tx: Transaction, unit: str, case: Kept, kinds: tuple[str, ...], staff_id: str) -> bool:
    """Whether something of these kinds waits in a unit or below that comes before this case and this lawyer could get.

    He could if he has not been asked about it; whether he may is looked at when it is its turn.
    """
    mine = {"urgent": 0, "high": 1}.get(case.urgency, 2)
    asked = exists().where(Offer.case_id == Case.id, Offer.staff_id == staff_id)
    earlier = tuple_(*_ORDER) < (mine, case.opened_at, case.number)
    fitting = (Case.kind.in_((*kinds, "other")), Case.id != case.id, ~asked, earlier)
    return tx.execute(_waiting(unit).where(*fitting).limit(1)).first() is not None


def _waiting(unit: str) -> Select[*tuple[Any, ...]]:
    return _standing().where(Case.unit.in_(select(tree.below(unit).c.code)))


def _standing() -> Select[*tuple[Any, ...]]:
    """Rows of cases that nobody is asked about, that no lawyer has by now and that have not ended."""
    return (
        select(Case.id, Case.number, Case.kind, Case.unit, Queued.since)
        .join(Queued, Queued.case_id == Case.id)
        .where(Case.status.not_in(ENDED), ~_offered(), ~_with_lawyer())
    )


def _offered() -> ColumnElement[bool]:
    return exists().where(Offer.case_id == Case.id, Offer.outcome.is_(None))


def _with_lawyer() -> ColumnElement[bool]:
    its = (Owner.case_id == Case.id, Owner.until.is_(None), Staff.id == Owner.staff_id, Staff.role == "lawyer")
    return exists().where(*its)
