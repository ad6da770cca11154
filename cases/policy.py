"""The rules of a federation that are its own to set: hours, limits, where cases go when nobody is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from cases.routing import WEIGHTS, Weights
from knowledge.local_facts import Office as LocalOffice
from storage.models import Step

Periods = tuple[tuple[time, time], ...]
Told = Literal["owner", "supervisor", "unit_above"]

_WORKDAY: Periods = ((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0)))


@dataclass(frozen=True, slots=True)
class Span:
    """So much time: of opening hours, a day being all of one working day, or else `round_the_clock`."""

    days: int = 0
    time: timedelta = timedelta(0)
    round_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """At a share of a clock's time, 1 being when it runs out, who is told; `move`: another lawyer is asked then."""

    at: float
    tell: tuple[Told, ...]
    move: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """So many complaints within so many days are many."""

    number: int
    days: int


_CROWDS: Mapping[str, Measure] = {"employer": Measure(5, 30), "site": Measure(5, 30), "district": Measure(30, 7)}
_RESULT = Span(days=15)
_TIMES: Mapping[str, Mapping[Step, Span]] = {
    "urgent": {
        "accept": Span(time=timedelta(minutes=15), round_the_clock=True),
        "first_words": Span(time=timedelta(minutes=30), round_the_clock=True),
        "result": _RESULT,
    },
    "high": {"accept": Span(time=timedelta(hours=2)), "first_words": Span(days=1), "result": _RESULT},
    "normal": {"accept": Span(days=1), "first_words": Span(days=2), "result": _RESULT},
}
_LEVELS: Mapping[Step, tuple[Level, ...]] = {
    "accept": (Level(0.75, ("owner",)),),
    "first_words": (Level(0.75, ("owner",)), Level(1, ("supervisor",), move=True)),
    "result": (Level(0.75, ("owner",)), Level(1, ("owner", "supervisor")), Level(1.25, ("unit_above",))),
}
_ANSWERS: Mapping[str, int] = {
    "inspection": 5,
    "petition": 15,
    "legal_aid": 7,
    "court": 7,
    "arbitration": 5,
    "police": 7,
    "union": 3,
}
_RESULTS: Mapping[str, int] = {
    "inspection": 60,
    "petition": 60,
    "legal_aid": 30,
    "court": 90,
    "arbitration": 45,
    "police": 30,
    "union": 15,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What one federation decided. Times are those of China.

    `times` says for each class of urgency how long each step may take, `levels` for each step who hears of it when.
    """

    city: str = "620500"
    prefix: str = "TS"
    opening: Periods = _WORKDAY
    times: Mapping[str, Mapping[Step, Span]] = field(default_factory=lambda: dict(_TIMES))
    levels: Mapping[Step, tuple[Level, ...]] = field(default_factory=lambda: dict(_LEVELS))
    silent_lawyers: int = 2  # who let the time for first words pass; then the supervisor keeps the case
    worker_answers_within: Span = Span(days=5)  # after which the clock that waits for his answer goes on by itself
    many_workers: int = 10  # from whom on a case is of the class "high"
    before_spring_festival: int = 30  # days in which every case is of the class "high" at least
    follow_up_after: timedelta = timedelta(days=3)
    follow_ups: int = 2
    check_share: float = 0.1  # of proposals to close that a supervisor looks at; 1 is every one
    instalment_asks: int = (
        2  # how often a worker is asked whether an instalment came, before its owner hears of silence
    )
    instalment_again_after: timedelta = timedelta(days=2)
    alike_within: timedelta = timedelta(days=180)  # that lie between two complaints that are compared
    crowds: Mapping[str, Measure] = field(default_factory=lambda: dict(_CROWDS))  # of which supervisors are alarmed
    most_open_cases: int = 100  # of one person; with so many open, another complaint is not begun
    fairness_over: timedelta = timedelta(days=30)
    weights: Weights = WEIGHTS  # what speaks for a lawyer, and how much
    notices: bool = False  # whether there is a gateway that takes short notices to mobile phones
    group_code_lasts: timedelta = timedelta(days=30)
    most_members: int = 300  # of one case; a code that came into wrong hands fills no list for ever
    wrong_codes: int = 5  # that one conversation may try within an hour
    wrong_receipts: int = 10  # that may be tried for one case within a day
    referral_answers: Mapping[str, int] = field(default_factory=lambda: dict(_ANSWERS))  # working days for an answer
    referral_results: Mapping[str, int] = field(default_factory=lambda: dict(_RESULTS))  # and, once taken, for a result
    offices: tuple[LocalOffice, ...] = ()  # those to which cases are handed over here, as the local facts name them
    cards: bool = False  # whether receipts can be drawn: there are Chinese letters on this machine
    longest_text: int = 20_000  # characters of one message that are read; all of it is kept
    public_url: str = ""  # where people reach us from outside, without a slash at its end; "" if nowhere

    def allowed(self, urgency: str, step: Step) -> tuple[Periods | None, timedelta]:
        """How long a step of a case of this class may take, and by which hours it counts; None: round the clock."""
        return self.counted(self.times.get(urgency, self.times["normal"])[step])

    def counted(self, span: Span) -> tuple[Periods | None, timedelta]:
        """A span as hours by which it counts and the amount of them."""
        day = timedelta(days=1) if span.round_the_clock else a_day(self.opening)
        return None if span.round_the_clock else self.opening, span.days * day + span.time


def a_day(periods: Periods) -> timedelta:
    """All opening time of one day."""
    return sum((_at(end) - _at(begin) for begin, end in periods), timedelta(0))


def written(periods: Periods | None) -> str:
    """Opening hours in a line, 08:30-12:00,14:30-18:00; "" for round the clock."""
    return ",".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in periods or ())


def read_periods(line: str) -> Periods | None:
    """The opening hours of such a line; None for an empty one. Raises ValueError for what is not like that."""
    if not line.strip():
        return None
    periods = tuple(_period(part) for part in line.split(","))
    if any(begin >= end for begin, end in periods) or list(periods) != sorted(periods):
        raise ValueError("opening hours go forward")
    if any(later[0] < earlier[1] for earlier, later in pairwise(periods)):
        raise ValueError("opening hours do not overlap")
    return periods


def _period(part: str) -> tuple[time, time]:
    begin, _, end = part.partition("-")
    return _clock_time(begin), _clock_time(end)


def _clock_time(part: str) -> time:
    return datetime.strptime(part.strip(), "%H:%M").time()  # noqa: DTZ007 (a time of day, not an instant)


def _at(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
