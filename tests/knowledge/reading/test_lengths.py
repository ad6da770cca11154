from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.lengths import read_length


@pytest.mark.parametrize(
    ("words", "unit", "value"),
    [
        ("43天", "day", 43),
        ("五十多天", "day", 50),
        ("12个半工", "day", Decimal("12.5")),
        ("三十二天半", "day", Decimal("32.5")),
        ("三个半月", "month", Decimal("3.5")),
        ("一年零二个月", "month", 14),
        ("二年半", "month", 30),
        ("半年", "month", 6),
        ("半个月", "month", Decimal("0.5")),
        ("45岁", "age", None),
        ("12个小时", "hour", None),
        ("二三个月", "month", None),
        ("大半年", "month", None),
        ("一年多", "month", None),
    ],
)
def test_a_length_is_worth_what_it_says_and_nothing_where_it_is_vague(
    words: str, unit: str, value: Decimal | int | None
) -> None:
    """
    两三个月 is no number of months; a year and a half is eighteen.
    """
    assert (read_length(words).unit, read_length(words).value) == (unit, value)


@given(st.integers(1, 365))
def test_every_number_of_days_is_read_back(days: int) -> None:
    """
    However many days, it is that many.
    """
    assert read_length(f"{days}天").value == days


@given(st.text("0123456789.零一二三四五六七八九十百半多个天月年工零", max_size=20))
def test_no_words_break_the_reader(words: str) -> None:
    """
    Whatever stands there, a length is positive.
    """
    value = read_length(words).value
    assert value is None or value > 0
