"""Supervisors look at closings, beside the worker's own word, which nothing holds up.

A share of the proposals is drawn by a hash of the case's number, so that anybody can draw again and find the same; and
every case in which staff state more money than the worker confirmed. A check that fails reopens the case. When a worker
says that it is not solved, a supervisor has to write what he decided.
"""

from hashlib import sha256

from cases import ledger, notices, telling
from cases.errors import CaseError, Empty, NotYours
from cases.letterbox import held
from cases.office import Office
from cases.reopening import reopen
from storage import cases, events, people, reviews
from storage.cases import Case, Status
from storage.database import Transaction
from storage.people import Colleague
from storage.reviews import Kind, Reason, Review

PASSED, FAILED, DECIDED, DRAWN = "check_passed", "check_failed", "review_decided", "check_drawn"
_CAN_REOPEN: tuple[Status, ...] = ("awaiting_worker", "closed")


class NothingToCheck(CaseError):
    """Nothing waits for a look, or a colleague was faster."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 现在没有等您查看的事，可能已有同事处理；请刷新后再看。")


def is_drawn(number: str, share: float) -> bool:
    """Whether the closing of this case is looked at, when `share` of all are (0 to 1); the same answer every time."""
    return int.from_bytes(sha256(number.encode()).digest()[:8]) < share * 2**64


def draw(tx: Transaction, office: Office, case: Case) -> Reason | None:
    """Have the proposal to close a held case looked at, if it is drawn; returns why, None if it is not."""
    drawn = is_drawn(case.number, office.policy.check_share)
    return "drawn" if drawn and reviews.ask(tx, case, "check", "drawn") else None


def draw_for_money(tx: Transaction, case: Case) -> Reason | None:
    """Have a held case that has ended looked at, if staff state more money than the worker confirmed."""
    if not ledger.of_case(tx, case).totals.staff_say_more:
        return None
    return "money" if reviews.ask(tx, case, "check", "money") else None


def stated_after_all(tx: Transaction, case: Case) -> None:
    """Money was stated or taken back in a held case: if it has ended, it may have to be looked at after all."""
    if cases.by_id(tx, case.id).status == "closed" and (why := draw_for_money(tx, case)):
        n = events.record(tx, case, DRAWN, events.HOTLINE, {"check": why})
        tell_supervisor(tx, case, n)


def unsolved(tx: Transaction, case: Case) -> None:
    """The worker of a held case says that it is not solved: a supervisor reviews it; a check of the closing is moot."""
    if check := reviews.open_one(tx, case, "check"):
        reviews.settle(tx, case, check, events.WORKER, "lapsed", "")
    reviews.ask(tx, case, "unsolved", "worker")


def tell_supervisor(tx: Transaction, case: Case, event_n: int, but: str = "") -> None:
    """Have whoever supervises the unit of a case told of an event."""
    supervisor = telling.duty_supervisor(tx, case)
    if supervisor and supervisor != but:
        telling.tell(tx, supervisor, case, event_n)


def passed(tx: Transaction, colleague: Colleague, number: str, words: str) -> None:
    """The supervisor finds nothing wrong with how a case is closed. Raises as `send_back`, but needs no words."""
    case, check = _to_settle(tx, colleague, number, "check")
    _must_be_anothers(tx, colleague, case)
    reviews.settle(tx, case, check, colleague.id, "passed", words.strip())
    events.record(tx, case, PASSED, colleague.id, words=words.strip() or None)


def send_back(tx: Transaction, office: Office, colleague: Colleague, number: str, words: str) -> None:
    """The supervisor says in `words` what is still to be done: a case that was closed, or about to be, is reopened.

    Raises UnknownCase, NotYours unless he supervises it, NothingToCheck, Empty, or CaseError if the work is his own.
    """
    case, check = _to_settle(tx, colleague, number, "check")
    _must_be_anothers(tx, colleague, case)
    if not words.strip():
        raise Empty
    reviews.settle(tx, case, check, colleague.id, "sent_back", words.strip())
    if case.status in _CAN_REOPEN:
        n = reopen(tx, case, FAILED, colleague.id, words=words.strip())
        notices.tell_worker(tx, office, case, "check_failed", ("reply",))
    else:
        n = events.record(tx, case, FAILED, colleague.id, words=words.strip())
    telling.tell_owner(tx, case, n, but=colleague.id)


def decide(tx: Transaction, colleague: Colleague, number: str, words: str) -> None:
    """The supervisor writes what he decided about a case whose worker said that it is not solved.

    Raises UnknownCase, NotYours, NothingToCheck or Empty.
    """
    case, review = _to_settle(tx, colleague, number, "unsolved")
    if not words.strip():
        raise Empty
    reviews.settle(tx, case, review, colleague.id, "decided", words.strip())
    n = events.record(tx, case, DECIDED, colleague.id, words=words.strip())
    telling.tell_owner(tx, case, n, but=colleague.id)


def _to_settle(tx: Transaction, colleague: Colleague, number: str, kind: Kind) -> tuple[Case, Review]:
    case = held(tx, colleague, number)
    if not colleague.supervises:
        raise NotYours(number)
    review = reviews.open_one(tx, case, kind)
    if review is None:
        raise NothingToCheck(number)
    return case, review


def _must_be_anothers(tx: Transaction, colleague: Colleague, case: Case) -> None:
    """Nobody checks his own work, unless there is nobody else who could."""
    if case.owner != colleague.id:
        return
    above = (one for one in people.everybody(tx) if one.active and one.supervises and one.id != colleague.id)
    if any(_may_read(tx, one, case) for one in above):
        raise CaseError(f"工单 {case.number} 由您自己承办，结案要请别的督导查看。")


def _may_read(tx: Transaction, colleague: Colleague, case: Case) -> bool:
    try:
        cases.visible(tx, colleague, case.number)
    except cases.UnknownCase:
        return False
    return True
