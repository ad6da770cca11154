"""The figures by which a hotline is judged, made of kept facts: answered, accepted, solved, satisfied, money, people.

What the worker confirmed stands beside what staff state, and the two are never added. Silence is never counted as
solved. docs/figures.md gives each figure's numerator and denominator, and when a case counts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, get_args

from storage import counting, people
from storage.clock import CHINA
from storage.counting import REOPENINGS, About, Fact, Step, Window
from storage.database import Transaction

By = Literal["unit", "kind", "sector", "month"]
BY: tuple[By, ...] = get_args(By)
Key = tuple[str, ...]
FEWEST = 3  # persons; figures of fewer are not given to anybody outside
_BUILDING = re.compile(
    r"建筑|建设|建工|工程|施工|劳务|工地|项目部|路桥|市政|装饰|装修|安装|钢筋|木工|瓦工|外墙|脚手架|防水|幕墙|园林|"
    r"(?<![a-z])(?:construction|building|contractor)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Figures:
    """What was counted of a group of cases. `workers` is how many the complaints speak of, `people` who came to us.

    `behind` is everybody of whose case something was counted, also of one that came before.
    """

    cases: int = 0
    workers: int = 0
    persons: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    confirmed: Decimal = Decimal(0)
    stated: Decimal = Decimal(0)

    @property
    def people(self) -> int:
        """How many different people opened a case or joined one."""
        return len(self.persons)

    def plain(self) -> dict[str, Any]:
        """The same as it is printed: numbers with the rates that follow from them; a rate of nothing is None."""
        n = self.counts
        settled = n["offer_accepted"] + n["offer_declined"] + n["offer_timed_out"]
        closed = n["closed"]
        return {
            "cases": self.cases,
            "people": self.people,
            "workers": self.workers,
            "response": _of(("met", n["words_met"]), ("missed", n["words_missed"])),
            "acceptance": {
                "accepted": n["offer_accepted"],
                "declined": n["offer_declined"],
                "timed_out": n["offer_timed_out"],
                "rate": rate(n["offer_accepted"], settled),
            },
            "result": _of(("met", n["result_met"]), ("missed", n["result_missed"])),
            "solution": {
                "closed": closed,
                "confirmed_by_worker": n["by_worker"],
                "stated_by_staff": n["by_staff"],
                "unanswered": n["unanswered"],
                "rate": rate(n["by_worker"], closed),
                "rate_stated_by_staff": rate(n["by_staff"], closed),
            },
            "satisfaction": _of(("satisfied", n["satisfied"]), ("not_satisfied", n["not_satisfied"])),
            "timeliness": _of(("timely", n["timely"]), ("not_timely", n["not_timely"])),
            "money": {"confirmed_by_worker": f"{self.confirmed:.2f}", "stated_by_staff": f"{self.stated:.2f}"},
            "withdrawn": n["withdrawn"],
            "reopened": n["reopened"],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of all cases together and of each group, by what they are grouped `by`."""

    by: tuple[By, ...]
    total: Figures
    rows: Mapping[Key, Figures]


def count(tx: Transaction, first: date, last: date, by: Sequence[By], units: Sequence[str] | None = None) -> Report:
    """The figures of the days from `first` to `last` in China, both included; of these union bodies, None: of all.

    Raises ValueError if the last day is before the first.
    """
    window = window_of(first, last, units)
    return fold(counting.about(tx, window), counting.facts(tx, window), counting.steps(tx, window), window, by)


def count_below(tx: Transaction, first: date, last: date, by: Sequence[By], unit: str | None) -> Report:
    """The same for a union body and everything under it; None: for all. Raises UnknownUnit."""
    if unit is None:
        return count(tx, first, last, by)
    if not people.units(tx, (unit,)):
        raise people.UnknownUnit(f"There is no union body {unit}; see `hotline staff units`.")
    return count(tx, first, last, by, people.unit_and_below(tx, unit))


def window_of(first: date, last: date, units: Sequence[str] | None = None) -> Window:
    """These days in China, both included; raises ValueError if they go backwards."""
    if last < first:
        raise ValueError("the last day is before the first")
    begins = datetime.combine(first, datetime.min.time(), CHINA)
    return Window(begins, datetime.combine(last + timedelta(days=1), datetime.min.time(), CHINA), units)


def fold(
    about: Mapping[str, About], facts: Iterable[Fact], steps: Sequence[Step], window: Window, by: Sequence[By]
) -> Report:
    """Put every fact where it belongs; pure."""
    report = Report(tuple(by), Figures(), {})
    rows: dict[Key, Figures] = {}
    for fact in facts:
        its = about[fact.case_id]
        for figures in (report.total, rows.setdefault(_key(its, fact.at, by), Figures())):
            _add(figures, fact, its)
    for closing in closings(steps, window):
        its = about[closing.case_id]
        for figures in (report.total, rows.setdefault(_key(its, closing.at, by), Figures())):
            figures.counts.update(closing.counts)
            figures.behind.add(its.person)
    return Report(tuple(by), report.total, dict(sorted(rows.items())))


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case stood closed when the window ended; `by_staff`: a colleague had proposed it as done."""

    case_id: str
    at: datetime
    ending: str
    by_staff: bool

    @property
    def counts(self) -> Counter[str]:
        """What it adds."""
        silent = self.ending == "unanswered"
        return Counter(closed=1, unanswered=int(silent), by_worker=int(not silent), by_staff=int(self.by_staff))


def closings(steps: Iterable[Step], window: Window) -> list[Closing]:
    """The last closing of each case in the window, unless the case was taken up again before the window ended."""
    found = (_closing(list(its), window) for _, its in groupby(steps, attrgetter("case_id")))
    return [one for one in found if one]


def sector_of(employer: str, site: str) -> str:
    """The kind of work: on a building site or in another trade; unknown where neither employer nor site is named."""
    if site or _BUILDING.search(employer):
        return "construction"
    return "other" if employer else "unknown"


def rate(part: int, whole: int) -> float | None:
    """A share with four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def hidden(report: Report) -> frozenset[Key]:
    """The groups of so few people that one of them could be known by his figures.

    Where only one group would be hidden, the next smallest is too, or the total would give it away.
    """
    sizes = {key: len(its.behind) for key, its in report.rows.items()}
    few = [key for key, size in sizes.items() if size < FEWEST]
    others = sorted((key for key, size in sizes.items() if size >= FEWEST), key=lambda key: (sizes[key], key))
    return frozenset(few + others[:1] if len(few) == 1 else few)


def _closing(steps: Sequence[Step], window: Window) -> Closing | None:
    proposed, last = False, None
    for step in steps:
        if step.kind in REOPENINGS:
            proposed, last = False, None
        elif step.kind == "closing_proposed":
            proposed = True
        elif step.kind == "closed" and step.at >= window.begins:
            last = Closing(step.case_id, step.at, step.ending, proposed)
    return last


def _add(figures: Figures, fact: Fact, about: About) -> None:
    figures.behind.update({about.person, fact.person} - {""})
    match fact.what:
        case "opened":
            figures.cases += 1
            figures.workers += about.headcount
            figures.persons.add(fact.person)
        case "joined":
            figures.persons.add(fact.person)
        case "confirmed":
            figures.confirmed += fact.amount
        case "stated":
            figures.stated += fact.amount
        case _:
            figures.counts[fact.what] += 1


def _key(about: About, at: datetime, by: Sequence[By]) -> Key:
    values = {
        "unit": about.unit,
        "kind": about.kind,
        "sector": sector_of(about.employer, about.site),
        "month": f"{at.astimezone(CHINA):%Y-%m}",
    }
    return tuple(values[one] for one in by)


def _of(good: tuple[str, int], bad: tuple[str, int]) -> dict[str, Any]:
    return {good[0]: good[1], bad[0]: bad[1], "rate": rate(good[1], good[1] + bad[1])}
