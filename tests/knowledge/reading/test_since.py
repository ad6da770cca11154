from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.since import owed_since, read_since, worked

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


@pytest.mark.parametrize(
    ("told", "month"),
    [
        ("老板从今年3月开始欠我三万二", "2026-03"),
        ("从2026年3月欠我三万二", "2026-03"),
        ("在工地干活，从去年12月开始，就没给过工资", "2025-12"),
        ("从去年十月到现在一直没发工资", "2025-10"),
        ("去年腊月起工资就没发过", "2026-02"),
        ("老板欠我工资，从今年5月开始", "2026-05"),
        ("欠今年3月到5月的工资没发", "2026-03"),
        ("从今年3月干到9月，一分钱没给", "2026-03"),
        ("上个月开始没发工资", "2026-10"),
    ],
)
def test_a_story_says_since_when_wages_are_owed(told: str, month: str) -> None:
    """
    A worker tells in passing since when he is owed, and need not be asked.
    """
    assert owed_since(told, ASKED_ON) == month


@pytest.mark.parametrize(
    "told",
    [
        "从今年3月干到9月",
        "从今年3月份干到现在欠我三万二",
        "从3月开始干活，老板不给签合同",
        "从3月开始没给我交社保",
        "3月左右开始欠的",
        "从三月或者四月开始欠我",
        "从今年3月开始不欠了",
        "从明年3月开始欠",
        "每年3月开始就没给过钱",
        "从今年3月开始欠我，从5月开始欠他",
    ],
)
def test_what_does_not_say_since_when_wages_are_owed_is_left_open(told: str) -> None:
    """
    Since when he worked, something else that was not given, and what is rough or twofold are asked about.
    """
    assert owed_since(told, ASKED_ON) is None


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ("从今年3月干到9月", ("2026-03", "2026-09")),
        ("去年3月干到9月，欠我两万", ("2025-03", "2025-09")),
        ("从今年3月份干到现在", ("2026-03", "2026-11")),
        ("我3月进厂，欠我两万", (None, None)),
        ("从9月干到明年3月", (None, None)),
    ],
)
def test_a_span_of_work_has_its_first_and_last_month(told: str, span: tuple[str | None, str | None]) -> None:
    """
    From when to when he worked, the year said once; what names only one month, or one to come, is no span.
    """
    assert worked(told, ASKED_ON) == span


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_no_story_breaks_the_readers_of_months(told: str, asked_on: date) -> None:
    """
    Whatever is told, a month that is read has begun.
    """
    for month in (owed_since(told, asked_on), *worked(told, asked_on)):
        assert month is None or month <= f"{asked_on.year}-{asked_on.month:02d}"
