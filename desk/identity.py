"""Opening the contact of a worker or workmate: only by whoever answers for the case, with a reason, on the record."""

from cases.errors import CaseError, Empty, NotYours
from storage import cases, events, groups
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

IDENTITY_OPENED = "identity_opened"


def open_contact(tx: Transaction, colleague: Colleague, number: str, reason: str) -> str | None:
    """How and when the worker can be reached, as he wrote it; None if he left nothing. The reason is on the record.

    Raises UnknownCase, NotYours unless the colleague owns the case, or Empty without a reason.
    """
    case, reason = _owned(tx, colleague, number, reason)
    events.record(tx, case, IDENTITY_OPENED, colleague.id, words=reason)
    complaint = cases.complaint_of(tx, case)
    return "；".join(filter(None, (complaint.contact, complaint.answers.get("hours")))) or None


def open_member_contact(tx: Transaction, colleague: Colleague, number: str, member: str, reason: str) -> str:
    """How a workmate who joined the case can be reached; "" if he left nothing.

    Raises as open_contact, and CaseError if he has left.
    """
    case, reason = _owned(tx, colleague, number, reason)
    try:
        found = groups.of_case_by_number(tx, case, member)
    except groups.UnknownMember:
        raise CaseError("这位工友已经退出，或者没有加入这个工单；请刷新页面。") from None
    events.record(tx, case, IDENTITY_OPENED, colleague.id, {"member": found.number}, words=reason)
    told = groups.told(tx, found)
    return (told and told.contact) or ""


def _owned(tx: Transaction, colleague: Colleague, number: str, reason: str) -> tuple[Case, str]:
    """The case, held, of its owner, and why he asks."""
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Empty
    case = cases.lock(tx, cases.visible(tx, colleague, number).id)
    if case.owner != colleague.id:
        raise NotYours(number)
    return case, reason
