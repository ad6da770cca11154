"""A case on its way to a lawyer: offered, accepted or declined or left lying, offered to the next, or kept.

Until a lawyer accepts, and whenever none can, the duty supervisor owns the case; so nothing ever lies unowned.
"""

from cases import capacity, clocks, conflicts, deadlines, grouping, lifecycle, reaching, routing, telling
from cases.calendars import calendar
from cases.considering import Decision, decide, is_licensed, lawyers_for, need_of
from cases.errors import CaseError, Ended, NotEligible, NotOffered, NotYours
from cases.notices import tell_worker
from cases.office import Office
from cases.places_of_work import CLIMBED, NONE_FREE, Climb
from cases.waiting import OFFER_DUE, stop_asking, take_back_offer
from storage import candidates, cases, events, offers, people, queue, tasks, tree
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

DECLINE_REASONS = ("time", "conflict", "unfamiliar", "other")
_EXPLAINED = 10  # of the eligible, how many stand in the record with their points


def offer_next(tx: Transaction, office: Office, case: Case) -> str | None:
    """Offer the case to the best lawyer not yet asked; returns who, or None: it waits with its supervisor.

    It also waits, for a moment, if an older or more pressing one waits for the same lawyer.
    """
    decision = decide(tx, office, case)
    if decision.choice.chosen is None:
        _keep(tx, office, case, decision)
        return None
    if area := _others_come_first(tx, case, decision.choice.chosen):
        lifecycle.move(tx, case, "received")
        queue.put(tx, case.id)
        capacity.look_through(tx, area)
        return None
    return offer_if_possible(tx, office, case, decision)


def offer_if_possible(tx: Transaction, office: Office, case: Case, decision: Decision | None = None) -> str | None:
    """Offer a held case to the best lawyer who has room, whatever else waits; returns who, None if nobody can."""
    found = decision or decide(tx, office, case)
    while found.choice.chosen is not None:
        if candidates.has_room(tx, found.choice.chosen):
            _climb(tx, case, found)
            _offer(tx, office, case, found.choice.chosen, _explained(found.choice))
            return found.choice.chosen
        found = decide(tx, office, case)  # somebody else has just given him the last case that he can take
    return None


def offer_to(tx: Transaction, office: Office, case: Case, staff_id: str, instead_of: str) -> bool:
    """Offer a held case to whoever stands in for a colleague; False if he may not have it or has no room."""
    them = lawyers_for(tx, office, case, also=(staff_id,))
    choice = routing.choose(need_of(tx, case), them, office.policy.weights)
    if staff_id not in {one.id for one in choice.eligible} or not candidates.has_room(tx, staff_id):
        return False
    facts = {**_explained(choice, staff_id), "standing_in": {staff_id: instead_of}}
    _offer(tx, office, case, staff_id, facts)
    return True


def accept(tx: Transaction, office: Office, colleague: Colleague, number: str) -> Case:
    """The lawyer takes the case and owns it from now on.

    Raises NotOffered if it is not (any longer) his to take, NotEligible if he acts for the employer by now.
    """
    case, offer = _offered_to(tx, colleague, number)
    _refuse_unfit(tx, office, case, people.held(tx, colleague.id))
    offers.settle(tx, offer.id, "accepted")
    tasks.cancel(tx, OFFER_DUE, offer.id)
    reaching.answered(tx, offer.id)
    deadlines.meet(tx, case, "accept")
    again = _had_lawyer(tx, case)
    n = events.record(tx, case, "accepted", colleague.id, {"again": again})
    telling.tell(tx, colleague.id, case, n)
    return _hand_over(tx, office, case, colleague.id, "accepted", again)


def decline(tx: Transaction, office: Office, colleague: Colleague, number: str, reason: str) -> str | None:
    """The lawyer cannot take it; returns who is asked next (None: the supervisor keeps it). Raises NotOffered."""
    case, offer = _offered_to(tx, colleague, number)
    offers.settle(tx, offer.id, "declined", reason)
    tasks.cancel(tx, OFFER_DUE, offer.id)
    reaching.answered(tx, offer.id)
    deadlines.meet(tx, case, "accept")
    events.record(tx, case, "declined", colleague.id, {"reason": reason})
    capacity.freed(tx, colleague.id)
    return offer_next(tx, office, case)


def lock_offered(tx: Transaction, offer_id: str) -> Case:
    """The case of an offer, held until the transaction ends; raises LookupError if there is no such offer."""
    return cases.lock(tx, offers.by_id(tx, offer_id).case_id)


def time_out(tx: Transaction, office: Office, offer_id: str) -> str | None:
    """Nobody answered in time: the next lawyer is asked. Does nothing if the offer was answered after all."""
    case, offer = lock_offered(tx, offer_id), offers.by_id(tx, offer_id)
    if not offers.settle(tx, offer.id, "timed_out"):
        return None
    reaching.answered(tx, offer.id)
    deadlines.run_out(tx, case)
    n = events.record(tx, case, "timed_out", events.HOTLINE, {"staff": offer.staff_id})
    telling.tell(tx, offer.staff_id, case, n)
    capacity.freed(tx, offer.staff_id)
    return offer_next(tx, office, case)


def assign(tx: Transaction, office: Office, supervisor: Colleague, number: str, staff_id: str) -> Case:
    """A supervisor gives the case to one lawyer, who owns it at once.

    Raises NotYours for anybody else, Ended, NotEligible if the lawyer acts for the employer or is not active.
    """
    case = cases.lock(tx, cases.visible(tx, supervisor, number).id)
    if not supervisor.supervises:
        raise NotYours(number)
    if case.ended:
        raise Ended(number)
    return give(tx, office, case, staff_id, supervisor.id)


def give(tx: Transaction, office: Office, case: Case, staff_id: str, actor: str) -> Case:
    """A held case goes to one lawyer, who owns it at once, as `actor` decided; raises NotEligible."""
    _refuse_unfit(tx, office, case, people.held(tx, staff_id))
    asked = take_back_offer(tx, case, actor)
    stop_asking(tx, case)
    again = _had_lawyer(tx, case)
    facts = {"staff": staff_id, "before": case.owner, "again": again}
    telling.tell_owner(tx, case, events.record(tx, case, "assigned", actor, facts), asked, staff_id, but=actor)
    return _hand_over(tx, office, case, staff_id, "assigned", again)


def unfit(tx: Transaction, case: Case, colleague: Colleague) -> routing.Bar | None:
    """The rule by which a colleague may neither get nor keep this case, however the work is spread; None if he may."""
    if not colleague.active:
        return "inactive"
    if colleague.role == "lawyer" and not is_licensed(tx, colleague):
        return "licence"
    return "conflict" if colleague.id in conflicts.against(tx, case) else None


def _others_come_first(tx: Transaction, case: Case, staff_id: str) -> str | None:
    """The union body in whose queue something comes before this case that this lawyer could get; None if nothing."""
    lawyer = people.colleague(tx, staff_id)
    area = capacity.area(tx, lawyer.unit)
    return area if queue.goes_before(tx, area, case, lawyer.subjects, staff_id) else None


def _keep(tx: Transaction, office: Office, case: Case, decision: Decision) -> None:
    """Nobody can take it: it waits with its supervisor, who is alarmed, until somebody has room."""
    lifecycle.move(tx, case, "received")
    queue.put(tx, case.id)
    _climb(tx, case, decision)
    n = events.record(tx, case, "nobody_free", events.HOTLINE, _explained(decision.choice))
    telling.tell_owner(tx, case, n)
    tx.wake("alarms")
    if "unreachable" in decision.choice.ruled_out.values():
        opens = clocks.next_opening(office.policy.opening, tx.now, calendar(tx))
        capacity.look_later(tx, capacity.area(tx, case.unit), opens)


def _climb(tx: Transaction, case: Case, decision: Decision) -> None:
    """Say in the record that those above the prefecture had to be looked at."""
    if not decision.beyond:
        return
    local, above = tree.upwards(tx, capacity.area(tx, case.unit))[:2]
    names = {body.code: body.name for body in people.units(tx, (local, above))}
    events.record(tx, case, CLIMBED, events.HOTLINE, Climb(names[local], names[above], NONE_FREE).facts)


def _offer(tx: Transaction, office: Office, case: Case, staff_id: str, explained: dict[str, object]) -> None:
    due_at = deadlines.start(tx, office, case, "accept", staff_id)
    offer = offers.make(tx, case.id, staff_id, due_at)
    tasks.add(tx, OFFER_DUE, offer.id, due_at)
    queue.take(tx, case.id)
    lifecycle.move(tx, case, "offered")
    facts = {"staff": staff_id, "due_at": due_at.isoformat(), **explained}
    telling.tell(tx, staff_id, case, events.record(tx, case, "offered", events.HOTLINE, facts))
    reaching.see_to(tx, office, offer)


def _had_lawyer(tx: Transaction, case: Case) -> bool:
    """Whether the worker was told of a lawyer of his before."""
    return bool(events.of_case(tx, case, ("accepted", "assigned")))


def _hand_over(tx: Transaction, office: Office, case: Case, staff_id: str, how: str, again: bool) -> Case:
    queue.take(tx, case.id)
    cases.set_owner(tx, case.id, staff_id, how)
    if case.owner != staff_id:
        capacity.freed(tx, case.owner)
    deadlines.taken(tx, office, lifecycle.move(tx, case, "accepted"), staff_id)
    tell_worker(tx, office, case, "taken_over" if again else "accepted")
    grouping.tell_members(tx, case, "taken_over" if again else "accepted")
    return cases.by_id(tx, case.id)


def _offered_to(tx: Transaction, colleague: Colleague, number: str) -> tuple[Case, offers.Offer]:
    try:
        case = cases.lock(tx, cases.by_number(tx, number).id)
    except cases.UnknownCase:
        raise NotOffered(number) from None
    offer = offers.open_offer(tx, case.id)
    if offer is None or offer.staff_id != colleague.id:
        raise NotOffered(number)
    return case, offer


def _refuse_unfit(tx: Transaction, office: Office, case: Case, lawyer: Colleague) -> None:
    if lawyer.role != "lawyer":
        raise CaseError(f"{lawyer.id} 不是律师，不能承办工单。")
    if why := unfit(tx, case, lawyer):
        raise NotEligible(lawyer.id, office.texts.say(None, f"routing.{why}"))


def _explained(choice: routing.Choice, *more: str) -> dict[str, object]:
    """A decision for the record: the points of the best, and of these `more`; why everybody else was ruled out."""
    best = [one for n, one in enumerate(choice.eligible) if n < _EXPLAINED or one.id in more]
    return {
        "points": {one.id: {ground: points for ground, points in one.by_ground.items() if points} for one in best},
        "ruled_out": dict(choice.ruled_out),
        "standing_in": {one.id: one.instead_of for one in best if one.instead_of},
    }
