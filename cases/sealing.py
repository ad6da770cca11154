"""Keeping cases from those who stand on the other side: at once, for good, and without saying with whom.

Whatever becomes known late, a party, an alias, a merge, a client, is compared in the transaction in which it becomes
known. Who is in conflict loses the case or the offer there and then, what waits to be sent to his chat never leaves,
and his chat is cleared as soon as he is told. The next lawyer is asked by a task of its own.
"""

from collections.abc import Collection, Mapping

from cases import conflicts, lifecycle, telling
from cases.assigning import offer_next
from cases.office import Office
from cases.releasing import take_from_unfit
from cases.waiting import take_back_offer
from storage import cases, events, outbox, parties, party_ties, people, sealed, tasks
from storage.cases import Case
from storage.database import Transaction

OFFER_ON, RECHECK = "offer_on", "recheck_party"  # the tasks; their subjects: case, party
SEALED = "sealed"


def check(tx: Transaction, case: Case) -> Case:
    """Keep a case, held by the caller, from whoever is in conflict with it; returns it as it stands then."""
    its = sealed.concerned(tx, [case.id], conflicts.against(tx, case))
    for ids in its.values():
        _seal(tx, case, ids)
    return cases.by_id(tx, case.id)


def recheck(tx: Transaction, party_ids: Collection[str], *also: str) -> None:
    """Something became known of these parties: keep every case they have to do with from whoever is in conflict by now.

    The cases are locked here, in their order, those with the ids `also` in any case; the caller holds none.
    """
    reached = conflicts.around(tx, party_ids)
    people_named = [one.name for one in parties.several(tx, reached) if one.person and one.name]
    staff = conflicts.naming(tx, parties.names_of(tx, reached), people_named)
    found = sealed.concerned(tx, parties.cases_of(tx, reached), staff) if staff else {}
    _seal_all(tx, {**found, **{case_id: set(found.get(case_id, ())) for case_id in also}})


def recheck_later(tx: Transaction, party_id: str) -> None:
    """The same for one who holds a case: by a task, which begins with none."""
    if not tasks.exists_open(tx, RECHECK, party_id):
        tasks.add(tx, RECHECK, party_id, tx.now)


def recheck_party(tx: Transaction, _: Office, party_id: str) -> None:
    """Do what `recheck_later` put off."""
    conflicts.index(tx)
    recheck(tx, [party_id])


def hold_ties(tx: Transaction, _: str) -> None:
    """Hold what a task that compares anew needs: the ties, as they are."""
    party_ties.hold_ties(tx)


def recheck_staff(tx: Transaction, staff_ids: Collection[str]) -> list[str]:
    """These declared something: keep from them what they are in conflict with by now; returns the cases' numbers.

    Of the cases that a supervisor only watches the parties are compared, not every worker's words.
    """
    found: dict[str, set[str]] = {case_id: set(staff_ids) for case_id in sealed.cases_of(tx, staff_ids)}
    watching = [one for one in (people.colleague(tx, staff_id) for staff_id in staff_ids) if one.supervises]
    for one in watching:
        for case_id in _cases_naming(tx, one.id):
            found.setdefault(case_id, set()).add(one.id)
    its = sealed.concerned(tx, found, staff_ids)
    return _seal_all(tx, {case_id: ids & found[case_id] for case_id, ids in its.items()})


def offer_on(tx: Transaction, office: Office, case_id: str) -> None:
    """Ask the next lawyer for a held case that was taken from one; nothing if somebody has it, or it waits or ended."""
    case = cases.by_id(tx, case_id)
    waits = case.ended or case.status == "awaiting_worker" or case.offered_to
    if not waits and people.colleague(tx, case.owner).role != "lawyer":
        offer_next(tx, office, case)


def _cases_naming(tx: Transaction, staff_id: str) -> list[str]:
    """The cases of the parties, and of those tied to them, whose names hold one that a colleague declared."""
    cores = [name.core for name in conflicts.declared_by(tx, staff_id)]
    alike = {party_id for party_id, _ in parties.named_like(tx, cores)}
    return parties.cases_of(tx, conflicts.around(tx, alike)) if alike else []


def _seal_all(tx: Transaction, suspected: Mapping[str, set[str]]) -> list[str]:
    """Lock these cases in their order, compare each anew, and seal it from those in conflict; returns their numbers."""
    held = [cases.lock(tx, case_id) for case_id in sealed.in_order(tx, suspected)]
    touched = []
    for case in held:
        ids = suspected[case.id] & conflicts.against(tx, case) if suspected[case.id] else set[str]()
        if ids and _seal(tx, cases.by_id(tx, case.id), ids):
            touched.append(case.number)
    return touched


def _seal(tx: Transaction, case: Case, staff_ids: Collection[str]) -> bool:
    """Keep a held case from these; returns whether it was not kept from one of them before."""
    fresh = sealed.add(tx, case.id, staff_ids)
    for staff_id in staff_ids:
        if chat := people.chat_of(tx, staff_id):
            outbox.withdraw(tx, chat, case.id)
    asked = _take_offer(tx, case, staff_ids)
    lost = case.owner in staff_ids and not case.ended and take_from_unfit(tx, case)
    for staff_id in sorted(set(fresh) - {asked, case.owner if lost else None}):
        n = events.record(tx, case, SEALED, events.HOTLINE, {"staff": staff_id})
        telling.tell(tx, staff_id, case, n)
    if asked or (lost and people.colleague(tx, case.owner).role == "lawyer"):
        tasks.add(tx, OFFER_ON, case.id, tx.now)
    return bool(fresh)


def _take_offer(tx: Transaction, case: Case, staff_ids: Collection[str]) -> str | None:
    if case.offered_to is None or case.offered_to not in staff_ids:
        return None
    asked = take_back_offer(tx, case, events.HOTLINE)
    if case.status == "offered":
        lifecycle.move(tx, case, "received")
    facts = {"staff": asked, "ruled_out": {asked: "conflict"}}
    telling.tell(tx, case.offered_to, case, events.record(tx, case, "taken_back", events.HOTLINE, facts))
    return asked
