"""What the lists of the desk show: cases without their content, the visibility decided in the query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, or_, select
from sqlalchemy.orm import aliased

from storage.cases import ENDED, Ending, Status, may_read
from storage.database import Transaction
from storage.models import Case, Offer, Owner, Staff
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on a list: where it stands and with whom, no story, no employer, no person."""

    number: str
    kind: str
    status: Status
    ending: Ending | None
    urgency: str
    district: str | None
    opened_at: datetime
    owner: str
    owner_name: str
    with_lawyer: bool
    offered_to_name: str | None
    due_at: datetime | None


def own(tx: Transaction, colleague: Colleague, limit: int = 300) -> list[Listed]:
    """What this colleague answers for; what has not ended first, then the newest."""
    chosen = _listed().where(Owner.staff_id == colleague.id).order_by(_ended(), Case.opened_at.desc())
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def without_lawyer(tx: Transaction, supervisor: Colleague, limit: int = 300) -> list[Listed]:
    """Cases no lawyer has taken yet, of the supervisor's unit and below; the most urgent, then the oldest first."""
    mine = (_watched(tx, supervisor), ~_ended(), Staff.role != "lawyer")
    chosen = _listed().where(*mine).order_by(_rank(), Case.opened_at, Case.number)
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def with_lawyer_or_ended(tx: Transaction, supervisor: Colleague, limit: int = 300) -> list[Listed]:
    """Every other case of the supervisor's unit and below; what has not ended first, then the newest."""
    mine = (_watched(tx, supervisor), or_(_ended(), Staff.role == "lawyer"))
    chosen = _listed().where(*mine).order_by(_ended(), Case.opened_at.desc())
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def _listed() -> Select[*tuple[Any, ...]]:
    asked = aliased(Staff)
    return (
        select(
            Case.number,
            Case.kind,
            Case.status,
            Case.ending,
            Case.urgency,
            Case.district,
            Case.opened_at,
            Staff.id,
            Staff.name,
            Staff.role == "lawyer",
            asked.name,
            Offer.due_at,
        )
        .join(Owner, (Owner.case_id == Case.id) & Owner.until.is_(None))
        .join(Staff, Staff.id == Owner.staff_id)
        .outerjoin(Offer, (Offer.case_id == Case.id) & Offer.outcome.is_(None))
        .outerjoin(asked, asked.id == Offer.staff_id)
    )


def _watched(tx: Transaction, supervisor: Colleague) -> ColumnElement[bool]:
    """What a supervisor may read; nobody else watches a unit."""
    return may_read(tx, supervisor) if supervisor.supervises else false()


def _ended() -> ColumnElement[bool]:
    return Case.status.in_(ENDED)


def _rank() -> ColumnElement[int]:
    return case({"urgent": 0, "high": 1}, value=Case.urgency, else_=2)
