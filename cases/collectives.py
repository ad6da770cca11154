"""Cases put together under one lawyer: each stays a case of its own, with its own number, story, worker and end.

No worker learns of another by it: he hears at most that a lawyer has his case. Nothing is lost either: how a case stood
is kept when it joins, its clocks go on without a minute more or less, and `cases.parting` puts it back.

Several cases are held at once, in the order in which everybody holds several; then what stands in between is looked at
again, so that of two who put the same cases together only one does.
"""

from collections.abc import Sequence

from cases import capacity, deadlines, grouping, lifecycle, telling, together
from cases.assigning import unfit
from cases.errors import CaseError, Empty, Ended, NotYours
from cases.notices import tell_worker
from cases.office import Office
from cases.waiting import take_back_offer
from storage import cases, collectives, events, marks, people, queue, sealed
from storage.cases import Case, Status
from storage.collectives import Collective
from storage.database import Transaction
from storage.people import Colleague

_LONGEST_REASON = 500  # characters
WITHOUT_LAWYER: tuple[Status, ...] = ("received", "offered", "reopened")


class InConflict(CaseError):
    """The lawyer of the lead may not have this case; nobody learns with whom he is in conflict."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"主案的律师和工单 {number} 有利益冲突，或已停用，不能合并。请去掉这一件，或先把主案交给另一位律师。"
        )


class Together(CaseError):
    """The case is worked on with others already."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 已经和别的工单合并办理了；请刷新页面，要改先把它移出来。")


class NotTogether(CaseError):
    """The case is on its own."""

    def __init__(self, number: str) -> None:
        super().__init__(f"工单 {number} 没有和别的工单合并；请刷新页面再看。")


def merge(
    tx: Transaction, office: Office, colleague: Colleague, lead_number: str, numbers: Sequence[str], reason: str
) -> Collective:
    """Have the lawyer of the lead work on these cases with it; if the lead has a collective they join that.

    A supervisor may put together what he may read; a lawyer his own cases and those without a lawyer that were proposed
    with one of his. Raises UnknownCase, NotYours, Ended, Empty, Together, InConflict, or CaseError if the lead has no
    lawyer; then nothing is changed at all.
    """
    reason = reason_in(reason)
    lead, *others = _held(tx, colleague, lead_number, numbers)
    lawyer = _lawyer_of(tx, colleague, lead)
    standing = collectives.of_case(tx, lead.id)
    if standing and standing.lead_id != lead.id:
        raise Together(lead.number)
    for case in others:
        _must_fit(tx, colleague, lead, lawyer, case)
    found = standing or _begin(tx, colleague, lead)
    for case in others:
        _take_in(tx, office, found, lead, case, colleague, reason)
    facts = {"other": " ".join(case.number for case in others), "count": len(collectives.joined(tx, found))}
    n = events.record(tx, lead, together.MERGED_LEAD, colleague.id, facts, words=reason)
    telling.tell_owner(tx, lead, n, but=colleague.id)
    return found


def gather(tx: Transaction, office: Office, colleague: Colleague, lead_number: str) -> list[str]:
    """Give what the lawyer of the lead does not have, as after the lead changed hands, to him; returns the numbers.

    Only a supervisor may. Raises NotYours, NotTogether, InConflict.
    """
    collective, lead = collective_of(tx, colleague, lead_number)
    if not colleague.supervises:
        raise NotYours(lead.number)
    hold_all(tx, [one.case_id for one in collectives.joined(tx, collective)])
    lead = cases.by_id(tx, lead.id)
    lawyer = _lawyer_of(tx, colleague, lead)
    astray = [one for one in collectives.members(tx, collective) if one.owner != lead.owner and not one.ended]
    for case in astray:
        if unfit(tx, case, lawyer):
            raise InConflict(case.number)
    for case in astray:
        _give(tx, office, lead, case, colleague)
    return [case.number for case in astray]


def may_change(colleague: Colleague, lead: Case) -> bool:
    """Whether this colleague may take cases in, put them back and write to all of them."""
    return colleague.supervises or lead.owner == colleague.id


def _held(tx: Transaction, colleague: Colleague, lead_number: str, numbers: Sequence[str]) -> list[Case]:
    """The lead and the others, held, as this colleague may see them once they are."""
    lead = cases.visible(tx, colleague, lead_number)
    others = {case.id: case for case in (_known(tx, colleague, lead, number) for number in numbers)}
    others.pop(lead.id, None)
    if not others:
        raise CaseError("请至少选一件要和主案合并的工单。")
    hold_all(tx, [lead.id, *others])
    return [
        cases.visible(tx, colleague, lead.number),
        *(_known(tx, colleague, lead, case.number) for case in others.values()),
    ]


def _known(tx: Transaction, colleague: Colleague, lead: Case, number: str) -> Case:
    """A case that this colleague may read, or that was proposed with one of his; raises UnknownCase."""
    try:
        return cases.visible(tx, colleague, number)
    except cases.UnknownCase:
        case = cases.by_number(tx, number)
        barred = colleague.supervises or unfit(tx, case, colleague) is not None
        if barred or not (marks.between(tx, lead.id, case.id) and lead.owner == colleague.id):
            raise
        return case


def hold_all(tx: Transaction, case_ids: Sequence[str]) -> None:
    """Hold these cases, in the order in which everybody holds several."""
    for case_id in sealed.in_order(tx, case_ids):
        cases.lock(tx, case_id)


def _lawyer_of(tx: Transaction, colleague: Colleague, lead: Case) -> Colleague:
    if not may_change(colleague, lead):
        raise NotYours(lead.number)
    if lead.ended and collectives.of_case(tx, lead.id) is None:
        raise Ended(lead.number)
    lawyer = people.held(tx, lead.owner)
    if lawyer.role != "lawyer":
        raise CaseError(f"主案 {lead.number} 还没有律师承办。请先指派一位律师，再合并。")
    return lawyer


def _must_fit(tx: Transaction, colleague: Colleague, lead: Case, lawyer: Colleague, case: Case) -> None:
    if case.ended:
        raise Ended(case.number)
    if collectives.of_case(tx, case.id):
        raise Together(case.number)
    its_owner = people.colleague(tx, case.owner)
    if not colleague.supervises and its_owner.role == "lawyer" and its_owner.id != colleague.id:
        raise CaseError(f"工单 {case.number} 由别的律师承办，请督导来合并。")
    if unfit(tx, case, lawyer):
        raise InConflict(case.number)


def _begin(tx: Transaction, colleague: Colleague, lead: Case) -> Collective:
    found = collectives.begin(tx, lead, colleague.id)
    collectives.join(tx, found, lead, lead.status, colleague.id)
    return found


def _take_in(
    tx: Transaction, office: Office, found: Collective, lead: Case, case: Case, colleague: Colleague, reason: str
) -> None:
    collectives.join(tx, found, case, _status_given(tx, case), colleague.id)
    facts = {"other": lead.number, "staff": lead.owner, "before": case.owner}
    n = events.record(tx, case, together.MERGED, colleague.id, facts, words=reason)
    _hand_to(tx, office, case, lead.owner, n, colleague)


def _status_given(tx: Transaction, case: Case) -> Status:
    """What a case goes to when a lawyer has it: one that none had is accepted, any other stays as it stands."""
    with_lawyer = people.colleague(tx, case.owner).role == "lawyer"
    return "accepted" if case.status in WITHOUT_LAWYER and not with_lawyer else case.status


def _give(tx: Transaction, office: Office, lead: Case, case: Case, colleague: Colleague) -> None:
    facts = {"other": lead.number, "staff": lead.owner, "before": case.owner}
    n = events.record(tx, case, together.MERGED, colleague.id, facts)
    _hand_to(tx, office, case, lead.owner, n, colleague)


def _hand_to(tx: Transaction, office: Office, case: Case, to: str, event_n: int, colleague: Colleague) -> None:
    """Make this lawyer the owner; the one before, and whoever was asked, are told, the worker that he has a lawyer."""
    given = _status_given(tx, case)
    if case.owner == to:
        return
    asked = take_back_offer(tx, case, colleague.id)
    for staff_id in sorted({case.owner, asked or case.owner} - {colleague.id, to}):
        telling.tell(tx, staff_id, case, event_n)
    cases.set_owner(tx, case.id, to, "merged")
    capacity.freed(tx, case.owner)
    queue.take(tx, case.id)
    if given == case.status:
        collectives.hand_clocks(tx, case.id, to)
    else:
        deadlines.taken(tx, office, lifecycle.move(tx, case, given), to)
    told = "taken_over" if people.colleague(tx, case.owner).role == "lawyer" else "accepted"
    tell_worker(tx, office, case, told)
    grouping.tell_members(tx, case, told)


def collective_of(tx: Transaction, colleague: Colleague, number: str) -> tuple[Collective, Case]:
    """The collective of a case and its lead, if this colleague may change it.

    Raises UnknownCase, NotTogether, NotYours.
    """
    case = cases.visible(tx, colleague, number)
    collective = collectives.of_case(tx, case.id)
    if collective is None:
        raise NotTogether(number)
    lead = cases.by_id(tx, collective.lead_id)
    if not may_change(colleague, lead):
        raise NotYours(lead.number)
    return collective, lead


def reason_in(reason: str) -> str:
    """The reason that somebody gives, cut to what is kept of it; raises Empty."""
    reason = reason.replace("\0", "").strip()[:_LONGEST_REASON]
    if not reason:
        raise Empty
    return reason
