"""Cases taken apart again: each stands as it did before it joined, as far as the world has not gone on meanwhile.

What happened in between stays in the record and in the history of owners, which are only ever added to.
"""

from collections.abc import Sequence

from cases import capacity, deadlines, lifecycle, telling, together
from cases.assigning import offer_next, unfit
from cases.collectives import WITHOUT_LAWYER, NotTogether, collective_of, hold_all, reason_in
from cases.errors import CaseError
from cases.office import Office
from storage import case_clocks, cases, collectives, events, people, sealed
from storage.cases import Case
from storage.collectives import Collective, Joined
from storage.database import Transaction
from storage.people import Colleague


def remove(tx: Transaction, office: Office, colleague: Colleague, number: str, reason: str) -> None:
    """Put one case back as it was before it joined; the others stay together.

    Raises UnknownCase, NotYours, Empty, NotTogether, or CaseError for the lead, which goes only with all.
    """
    reason = reason_in(reason)
    collective, lead = collective_of(tx, colleague, number)
    case = cases.visible(tx, colleague, number)
    if case.id == lead.id:
        raise CaseError(f"工单 {number} 是主案，不能单独移出；要拆开，请撤销整个合并。")
    hold_all(tx, [lead.id, case.id])
    one = next((it for it in collectives.joined(tx, collective) if it.case_id == case.id), None)
    if one is None:
        raise NotTogether(number)
    _put_back(tx, office, lead, one, colleague, reason)
    _say_apart(tx, lead, [case.number], colleague, reason)
    if len(collectives.joined(tx, collective)) == 1:
        _end(tx, collective, colleague)


def undo(tx: Transaction, office: Office, colleague: Colleague, lead_number: str, reason: str) -> list[str]:
    """Put every case back as it was before it joined; returns their numbers. Raises as `remove`."""
    reason = reason_in(reason)
    collective, lead = collective_of(tx, colleague, lead_number)
    hold_all(tx, [one.case_id for one in collectives.joined(tx, collective)])
    if collectives.of_case(tx, lead.id) != collective:
        raise NotTogether(lead.number)
    others = [one for one in collectives.joined(tx, collective) if one.case_id != lead.id]
    numbers = [_put_back(tx, office, lead, one, colleague, reason) for one in others]
    _end(tx, collective, colleague)
    _say_apart(tx, lead, numbers, colleague, reason)
    return numbers


def _put_back(tx: Transaction, office: Office, lead: Case, joined: Joined, colleague: Colleague, reason: str) -> str:
    """Have a held case stand as it did, as far as the world did not go on; one that has ended meanwhile stays ended."""
    case = cases.by_id(tx, joined.case_id)
    collectives.leave(tx, joined, colleague.id)
    owner = case.owner if case.ended or case.owner != lead.owner else _owner_before(tx, case, joined)
    facts = {"other": lead.number, "staff": owner, "before": case.owner, "again": True}
    n = events.record(tx, case, together.UNMERGED, colleague.id, facts, words=reason)
    if case.ended:
        return case.number
    if owner != case.owner:
        cases.set_owner(tx, case.id, owner, "unmerged")
        capacity.freed(tx, case.owner)
        telling.tell_owner(tx, case, n, case.owner, but=colleague.id)
    started = collectives.hand_clocks_back(tx, joined) if owner == joined.owner_before else []
    if owner != joined.owner_before or joined.before in WITHOUT_LAWYER:
        _queue_again(tx, office, cases.by_id(tx, case.id), joined, started)
    return case.number


def _owner_before(tx: Transaction, case: Case, joined: Joined) -> str:
    """Who had it, if he still may; else whoever supervises."""
    if unfit(tx, case, people.colleague(tx, joined.owner_before)) is None:
        return joined.owner_before
    return sealed.supervisor_of(tx, case.id, case.unit).id


def _queue_again(tx: Transaction, office: Office, case: Case, joined: Joined, started: Sequence[str]) -> None:
    """A case that no lawyer has goes back to where it waits for one; it is offered anew, not to those asked before."""
    if case.status == "awaiting_worker" or people.colleague(tx, case.owner).role == "lawyer":
        return
    for clock in case_clocks.open_ones(tx, case.id):
        if clock.id in started:
            deadlines.call_off(tx, case, clock.step)
    back = joined.before if joined.before in WITHOUT_LAWYER and joined.before != "offered" else "received"
    if back != case.status and lifecycle.may_go(case.status, back):
        lifecycle.move(tx, case, back)
    if events.of_case(tx, case, ("offered", "nobody_free")):
        offer_next(tx, office, cases.by_id(tx, case.id))


def _say_apart(tx: Transaction, lead: Case, numbers: Sequence[str], colleague: Colleague, reason: str) -> None:
    facts = {"other": " ".join(numbers), "count": len(numbers)}
    n = events.record(tx, lead, together.UNMERGED_LEAD, colleague.id, facts, words=reason)
    telling.tell_owner(tx, lead, n, but=colleague.id)


def _end(tx: Transaction, collective: Collective, colleague: Colleague) -> None:
    for one in collectives.joined(tx, collective):
        collectives.leave(tx, one, colleague.id)
    collectives.end(tx, collective, colleague.id)
