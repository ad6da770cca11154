"""How a case ends: a lawyer only proposes; the worker's word ends it, or his silence, never counted as solved.

Where money is at stake his word alone does not confirm it: he has said how much has come, and the ledger has it.
"""

from cases import calling, checking, grouping, ledger, lifecycle, surveying, telling
from cases.errors import CaseError, Empty, Ended, NotYours
from cases.notices import worded
from cases.office import Office
from cases.reopening import reopen
from cases.waiting import ask_again_later, stop_asking, take_back_offer
from storage import cases, conversations, events, surveys
from storage.cases import Case, Ending, Status
from storage.database import Transaction
from storage.people import Colleague
from storage.reviews import Reason

_CALLED_SOLVED: tuple[Status, ...] = ("awaiting_worker", "closed")
_BEFORE_A_LAWYER: tuple[Status, ...] = ("received", "offered")  # it goes on anyway: there is nothing to take up again


def propose_closing(tx: Transaction, office: Office, colleague: Colleague, number: str, summary: str) -> None:
    """Ask the worker whether it is solved, telling him in `summary` what was done.

    Raises UnknownCase, NotYours unless the colleague owns the case, Ended, Empty, or CaseError if it waits already.
    """
    if not summary.strip():
        raise Empty
    case = cases.lock(tx, cases.visible(tx, colleague, number).id)
    if case.owner != colleague.id:
        raise NotYours(number)
    if case.ended:
        raise Ended(number)
    if case.status == "awaiting_worker":
        raise CaseError(f"工单 {number} 已在等工人确认，不用重复申请结案。")
    asked = take_back_offer(tx, case, colleague.id)
    lifecycle.move(tx, case, "awaiting_worker")
    cases.count_follow_up(tx, case.id, 0)
    surveys.begin(tx, case.id)
    drawn = checking.draw(tx, office, case)
    n = events.record(tx, case, "closing_proposed", colleague.id, _checked(drawn), summary.strip())
    telling.tell_owner(tx, case, n, asked, but=colleague.id)
    if drawn:
        checking.tell_supervisor(tx, case, n, but=colleague.id)
    _ask_whether_solved(tx, office, case, "closing_proposed", summary=summary.strip())
    grouping.tell_members(tx, case, "closing_proposed")


def confirm(tx: Transaction, office: Office, case: Case) -> Case | None:
    """The worker says that he has his money, or what he needed: the case ends, at whatever stage it is.

    It is confirmed if it is about money and he has said how much came, else answered. One that ended in silence is
    counted as solved after all. Returns the case, unchanged if he had said so before; None if he has withdrawn it: his
    last word stands.
    """
    case = cases.lock(tx, case.id)
    if case.status == "withdrawn":
        return None
    calling.heard(tx, case)
    if case.ended and case.ending != "unanswered":
        return case
    surveys.answer(tx, case.id, "solved", said=True)
    found = ledger.of_case(tx, case)
    confirmed = ledger.is_about_money(case, found) and found.totals.confirmed > 0
    return _end(tx, case, events.WORKER, "confirmed" if confirmed else "answered")


def dispute(tx: Transaction, office: Office, case: Case) -> Case | None:
    """The worker says that it is not solved: it goes on, whether it had been closed or not.

    If its owner has left meanwhile, or acts for the employer by now, the duty supervisor has it. Where somebody had
    called it solved, a supervisor reviews it. Returns the case, unchanged if he had said so before; None while no
    lawyer has it yet, since nobody said that it was solved.
    """
    case = cases.lock(tx, case.id)
    calling.heard(tx, case)
    if case.status in _BEFORE_A_LAWYER:
        return None
    if case.status == "reopened":
        return case
    n = reopen(tx, case, "reopened", events.WORKER)
    telling.tell_owner(tx, case, n)
    if case.status in _CALLED_SOLVED:
        surveys.answer(tx, case.id, "solved", said=False)
        checking.unsolved(tx, case)
        checking.tell_supervisor(tx, case, n, but=cases.by_id(tx, case.id).owner)
    return cases.by_id(tx, case.id)


def withdraw(tx: Transaction, case: Case) -> Case | None:
    """The worker takes back a case that has not ended; it can be reopened by him.

    Returns the case, unchanged if he had withdrawn it before; None if it was closed.
    """
    case = cases.lock(tx, case.id)
    if case.ended:
        return case if case.status == "withdrawn" else None
    stop_asking(tx, case)
    asked = take_back_offer(tx, case, events.WORKER)
    lifecycle.move(tx, case, "withdrawn", "withdrawn")
    telling.tell_owner(tx, case, events.record(tx, case, "withdrawn", events.WORKER), asked)
    grouping.tell_members(tx, case, "withdrawn")
    return cases.by_id(tx, case.id)


def follow_up(tx: Transaction, office: Office, case_id: str) -> None:
    """The worker has not said whether it is solved: ask again, and after the last time end it as unanswered."""
    case = cases.lock(tx, case_id)
    if case.status != "awaiting_worker":
        return
    if case.follow_ups >= office.policy.follow_ups:
        _end(tx, case, events.HOTLINE, "unanswered")
        surveying.ask(tx, office, case, worded(tx, office, case, "closed_unanswered", ("unsolved",)))
        return
    cases.count_follow_up(tx, case.id, case.follow_ups + 1)
    events.record(tx, case, "followed_up", events.HOTLINE, {"times": case.follow_ups + 1})
    _ask_whether_solved(tx, office, case, "follow_up")


def _ask_whether_solved(tx: Transaction, office: Office, case: Case, notice: str, **values: object) -> None:
    conversations.take_in_hand(tx, case.conversation_id, case.id)  # an answer in his own words belongs to the case
    surveying.ask(tx, office, case, worded(tx, office, case, notice, ("solved", "unsolved"), **values))
    ask_again_later(tx, office, case)


def _end(tx: Transaction, case: Case, actor: str, ending: Ending) -> Case:
    stop_asking(tx, case)
    asked = take_back_offer(tx, case, actor)
    lifecycle.move(tx, case, "closed", ending)
    drawn = checking.draw_for_money(tx, case)
    n = events.record(tx, case, "closed", actor, {"ending": ending, **_checked(drawn)})
    telling.tell_owner(tx, case, n, asked)
    if drawn:
        checking.tell_supervisor(tx, case, n, but=case.owner)
    grouping.tell_members(tx, case, "closed")
    return cases.by_id(tx, case.id)


def _checked(why: Reason | None) -> dict[str, str]:
    """What an event says of a check by a supervisor that comes with it."""
    return {"check": why} if why else {}
