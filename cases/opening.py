"""A complaint becomes a case: number, owner and first offer in one transaction."""

from dataclasses import dataclass

from cases import alike, parties, receipts, telling
from cases.assigning import offer_next
from cases.office import Office
from cases.places_of_work import CLIMBED, place_of_work
from knowledge.kinds import KINDS
from knowledge.reading.calendars import days_to_new_year
from storage import events, opening, people
from storage.cases import Case, Complaint
from storage.clock import CHINA
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
    pressing = class_of(tx, office, complaint, urgency)
    case, receipt, n = _open(tx, office, complaint, conversation_id, person_id, pressing)
    if KINDS[complaint.kind].to == "lawyer":
        return Opened(case, receipt, offer_next(tx, office, case) is not None)
    telling.tell_owner(tx, case, n)
    tx.wake("alarms")
    return Opened(case, receipt, False)


def class_of(tx: Transaction, office: Office, complaint: Complaint, urgency: str) -> str:
    """How pressing a complaint is: many workers are not kept waiting like one, and before the Spring Festival nobody.

    Whoever wants to be paid goes home then, with the money or without.
    """
    policy, today = office.policy, tx.now.astimezone(CHINA).date()
    many = (complaint.headcount or 0) >= policy.many_workers
    soon = days_to_new_year(today) <= policy.before_spring_festival
    return "high" if urgency == "normal" and (many or soon) else urgency


def ask_for_person(
    tx: Transaction, office: Office, words: str, *, conversation_id: str, person_id: str, urgency: str
) -> Opened:
    """Open a case for somebody who wants to speak to a person: the duty supervisor has it, no lawyer is asked."""
    complaint = Complaint("other", words)
    case, receipt, n = _open(tx, office, complaint, conversation_id, person_id, urgency)
    telling.tell_owner(tx, case, n)
    tx.wake("alarms")
    return Opened(case, receipt, False)


def _open(
    tx: Transaction, office: Office, complaint: Complaint, conversation_id: str, person_id: str, urgency: str
) -> tuple[Case, str, int]:
    place = place_of_work(tx, office, complaint.district, complaint.kind)
    owner = people.supervisor_of(tx, place.unit)
    opened = opening.open_case(
        tx,
        complaint,
        conversation_id=conversation_id,
        person_id=person_id,
        unit=place.unit,
        prefix=office.policy.prefix,
        owner=owner.id,
        urgency=urgency,
    )
    receipts.fix(tx, opened.case)
    n = events.record(tx, opened.case, "opened", events.WORKER, {"kind": complaint.kind, "owner": owner.id})
    for climb in place.climbed:
        events.record(tx, opened.case, CLIMBED, events.HOTLINE, climb.facts)
    case = parties.begin(tx, opened.case)
    alike.look(tx, office, case)
    return case, opened.receipt, n
