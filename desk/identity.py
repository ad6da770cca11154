"""Opening a worker's contact: only by whoever answers for the case, each time with a reason, and on the record."""

from cases.errors import Empty, NotYours
from storage import cases, events
from storage.database import Transaction
from storage.people import Colleague

IDENTITY_OPENED = "identity_opened"


def open_contact(tx: Transaction, colleague: Colleague, number: str, reason: str) -> str | None:
    """How the worker can be reached, as he wrote it; None if he left nothing. The reason is kept in the record.

    Raises UnknownCase, NotYours unless the colleague owns the case, or Empty without a reason.
    """
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Empty
    case = cases.lock(tx, cases.visible(tx, colleague, number).id)
    if case.owner != colleague.id:
        raise NotYours(number)
    events.record(tx, case, IDENTITY_OPENED, colleague.id, words=reason)
    return cases.complaint_of(tx, case).contact
