"""Which day's law a question asks about."""

from datetime import date

import pytest

from knowledge.reading.when import day_of_facts

ASKED = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年国庆加班三天工资怎么算", date(2024, 12, 31)),
        ("去年五一加班给几倍", date(2025, 12, 31)),
        ("2024年5月2号加班算不算三倍", date(2024, 5, 31)),
        ("我2026年3月到6月在物业看门，六十三了，工资没给", date(2026, 6, 30)),
        ("前年腊月的工钱", date(2025, 1, 31)),
        ("worked the holiday in October 2024", date(2024, 10, 31)),
        ("last year I worked on the holidays", date(2025, 12, 31)),
    ],
)
def test_what_is_over_is_judged_by_the_law_of_its_time(text: str, day: date) -> None:
    """
    Somebody asks about a time that has ended: the law of its last day counts.
    """
    assert day_of_facts(text, ASKED) == day


@pytest.mark.parametrize(
    "text",
    [
        "国庆加班给几倍工资",
        "从去年5月一直欠到现在",
        "2024年进的厂，现在厂里让我走",
        "这个月加班没给钱",
        "明年除夕放假吗，2025年放了",
        "2027年放几天假",
        "",
        "9999年99月",
    ],
)
def test_otherwise_the_law_of_today_counts(text: str) -> None:
    """
    No time named, one that lasts until today, or one that is still to come.
    """
    assert day_of_facts(text, ASKED) is None
