"""Taking cases from a colleague who may not have them any more: he has left, or acts for the employer by now."""

from cases import capacity, telling
from cases.assigning import offer_next, unfit
from cases.office import Office
from cases.routing import Bar
from cases.waiting import take_back_offer
from storage import cases, events, people, sealed
from storage.cases import Case
from storage.database import Transaction


def release(tx: Transaction, office: Office, staff_id: str) -> list[str]:
    """Take from a colleague, as he stands now, every open case and offer he is unfit for; returns their numbers.

    Each goes to the duty supervisor, and from a lawyer on to the next one; only while the worker is being asked
    whether it is solved it waits with the supervisor for his word. Raises UnknownStaff if no supervisor is left.
    """
    held = [cases.lock(tx, case.id) for case in cases.with_colleague(tx, staff_id)]
    return [
        case.number for case in held if _offer_on(tx, office, case, staff_id) or _pass_on(tx, office, case, staff_id)
    ]


def take_from_unfit(tx: Transaction, case: Case) -> bool:
    """Hand a locked case from an owner who is unfit for it to the duty supervisor; returns whether that was so.

    Raises UnknownStaff if there is no supervisor.
    """
    why = unfit(tx, case, people.colleague(tx, case.owner))
    if why is None:
        return False
    if why == "conflict":
        sealed.add(tx, case.id, [case.owner])
    cases.set_owner(tx, case.id, sealed.supervisor_of(tx, case.id, case.unit).id, "released")
    n = events.record(tx, case, "released", events.HOTLINE, _facts(case.owner, why))
    telling.tell_owner(tx, case, n, case.owner)
    capacity.freed(tx, case.owner)
    tx.wake("alarms")
    return True


def _pass_on(tx: Transaction, office: Office, case: Case, staff_id: str) -> bool:
    if case.owner != staff_id or not take_from_unfit(tx, case):
        return False
    if case.status != "awaiting_worker" and people.colleague(tx, staff_id).role == "lawyer":
        offer_next(tx, office, case)
    return True


def _offer_on(tx: Transaction, office: Office, case: Case, staff_id: str) -> bool:
    why = unfit(tx, case, people.colleague(tx, staff_id)) if case.offered_to == staff_id else None
    if why is None:
        return False
    if why == "conflict":
        sealed.add(tx, case.id, [staff_id])
    take_back_offer(tx, case, events.HOTLINE)
    telling.tell(tx, staff_id, case, events.record(tx, case, "taken_back", events.HOTLINE, _facts(staff_id, why)))
    offer_next(tx, office, case)
    return True


def _facts(staff_id: str, why: Bar) -> dict[str, object]:
    return {"staff": staff_id, "ruled_out": {staff_id: why}}
