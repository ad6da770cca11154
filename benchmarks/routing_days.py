"""One by one against all at once: a day's complaints of a prefecture, chosen as they come and as they would best lie.

Both start from how the lawyers stand when the day begins, and both are scored alike: the house's points, with room and
turn as they are when a lawyer gets his first, second, third case of the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.routing_record import Record
from benchmarks.routing_standing import Standing, area, need_of
from benchmarks.routing_world import Told, World
from cases.routing import Lawyer, bar, choose, points, strain

_CASES = 60  # of a day that are enough to compare; prefectures take turns
_OF_THE_LAWYER = ("room", "turn")


@dataclass(slots=True)
class Sums:
    """All points, of so many days' cases."""

    greedy: int = 0
    optimum: int = 0
    cases: int = 0


class Days:
    """Compares day after day and writes down what it compared."""

    def __init__(self, world: World, record: Record) -> None:
        self._record, self.sums = record, Sums()
        self._by_day: dict[tuple[str, str], list[Told]] = {}
        for told in world.complaints:
            self._by_day.setdefault((f"{told.at:%Y-%m-%d}", area(told.district)), []).append(told)
        self._areas = sorted({where for _, where in self._by_day})
        self._turn = 0

    def compare(self, day: datetime, standing: Standing) -> None:
        """Compare the cases of some prefectures on the day that begins now."""
        compared = 0
        for _ in self._areas:
            where = self._areas[self._turn % len(self._areas)]
            self._turn += 1
            if told := self._by_day.get((f"{day:%Y-%m-%d}", where)):
                self._one(day, where, told, standing)
                compared += len(told)
            if compared >= _CASES:
                return

    def _one(self, day: datetime, where: str, told: Sequence[Told], standing: Standing) -> None:
        seen = [_as_seen(standing, where, one) for one in told]
        present = [_alone(one) for one in standing.in_area(where) if not one.away]
        slots = _slots(told, present)
        based = [_bases(one, lawyers) for one, lawyers in zip(told, seen, strict=True)]
        greedy = _one_by_one(told, seen)
        picked = best(based, slots)
        self.sums.cases += len(told)
        self.sums.greedy += total(based, slots, greedy)
        self.sums.optimum += total(based, slots, picked)
        cases = [
            {"case": one.number, "base": base, "greedy": by_turn}
            for one, base, by_turn in zip(told, based, greedy, strict=True)
        ]
        self._record.line({"at": day, "type": "day", "area": where, "cases": cases, "slots": slots})


def best(based: Sequence[dict[str, int]], slots: dict[str, list[int]]) -> list[str | None]:
    """Who gets which case so that all points, never below 0, are most; nobody gets more than he has slots."""
    columns = [(lawyer, n) for lawyer, its in slots.items() for n in range(len(its))]
    if not columns:
        return [None] * len(based)
    rows = np.array([[base[one] + slots[one][n] if one in base else 0 for one, n in columns] for base in based])
    found: list[str | None] = [None] * len(based)
    for row, column in zip(*linear_sum_assignment(rows, maximize=True), strict=True):
        if (lawyer := columns[column][0]) in based[row]:
            found[row] = lawyer
    return found


def total(based: Sequence[dict[str, int]], slots: dict[str, list[int]], picked: Sequence[str | None]) -> int:
    """All points of such a day."""
    taken: dict[str, int] = {}
    points_of = 0
    for base, lawyer in zip(based, picked, strict=True):
        if lawyer is not None:
            n = taken.get(lawyer, 0)
            taken[lawyer] = n + 1
            points_of += base[lawyer] + slots[lawyer][n]
    return points_of


def _as_seen(standing: Standing, where: str, told: Told) -> list[Lawyer]:
    """Those who are here, by how a case sees them; nobody stands in for another, nobody is out of reach by day."""
    views = standing.candidates(where, standing.seen(told, (), where, in_time=True))
    return [_alone(one) for one in views if not one.away]


def _alone(lawyer: Lawyer) -> Lawyer:
    return replace(lawyer, covers=()) if lawyer.covers else lawyer


def _with_more(lawyer: Lawyer, more: int) -> Lawyer:
    """As he stands with so many offers more."""
    return replace(lawyer, waiting=lawyer.waiting + more, recent=lawyer.recent + more) if more else lawyer


def _slots(told: Sequence[Told], present: Sequence[Lawyer]) -> dict[str, list[int]]:
    """What speaks for each lawyer getting one more case, and then another, whatever the case."""
    usual = sum(sorted(map(strain, present))) / len(present) if present else 0.0
    need = need_of(told[0])
    found = {}
    for one in present:
        room = min(one.capacity - one.load - one.waiting, len(told))
        grounds = [points(need, _with_more(one, n), usual=usual).by_ground for n in range(room)]
        found[one.id] = [sum(its[name] for name in _OF_THE_LAWYER) for its in grounds]
    return {staff_id: its for staff_id, its in found.items() if its}


def _bases(told: Told, lawyers: Sequence[Lawyer]) -> dict[str, int]:
    """What speaks for each eligible lawyer apart from his load."""
    need = need_of(told)
    return {
        one.id: sum(its for name, its in points(need, one).by_ground.items() if name not in _OF_THE_LAWYER)
        for one in lawyers
        if bar(need, one) is None
    }


def _one_by_one(told: Sequence[Told], seen: Sequence[list[Lawyer]]) -> list[str | None]:
    """As they come: each goes to the best for it, who has an offer more from then on."""
    more: dict[str, int] = {}
    found: list[str | None] = []
    for one, lawyers in zip(told, seen, strict=True):
        chosen = choose(need_of(one), [_with_more(it, more.get(it.id, 0)) for it in lawyers]).chosen
        found.append(chosen)
        if chosen is not None:
            more[chosen] = more.get(chosen, 0) + 1
    return found
