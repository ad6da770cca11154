from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.since import read_since

ASKED_ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("2025年3月", "2025-03"),
        ("二零二五年三月", "2025-03"),
        ("25年3月份开始", "2025-03"),
        ("2025-03", "2025-03"),
        ("2025.3", "2025-03"),
        ("2025年3月15日", "2025-03"),
        ("三月份", "2026-03"),
        ("12月", "2025-12"),
        ("上个月", "2026-10"),
        ("这个月", "2026-11"),
        ("三个月前", "2026-08"),
        ("去年十月份", "2025-10"),
        ("大前年5月", "2023-05"),
        ("去年腊月", "2026-02"),
        ("今年正月", "2026-03"),
        ("农历八月", "2026-09"),
        ("去年农历十月", "2025-12"),
        ("March 2025", "2025-03"),
        ("since last march", "2026-03"),
        ("last month", "2026-10"),
        ("4 months ago", "2026-07"),
    ],
)
def test_a_month_is_read_however_it_is_named(said: str, month: str) -> None:
    """
    A worker names the month by number, by the farmer's calendar or by counting back.
    """
    assert read_since(said, ASKED_ON) == month


@pytest.mark.parametrize(
    "said", ["", "不记得了", "2024年", "3月到5月", "2027年1月", "一直", "5000", "2025年13月", "月工资"]
)
def test_what_names_no_single_month_that_has_begun_is_not_read(said: str) -> None:
    """
    Two months, a bare year or a month to come are asked again.
    """
    assert read_since(said, ASKED_ON) is None


@given(st.dates(date(2000, 1, 1), date(2026, 11, 22)))
def test_every_written_month_of_the_past_is_read(day: date) -> None:
    """
    Whatever month a worker writes in figures, it is that month.
    """
    month = f"{day.year}-{day.month:02d}"
    assert read_since(f"{day.year}年{day.month}月", ASKED_ON) == month
    assert read_since(f"{day.year}/{day.month}", ASKED_ON) == month


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_no_text_breaks_the_reader_or_yields_a_month_to_come(said: str, asked_on: date) -> None:
    """
    Whatever is typed on whatever day, the month read has begun by then.
    """
    month = read_since(said, asked_on)
    assert month is None or month <= f"{asked_on.year}-{asked_on.month:02d}"


@given(st.sampled_from(["腊月", "正月", "冬月", "农历五月"]), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_lunar_month_without_a_year_is_the_last_one_that_has_begun(said: str, asked_on: date) -> None:
    """
    腊月 said in any month is the one that has been, at most a year and two months ago.
    """
    month = read_since(said, asked_on)
    assert month is not None
    year, number = map(int, month.split("-"))
    assert 0 <= (asked_on.year - year) * 12 + asked_on.month - number <= 14
