"""A complaint becomes a case: number, owner and first offer in one transaction."""

from dataclasses import dataclass

from cases import receipts, telling
from cases.assigning import offer_next
from cases.grouping import COLLECTIVE
from cases.office import Office
from knowledge.kinds import KINDS
from storage import events, opening, people
from storage.cases import Case, Complaint
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case, the code that proves it is the worker's, and whether a lawyer has been asked already."""

    case: Case
    receipt: str
    offered: bool


def open_case(
    tx: Transaction, office: Office, complaint: Complaint, *, conversation_id: str, person_id: str, urgency: str
) -> Opened:
    """Open a case for the unit of the place, owned by its duty supervisor, and offer it to a lawyer at once.

    What is for the union itself, such as a danger on a site or a family in need, stays with the supervisor.
    """
    case, receipt, n = _open(tx, office, complaint, conversation_id, person_id, _urgency(complaint, urgency))
    if KINDS[complaint.kind].to == "lawyer":
        return Opened(case, receipt, offer_next(tx, office, case) is not None)
    telling.tell_owner(tx, case, n)
    tx.wake("alarms")
    return Opened(case, receipt, False)


def _urgency(complaint: Complaint, urgency: str) -> str:
    """Ten workers or more are not kept waiting like one."""
    return "high" if urgency == "normal" and (complaint.headcount or 0) >= COLLECTIVE else urgency


def ask_for_person(
    tx: Transaction, office: Office, words: str, *, conversation_id: str, person_id: str, urgency: str
) -> Opened:
    """Open a case for somebody who wants to speak to a person: the duty supervisor has it, no lawyer is asked."""
    complaint = Complaint("other", words)
    case, receipt, n = _open(tx, office, complaint, conversation_id, person_id, urgency)
    telling.tell_owner(tx, case, n)
    tx.wake("alarms")
    return Opened(case, receipt, False)


def unit_for(tx: Transaction, office: Office, district: str | None) -> str:
    """The union body of a district; the city's where it has none or is not known; else whichever stands highest."""
    bodies = people.units(tx)
    codes = [unit.code for unit in bodies]
    highest = [unit.code for unit in bodies if unit.parent is None]
    return next((code for code in (district, office.policy.city) if code in codes), (highest or codes or [""])[0])


def _open(
    tx: Transaction, office: Office, complaint: Complaint, conversation_id: str, person_id: str, urgency: str
) -> tuple[Case, str, int]:
    unit = unit_for(tx, office, complaint.district)
    owner = people.supervisor_of(tx, unit)
    opened = opening.open_case(
        tx,
        complaint,
        conversation_id=conversation_id,
        person_id=person_id,
        unit=unit,
        prefix=office.policy.prefix,
        owner=owner.id,
        urgency=urgency,
    )
    receipts.fix(tx, opened.case)
    n = events.record(tx, opened.case, "opened", events.WORKER, {"kind": complaint.kind, "owner": owner.id})
    return opened.case, opened.receipt, n
