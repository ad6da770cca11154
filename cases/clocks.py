"""Working time in China: days with make-up workdays and holidays, hours with a break at noon; pure, from plain values.

Where opening hours are asked for, none at all (ROUND_THE_CLOCK) means every hour of every day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar

from cases.policy import Periods
from knowledge.reading.calendars import new_year_of
from storage.clock import CHINA

ROUND_THE_CLOCK = None
Hours = Periods | None

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: what the federation's own table says of a day, else the State's calendar, else weekdays.

    `own` is that table: a day, and whether it is worked.
    """

    own: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether a day is worked; Monday to Friday in years that nobody knows."""
        if day in self.own:
            return self.own[day]
        return _by_the_state(day)

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known: announced, or the table has its four great ones."""
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            great = (date(year, 1, 1), new_year_of(year), date(year, 5, 1), date(year, 10, 1))
            return all(day in self.own for day in great)
        return True


@lru_cache(maxsize=4096)
def _by_the_state(day: date) -> bool:
    """What the State's calendar says of a day, kept: it looks through all of its days each time that it is asked."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


AS_ANNOUNCED = Calendar()


def is_working_day(day: date, calendar: Calendar = AS_ANNOUNCED) -> bool:
    """Whether a day is worked; Monday to Friday in years that nobody knows yet."""
    return calendar.works(day)


def is_open(periods: Periods, at: datetime, calendar: Calendar = AS_ANNOUNCED) -> bool:
    """Whether somebody is at the desk at this instant."""
    here = at.astimezone(CHINA)
    return calendar.works(here.date()) and any(begin <= here.time() < end for begin, end in periods)


def after_working(hours: Hours, start: datetime, amount: timedelta, calendar: Calendar = AS_ANNOUNCED) -> datetime:
    """The instant at which `amount` of opening time has passed since `start`; aware, in China's time."""
    if hours is ROUND_THE_CLOCK:
        return start.astimezone(CHINA) + amount
    left = amount
    for begin, end in openings(hours, start, calendar):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("opening hours never end")


def working_between(hours: Hours, start: datetime, end: datetime, calendar: Calendar = AS_ANNOUNCED) -> timedelta:
    """How much opening time lies between two instants; nothing if the second is not after the first."""
    passed = timedelta(0)
    if end <= start:
        return passed
    if hours is ROUND_THE_CLOCK:
        return end - start
    for begin, until in openings(hours, start, calendar):
        if begin >= end:
            return passed
        passed += min(until, end) - begin
    raise AssertionError("opening hours never end")


def openings(
    periods: Periods, start: datetime, calendar: Calendar = AS_ANNOUNCED
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of opening time from `start` on, the first one cut to what is left of it."""
    if not periods:
        raise ValueError("an office that never opens cannot keep a deadline: give it opening hours")
    here = start.astimezone(CHINA)
    day = here.date()
    while True:
        if calendar.works(day):
            for begin, end in periods:
                opens, closes = datetime.combine(day, begin, CHINA), datetime.combine(day, end, CHINA)
                if closes > here:
                    yield max(opens, here), closes
        day += timedelta(days=1)


def next_opening(periods: Periods, at: datetime, calendar: Calendar = AS_ANNOUNCED) -> datetime:
    """When somebody is at the desk: `at` itself if the office is open, else when it opens next."""
    return next(openings(periods, at, calendar))[0]


def unknown_year(start: datetime, end: datetime, calendar: Calendar) -> int | None:
    """The first year between two instants of which nobody knows the holidays; None if all are known."""
    years = range(start.astimezone(CHINA).year, end.astimezone(CHINA).year + 1)
    return next((year for year in years if not calendar.knows(year)), None)
