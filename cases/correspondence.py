"""Letters between a worker and whoever has his case, through us, so that neither sees the other's number or name."""

from cases.errors import Empty, Ended, NotYours
from cases.notices import tell_worker
from cases.office import Office
from cases.waiting import stop_asking
from storage import cases, conversations, events
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

TO_WORKER, FROM_WORKER, NOTE, NOT_DELIVERED = "to_worker", "from_worker", "note", "not_delivered"


def write_to_worker(tx: Transaction, office: Office, colleague: Colleague, number: str, text: str) -> int:
    """Send the worker a letter about his case; what he writes next answers it. Returns the number of our message.

    Raises UnknownCase, NotYours, Ended or Empty.
    """
    case, text = _writable(tx, colleague, number, text)
    events.record(tx, case, TO_WORKER, colleague.id, words=text)
    if case.status in ("accepted", "reopened", "received"):
        _begin_work(tx, case)
    conversations.take_in_hand(tx, case.conversation_id, case.id)
    return tell_worker(tx, office, case, "letter", ("reply", "ask"), text=text)


def write_from_worker(tx: Transaction, case: Case, text: str) -> None:
    """Put what the worker wrote into the record of his case, where its owner reads it.

    To write instead of tapping, when asked whether it is solved, is not silence: it says that there is more to do.
    """
    locked = cases.lock(tx, case.id)
    events.record(tx, locked, FROM_WORKER, events.WORKER, words=text)
    if locked.status == "awaiting_worker":
        _go_on(tx, locked)
    tx.wake("letters")


def note(tx: Transaction, colleague: Colleague, number: str, text: str) -> None:
    """Write something down that only colleagues read; it can never go to the worker. Raises as write_to_worker."""
    case, text = _readable(tx, colleague, number, text)
    events.record(tx, case, NOTE, colleague.id, words=text)


def not_delivered(tx: Transaction, case_id: str, n: int, outcome: str, reason: str) -> None:
    """A message of ours did not arrive for good: the case says so and its owner sees it; `reason` has no content."""
    case = cases.lock(tx, case_id)
    events.record(tx, case, NOT_DELIVERED, events.HOTLINE, {"n": n, "outcome": outcome, "reason": reason})
    tx.wake("alarms")


def _go_on(tx: Transaction, case: Case) -> None:
    stop_asking(tx, case)
    cases.set_status(tx, case.id, "working")
    events.record(tx, case, "continued", events.WORKER)


def _begin_work(tx: Transaction, case: Case) -> None:
    if case.status != "received":
        cases.set_status(tx, case.id, "working")


def _writable(tx: Transaction, colleague: Colleague, number: str, text: str) -> tuple[Case, str]:
    case, text = _readable(tx, colleague, number, text)
    if case.ended:
        raise Ended(number)
    return case, text


def _readable(tx: Transaction, colleague: Colleague, number: str, text: str) -> tuple[Case, str]:
    text = text.replace("\0", "").strip()
    if not text:
        raise Empty
    case = cases.lock(tx, cases.visible(tx, colleague, number).id)
    if case.owner != colleague.id and not colleague.supervises:
        raise NotYours(number)
    return case, text
