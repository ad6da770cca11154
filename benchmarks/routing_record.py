"""Everything that happens in a simulation, written down line by line, and the figures that follow from it.

The figures are kept while the lines are written, so that a province needs no more memory than its open cases;
benchmarks.routing_check computes them once more from the files alone.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any, TextIO

from benchmarks.routing_world import Told, World
from cases import clocks
from cases.policy import Policy

DIGITS = 4


class Record:
    """The lines, and what has been counted so far."""

    def __init__(self, world: World, policy: Policy, file: TextIO | None = None) -> None:
        self._world, self._policy, self._file = world, policy, file
        self._clients = {person.id: frozenset(person.clients) for person in world.lawyers}
        self._told: Mapping[str, Told] = {told.number: told for told in world.complaints}
        self._owners: dict[str, set[str]] = {}
        self._unowned_since: dict[str, datetime] = {}
        self._due: dict[str, datetime] = {}
        self._waits: dict[str, list[float]] = {}
        self._accepted: set[str] = set()
        self._unowned, self._shared, self._breaches = set[str](), set[str](), 0
        self._taken = dict.fromkeys(self._clients, 0)
        self._scores: list[int] = []
        self.counts: dict[str, int] = {}

    def write(self, at: datetime, kind: str, case: str, **facts: Any) -> None:
        """Something happened to a case."""
        self.line({"at": at, "type": kind, "case": case, **facts})
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self._look_at_clock(at, kind, case, facts)
        if kind in ("offered", "assigned"):
            self._breaches += self._told[case].employer in self._clients[facts["lawyer"]]
        if kind == "offered":
            self._scores.append(facts["points"])
        if kind in ("accepted", "assigned"):
            self._taken_on(at, case, facts["lawyer"])

    def owner(self, at: datetime, case: str, before: str | None, now: str | None) -> None:
        """A case goes from one owner to the next; None: it has none."""
        owners = self._owners.setdefault(case, set())
        if before:
            self.line({"at": at, "type": "owns_no_more", "case": case, "staff": before})
            owners.discard(before)
            self._unowned_since[case] = at
        if now:
            self.line({"at": at, "type": "owns", "case": case, "staff": now})
            owners.add(now)
            if self._unowned_since.pop(case, at) < at:
                self._unowned.add(case)
        if len(owners) > 1:
            self._shared.add(case)

    def line(self, line: Mapping[str, Any]) -> None:
        """Write a line."""
        if self._file:
            self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat))
            self._file.write("\n")

    def figures(self) -> dict[str, Any]:
        """What has been counted, once everything has happened."""
        return {
            "unowned_past_clock": len(self._unowned | self._unowned_since.keys() | self._due.keys()),
            "conflict_breaches": self._breaches,
            "two_owners": len(self._shared),
            "wait_hours": {name: spread(waits) for name, waits in sorted(self._waits.items())},
            "gini_load": round(gini([self._taken[one.id] / one.capacity for one in self._world.lawyers]), DIGITS),
            "mean_score": round(sum(self._scores) / len(self._scores), DIGITS) if self._scores else 0.0,
            "never_accepted": len(self._told) - len(self._accepted),
        }

    def _look_at_clock(self, at: datetime, kind: str, case: str, facts: Mapping[str, Any]) -> None:
        """An offer has to be answered, or to run out, when it is due and not later."""
        due = self._due.get(case)
        if due is not None and at > due:
            self._unowned.add(case)
        if kind == "offered":
            self._due[case] = facts["due_at"]
        elif kind in ("accepted", "declined", "timed_out"):
            self._due.pop(case, None)

    def _taken_on(self, at: datetime, case: str, lawyer: str) -> None:
        self._taken[lawyer] += 1
        if case in self._accepted:
            return
        self._accepted.add(case)
        told = self._told[case]
        hours = self._policy.allowed(told.urgency, "accept")[0]
        waited = clocks.working_between(hours, told.at, at).total_seconds() / 3600
        self._waits.setdefault(told.urgency, []).append(waited)


def spread(waits: list[float]) -> dict[str, float | int]:
    """How long half of them waited at most, and 95 in a hundred, in hours; by nearest rank."""
    ordered = sorted(waits)
    return {
        "count": len(ordered),
        "p50": round(ordered[ceil(0.5 * len(ordered)) - 1], DIGITS),
        "p95": round(ordered[ceil(0.95 * len(ordered)) - 1], DIGITS),
    }


def gini(values: list[float]) -> float:
    """How unequal they are: 0 when all are equal, near 1 when one has everything."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    weighted = sum(rank * value for rank, value in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
