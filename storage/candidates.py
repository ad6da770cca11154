"""The lawyers who could get a case, as they stand now: read for the place of the case and for no other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import aliased

from storage import people, tree
from storage.cases import ENDED
from storage.database import Transaction
from storage.divisions import level_of
from storage.models import Case, Complaint, Conversation, Offer, Owner, Staff
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer: `load` open cases, `waiting` unanswered offers, `recent` offers; `linked` if a chat reaches him."""

    colleague: Colleague
    load: int
    waiting: int
    recent: int
    linked: bool


def near(tx: Transaction, unit: str, since: datetime) -> list[Candidate]:
    """The lawyers of the prefecture in which a union body stands; of enterprises in it only those of `unit` itself.

    Of a body that stands above every prefecture, its own. `recent` counts offers made from `since` on.
    """
    local = [code for code in tree.upwards(tx, unit) if level_of(code) not in ("country", "province")]
    if not local:
        return _read(tx, Staff.unit == unit, since)
    within = people.unit_and_below(tx, local[-1])
    return _read(tx, Staff.unit.in_([one for one in within if one == unit or level_of(one) != "enterprise"]), since)


def above(tx: Transaction, unit: str, since: datetime) -> list[Candidate]:
    """The lawyers of the province and of the country above a union body, not those of other prefectures."""
    higher = [code for code in tree.upwards(tx, unit) if level_of(code) in ("country", "province") and code != unit]
    return _read(tx, Staff.unit.in_(higher), since) if higher else []


def of_units(tx: Transaction, units: Collection[str], since: datetime, limit: int) -> list[Candidate]:
    """The lawyers of these union bodies, the fullest first."""
    return sorted(_read(tx, Staff.unit.in_(units), since), key=_fullness, reverse=True)[:limit]


def those(tx: Transaction, staff_ids: Collection[str], since: datetime) -> list[Candidate]:
    """These lawyers, wherever they work."""
    return _read(tx, Staff.id.in_(staff_ids), since) if staff_ids else []


def has_room(tx: Transaction, staff_id: str) -> bool:
    """Whether a lawyer can take one more case, held so that nobody else gives him one until the transaction ends."""
    tx.execute(select(Staff.id).where(Staff.id == staff_id).with_for_update(key_share=True))
    row = tx.execute(select(Staff.capacity, _load(), _waiting()).where(Staff.id == staff_id)).one()
    return bool(row[1] + row[2] < row[0])


def knowing(tx: Transaction, case_id: str) -> set[str]:
    """Who has another open case against the employer of this one in hand."""
    mine = aliased(Complaint)
    its = (mine.case_id == case_id, Case.id != case_id, Case.status.not_in(ENDED), Owner.until.is_(None))
    found = (
        select(Owner.staff_id)
        .join(Case, Case.id == Owner.case_id)
        .join(Complaint, Complaint.case_id == Case.id)
        .join(mine, mine.employer == Complaint.employer)
        .where(*its)
    )
    return set(tx.execute(found).scalars())


def earlier(tx: Transaction, person_id: str, but: str) -> set[str]:
    """Who has had another case of the same worker, open or not; `but` is the id of the case itself."""
    its = (Case.person_id == person_id, Case.id != but)
    return set(tx.execute(select(Owner.staff_id).join(Case, Case.id == Owner.case_id).where(*its)).scalars())


def _read(tx: Transaction, who: ColumnElement[bool], since: datetime) -> list[Candidate]:
    linked = exists().where(Conversation.staff_id == Staff.id, Conversation.reachable)
    counted = (_load(), _waiting(), _recent(since), linked)
    chosen = select(*people.COLUMNS, *(one.label(name) for one, name in zip(counted, _NAMES, strict=True)))
    rows = tx.execute(chosen.where(Staff.role == "lawyer", who))
    return [Candidate(people.from_row(row), row.load, row.waiting, row.recent, bool(row.linked)) for row in rows]


_NAMES = ("load", "waiting", "recent", "linked")


def _load() -> ScalarSelect[Any]:
    owner = aliased(Owner)
    open_ones = (owner.staff_id == Staff.id, owner.until.is_(None), Case.status.not_in(ENDED))
    return (
        select(func.count()).select_from(owner).join(Case, Case.id == owner.case_id).where(*open_ones).scalar_subquery()
    )


def _waiting() -> ScalarSelect[Any]:
    return select(func.count(Offer.id)).where(Offer.staff_id == Staff.id, Offer.outcome.is_(None)).scalar_subquery()


def _recent(since: datetime) -> ScalarSelect[Any]:
    return select(func.count(Offer.id)).where(Offer.staff_id == Staff.id, Offer.made_at >= since).scalar_subquery()


def _fullness(one: Candidate) -> tuple[bool, float, str]:
    capacity = one.colleague.capacity
    return one.colleague.active, (one.load + one.waiting) / capacity if capacity else 0.0, one.colleague.id
