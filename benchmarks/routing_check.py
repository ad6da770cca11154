"""Computes the figures of a simulated winter once more, from the two files alone and without a line of the hotline.

    .venv/bin/python -m benchmarks.routing_check world.jsonl events.jsonl figures.json

Prints every figure beside the one that was printed, and ends with status 1 if one differs. Who acts for an employer is
looked up in the world by the employer's whole name, not by comparing what the worker called him.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import chinese_calendar
import numpy as np
from scipy.optimize import linear_sum_assignment

Line = Mapping[str, Any]
_ANSWERS = ("accepted", "declined", "timed_out")


class Winter:
    """What the files say, gathered by case."""

    def __init__(self, world: Path, events: Path) -> None:
        self.complaints: dict[str, Line] = {}
        self.lawyers: dict[str, Line] = {}
        self.opening: list[tuple[time, time]] = []
        for line in _lines(world):
            self._place(line)
        self.days: list[Line] = []
        self.of_case: dict[str, list[Line]] = defaultdict(list)
        for line in _lines(events):
            self.days.append(line) if line["type"] == "day" else self.of_case[line["case"]].append(line)

    def _place(self, line: Line) -> None:
        match line["type"]:
            case "world":
                self.opening = [(time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in line["opening"]]
            case "lawyer":
                self.lawyers[line["id"]] = line
            case "complaint":
                self.complaints[line["number"]] = line

    def figures(self) -> dict[str, Any]:
        """The figures that can be computed from what was written."""
        cases = list(self.complaints)
        return {
            "unowned_past_clock": sum(self._was_unowned(number) for number in cases),
            "conflict_breaches": sum(self._breaches(number) for number in cases),
            "two_owners": sum(_was_shared(self.of_case[number]) for number in cases),
            "wait_hours": self._waits(),
            "gini_load": round(_gini(self._loads()), 4),
            "mean_score": round(self._mean_score(), 4),
            "never_accepted": sum(_first(self.of_case[number], ("accepted", "assigned")) is None for number in cases),
            "greedy_over_optimum": self._greedy_over_optimum(),
            "compared_with_optimum": sum(len(day["cases"]) for day in self.days),
            "counts": self._counts(),
        }

    def _was_unowned(self, number: str) -> bool:
        """Whether it lay without an owner between two, or an offer of it ran out and nothing followed at once."""
        lines = self.of_case[number]
        return _has_gap(lines) or any(_was_left(lines, n) for n, it in enumerate(lines) if it["type"] == "offered")

    def _breaches(self, number: str) -> int:
        employer = self.complaints[number]["employer"]
        shown = (it["lawyer"] for it in self.of_case[number] if it["type"] in ("offered", "assigned"))
        return sum(employer in self.lawyers[lawyer]["clients"] for lawyer in shown)

    def _waits(self) -> dict[str, dict[str, float | int]]:
        waits: dict[str, list[float]] = defaultdict(list)
        for number, told in self.complaints.items():
            if taken := _first(self.of_case[number], ("accepted", "assigned")):
                begin, end = _at(told), _at(taken)
                whole = told["urgency"] == "urgent"
                waited = end - begin if whole else sum(self._open(begin, end), timedelta(0))
                waits[told["urgency"]].append(waited.total_seconds() / 3600)
        return {name: _spread(sorted(its)) for name, its in sorted(waits.items())}

    def _open(self, begin: datetime, end: datetime) -> Iterator[timedelta]:
        """The stretches of opening time between two moments."""
        day = begin.date()
        while day <= end.date():
            for opens, closes in self.opening if _is_worked(day) else []:
                first = max(datetime.combine(day, opens, begin.tzinfo), begin)
                last = min(datetime.combine(day, closes, begin.tzinfo), end)
                yield max(last - first, timedelta(0))
            day += timedelta(days=1)

    def _loads(self) -> list[float]:
        taken = dict.fromkeys(self.lawyers, 0)
        for lines in self.of_case.values():
            for line in lines:
                if line["type"] in ("accepted", "assigned"):
                    taken[line["lawyer"]] += 1
        return [number / self.lawyers[lawyer]["capacity"] for lawyer, number in taken.items()]

    def _mean_score(self) -> float:
        scores = [it["points"] for lines in self.of_case.values() for it in lines if it["type"] == "offered"]
        return sum(scores) / len(scores) if scores else 0.0

    def _greedy_over_optimum(self) -> float:
        sums = [_sums(day) for day in self.days]
        optimum = sum(best for _, best in sums)
        return round(sum(greedy for greedy, _ in sums) / optimum, 4) if optimum else 1.0

    def _counts(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for lines in self.of_case.values():
            for line in lines:
                found[line["type"]] += not line["type"].startswith("owns")
        return {name: number for name, number in sorted(found.items()) if number}


def _has_gap(lines: list[Line]) -> bool:
    free_since: str | None = None
    for line in lines:
        if line["type"] == "owns_no_more":
            free_since = line["at"]
        elif line["type"] == "owns":
            if free_since not in (None, line["at"]):
                return True
            free_since = None
    return free_since is not None


def _was_left(lines: list[Line], n: int) -> bool:
    offer = lines[n]
    due = datetime.fromisoformat(offer["due_at"])
    answer = next((it for it in lines[n + 1 :] if it["type"] in _ANSWERS), None)
    return answer is None or _at(answer) > due


def _was_shared(lines: list[Line]) -> bool:
    owners = set[str]()
    for line in lines:
        if line["type"] == "owns":
            owners.add(line["staff"])
        elif line["type"] == "owns_no_more":
            owners.discard(line["staff"])
        if len(owners) > 1:
            return True
    return False


def _sums(day: Line) -> tuple[int, int]:
    """All points of a day as it was chosen one by one, and the most there could be."""
    slots: Mapping[str, list[int]] = day["slots"]
    columns = [(lawyer, points) for lawyer, its in slots.items() for points in its]
    greedy, taken = 0, defaultdict[str, int](int)
    for one in day["cases"]:
        if (lawyer := one["greedy"]) is not None:
            greedy += one["base"][lawyer] + slots[lawyer][taken[lawyer]]
            taken[lawyer] += 1
    if not columns:
        return greedy, 0
    bases = [one["base"] for one in day["cases"]]
    table = np.array([[base.get(lawyer, -points) + points for lawyer, points in columns] for base in bases])
    return greedy, int(table[linear_sum_assignment(table, maximize=True)].sum())


def _spread(waits: list[float]) -> dict[str, float | int]:
    half, most = ceil(0.5 * len(waits)) - 1, ceil(0.95 * len(waits)) - 1
    return {"count": len(waits), "p50": round(waits[half], 4), "p95": round(waits[most], 4)}


def _gini(values: list[float]) -> float:
    """From the differences of all pairs, which is how it is defined."""
    ordered = np.sort(np.array(values))
    total = float(ordered.sum())
    if not total:
        return 0.0
    differences = sum(float((ordered[n:] - value).sum()) for n, value in enumerate(ordered))
    return differences / (len(values) * total)


@cache
def _is_worked(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _first(lines: list[Line], kinds: tuple[str, ...]) -> Line | None:
    return next((it for it in lines if it["type"] in kinds), None)


def _at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


def _lines(file: Path) -> Iterator[Line]:
    with file.open(encoding="utf-8") as opened:
        for line in opened:
            yield json.loads(line)


def main(world: str, events: str, figures: str) -> int:
    """Print each figure and whether it agrees; returns how many do not."""
    printed = json.loads(Path(figures).read_text(encoding="utf-8"))
    differ = 0
    for name, value in Winter(Path(world), Path(events)).figures().items():
        agrees = value == printed.get(name)
        differ += not agrees
        print(f"{'agrees' if agrees else 'DIFFERS':<8}{name:<24}{value}")
        if not agrees:
            print(f"{'':<8}{'printed':<24}{printed.get(name)}")
    return differ


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:4]) else 0)
