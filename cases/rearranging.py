"""A lawyer falls ill with fifty cases: all of them go to others at once, as a plan that is shown before it is done.

The plan obeys the rules by which any case is offered, and is carried out as it was shown: a case that changed
meanwhile, or whose new lawyer may not or cannot have it by now, is left where it is, and that is said.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cases import assigning, capacity, deadlines, grouping, leaving, routing, spreading, telling
from cases.considering import lawyers_for, need_of
from cases.errors import CaseError, NotEligible
from cases.notices import tell_worker
from cases.office import Office
from cases.routing import Bar, Lawyer, bar, points, strain
from storage import candidates, case_clocks, cases, duty, events, offers, people, sealed
from storage.cases import Case, Status
from storage.database import Transaction
from storage.people import Colleague

_STAY: tuple[Status, ...] = ("referred", "awaiting_worker")  # whoever is waited for goes on being waited for
_RESTS = timedelta(days=1)  # in which who gave away his cases is asked nothing
_OF_HIS_LOAD = ("room", "turn")
_NEAREST: tuple[Bar, ...] = (  # what keeps a lawyer from a case, what passes most easily first
    *("full", "away", "unreachable", "asked_before", "subject", "licence", "conflict", "inactive"),
)


class Outdated(CaseError):
    """What is to be carried out is not what was shown."""

    def __init__(self) -> None:
        super().__init__("方案和刚才显示的不一样了，没有改动任何工单；请重新查看方案。")


@dataclass(frozen=True, slots=True)
class Row:
    """A case and who is to have it (None: its supervisor, until somebody has room); `why` nobody can, or `changed`.

    `mark` is another when the case stands otherwise than when the plan was made.
    """

    number: str
    mark: str
    to: str | None
    kind: str = ""
    district: str | None = None
    urgency: str = ""
    status: str = ""
    why: str = ""

    @property
    def line(self) -> str:
        """The row as a form carries it."""
        return f"{self.number} {self.mark} {self.to or '-'}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets the cases of one lawyer: `points` of what stays where it is, and what they would be `one_by_one`."""

    from_: str
    rows: tuple[Row, ...]
    points: int = 0
    one_by_one: int = 0
    way: str = ""

    @property
    def digest(self) -> str:
        """What is equal for two plans that do the same."""
        said = json.dumps([self.from_, sorted(row.line for row in self.rows)])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: to whom each case went, what waits with the supervisor, what was left where it was, and why."""

    given: Mapping[str, str]
    waiting: tuple[str, ...]
    left: Mapping[str, str]


def plan(tx: Transaction, office: Office, staff_id: str, supervisor: Colleague | None = None) -> Plan:
    """How the open cases of a lawyer are best spread over those who may have them; nothing is changed.

    A supervisor plans for what he may read, the command line for all. Raises UnknownStaff.
    """
    colleague = people.colleague(tx, staff_id)
    his = [case for case in cases.with_colleague(tx, colleague.id) if case.owner == colleague.id]
    his = [case for case in his if _may(tx, supervisor, case)]
    near = {case.number: _others(tx, office, case, staff_id) for case in his}
    first = _spread(tx, office, his, near)
    unplaced = [case for case in his if first.to[case.number] is None]
    above = {case.number: _above(tx, office, case, staff_id) for case in unplaced}
    second = _spread(tx, office, unplaced, above)
    to = {**first.to, **second.to}
    rows = [_row(case, to[case.number], near[case.number] + above.get(case.number, [])) for case in his]
    greedy = spreading.one_by_one(*_values(tx, office, his, near)).points
    ordered = tuple(sorted(rows, key=lambda row: row.number))
    return Plan(staff_id, ordered, first.points, greedy, first.way)


def read(from_: str, lines: Sequence[str], digest: str) -> Plan:
    """The plan that a form carries; raises Outdated if it is not the one of this digest."""
    parts = [line.split(" ") for line in lines]
    if any(len(part) != 3 for part in parts):
        raise Outdated
    found = Plan(from_, tuple(Row(number, mark, None if to == "-" else to) for number, mark, to in parts))
    if found.digest != digest:
        raise Outdated
    return found


def carry_out(tx: Transaction, office: Office, shown: Plan, supervisor: Colleague | None = None) -> Outcome:
    """Do what a plan says, case by case; `supervisor` did it, None: somebody at the command line.

    Each worker is told as of any new lawyer, each lawyer of his new case, and each case's record says who decided it.
    Who gives them away is on leave for a day, unless his leave stands already, so that none comes back to him.
    """
    actor = supervisor.id if supervisor else events.HOTLINE
    rows = {row.number: row for row in shown.rows}
    held = [cases.lock(tx, case.id) for case in cases.with_colleague(tx, shown.from_) if case.number in rows]
    given, waiting, left = dict[str, str](), list[str](), dict.fromkeys(rows, "changed")
    as_shown = [case for case in held if _mark(case) == rows[case.number].mark and _may(tx, supervisor, case)]
    if as_shown:
        _ask_nothing_of(tx, shown.from_, actor)
    for case in sorted(as_shown, key=lambda case: rows[case.number].to is None):
        row = rows[case.number]
        why = _pass_on(tx, office, case, row.to, actor)
        if why:
            left[case.number] = why
            continue
        del left[case.number]
        if row.to is None:
            waiting.append(case.number)
        else:
            given[case.number] = row.to
    return Outcome(given, tuple(waiting), left)


def _ask_nothing_of(tx: Transaction, staff_id: str, actor: str) -> None:
    """Who gives away his cases gets no new ones for a day, unless his leave says otherwise; the room is not for him."""
    ends = tx.now + _RESTS
    standing = [one for one in duty.leaves(tx, [staff_id]) if one.begins < ends]
    if not standing:
        leaving.enter(tx, staff_id, tx.now, ends, None, actor)


def _pass_on(tx: Transaction, office: Office, case: Case, to: str | None, actor: str) -> str:
    """Give a held case to whom the plan says; returns why not, "" if it was done."""
    if to is None:
        _keep_above(tx, office, case, actor)
        return ""
    lawyer = next((one for one in _seen(tx, office, case, (to,)) if one.id == to), None)
    why = bar(need_of(tx, case), lawyer) if lawyer else "inactive"
    if why is None and not candidates.has_room(tx, to):
        why = "full"
    if why:
        return why
    try:
        _give(tx, office, case, to, actor)
    except NotEligible:
        return "conflict"
    return ""


def _give(tx: Transaction, office: Office, case: Case, to: str, actor: str) -> None:
    """It is his from now on; one that waits for an office or the worker stands as it stood."""
    if case.status not in _STAY:
        assigning.give(tx, office, case, to, actor)
        return
    facts = {"staff": to, "before": case.owner, "again": True}
    cases.set_owner(tx, case.id, to, "assigned")
    telling.tell_owner(tx, case, events.record(tx, case, "assigned", actor, facts), case.owner, but=actor)
    capacity.freed(tx, case.owner)
    if case.status == "referred":
        deadlines.start(tx, office, cases.by_id(tx, case.id), "first_words", to)
    tell_worker(tx, office, case, "taken_over")
    grouping.tell_members(tx, case, "taken_over")


def _keep_above(tx: Transaction, office: Office, case: Case, actor: str) -> None:
    """Its supervisor has it, and the first lawyer with room will be asked."""
    cases.set_owner(tx, case.id, sealed.supervisor_of(tx, case.id, case.unit).id, "released")
    n = events.record(tx, case, "released", actor, {"staff": case.owner, "ruled_out": {case.owner: "away"}})
    telling.tell_owner(tx, case, n, case.owner, but=actor)
    capacity.freed(tx, case.owner)
    tx.wake("alarms")
    if case.status not in _STAY:
        assigning.offer_next(tx, office, cases.by_id(tx, case.id))


def _others(tx: Transaction, office: Office, case: Case, staff_id: str) -> list[Lawyer]:
    """Those who work where the case is, but for himself."""
    return [one for one in _seen(tx, office, case) if one.id != staff_id]


def _above(tx: Transaction, office: Office, case: Case, staff_id: str) -> list[Lawyer]:
    """Those of the province and the country."""
    since = tx.now - office.policy.fairness_over
    ids = {one.colleague.id for one in candidates.above(tx, case.unit, since)} - {staff_id}
    return [one for one in _seen(tx, office, case, ids) if one.id in ids] if ids else []


def _seen(tx: Transaction, office: Office, case: Case, also: Collection[str] = ()) -> list[Lawyer]:
    """Lawyers as the case sees them; only who declined it or let its worker wait counts as asked before."""
    refused = {one.staff_id for one in offers.of_case(tx, case.id) if one.outcome == "declined"}
    refused |= case_clocks.silent(tx, case.id)
    return [replace(one, asked_before=one.id in refused) for one in lawyers_for(tx, office, case, also)]


def _spread(
    tx: Transaction, office: Office, his: Sequence[Case], them: Mapping[str, Sequence[Lawyer]]
) -> spreading.Spread:
    return spreading.spread(*_values(tx, office, his, them))


def _values(
    tx: Transaction, office: Office, his: Sequence[Case], them: Mapping[str, Sequence[Lawyer]]
) -> tuple[dict[str, dict[str, int]], dict[str, list[int]]]:
    """What speaks for each lawyer having a case, and for his having one more."""
    weights, worths = office.policy.weights, dict[str, dict[str, int]]()
    everybody = {one.id: one for case in his for one in them[case.number]}
    usual = sum(sorted(map(strain, everybody.values()))) / len(everybody) if everybody else 0.0
    for case in his:
        need = need_of(tx, case)
        may = [one for one in them[case.number] if bar(need, one) is None]
        worths[case.number] = {one.id: _without_load(points(need, one, weights).by_ground) for one in may}
    more = {one.id: _of_load(one, len(his), weights, usual) for one in everybody.values()}
    return worths, more


def _of_load(lawyer: Lawyer, most: int, weights: routing.Weights, usual: float) -> list[int]:
    """What his room and his turn give a first case, a second and so on, as far as he has room."""
    need = routing.Need(routing.ANY_SUBJECT, None)
    room = max(0, min(lawyer.capacity - lawyer.load - lawyer.waiting, most))
    grown = (replace(lawyer, load=lawyer.load + n, recent=lawyer.recent + n) for n in range(room))
    grounds = [points(need, one, weights, usual).by_ground for one in grown]
    return [sum(its[name] for name in its if name in _OF_HIS_LOAD) for its in grounds]


def _without_load(grounds: Mapping[str, int]) -> int:
    return sum(its for name, its in grounds.items() if name not in _OF_HIS_LOAD)


def _row(case: Case, to: str | None, them: Sequence[Lawyer]) -> Row:
    why = "" if to else _nearest_bar(case, them)
    return Row(case.number, _mark(case), to, case.kind, case.district, case.urgency, case.status, why)


def _nearest_bar(case: Case, them: Sequence[Lawyer]) -> str:
    """What keeps the case from those who come nearest to having it."""
    need = routing.Need(case.kind, case.district, case.number)
    bars = {bar(need, one) or "full" for one in them}
    return next((one for one in _NEAREST if one in bars), "inactive")


def _mark(case: Case) -> str:
    said = json.dumps([case.id, case.status, case.owner, case.kind, case.urgency, case.district, case.unit])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _may(tx: Transaction, supervisor: Colleague | None, case: Case) -> bool:
    if supervisor is None:
        return True
    try:
        cases.visible(tx, supervisor, case.number)
    except cases.UnknownCase:
        return False
    return True
