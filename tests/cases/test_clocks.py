"""Working time in China: noon breaks, weekends, holidays with their make-up days, and years nobody has announced."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import (
    Calendar,
    after_working,
    is_open,
    is_working_day,
    next_opening,
    unknown_year,
    working_between,
)
from cases.policy import Periods, Policy
from storage.clock import CHINA

OPENING = Policy().opening


def at(written: str) -> datetime:
    """An instant in China."""
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 10:00", 1, "2026-11-23 11:00"),
        ("2026-11-23 10:00", 4, "2026-11-23 16:30"),
        ("2026-11-23 11:30", 1, "2026-11-23 15:00"),
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),
        ("2026-11-23 12:00", 0.25, "2026-11-23 14:45"),
        ("2026-11-23 17:30", 1, "2026-11-24 09:00"),
        ("2026-11-23 22:00", 1, "2026-11-24 09:30"),
        ("2026-11-27 17:00", 4, "2026-11-30 11:30"),
        ("2026-11-28 10:00", 4, "2026-11-30 15:00"),
        ("2026-09-30 17:00", 4, "2026-10-08 11:30"),
        ("2026-10-09 17:00", 4, "2026-10-10 11:30"),
        ("2026-11-23 03:00", 7, "2026-11-23 18:00"),
    ],
)
def test_a_deadline_counts_opening_hours_only(start: str, hours: float, end: str) -> None:
    """
    Over noon, night, weekend, National Day and the Saturday that is worked for it.
    """
    assert after_working(OPENING, at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-20", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-11-23", True),
    ],
)
def test_the_states_calendar_decides_in_2026(day: str, works: bool) -> None:
    """
    National Day is free, the Sunday and the Saturday around it are worked.
    """
    assert is_working_day(date.fromisoformat(day)) == works


@pytest.mark.parametrize("year", [2027, 2040, 1999])
def test_a_year_without_calendar_counts_weekdays(year: int) -> None:
    """
    Nobody has announced that year's holidays: Monday to Friday are worked, and nothing fails.
    """
    days = [date(year, 10, 1) + timedelta(days=n) for n in range(14)]

    assert [is_working_day(day) for day in days] == [day.weekday() < 5 for day in days]


@pytest.mark.parametrize(
    ("instant", "opens"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 08:30", "2026-11-23 08:30"),
        ("2026-11-23 12:00", "2026-11-23 14:30"),
        ("2026-11-23 18:00", "2026-11-24 08:30"),
        ("2026-12-31 23:00", "2027-01-01 08:30"),
    ],
)
def test_when_somebody_is_there(instant: str, opens: str) -> None:
    """
    Open now, or at the next opening; closing time itself is closed.
    """
    assert next_opening(OPENING, at(instant)) == at(opens)
    assert is_open(OPENING, at(instant)) == (instant == opens)


def test_a_time_elsewhere_is_the_same_instant_in_china() -> None:
    """
    Two o'clock in London is ten o'clock in Tianshui.
    """
    assert is_open(OPENING, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    assert not is_open(OPENING, datetime(2026, 11, 23, 10, 0, tzinfo=UTC))


def test_an_office_that_never_opens_is_refused() -> None:
    """
    Without opening hours no deadline can be kept: said at once, instead of counting for ever.
    """
    with pytest.raises(ValueError, match="opening hours"):
        after_working((), at("2026-11-23 10:00"), timedelta(hours=1))


instants = st.timedeltas(timedelta(0), timedelta(days=500)).map(at("2026-01-01 00:00").__add__)
amounts = st.timedeltas(timedelta(0), timedelta(hours=60))


@given(instants, amounts, amounts)
def test_more_time_never_ends_earlier(start: datetime, some: timedelta, more: timedelta) -> None:
    """
    A longer deadline is never due before a shorter one, and none before it began.
    """
    assert start <= after_working(OPENING, start, some) <= after_working(OPENING, start, some + more)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=10)), amounts)
def test_a_later_start_never_ends_earlier(start: datetime, later: timedelta, amount: timedelta) -> None:
    """
    Who asked later is not due before who asked first.
    """
    assert after_working(OPENING, start, amount) <= after_working(OPENING, start + later, amount)


@given(instants, amounts, amounts)
def test_two_spans_one_after_the_other_are_their_sum(start: datetime, one: timedelta, other: timedelta) -> None:
    """
    Two hours and then three are five.
    """
    after_both = after_working(OPENING, after_working(OPENING, start, one), other)

    assert next_opening(OPENING, after_both) == next_opening(OPENING, after_working(OPENING, start, one + other))


@given(instants, st.timedeltas(timedelta(minutes=1), timedelta(hours=60)))
def test_a_deadline_lies_in_opening_hours(start: datetime, amount: timedelta) -> None:
    """
    Whatever is due is due while somebody is there.
    """
    due = after_working(OPENING, start, amount)

    assert is_working_day(due.date())
    assert any(begin <= due.time() <= end for begin, end in OPENING)
    assert due.time() != time(0, 0)


spans = st.timedeltas(timedelta(0), timedelta(days=400))
tables = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=60).map(Calendar)
hours = st.sampled_from([OPENING, ((time(8), time(9)), (time(10), time(11, 30)), (time(20), time(22))), None])


@given(hours, instants, amounts, tables)
def test_working_time_between_is_the_inverse_of_after(
    opening: Periods | None, start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    """
    So much working time later, exactly so much has passed, whatever the hours and the holidays are.
    """
    end = after_working(opening, start, amount, calendar)

    assert working_between(opening, start, end, calendar) == amount


@given(hours, instants, spans, spans, tables)
def test_no_clock_runs_backwards_over_holidays(
    opening: Periods | None, start: datetime, one: timedelta, other: timedelta, calendar: Calendar
) -> None:
    """
    The longer one waits, the more time has passed, never less; and what lies between adds up.
    """
    first = working_between(opening, start, start + one, calendar)
    then = working_between(opening, start + one, start + one + other, calendar)

    assert first >= timedelta(0)
    assert then >= timedelta(0)
    assert working_between(opening, start, start + one + other, calendar) == first + then


@given(hours, instants, amounts, st.lists(st.tuples(spans, spans), max_size=6), tables)
def test_standing_still_any_number_of_times_costs_and_gives_nothing(
    opening: Periods | None,
    start: datetime,
    amount: timedelta,
    rests: list[tuple[timedelta, timedelta]],
    calendar: Calendar,
) -> None:
    """
    Stopped and going on as often as one likes, a clock has run for exactly its time when it runs out.
    """
    now, left, ran = start, amount, timedelta(0)
    for runs, rest in rests:
        due = after_working(opening, now, left, calendar)
        stopped = min(now + runs, due)
        ran += working_between(opening, now, stopped, calendar)
        left = working_between(opening, stopped, due, calendar)
        now = stopped + rest
    ran += working_between(opening, now, after_working(opening, now, left, calendar), calendar)

    assert ran == amount


def test_the_federations_table_goes_before_the_states_calendar() -> None:
    """
    A workday may be free and a Sunday worked; all other days are as the State said.
    """
    own = Calendar({date(2026, 11, 24): False, date(2026, 11, 29): True})

    assert [own.works(date(2026, 11, day)) for day in (23, 24, 25, 28, 29)] == [True, False, True, False, True]
    assert after_working(OPENING, at("2026-11-23 17:00"), timedelta(hours=2), own) == at("2026-11-25 09:30")


def test_a_year_is_known_once_its_great_holidays_are() -> None:
    """
    2027 is not announced yet; with New Year, Spring Festival, May Day and National Day in the table it is known.
    """
    great = {date(2027, 1, 1): False, date(2027, 2, 6): False, date(2027, 5, 1): False, date(2027, 10, 1): False}
    december, january = at("2026-12-20 10:00"), at("2027-01-05 10:00")

    assert unknown_year(at("2026-11-23 10:00"), december, Calendar()) is None
    assert unknown_year(december, january, Calendar()) == 2027
    assert unknown_year(december, january, Calendar({date(2027, 1, 4): False})) == 2027
    assert unknown_year(december, january, Calendar(great)) is None


def test_over_the_spring_festival_nothing_is_due() -> None:
    """
    Two working hours from the last afternoon before the holidays of 2026 end on the first morning after them.
    """
    due = after_working(OPENING, at("2026-02-14 17:00"), timedelta(hours=2))

    assert due == at("2026-02-24 09:30")
