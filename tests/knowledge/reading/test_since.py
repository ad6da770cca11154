from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.since import owed_since, paid_until, read_since, unpaid_after, unpaid_months

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
        ("今年正月初六", "2026-02"),
        ("去年腊月二十八", "2026-02"),
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
        ("自2022年8月开始不发工资", "2022-08"),
        ("2021年3月15日起就没给过工资", "2021-03"),
        ("自去年10月以来一直没发工资", "2025-10"),
        ("去年冬月到现在没发过工资", "2026-01"),
        ("从23年5月起到现在一分没有", "2023-05"),
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
        "从去年2月起拖欠工资，每次都拖十来天",
        "从3月开始没按时发工资",
        "从去年年底到现在没发工资",
        "从去年3月离职到现在没给工资",
    ],
)
def test_what_does_not_say_since_when_wages_are_owed_is_left_open(told: str) -> None:
    """
    Since when he worked, something else that was not given, and what is rough or twofold are asked about.
    """
    assert owed_since(told, ASKED_ON) is None


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_no_story_breaks_the_readers_of_months(told: str, asked_on: date) -> None:
    """
    Whatever is told, a month that is read has begun.
    """
    for month in (owed_since(told, asked_on), unpaid_after(told, asked_on), *unpaid_months(told, asked_on)):
        assert month is None or month <= f"{asked_on.year}-{asked_on.month:02d}"


@pytest.mark.parametrize(
    ("told", "months"),
    [
        ("5月和8月的工资都没发", ["2026-05", "2026-08"]),
        ("欠我2025年3月和4月两个月工资", ["2025-03", "2025-04"]),
        ("七八月份的工资没给", ["2026-07", "2026-08"]),
        ("拖欠员工去年11月至今年1月工资", ["2025-11", "2025-12", "2026-01"]),
        ("上上个月和上个月的工钱不给", ["2026-09", "2026-10"]),
        ("8月工资发了，9月的工资没发", ["2026-09"]),
        ("九月十月工资没发", ["2026-09", "2026-10"]),
        ("六七八月没给钱", ["2026-06", "2026-07", "2026-08"]),
        ("欠的是5月的还有6月的，还有加班费", ["2026-05", "2026-06"]),
        ("老板欠着，5月6月两个月一共八千", ["2026-05", "2026-06"]),
        ("5月6月三个月一共八千，欠着", []),
        ("今年第二季度工资未发", ["2026-04", "2026-05", "2026-06"]),
        ("上个月和上上个月工资都没发", ["2026-09", "2026-10"]),
        ("7月20日发了6月的工资", []),
        ("每个月25号发上个月工资，老是拖到月底", []),
        ("说好12月发工资，不发就走", []),
        ("11月的工资没发", []),
        ("欠我两月工资", []),
    ],
)
def test_the_months_whose_wages_are_unpaid_are_those_named(told: str, months: list[str]) -> None:
    """
    Months in a list or from one to another are owed; one that was paid, or that may still be running, is not.
    """
    assert unpaid_months(told, ASKED_ON) == months


@pytest.mark.parametrize(
    ("told", "month"),
    [
        ("工资只发到今年5月，后面的都没发", "2026-06"),
        ("发完去年12月的工资就再没发过", "2026-01"),
        ("工资发到11月", None),
        ("工资没发到6月", None),
        ("5月的工资没发", None),
    ],
)
def test_what_was_paid_up_to_a_month_is_unpaid_from_the_next(told: str, month: str | None) -> None:
    """
    Who says how far he was paid says since when he is owed, if the month after it has begun.
    """
    assert unpaid_after(told, ASKED_ON) == month


def test_the_months_that_alone_were_paid_are_read() -> None:
    """
    只发了3月的: the others were not paid.
    """
    assert paid_until("公司只发了3月的", ASKED_ON) == [3]
    assert paid_until("3月进厂", ASKED_ON) == []
