"""A case on its way to a lawyer: offered, accepted or declined or left lying, offered to the next, or kept.

Until a lawyer accepts, and whenever none can, the duty supervisor owns the case; so nothing ever lies unowned.
"""

from cases import clocks, grouping, lifecycle, routing, telling
from cases.conflicts import names_one_of
from cases.errors import CaseError, Ended, NotEligible, NotOffered, NotYours
from cases.notices import tell_worker
from cases.office import Office
from cases.waiting import OFFER_DUE, stop_asking, take_back_offer
from storage import cases, events, offers, people, tasks
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

DECLINE_REASONS = ("time", "conflict", "unfamiliar", "other")


def offer_next(tx: Transaction, office: Office, case: Case) -> str | None:
    """Offer the case to the best lawyer not yet asked; returns who, or None: it stays with its supervisor."""
    choice = routing.choose(need_of(tx, case), lawyers_for(tx, office, case))
    if choice.chosen is None:
        lifecycle.move(tx, case, "received")
        n = events.record(tx, case, "nobody_free", events.HOTLINE, _explained(choice))
        telling.tell_owner(tx, case, n)
        tx.wake("alarms")
        return None
    _offer(tx, office, case, choice.chosen, _explained(choice))
    return choice.chosen


def accept(tx: Transaction, office: Office, colleague: Colleague, number: str) -> Case:
    """The lawyer takes the case and owns it from now on.

    Raises NotOffered if it is not (any longer) his to take, NotEligible if he acts for the employer by now.
    """
    case, offer = _offered_to(tx, colleague, number)
    _refuse_unfit(tx, office, case, people.held(tx, colleague.id))
    offers.settle(tx, offer.id, "accepted")
    tasks.cancel(tx, OFFER_DUE, offer.id)
    again = _had_lawyer(tx, case)
    n = events.record(tx, case, "accepted", colleague.id, {"again": again})
    telling.tell(tx, colleague.id, case, n)
    return _hand_over(tx, office, case, colleague.id, "accepted", again)


def decline(tx: Transaction, office: Office, colleague: Colleague, number: str, reason: str) -> str | None:
    """The lawyer cannot take it; returns who is asked next (None: the supervisor keeps it). Raises NotOffered."""
    case, offer = _offered_to(tx, colleague, number)
    offers.settle(tx, offer.id, "declined", reason)
    tasks.cancel(tx, OFFER_DUE, offer.id)
    events.record(tx, case, "declined", colleague.id, {"reason": reason})
    return offer_next(tx, office, case)


def lock_offered(tx: Transaction, offer_id: str) -> Case:
    """The case of an offer, held until the transaction ends; raises LookupError if there is no such offer."""
    return cases.lock(tx, offers.by_id(tx, offer_id).case_id)


def time_out(tx: Transaction, office: Office, offer_id: str) -> str | None:
    """Nobody answered in time: the next lawyer is asked. Does nothing if the offer was answered after all."""
    case, offer = lock_offered(tx, offer_id), offers.by_id(tx, offer_id)
    if not offers.settle(tx, offer.id, "timed_out"):
        return None
    n = events.record(tx, case, "timed_out", events.HOTLINE, {"staff": offer.staff_id})
    telling.tell(tx, offer.staff_id, case, n)
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
    _refuse_unfit(tx, office, case, people.held(tx, staff_id))
    asked = take_back_offer(tx, case, supervisor.id)
    stop_asking(tx, case)
    again = _had_lawyer(tx, case)
    facts = {"staff": staff_id, "before": case.owner, "again": again}
    telling.tell_owner(
        tx, case, events.record(tx, case, "assigned", supervisor.id, facts), asked, staff_id, but=supervisor.id
    )
    return _hand_over(tx, office, case, staff_id, "assigned", again)


def unfit(tx: Transaction, case: Case, colleague: Colleague) -> routing.Bar | None:
    """The rule by which a colleague may neither get nor keep this case, however the work is spread; None if he may."""
    if not colleague.active:
        return "inactive"
    need = need_of(tx, case)
    acts_for_it = colleague.role == "lawyer" and names_one_of(colleague.clients, need.employer, need.told)
    return "conflict" if acts_for_it else None


def need_of(tx: Transaction, case: Case) -> routing.Need:
    """What the case asks for, as routing sees it; the worker's words are compared and not kept."""
    complaint = cases.complaint_of(tx, case)
    told = "\n".join([complaint.story, complaint.site or "", *complaint.answers.values()])
    return routing.Need(case.kind, case.district, complaint.employer, told)


def lawyers_for(tx: Transaction, office: Office, case: Case) -> list[routing.Lawyer]:
    """Every lawyer as he stands now, seen from this case."""
    loads, waiting = cases.loads(tx), offers.open_counts(tx)
    recent = offers.made_since(tx, tx.now - office.policy.fairness_over)
    asked = {offer.staff_id for offer in offers.of_case(tx, case.id)}
    return [
        routing.Lawyer(
            lawyer.id,
            lawyer.district,
            lawyer.subjects,
            lawyer.clients,
            lawyer.active,
            lawyer.capacity,
            loads.get(lawyer.id, 0),
            waiting.get(lawyer.id, 0),
            recent.get(lawyer.id, 0),
            lawyer.id in asked,
        )
        for lawyer in people.everybody(tx, "lawyer")
    ]


def _offer(tx: Transaction, office: Office, case: Case, staff_id: str, explained: dict[str, object]) -> None:
    within = office.policy.offer_within[case.urgency]
    due_at = clocks.after_working(office.policy.opening, tx.now, within)
    offer = offers.make(tx, case.id, staff_id, due_at)
    tasks.add(tx, OFFER_DUE, offer.id, due_at)
    lifecycle.move(tx, case, "offered")
    facts = {"staff": staff_id, "due_at": due_at.isoformat(), **explained}
    telling.tell(tx, staff_id, case, events.record(tx, case, "offered", events.HOTLINE, facts))


def _had_lawyer(tx: Transaction, case: Case) -> bool:
    """Whether the worker was told of a lawyer of his before."""
    return bool(events.of_case(tx, case, ("accepted", "assigned")))


def _hand_over(tx: Transaction, office: Office, case: Case, staff_id: str, how: str, again: bool) -> Case:
    cases.set_owner(tx, case.id, staff_id, how)
    lifecycle.move(tx, case, "accepted")
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


def _explained(choice: routing.Choice) -> dict[str, object]:
    return {
        "points": {one.id: one.by_ground for one in choice.eligible},
        "ruled_out": dict(choice.ruled_out),
    }
