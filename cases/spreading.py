"""Many cases for many lawyers at once, pure: who gets which, so that most are placed and the points together are most.

Without the extra [plan], which brings the solver, each case goes in its turn to whoever is best for it then.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from typing import Any, Literal

import numpy as np

Worths = Mapping[str, Mapping[str, int]]
More = Mapping[str, Sequence[int]]
Way = Literal["optimum", "one_by_one"]
_SOLVER = "scipy.optimize"


@dataclass(frozen=True, slots=True)
class Spread:
    """Who gets each case by its number, None if nobody; all `points` together, and how it was found."""

    to: Mapping[str, str | None]
    points: int
    way: Way

    @property
    def placed(self) -> int:
        """How many cases somebody gets."""
        return sum(lawyer is not None for lawyer in self.to.values())


def spread(worths: Worths, more: More) -> Spread:
    """The best way there is; without a solver the cases one by one.

    `worths`: for each case, what speaks for each lawyer who may have it, in points. `more`: for each lawyer, what
    speaks for him getting a first case, a second and so on, never rising; he gets no more than that many. The same
    for whatever order they come in.
    """
    solve = _solver()
    return optimum(worths, more, solve) if solve else one_by_one(worths, more)


def one_by_one(worths: Worths, more: More) -> Spread:
    """Each case in the order of the numbers to whoever is best for it then; ties by lot."""
    taken, to = Counter[str](), dict[str, str | None]()
    for number in sorted(worths):
        its = worths[number]
        free = [one for one in its if taken[one] < len(more.get(one, ()))]
        best = max(free, key=lambda one: (its[one] + more[one][taken[one]], _lot(number, one)), default=None)
        to[number] = best
        if best is not None:
            taken[best] += 1
    return Spread(to, points_of(worths, more, to), "one_by_one")


def optimum(worths: Worths, more: More, solve: Any) -> Spread:
    """As many cases placed as can be, and of all ways to do that the one with most points."""
    numbers = sorted(worths)
    places = _places(numbers, more)
    if not numbers or not places:
        return Spread(dict.fromkeys(numbers), 0, "optimum")
    placing = (4 * _highest(worths, more) + 1) * len(numbers)  # more than all points that a case less could save
    table = np.array([[_worth(worths[number], more, place, placing) for place in places] for number in numbers])
    to = dict.fromkeys(numbers, None) | {
        numbers[row]: places[column][0]
        for row, column in zip(*solve(table, maximize=True), strict=True)
        if places[column][0] in worths[numbers[row]]
    }
    return Spread(to, points_of(worths, more, to), "optimum")


def points_of(worths: Worths, more: More, to: Mapping[str, str | None]) -> int:
    """All points of a way to spread the cases."""
    given = Counter(lawyer for lawyer in to.values() if lawyer is not None)
    own = sum(worths[number][lawyer] for number, lawyer in to.items() if lawyer is not None)
    return own + sum(sum(more[lawyer][:many]) for lawyer, many in given.items())


def _places(numbers: Sequence[str], more: More) -> list[tuple[str, int]]:
    """Every place that a lawyer has, the lawyers in an order drawn by lot, so that no id is favoured."""
    drawn = sorted(more, key=lambda one: _lot(numbers[0] if numbers else "", one))
    return [(lawyer, n) for lawyer in drawn for n in range(min(len(more[lawyer]), len(numbers)))]


def _worth(its: Mapping[str, int], more: More, place: tuple[str, int], placing: int) -> int:
    lawyer, n = place
    return its[lawyer] + more[lawyer][n] + placing if lawyer in its else 0


def _highest(worths: Worths, more: More) -> int:
    own = (one for its in worths.values() for one in its.values())
    return max(map(abs, (*own, *(one for its in more.values() for one in its))), default=0)


def _lot(number: str, staff_id: str) -> bytes:
    return blake2b(staff_id.encode(), key=number.encode()[:64], digest_size=8).digest()


def _solver() -> Any:
    """scipy's linear_sum_assignment, imported when it is first needed; None where the extra is not installed."""
    try:
        return import_module(_SOLVER).linear_sum_assignment
    except ImportError:
        return None
