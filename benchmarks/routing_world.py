"""An invented province in winter, drawn from one number: union bodies, lawyers, employers, complaints.

Only the places are real: the prefectures and counties of Gansu by GB/T 2260. Everything else is drawn, and whoever has
the number draws the same world again. The complaints of a winter come thickest in the weeks before the Spring Festival.
"""

import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from benchmarks.routing_names import Employer, draw_employers
from cases.policy import Policy
from knowledge.reading.calendars import days_to_new_year, new_year_of
from storage.clock import CHINA
from storage.covers import Absence, circle
from storage.divisions import COUNTRY, level_of

FESTIVAL = 2026  # the year of the Spring Festival before which the complaints come
PROVINCE = "620000"
_GAZETTEER = Path(__file__).parents[1] / "knowledge" / "reading" / "gazetteer.tsv"
_SUBJECTS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("wages", "contract", "overtime", "legal_aid"), 55),
    (("injury", "wages", "insurance", "legal_aid"), 25),
    (("dismissal", "contract", "overtime", "insurance"), 20),
)
_KINDS = (
    *(("wages", 62), ("injury", 10), ("overtime", 6), ("dismissal", 6), ("contract", 5)),
    *(("insurance", 5), ("legal_aid", 4), ("other", 2)),
)
_LANGUAGES = {"6230": ("bo", 0.15), "6229": ("sce", 0.08)}  # Tibetan in 甘南, Santa in 临夏
_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 16, 16, 14, 12, 12, 14, 15, 15, 14, 13, 14, 14, 11, 7, 3)  # weights by hour


@dataclass(frozen=True, slots=True)
class Body:
    """A union body."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Away:
    """A lawyer is away from `begins` until before `ends`; `cover` stands in for him, if anybody does."""

    lawyer: str
    begins: datetime
    ends: datetime
    cover: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A lawyer: what routing knows of him, and how he behaves.

    `answers` is his usual time to answer an offer in hours; `declines`, `silent` and `mute` are the shares of offers
    that he declines, leaves lying, and of workers whom he does not write to.
    """

    id: str
    unit: str
    place: str
    subjects: tuple[str, ...]
    languages: tuple[str, ...]
    clients: tuple[str, ...]
    capacity: int
    linked: bool
    answers: float
    declines: float
    silent: float
    mute: float


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint: `called` is the employer as the worker calls him; `days` is how long the case takes once begun."""

    number: str
    at: datetime
    district: str
    kind: str
    urgency: str
    employer: str
    called: str
    worker: str
    language: str | None
    headcount: int
    days: float


@dataclass(frozen=True, slots=True)
class World:
    """All of it. Complaints stand in the order in which they come, over `days` days from `begins` on."""

    seed: int
    begins: datetime
    days: int
    bodies: tuple[Body, ...]
    lawyers: tuple[Person, ...]
    leaves: tuple[Away, ...]
    employers: tuple[Employer, ...]
    complaints: tuple[Told, ...]

    def lines(self) -> Iterator[dict[str, object]]:
        """What there is, one thing after the other, each with its `type`."""
        policy = Policy()
        opening = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in policy.opening]
        yield {"type": "world", "seed": self.seed, "begins": self.begins, "days": self.days, "opening": opening}
        for kind, things in (("body", self.bodies), ("lawyer", self.lawyers), ("leave", self.leaves)):
            yield from ({"type": kind, **asdict(one)} for one in things)
        yield from ({"type": "employer", **asdict(one)} for one in self.employers)
        yield from ({"type": "complaint", **asdict(one)} for one in self.complaints)


def draw_world(lawyers: int, complaints: int, days: int, seed: int) -> World:
    """The world of this number; of so many lawyers, complaints and days."""
    dice = random.Random(f"{seed}/{lawyers}/{complaints}/{days}")
    begins = datetime.combine(new_year_of(FESTIVAL) - timedelta(days=round(days * 5 / 6)), datetime.min.time(), CHINA)
    bodies = read_bodies()
    crowd = _crowd(dice, bodies)
    employers = draw_employers(dice, [body.code for body in bodies], max(complaints // 12, 20))
    people = _people(dice, crowd, employers, lawyers)
    leaves = _leaves(dice, people, begins, days)
    told = _complaints(dice, crowd, employers, complaints, begins, days)
    return World(seed, begins, days, bodies, people, leaves, employers, told)


def read_bodies() -> tuple[Body, ...]:
    """A union body for the province, for each prefecture and for each county of it."""
    rows = (line.split("\t") for line in _GAZETTEER.read_text(encoding="utf-8").splitlines())
    names: dict[str, str] = {}
    for code, name, *_ in (row for row in rows if len(row) > 1):
        if code.isdigit() and code[:2] == PROVINCE[:2]:
            names.setdefault(code, name)
    return tuple(Body(code, f"{name}总工会", _parent(code)) for code, name in sorted(names.items()))


def class_of(policy: Policy, day: date, urgency: str, headcount: int) -> str:
    """How pressing a complaint is by the rule of the house, which wants a database for its `now` alone."""
    soon = _to_new_year(day) <= policy.before_spring_festival
    return "high" if urgency == "normal" and (headcount >= policy.many_workers or soon) else urgency


_to_new_year = cache(days_to_new_year)


def _parent(code: str) -> str | None:
    if code == PROVINCE:
        return None
    prefecture = f"{code[:4]}00"
    return PROVINCE if code == prefecture else prefecture


def _crowd(dice: random.Random, bodies: Sequence[Body]) -> dict[str, float]:
    """How many of a hundred complaints come from each county, and from each prefecture without counties."""
    parents = {body.parent for body in bodies}
    places = [body.code for body in bodies if body.code not in parents]
    weights = {code: dice.lognormvariate(0, 0.6) * (3 if code.endswith("02") else 1) for code in places}
    total = sum(weights.values())
    return {code: 100 * weight / total for code, weight in weights.items()}


def _people(
    dice: random.Random, crowd: dict[str, float], employers: Sequence[Employer], many: int
) -> tuple[Person, ...]:
    """Most work in a county, some for a prefecture, a few for the province."""
    counties, weights = list(crowd), [weight**0.85 * dice.uniform(0.8, 1.25) for weight in crowd.values()]
    names_by_place = _by_prefecture(employers)
    digits = len(str(many))
    found = []
    for n in range(1, many + 1):
        at = dice.random()
        county = dice.choices(counties, weights)[0]
        unit = PROVINCE if at < 0.01 else f"{county[:4]}00" if at < 0.13 else county
        found.append(_person(dice, f"L{n:0{digits}d}", unit, names_by_place.get(unit[:4], list(employers))))
    return tuple(found)


def _person(dice: random.Random, staff_id: str, unit: str, near: Sequence[Employer]) -> Person:
    """Somebody; one in four acts for employers, mostly for large ones, who stand first."""
    profiles, weights = [one for one, _ in _SUBJECTS], [weight for _, weight in _SUBJECTS]
    many = dice.choices((0, 1, 2, 3), (75, 13, 8, 4))[0]
    clients = {near[min(int(len(near) * dice.random() ** 2), len(near) - 1)].name for _ in range(many)}
    spoken = _LANGUAGES.get(unit[:4])
    speaks = (spoken[0],) if spoken and dice.random() < 0.4 else ("en",) if dice.random() < 0.05 else ()
    return Person(
        staff_id,
        unit,
        unit,
        dice.choices(profiles, weights)[0],
        speaks,
        tuple(sorted(clients)),
        dice.choice((4, 5, 6, 6, 8, 8, 10)),
        dice.random() < 0.9,
        round(dice.lognormvariate(0, 0.6), 3),
        round(dice.betavariate(2, 23), 3),
        round(dice.betavariate(1, 19), 3),
        round(dice.betavariate(1, 60), 3),
    )


def _leaves(dice: random.Random, people: Sequence[Person], begins: datetime, days: int) -> tuple[Away, ...]:
    """One in three is away once; half of those have somebody of the same body to stand in, never round in a circle."""
    by_unit: dict[str, list[str]] = {}
    for person in people:
        by_unit.setdefault(person.unit, []).append(person.id)
    known: dict[str, list[Absence]] = {}
    found = []
    for person in people:
        if dice.random() >= 0.33:
            continue
        start = begins + timedelta(days=dice.randrange(days), hours=8)
        ends = start + timedelta(days=dice.choice((1, 2, 3, 5, 7, 12)))
        others = [one for one in by_unit[person.unit] if one != person.id]
        cover = dice.choice(others) if others and dice.random() < 0.5 else None
        if circle(Absence(person.id, start, ends, cover), known.get(person.unit, [])):
            cover = None
        known.setdefault(person.unit, []).append(Absence(person.id, start, ends, cover))
        found.append(Away(person.id, start, ends, cover))
    return tuple(sorted(found, key=lambda one: (one.begins, one.lawyer)))


def _complaints(
    dice: random.Random, crowd: dict[str, float], employers: Sequence[Employer], many: int, begins: datetime, days: int
) -> tuple[Told, ...]:
    whens = sorted(_moments(dice, begins, days, many))
    where = dice.choices(list(crowd), list(crowd.values()), k=many)
    names_by_place, policy = _by_prefecture(employers), Policy()
    told = []
    for n, (at, district) in enumerate(zip(whens, where, strict=True), 1):
        near = names_by_place.get(district[:4], list(employers))
        told.append(_complaint(dice, policy, n, at, district, near))
    return tuple(told)


def _complaint(
    dice: random.Random, policy: Policy, n: int, at: datetime, district: str, near: Sequence[Employer]
) -> Told:
    """One complaint; a few employers have most of them, and some workers come a second time."""
    kinds, weights = zip(*_KINDS, strict=True)
    employer = near[min(int(len(near) * dice.random() ** 3), len(near) - 1)]
    headcount = dice.choice((10, 12, 15, 30)) if dice.random() < 0.08 else dice.randint(1, 6)
    urgency = "urgent" if dice.random() < 0.015 else "normal"
    spoken, share = _LANGUAGES.get(district[:4], ("en", 0.004))
    again = n > 100 and dice.random() < 0.03
    return Told(
        f"SM{n:08d}",
        at,
        district,
        dice.choices(kinds, weights)[0],
        class_of(policy, at.date(), urgency, headcount),
        employer.name,
        dice.choice((employer.name, *employer.also)),
        f"W{dice.randrange(1, n) if again else n:08d}",
        spoken if dice.random() < share else None,
        headcount,
        round(min(dice.lognormvariate(3.0, 0.6), 90.0), 3),
    )


def _moments(dice: random.Random, begins: datetime, days: int, many: int) -> Iterable[datetime]:
    """When they come: by the weight of the day and of the hour, to the second."""
    dates = [begins.date() + timedelta(days=n) for n in range(days)]
    sums = list(accumulate(_weight(day) for day in dates))
    hours = list(accumulate(_HOURS))
    for _ in range(many):
        day = bisect(sums, dice.random() * sums[-1])
        hour = bisect(hours, dice.random() * hours[-1])
        yield begins + timedelta(days=min(day, days - 1), hours=min(hour, 23), seconds=dice.randrange(3600))


def _weight(day: date) -> float:
    """People complain on every day, less on Sundays; most when the festival is near, hardly any in its first week."""
    to_go = (new_year_of(FESTIVAL) - day).days
    peak = 0.25 if to_go <= 0 else 1 + 2.5 * max(0.0, 1 - abs(to_go - 14) / 14)
    return peak * (0.6 if day.weekday() == 6 else 1.0)


def _by_prefecture(employers: Sequence[Employer]) -> dict[str, list[Employer]]:
    found: dict[str, list[Employer]] = {}
    for one in employers:
        found.setdefault(one.place[:4], []).append(one)
    return found


def is_local(unit: str) -> bool:
    """Whether a body stands in a prefecture, and not above all of them."""
    return unit != COUNTRY and level_of(unit) not in ("country", "province")
