"""Cases that are kept from colleagues who stand on the other side; `storage.cases.may_read` honours it everywhere."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import insert, or_, select

from storage import people, tree
from storage.database import Transaction
from storage.models import Case, Offer, Owner, Sealed, Staff
from storage.people import Colleague

_AT_ONCE = 500  # ids in one statement


def add(tx: Transaction, case_id: str, staff_ids: Collection[str]) -> list[str]:
    """Seal a held case from these colleagues for good; returns from whom it was not sealed before."""
    fresh = sorted(set(staff_ids) - from_whom(tx, case_id))
    if fresh:
        tx.execute(insert(Sealed), [{"case_id": case_id, "staff_id": one, "since": tx.now} for one in fresh])
    return fresh


def from_whom(tx: Transaction, case_id: str) -> frozenset[str]:
    """The ids of those from whom a case is kept."""
    return frozenset(tx.execute(select(Sealed.staff_id).where(Sealed.case_id == case_id)).scalars())


def concerned(tx: Transaction, case_ids: Collection[str], staff_ids: Collection[str]) -> dict[str, set[str]]:
    """Of these colleagues, who could see which of these cases; the cases in the order in which they are locked.

    That is who owns one, who is asked to take one, and who supervises its unit or one above.
    """
    found: dict[str, set[str]] = defaultdict(set)
    above = _units_of_supervisors(tx, staff_ids)
    for some in _some(case_ids):
        for case_id, staff_id in (*_owning(tx, some, staff_ids), *_supervising(tx, some, above)):
            found[case_id].add(staff_id)
    return {case_id: found[case_id] for case_id in in_order(tx, found)}


def in_order(tx: Transaction, case_ids: Collection[str]) -> list[str]:
    """These cases in the order in which several are locked."""
    where = [tx.execute(select(Case.conversation_id, Case.id).where(Case.id.in_(some))) for some in _some(case_ids)]
    return [case_id for _, case_id in sorted((row.conversation_id, row.id) for rows in where for row in rows)]


def cases_of(tx: Transaction, staff_ids: Collection[str]) -> list[str]:
    """The cases that these colleagues own, ended ones too, or are asked to take."""
    owned = select(Owner.case_id).where(Owner.until.is_(None), Owner.staff_id.in_(staff_ids))
    asked = select(Offer.case_id).where(Offer.outcome.is_(None), Offer.staff_id.in_(staff_ids))
    return sorted({*tx.execute(owned).scalars(), *tx.execute(asked).scalars()})


def supervisor_of(tx: Transaction, case_id: str, unit: str) -> Colleague:
    """The duty supervisor for a case, or, if it is kept from him, another of his unit or of the nearest one above.

    If it is kept from all of them, an administrator; and if from all of these, the duty supervisor, who answers for it
    and cannot read it. Raises UnknownStaff if there is no supervisor at all.
    """
    on_duty, barred = people.supervisor_of(tx, unit), from_whom(tx, case_id)
    if on_duty.id not in barred:
        return on_duty
    return next((one for one in _others(tx, unit) if one.id not in barred), on_duty)


def _others(tx: Transaction, unit: str) -> Iterator[Colleague]:
    everybody = [one for one in people.everybody(tx) if one.active and one.supervises]
    for place in tree.upwards(tx, unit):
        yield from (one for one in everybody if one.unit == place and one.role == "supervisor")
    yield from (one for one in everybody if one.role == "administrator")


def _owning(tx: Transaction, case_ids: list[str], staff_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    owner = select(Owner.case_id, Owner.staff_id).where(Owner.case_id.in_(case_ids), Owner.until.is_(None))
    offer = select(Offer.case_id, Offer.staff_id).where(Offer.case_id.in_(case_ids), Offer.outcome.is_(None))
    for chosen in (owner, offer):
        yield from ((row.case_id, row.staff_id) for row in tx.execute(chosen) if row.staff_id in staff_ids)


def _supervising(tx: Transaction, case_ids: list[str], above: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    if not above:
        return
    for row in tx.execute(select(Case.id, Case.unit).where(Case.id.in_(case_ids))):
        yield from ((row.id, staff_id) for staff_id, units in above.items() if row.unit in units)


def _units_of_supervisors(tx: Transaction, staff_ids: Collection[str]) -> dict[str, set[str]]:
    """The units whose cases each supervisor or administrator among these may read, by his id."""
    roles = or_(Staff.role == "supervisor", Staff.role == "administrator")
    rows = [row for row in tx.execute(select(Staff.id, Staff.unit).where(roles)) if row.id in staff_ids]
    return {row.id: set(people.unit_and_below(tx, row.unit)) for row in rows}


def _some(ids: Collection[str]) -> list[list[str]]:
    ordered = sorted(ids)
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]
