"""A colleague is away for a while: who stands in for him, what goes to the other at once, what his supervisor hears."""

from datetime import datetime

from cases import capacity, telling
from cases.assigning import offer_next, offer_to
from cases.errors import CaseError
from cases.office import Office
from cases.waiting import take_back_offer
from storage import case_clocks, cases, covers, duty, events, people, tasks
from storage.cases import Case
from storage.covers import Absence
from storage.database import Transaction
from storage.duty import Leave
from storage.people import Colleague, UnknownStaff

BEGINS, ENDS = "leave_begins", "leave_ends"  # tasks; their subject is the leave
AWAY = "owner_away"


class NotPossible(CaseError):
    """A leave or a duty cannot be entered like this; `why` names the sentence `rota.wrong_<why>`, `values` fill it."""

    def __init__(self, why: str, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.why, self.values = why, values


def enter(tx: Transaction, staff_id: str, begins: datetime, ends: datetime, cover: str | None, made_by: str) -> Leave:
    """Write down that a colleague is away from `begins` until before `ends`, and who stands in for him.

    Raises NotPossible if it ends before it begins or is over, meets another leave of his, or the cover cannot stand in,
    or would send the work round in a circle; UnknownStaff.
    """
    colleague = people.colleague(tx, staff_id)
    must_be_ahead(tx, begins, ends)
    if cover is not None:
        _must_fit(tx, colleague, cover)
    duty.hold_leaves(tx)
    standing = duty.leaves(tx)
    _must_be_free(colleague, begins, ends, standing)
    if way := covers.circle(Absence(staff_id, begins, ends, cover), [one.absence for one in standing]):
        chain = " → ".join([*way, staff_id])
        raise NotPossible("circle", f"The work would go round in a circle: {chain}; choose another cover.", chain=chain)
    leave = duty.add_leave(tx, staff_id, begins, ends, cover, made_by)
    tasks.add(tx, BEGINS, leave.id, max(begins, tx.now))
    tasks.add(tx, ENDS, leave.id, ends)
    return leave


def come_back(tx: Transaction, staff_id: str) -> Leave:
    """A colleague is back, or does not go after all: his leave ends now; raises NotPossible if there is none."""
    standing = duty.leaves(tx, [people.colleague(tx, staff_id).id])
    if not standing:
        raise NotPossible("no_leave", f"{staff_id} is not on leave; see `hotline staff leave`.", staff=staff_id)
    leave = standing[0]
    duty.end_leave(tx, leave)
    for kind in (BEGINS, ENDS):
        tasks.cancel(tx, kind, leave.id)
    capacity.freed(tx, staff_id)
    return leave


def must_be_ahead(tx: Transaction, begins: datetime, ends: datetime) -> None:
    """Raise NotPossible if a time that is entered goes backwards or is over."""
    if ends <= begins:
        raise NotPossible("backwards", "It ends before it begins; check --from and --to.")
    if ends <= tx.now:
        raise NotPossible("over", "That time is over already; check --from and --to.")


def lock(tx: Transaction, leave_id: str) -> None:
    """Hold every case that the colleague has or is asked to take, in the order in which several are locked."""
    leave = duty.leave(tx, leave_id)
    for case in cases.with_colleague(tx, leave.staff_id) if leave else []:
        cases.lock(tx, case.id)


def begin(tx: Transaction, office: Office, leave_id: str) -> None:
    """Who goes away is asked nothing any more: his open offers go to whoever stands in, or to the next.

    His cases stay his; of each whose clock runs out before he is back the supervisor hears. The caller holds them all.
    """
    leave = duty.leave(tx, leave_id)
    if leave is None or not leave.begins <= tx.now < leave.ends:
        return
    his = [cases.by_id(tx, case.id) for case in cases.with_colleague(tx, leave.staff_id)]
    for case in his:
        if case.offered_to == leave.staff_id:
            _pass_offer_on(tx, office, case, leave.staff_id)
    for case in his:
        if case.owner == leave.staff_id:
            _tell_of_clock(tx, case, leave)


def finish(tx: Transaction, office: Office, leave_id: str) -> None:
    """Who was away is back: he may be asked again."""
    leave = duty.leave(tx, leave_id)
    if leave is not None and leave.ends <= tx.now:
        capacity.freed(tx, leave.staff_id)


def nothing_held(tx: Transaction, leave_id: str) -> None:
    """Coming back concerns no case of his."""


def _must_fit(tx: Transaction, colleague: Colleague, cover: str) -> None:
    """Only somebody else of the same kind who works here can stand in."""
    try:
        other = people.colleague(tx, cover)
    except UnknownStaff:
        raise NotPossible("no_cover", f"Nobody has the id {cover}; see `hotline staff list`.", cover=cover) from None
    if other.id == colleague.id:
        raise NotPossible("own_cover", f"{cover} cannot stand in for himself; choose another cover.", cover=cover)
    alike = other.role == colleague.role or (other.supervises and colleague.supervises)
    if not other.active or not alike:
        sentence = f"{cover} cannot stand in for {colleague.id}; choose an active {colleague.role}."
        raise NotPossible("unfit_cover", sentence, cover=cover, staff=colleague.id)


def _must_be_free(colleague: Colleague, begins: datetime, ends: datetime, standing: list[Leave]) -> None:
    if any(one.staff_id == colleague.id and one.begins < ends and begins < one.ends for one in standing):
        sentence = f"{colleague.id} is on leave then already; end that with `hotline staff leave {colleague.id} --end`."
        raise NotPossible("twice", sentence, staff=colleague.id)


def _pass_offer_on(tx: Transaction, office: Office, case: Case, staff_id: str) -> None:
    take_back_offer(tx, case, events.HOTLINE)
    facts = {"staff": staff_id, "ruled_out": {staff_id: "away"}}
    telling.tell(tx, staff_id, case, events.record(tx, case, "taken_back", events.HOTLINE, facts))
    cover = covers.stand_in(duty.away(tx), staff_id)
    if cover is None or not offer_to(tx, office, case, cover, staff_id):
        offer_next(tx, office, case)


def _tell_of_clock(tx: Transaction, case: Case, leave: Leave) -> None:
    """The first clock of a case that runs out before its owner is back."""
    due = [one for one in case_clocks.open_ones(tx, case.id) if one.due_at and one.due_at < leave.ends]
    if not due:
        return
    first = min(due, key=lambda one: one.due_at or leave.ends)
    facts = {"staff": leave.staff_id, "step": first.step, "until": leave.ends.isoformat()}
    n = events.record(tx, case, AWAY, events.HOTLINE, facts)
    if supervisor := telling.duty_supervisor(tx, case):
        telling.tell(tx, supervisor, case, n)
    tx.wake("alarms")
