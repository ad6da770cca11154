import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.numerals import NUMERAL, fold, read_number


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("五千一个月", 5000),
        ("3500一天", 3500),
        ("三万一直没给", 30000),
        ("三千两个月没给", 3000),
        ("四千五一个月", 4500),
        ("三万二年底给", 32000),
        ("三百五工钱", 350),
        ("一百二十一天", 121),
        ("三十一天", 31),
        ("3 万元", 30000),
        ("贰万叁仟元", 23000),
    ],
)
def test_a_numeral_ends_where_the_next_word_begins(said: str, value: int) -> None:
    """
    The 一 of 一个月 and 一直 is no digit of the number before it.
    """
    match = re.search(NUMERAL, fold(said))
    scale = re.match("[万]?", fold(said)[match.end() :]) if match else None
    assert match is not None
    assert scale is not None
    assert read_number(match[0] + scale[0]) == Decimal(value)


@given(st.text(alphabet="零一二三四五六七八九十百千万两0123456789.个月天年", max_size=40))
def test_every_numeral_is_read_or_refused(said: str) -> None:
    """
    Whatever stands together, a numeral has a value that is not negative, or none.
    """
    for match in re.finditer(NUMERAL, fold(said)):
        value = read_number(match[0])
        assert value is None or value >= 0
