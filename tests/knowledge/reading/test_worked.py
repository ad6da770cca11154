from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.worked import work_ended, worked

ASKED_ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ("从今年3月干到9月", ("2026-03", "2026-09")),
        ("去年3月干到9月，欠我两万", ("2025-03", "2025-09")),
        ("从今年3月份干到现在", ("2026-03", "2026-11")),
        ("我3月进厂，欠我两万", (None, None)),
        ("从9月干到明年3月", (None, None)),
        ("去年10月干到3月", ("2025-10", "2026-03")),
        ("从二月干到中秋", ("2026-02", "2026-09")),
        ("2024年7月至9月在果园打工", ("2024-07", "2024-09")),
        ("从三月底干到七月", ("2026-03", "2026-07")),
        ("2024年3月10日起至6月25日在工地", ("2024-03", "2024-06")),
        ("农历三月初五开工八月十二停工", ("2026-04", "2026-09")),
        ("今年2月进的场，6月退的场", ("2026-02", "2026-06")),
        ("我3月8号进厂，老板人不错，7月20号走的", ("2026-03", "2026-07")),
        ("我2019年3月进厂，今年7月20号走的", (None, None)),
        ("2025年6月我在商场装修", ("2025-06", None)),
        ("7月1号开始，说好8月25号结束", (None, None)),
        ("2024年3月到2026年3月签的合同", (None, None)),
    ],
)
def test_a_span_of_work_has_its_first_and_last_month(told: str, span: tuple[str | None, str | None]) -> None:
    """
    From when to when he worked, the year said once; what names only one month, or one to come, is no span.
    """
    assert worked(told, ASKED_ON) == span


@pytest.mark.parametrize(
    ("told", "month"),
    [
        ("2025年1月做完的活", "2025-01"),
        ("去年冬月初三收工", "2025-12"),
        ("6月3日停工", None),
        ("2022年初完工", None),
    ],
)
def test_work_ended_in_the_month_of_a_named_year(told: str, month: str | None) -> None:
    """
    The end of the work is a month only if its year is said.
    """
    assert work_ended(told, ASKED_ON) == month


@given(st.text("从到至干做去进场年月日号底初农历今去腊正五一中秋，。- 012358三十", max_size=60))
def test_no_story_of_work_breaks_the_reader(told: str) -> None:
    """
    Whatever is told, the months of work have begun and stand in order.
    """
    begin, end = worked(told, ASKED_ON)
    assert all(month is None or month <= "2026-11" for month in (begin, end))
    assert begin is None or end is None or begin <= end


@given(st.integers(1, 10), st.integers(1, 10))
def test_every_span_in_figures_is_read_back(first: int, last: int) -> None:
    """
    From whatever month of a named year to whatever later one, it is these.
    """
    if first <= last:
        span = (f"2025-{first:02d}", f"2025-{last:02d}")
        assert worked(f"2025年{first}月到2025年{last}月在工地", ASKED_ON) == span
