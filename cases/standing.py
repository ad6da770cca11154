"""How the colleagues of a union body stand: who answers for it, who is on duty, who is away, who has room."""

from dataclasses import dataclass

from cases.office import Office
from storage import candidates, case_clocks, cases, duty, people, queue
from storage.candidates import Candidate
from storage.database import Transaction
from storage.duty import Leave, Shift
from storage.people import Colleague, UnionBody, UnknownStaff

MOST = 200  # lawyers shown


@dataclass(frozen=True, slots=True)
class Standing:
    """A union body and those below it: `answering` is who answers for each now, `due` what runs out in each leave."""

    bodies: list[UnionBody]
    answering: dict[str, str]
    shifts: list[Shift]
    leaves: list[Leave]
    due: dict[str, int]
    lawyers: list[Candidate]
    names: dict[str, str]
    colleagues: list[Colleague]
    waiting: int
    away: frozenset[str]
    on_duty: frozenset[str]

    @property
    def places(self) -> dict[str, str]:
        """The names of the union bodies, by code."""
        return {body.code: body.name for body in self.bodies}


def standing(tx: Transaction, office: Office, supervisor: Colleague) -> Standing:
    """How those stand whom a supervisor answers for."""
    units = people.unit_and_below(tx, supervisor.unit)
    staff = [one for one in people.of_units(tx, units) if one.active]
    leaves = duty.leaves(tx, [one.id for one in staff])
    shifts = duty.shifts(tx, units)
    bodies = [body for body in people.units(tx, units) if body.level != "enterprise" or body.code == supervisor.unit]
    answering = {body.code: one for body in bodies if (one := _answering(tx, body.code))}
    mentioned = {*answering.values(), *(one.staff_id for one in shifts), *(one.cover or "" for one in leaves)}
    names = people.names(tx, mentioned | {one.id for one in staff})
    return Standing(
        bodies,
        answering,
        shifts,
        leaves,
        {one.id: _due(tx, one) for one in leaves},
        candidates.of_units(tx, units, tx.now - office.policy.fairness_over, MOST),
        names,
        staff,
        len(queue.in_order(tx, supervisor.unit)),
        frozenset(duty.away(tx)),
        frozenset(duty.on_duty(tx)),
    )


def _answering(tx: Transaction, unit: str) -> str | None:
    try:
        return people.supervisor_of(tx, unit).id
    except UnknownStaff:
        return None


def _due(tx: Transaction, leave: Leave) -> int:
    """How many clocks of his cases run out before he is back."""
    his = [case.id for case in cases.with_colleague(tx, leave.staff_id) if case.owner == leave.staff_id]
    return sum(
        bool(clock.due_at and clock.due_at < leave.ends) for its in his for clock in case_clocks.open_ones(tx, its)
    )
