"""When somebody may be called, from his own words."""

from datetime import datetime, time

import pytest

from knowledge.reading.hours import Hours, read_hours


@pytest.mark.parametrize(
    ("said", "begin", "end"),
    [
        ("晚上8点以后", time(20), time(22)),
        ("晚上八点半以后打", time(20, 30), time(22)),
        ("13800000000 晚上7:30后", time(19, 30), time(22)),
        ("中午12点到1点", time(12), time(13)),
        ("中午十二点到两点", time(12), time(14)),
        ("下午2点到5点", time(14), time(17)),
        ("9点到11点", time(9), time(11)),
        ("11点到2点", time(11), time(14)),
        ("上午9点到下午3点", time(9), time(15)),
        ("早上9点以前", time(8), time(9)),
        ("中午", time(12), time(14)),
        ("收工以后", time(19), time(21)),
    ],
)
def test_hours_are_read_as_they_are_said(said: str, begin: time, end: time) -> None:
    """
    A stretch, a beginning, an end, or a part of the day by its name.
    """
    assert read_hours(said) == Hours(begin, end)


@pytest.mark.parametrize("said", ["只能发信息别打电话", "不要打电话", "只看微信", "text only please"])
def test_who_wants_no_calls_is_heard(said: str) -> None:
    """
    He wants to be written to only.
    """
    found = read_hours(said)

    assert found
    assert not found.calls


@pytest.mark.parametrize("said", ["", "随时", "13800000000", "25点以后", "晚上11点以后", "什么时候都行"])
def test_what_names_no_hour_is_none(said: str) -> None:
    """
    Nothing is guessed; an hour at which nobody is called is none either.
    """
    assert read_hours(said) is None


def test_the_next_moment_is_now_or_when_it_begins_again() -> None:
    """
    Before: today; within: at once; afterwards: tomorrow.
    """
    hours = Hours(time(20), time(22))
    day = datetime.fromisoformat("2026-11-23T00:00+08:00")

    assert hours.next_moment(day.replace(hour=10)) == day.replace(hour=20)
    assert hours.next_moment(day.replace(hour=21)) == day.replace(hour=21)
    assert hours.next_moment(day.replace(hour=22)) == day.replace(day=24, hour=20)
