import pytest

from knowledge.reading.amounts import sums
from knowledge.reading.debtors import owe_apart
from knowledge.reading.numerals import fold


@pytest.mark.parametrize(
    ("story", "apart"),
    [
        ("红叶劳务公司欠我2万，后来去的绿叶劳务公司又欠我3万", True),
        ("前头那家饭店欠我四千，现在这个厂还欠我六千", True),
        ("我们公司欠我工资2万，公司还欠我提成3千", False),
        ("公司欠我工资2万，加班费3千也没给", False),
        ("公司欠我2万，隔壁厂给了3万", False),
    ],
)
def test_two_firms_that_owe_a_sum_each_are_told_from_one(story: str, apart: bool) -> None:
    """
    Sums of two firms are two claims; sums of one firm are one.
    """
    folded = fold(story)
    assert owe_apart(folded, sums(folded)) is apart
