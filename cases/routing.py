"""Who gets a case: a pure function over plain values, which also says why, for the chosen and for everybody else.

Hard rules come first and rule people out, each with its reason; then a score puts the rest in order. Nothing here
reads a database or a clock, so a decision can be repeated and explained years later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cases.conflicts import names_one_of

Bar = Literal["inactive", "asked_before", "conflict", "subject", "full"]

_POINTS = {"same_district": 30, "same_city": 10, "subject": 10, "room": 40, "turn": 20}


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks for. `employer` and `told` are compared with lawyers' clients and go nowhere else."""

    kind: str
    district: str | None
    employer: str | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Lawyer:
    """A lawyer as he stands: `load` open cases, `waiting` unanswered offers, `recent` offers of the last weeks."""

    id: str
    district: str | None
    subjects: tuple[str, ...]
    clients: tuple[str, ...]
    active: bool
    capacity: int
    load: int
    waiting: int
    recent: int
    asked_before: bool


@dataclass(frozen=True, slots=True)
class Points:
    """An eligible lawyer and what speaks for him, in points by ground."""

    id: str
    by_ground: dict[str, int]

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.by_ground.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets the case (None: nobody can), the eligible in order, and why each other one was ruled out."""

    chosen: str | None
    eligible: tuple[Points, ...]
    ruled_out: dict[str, Bar]


def choose(need: Need, lawyers: Iterable[Lawyer]) -> Choice:
    """The best eligible lawyer. Ties go to whoever was offered fewest cases lately, then to the lower id."""
    all_of_them = sorted(lawyers, key=lambda lawyer: lawyer.id)
    ruled_out = {lawyer.id: why for lawyer in all_of_them if (why := bar(need, lawyer))}
    eligible = [lawyer for lawyer in all_of_them if lawyer.id not in ruled_out]
    ranked = sorted(eligible, key=lambda lawyer: (-points(need, lawyer).total, lawyer.recent, lawyer.id))
    order = tuple(points(need, lawyer) for lawyer in ranked)
    return Choice(order[0].id if order else None, order, ruled_out)


def bar(need: Need, lawyer: Lawyer) -> Bar | None:
    """The hard rule that keeps a lawyer from this case; None if he may have it."""
    rules: tuple[tuple[Bar, bool], ...] = (
        ("inactive", not lawyer.active),
        ("conflict", names_one_of(lawyer.clients, need.employer, need.told)),
        ("asked_before", lawyer.asked_before),
        ("subject", need.kind != "other" and need.kind not in lawyer.subjects),
        ("full", lawyer.load + lawyer.waiting >= lawyer.capacity),
    )
    return next((name for name, broken in rules if broken), None)


def points(need: Need, lawyer: Lawyer) -> Points:
    """What speaks for an eligible lawyer: nearness, subject, room for more work, and whose turn it is."""
    same = need.district is not None and need.district == lawyer.district
    room = 1 - (lawyer.load + lawyer.waiting) / lawyer.capacity
    grounds = {
        "district": _POINTS["same_district"] if same else _POINTS["same_city"] if lawyer.district is None else 0,
        "subject": _POINTS["subject"] if lawyer.subjects[:1] == (need.kind,) else 0,
        "room": round(_POINTS["room"] * room),
        "turn": max(0, _POINTS["turn"] - 5 * lawyer.recent),
    }
    return Points(lawyer.id, grounds)
