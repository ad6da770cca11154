"""Working time in China: days with make-up workdays and holidays, hours with a break at noon."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import chinese_calendar

from cases.policy import Periods
from storage.clock import CHINA

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether the State's calendar makes it a workday; Monday to Friday in years it does not know yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_open(periods: Periods, at: datetime) -> bool:
    """Whether somebody is at the desk at this instant."""
    here = at.astimezone(CHINA)
    return is_working_day(here.date()) and any(begin <= here.time() < end for begin, end in periods)


def after_working(periods: Periods, start: datetime, amount: timedelta) -> datetime:
    """The instant at which `amount` of opening time has passed since `start`; aware, in China's time."""
    left = amount
    for begin, end in openings(periods, start):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("opening hours never end")


def openings(periods: Periods, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of opening time from `start` on, the first one cut to what is left of it."""
    if not periods:
        raise ValueError("an office that never opens cannot keep a deadline: give it opening hours")
    here = start.astimezone(CHINA)
    day = here.date()
    while True:
        if is_working_day(day):
            for begin, end in periods:
                opens, closes = datetime.combine(day, begin, CHINA), datetime.combine(day, end, CHINA)
                if closes > here:
                    yield max(opens, here), closes
        day += timedelta(days=1)


def next_opening(periods: Periods, at: datetime) -> datetime:
    """When somebody is at the desk: `at` itself if the office is open, else when it opens next."""
    return next(openings(periods, at))[0]
