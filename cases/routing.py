"""Who gets a case: a pure function over plain values, which also says why, for the chosen and for everybody else.

Hard rules come first and rule people out, each with its reason; then a score puts the rest in order. Nothing here
reads a database or a clock, so a decision can be repeated and explained years later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import groupby
from typing import Literal, get_args

from storage.divisions import same_prefecture

Bar = Literal["inactive", "conflict", "licence", "asked_before", "subject", "away", "unreachable", "full"]
Ground = Literal["district", "subject", "language", "employer", "earlier", "room", "turn"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)

ANY_SUBJECT = "other"  # the kind of case that is nobody's speciality and everybody's work
_OF_THE_PERSON = ("district", "subject", "employer", "earlier")  # what passes to who stands in
_A_FEW = 0.8  # offers by place of capacity that cost all points of whose turn it is while nobody gets many


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points that each ground can give. Below zero it speaks against a lawyer.

    `employer`: he has another case against the same employer in hand; above zero he is asked because he knows it,
    below zero such cases are spread.
    """

    same_district: int = 30
    same_prefecture: int = 10
    first_subject: int = 10
    later_subject: int = 5
    language: int = 15
    employer: int = 8
    earlier: int = 12
    room: int = 40
    turn: int = 20


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks for; `language` is the worker's unless that is Chinese, `number` only draws lots."""

    kind: str
    district: str | None
    number: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Lawyer:
    """A lawyer as he stands, seen from a case.

    `place` is his district or else that of his union body. `load` are open cases, `waiting` unanswered offers,
    `recent` offers of the last weeks. `covers` are the colleagues whose work comes to him while they are away.
    `reachable`: he would see an offer before it has run out. `knows_employer` and `was_his`: see Weights.
    """

    id: str
    place: str | None
    subjects: tuple[str, ...]
    capacity: int
    load: int = 0
    waiting: int = 0
    recent: int = 0
    languages: tuple[str, ...] = ()
    active: bool = True
    conflict: bool = False
    licensed: bool = True
    asked_before: bool = False
    away: bool = False
    reachable: bool = True
    covers: tuple[str, ...] = ()
    knows_employer: bool = False
    was_his: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """An eligible lawyer and what speaks for him, in points by ground; `instead_of` whom he stands in for."""

    id: str
    by_ground: Mapping[str, int]
    instead_of: str | None = None

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.by_ground.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets the case (None: nobody can), the eligible in order, and why each other one was ruled out."""

    chosen: str | None
    eligible: tuple[Points, ...]
    ruled_out: Mapping[str, Bar] = field(default_factory=dict)


def choose(need: Need, lawyers: Iterable[Lawyer], weights: Weights = WEIGHTS) -> Choice:
    """The best eligible lawyer; each is looked at once, whatever their order.

    Ties go to whoever was offered fewest cases for his capacity lately, then to who stands in for a colleague, then
    by a lot that is drawn anew for each case from its number.
    """
    ruled_out: dict[str, Bar] = {}
    eligible: list[Lawyer] = []
    away: dict[str, Lawyer] = {}
    for lawyer in lawyers:
        why = bar(need, lawyer)
        if why is None:
            eligible.append(lawyer)
            continue
        ruled_out[lawyer.id] = why
        if why == "away" and bar(need, replace(lawyer, away=False, reachable=True)) is None:
            away[lawyer.id] = lawyer
    order = _in_order(need, eligible, away, weights)
    return Choice(order[0].id if order else None, order, dict(sorted(ruled_out.items())))


def bar(need: Need, lawyer: Lawyer) -> Bar | None:
    """The gravest of the hard rules that keep a lawyer from this case; None if he may have it."""
    if not lawyer.active:
        return "inactive"
    if lawyer.conflict:
        return "conflict"
    if not lawyer.licensed:
        return "licence"
    if lawyer.asked_before:
        return "asked_before"
    if need.kind != ANY_SUBJECT and need.kind not in lawyer.subjects:
        return "subject"
    return _not_now(lawyer)


def points(need: Need, lawyer: Lawyer, weights: Weights = WEIGHTS, usual: float = 0.0) -> Points:
    """What speaks for an eligible lawyer; `usual` is the average `strain` of those he is compared with."""
    room = 1 - (lawyer.load + lawyer.waiting) / lawyer.capacity
    speaks = need.language is not None and need.language in lawyer.languages
    grounds: dict[str, int] = {
        "district": _nearness(need.district, lawyer.place, weights),
        "subject": _depth(need.kind, lawyer.subjects, weights),
        "language": weights.language if speaks else 0,
        "employer": weights.employer if lawyer.knows_employer else 0,
        "earlier": weights.earlier if lawyer.was_his else 0,
        "room": round(weights.room * room),
        "turn": round(weights.turn * max(0.0, 1 - strain(lawyer) / (2 * usual + _A_FEW))),
    }
    return Points(lawyer.id, grounds)


def strain(lawyer: Lawyer) -> float:
    """How many offers a lawyer got lately for each case that he can carry."""
    return lawyer.recent / lawyer.capacity if lawyer.capacity else 0.0


def _not_now(lawyer: Lawyer) -> Bar | None:
    if lawyer.away:
        return "away"
    if not lawyer.reachable:
        return "unreachable"
    return "full" if lawyer.load + lawyer.waiting >= lawyer.capacity else None


def _in_order(need: Need, eligible: list[Lawyer], away: Mapping[str, Lawyer], weights: Weights) -> tuple[Points, ...]:
    if not eligible:
        return ()
    usual = sum(sorted(map(strain, eligible))) / len(eligible)
    scored = [(_for_both(need, lawyer, away, weights, usual), strain(lawyer)) for lawyer in eligible]
    scored.sort(key=_merit)
    number = need.number.encode()
    tied = ([its for its, _ in alike] for _, alike in groupby(scored, key=_merit))
    return tuple(its for alike in tied for its in _drawn(number, alike))


def _merit(scored: tuple[Points, float]) -> tuple[int, float, bool]:
    """What puts the eligible in order before a lot is drawn."""
    its, strained = scored
    return -its.total, strained, its.instead_of is None


def _drawn(number: bytes, alike: list[Points]) -> list[Points]:
    """Those between whom only a lot decides, as it falls."""
    return alike if len(alike) == 1 else sorted(alike, key=lambda its: _lot(number, its.id))


def _for_both(need: Need, lawyer: Lawyer, away: Mapping[str, Lawyer], weights: Weights, usual: float) -> Points:
    """His points; who stands in for a colleague has whatever speaks for either of them, with his own load and turn."""
    own = points(need, lawyer, weights, usual)
    absent = [away[one] for one in lawyer.covers if one in away] if lawyer.covers else []
    best = own
    for colleague in absent:
        his = points(need, colleague, weights, usual).by_ground
        shared: dict[str, int] = {name: max(own.by_ground[name], his[name]) for name in _OF_THE_PERSON}
        its = Points(lawyer.id, {**own.by_ground, **shared}, colleague.id)
        best = its if best is own or its.total > best.total else best
    return best


def _nearness(district: str | None, place: str | None, weights: Weights) -> int:
    if district is None or place is None:
        return 0
    if place == district:
        return weights.same_district
    return weights.same_prefecture if same_prefecture(place, district) else 0


def _depth(kind: str, subjects: tuple[str, ...], weights: Weights) -> int:
    if kind not in subjects:
        return 0
    return weights.first_subject if subjects[0] == kind else weights.later_subject


def _lot(number: bytes, staff_id: str) -> bytes:
    """A draw that favours nobody over many cases and comes out alike whenever it is repeated."""
    return blake2b(staff_id.encode(), key=number[:64], digest_size=8).digest()
