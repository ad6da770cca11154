"""Finds which complaints may be about the same employer and proposes them; raises the alarm where many gather.

A case is compared when it opens and when what it says of the other side changes, only by indexed look-ups, and with
nothing but hashes. Nobody is told of a case that is kept from him: who stands on the other side of one of the two hears
of neither. What is told to several takes both cases, so it is done by a task that takes them in their order.
"""

from datetime import timedelta

from cases import likeness, telling, together
from cases.assigning import unfit
from cases.errors import CaseError, NotYours
from cases.escalating import unit_above
from cases.likeness import Likeness, Traits
from cases.office import Office
from storage import cases, collectives, events, marks, party_ties, people, sealed, tasks
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.marks import Mark, Pair
from storage.people import Colleague

COMPARE, PROPOSE = "compare_case", "propose_together"  # the tasks; their subjects: a case, a pair
_PAIRS_AT_ONCE = 3  # proposed with one case, so that the others still hang together when one of them ends


def look(tx: Transaction, office: Office, case: Case) -> None:
    """Compare a case, which the caller holds, as it reads now; what was proposed before is not proposed again.

    Nothing once its worker wished his words gone.
    """
    try:
        named = likeness.named_in(cases.complaint_of(tx, case))
    except Erased:
        marks.drop(tx, case.id)
        return
    before = marks.of_cases(tx, [case.id])[case.id]
    found = marks.put(tx, case, named)
    against = _against(tx, [case.id])[case.id]
    if not case.ended:
        _propose(tx, office, case, found, against)
    for mark in found:
        if mark not in before:
            _count(tx, office, case, mark, against)


def look_later(tx: Transaction, case: Case) -> None:
    """Have a case compared anew by the timers, since something was added to it."""
    if not tasks.exists_open(tx, COMPARE, case.id):
        tasks.add(tx, COMPARE, case.id, tx.now)


def look_again(tx: Transaction, office: Office, case_id: str) -> None:
    """The same by the id of a held case, for the timers."""
    look(tx, office, cases.by_id(tx, case_id))


def lock_pair(tx: Transaction, pair_id: str) -> None:
    """Hold both cases of a pair, in the order in which several are held."""
    if found := marks.by_id(tx, pair_id):
        for case_id in sealed.in_order(tx, [found.one_id, found.other_id]):
            cases.lock(tx, case_id)


def propose_now(tx: Transaction, office: Office, pair_id: str) -> None:
    """Tell whoever has one of the two, and their supervisors, that they may be alike; nothing if that was settled."""
    pair = marks.by_id(tx, pair_id)
    if pair is None or (collectives.of_case(tx, pair.one_id) and collectives.of_case(tx, pair.other_id)):
        return
    newest = sorted((cases.by_id(tx, one) for one in (pair.one_id, pair.other_id)), key=lambda it: it.opened_at)[::-1]
    if any(case.ended for case in newest):
        return
    known = set[str]()
    for case, other in (newest, newest[::-1]):
        known |= _tell(tx, case, other, pair, known)


def refuse(tx: Transaction, colleague: Colleague, pair_id: str) -> None:
    """Somebody who has one of the two, or supervises one, says that they have nothing to do with each other.

    Raises NotYours for anybody else, CaseError if it was settled meanwhile.
    """
    pair = next((one for one in proposed_to(tx, colleague) if one.id == pair_id), None)
    if pair is None:
        raise CaseError("这条提示已经处理过了，请刷新页面。")
    may = colleague.supervises or colleague.id in {cases.by_id(tx, one).owner for one in (pair.one_id, pair.other_id)}
    if not may:
        raise NotYours(cases.by_id(tx, pair.one_id).number)
    marks.refuse(tx, pair.id, colleague.id)


def proposed_to(tx: Transaction, colleague: Colleague) -> list[Pair]:
    """The pairs of which a colleague may read one and may know of the other, the newest first."""
    found = marks.proposed_to(tx, colleague)
    if colleague.supervises:
        return found
    return [one for one in found if all(_may_know(tx, colleague, it) for it in (one.one_id, one.other_id))]


def _may_know(tx: Transaction, colleague: Colleague, case_id: str) -> bool:
    case = cases.by_id(tx, case_id)
    return case.owner == colleague.id or unfit(tx, case, colleague) is None


def _propose(tx: Transaction, office: Office, case: Case, found: list[Mark], against: frozenset[str]) -> None:
    """Pair the case with those it is most like, one of each collective, and have the first such pair told of."""
    since = tx.now - office.policy.alike_within
    hashes = [hashed for kind, hashed in found if kind != "district"]
    near = marks.sharing(tx, case, hashes, sorted(against), since) if hashes or against else []
    its = Traits(case.opened_at, case.district, against, frozenset(found))
    ranked = _ranked(tx, its, near)
    made = [marks.pair(tx, case.id, other, alike.points, alike.grounds) for other, alike in ranked[:_PAIRS_AT_ONCE]]
    fresh = [one for one in made if one]
    if fresh:
        tasks.add(tx, PROPOSE, fresh[0], tx.now)


def _ranked(tx: Transaction, its: Traits, near: list[str]) -> list[tuple[str, Likeness]]:
    """Those that are alike, the most alike first, then the oldest; of a collective only its lead, if that is open."""
    if not near:
        return []
    leads, against, its_marks = collectives.leads_of(tx, near), _against(tx, near), marks.of_cases(tx, near)
    best: dict[str, Likeness] = {}
    for case_id in reversed(near):  # the newest come first
        case = cases.by_id(tx, case_id)
        traits = Traits(case.opened_at, case.district, against[case_id], its_marks[case_id])
        alike, stands_for = likeness.compare(its, traits), leads.get(case_id, case_id)
        if alike.is_alike and alike.points > best.get(stands_for, Likeness()).points:
            best[stands_for] = alike
    return sorted(best.items(), key=lambda item: -item[1].points)


def _against(tx: Transaction, case_ids: list[str]) -> dict[str, frozenset[str]]:
    """Who each of these is against, with all that are the same as one of those."""
    found = marks.parties_of(tx, case_ids)
    everybody = frozenset[str]().union(*found.values())
    same = {one: party_ties.one_with(tx, [one]) for one in everybody}
    return {case_id: frozenset(id_ for one in its for id_ in same[one]) for case_id, its in found.items()}


def _tell(tx: Transaction, case: Case, other: Case, pair: Pair, known: set[str]) -> set[str]:
    """Put it into the record of the one and tell its owner and supervisor; returns who has been told of the two."""
    if unfit(tx, other, people.colleague(tx, case.owner)):
        return set()  # he may not learn that there is such a case
    facts = {"other": other.number, "grounds": list(pair.grounds)}
    n = events.record(tx, case, together.MAYBE, events.HOTLINE, facts)
    his = {case.owner, telling.duty_supervisor(tx, case) or case.owner} - known
    told = {one for one in his if unfit(tx, other, people.colleague(tx, one)) is None}
    for staff_id in sorted(told):
        telling.tell(tx, staff_id, case, n)
    return told


def _count(tx: Transaction, office: Office, case: Case, mark: Mark, against: frozenset[str]) -> None:
    """Raise the alarm if with this case there are as many as the policy says; once, until there were fewer again."""
    kind, hashed = mark
    rule = office.policy.crowds.get(kind)
    if rule is None:
        return
    same, since = sorted(against) if kind == "employer" else [], tx.now - timedelta(days=rule.days)
    with_it = marks.count(tx, hashed, same, since)
    if with_it < rule.number:
        return
    if marks.count(tx, hashed, same, since, but=case.id) < rule.number:
        marks.end_crowd(tx, hashed)
    if marks.raise_crowd(tx, kind, hashed, case.id, with_it, rule.days):
        _alarm(tx, case, {"crowd": kind, "count": with_it, "days": rule.days})


def _alarm(tx: Transaction, case: Case, facts: dict[str, object]) -> None:
    n = events.record(tx, case, together.MANY, events.HOTLINE, facts)
    above = filter(None, {telling.duty_supervisor(tx, case), unit_above(tx, case)})
    for staff_id in sorted(above):
        telling.tell(tx, staff_id, case, n)
    tx.wake("alarms")
