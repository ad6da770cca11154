"""Sums in capital numerals say the same as the digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.amounts import read_amount
from knowledge.reading.capitals import capitals


@pytest.mark.parametrize(
    ("yuan", "written"),
    [
        ("36000", "叁万陆仟元整"),
        ("32000.50", "叁万贰仟元伍角"),
        ("10010", "壹万零壹拾元整"),
        ("0.05", "伍分"),
        ("0", ""),
        ("-1", ""),
        ("1000000000000", ""),
    ],
)
def test_a_sum_is_written_as_on_a_receipt(yuan: str, written: str) -> None:
    """
    Whole yuan end in 整, fen are told, nothing is written of nothing.
    """
    assert capitals(Decimal(yuan)) == written


@given(st.integers(1, 99_999_999))
def test_what_is_written_is_read_back(yuan: int) -> None:
    """
    Whoever reads the capital numerals of any sum finds that very sum.
    """
    found = read_amount(capitals(Decimal(yuan)))

    assert found is not None
    assert found.yuan == yuan
