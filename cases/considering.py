"""Which lawyers are looked at for a case, how each of them stands, and whom routing would ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import clocks, conflicts, routing
from cases.calendars import calendar
from cases.office import Office
from storage import candidates, case_clocks, conversations, covers, duty, offers
from storage.candidates import Candidate
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is to be asked and why; `beyond`: nobody of the prefecture can, so those above it were looked at too."""

    choice: routing.Choice
    beyond: bool = False


def decide(tx: Transaction, office: Office, case: Case) -> Decision:
    """Who is to be asked: the best of the prefecture, or if nobody there can, of the province and the country."""
    need, nearby = need_of(tx, case), lawyers_for(tx, office, case)
    choice = routing.choose(need, nearby, office.policy.weights)
    if choice.chosen is not None:
        return Decision(choice)
    above = _seen_from(tx, office, case, candidates.above(tx, case.unit, _lately(tx, office)))
    return Decision(routing.choose(need, [*nearby, *above], office.policy.weights), True) if above else Decision(choice)


def is_any_fit(tx: Transaction, office: Office, case: Case, them: Sequence[Candidate]) -> bool:
    """Whether one of these lawyers may have the case."""
    need = need_of(tx, case)
    return any(routing.bar(need, lawyer) is None for lawyer in _seen_from(tx, office, case, them))


def need_of(tx: Transaction, case: Case) -> routing.Need:
    """What the case asks for, as routing sees it; nothing of what the worker told is in it."""
    spoken = (conversations.language_of(tx, case.conversation_id) or "zh").partition("-")[0].lower()
    return routing.Need(case.kind, case.district, case.number, None if spoken == "zh" else spoken)


def lawyers_for(tx: Transaction, office: Office, case: Case, also: Collection[str] = ()) -> list[routing.Lawyer]:
    """The lawyers of the case's prefecture, whoever stands in for one of them, and `also` these, seen from the case."""
    nearby, away = candidates.near(tx, case.unit, _lately(tx, office)), duty.away(tx)
    here = {one.colleague.id for one in nearby}
    standing_in = {cover for one in here & away.keys() if (cover := covers.stand_in(away, one))}
    others = candidates.those(tx, (standing_in | set(also)) - here, _lately(tx, office))
    return _seen_from(tx, office, case, [*nearby, *others])


def is_licensed(tx: Transaction, colleague: Colleague) -> bool:
    """Whether his licence runs, or nobody has looked at it yet; its last day counts."""
    return colleague.licence_until is None or colleague.licence_until >= tx.now.astimezone(CHINA).date()


def _seen_from(tx: Transaction, office: Office, case: Case, them: Sequence[Candidate]) -> list[routing.Lawyer]:
    """Lawyers as they stand now, with what this case makes of them."""
    asked = {offer.staff_id for offer in offers.of_case(tx, case.id)} | case_clocks.silent(tx, case.id)
    knowing, earlier = candidates.knowing(tx, case.id), candidates.earlier(tx, case.person_id, case.id)
    against, away, on_duty = conflicts.against(tx, case), duty.away(tx), duty.on_duty(tx)
    instead, in_time = covers.stands_in_for(away), _desk_is_in_time(tx, office, case)
    return [
        routing.Lawyer(
            his.id,
            his.district or his.unit,
            his.subjects,
            his.capacity,
            one.load,
            one.waiting,
            one.recent,
            his.languages,
            active=his.active,
            conflict=his.id in against,
            licensed=is_licensed(tx, his),
            asked_before=his.id in asked,
            away=his.id in away,
            reachable=in_time or one.linked or his.id in on_duty,
            covers=instead.get(his.id, ()),
            knows_employer=his.id in knowing,
            was_his=his.id in earlier,
        )
        for one in them
        for his in (one.colleague,)
    ]


def _desk_is_in_time(tx: Transaction, office: Office, case: Case) -> bool:
    """Whether somebody whom only the desk reaches would see an offer of this case before it has run out."""
    hours, amount = office.policy.allowed(case.urgency, "accept")
    if hours is not clocks.ROUND_THE_CLOCK:
        return True
    return clocks.next_opening(office.policy.opening, tx.now, calendar(tx)) < tx.now + amount


def _lately(tx: Transaction, office: Office) -> datetime:
    return tx.now - office.policy.fairness_over
