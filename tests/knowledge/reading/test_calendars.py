"""A month in the farmers' calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.calendars import lunar_months


@pytest.mark.parametrize(
    ("month", "lunar"),
    [
        ("2026-03", "正月到二月"),
        ("2025-07", "六月到闰六月"),
        ("2026-01", "冬月到腊月"),
        ("2026-13", ""),
        ("去年腊月", ""),
        ("", ""),
    ],
)
def test_a_month_lies_in_two_lunar_ones(month: str, lunar: str) -> None:
    """
    Leap months are named as such; what is no month has none.
    """
    assert lunar_months(month) == lunar


@given(st.integers(1970, 2099), st.integers(1, 12))
def test_every_month_has_its_lunar_ones(year: int, month: int) -> None:
    """
    None of the years for which the calendars are told is left out.
    """
    assert lunar_months(f"{year}-{month:02d}").endswith("月")
