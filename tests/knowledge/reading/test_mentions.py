from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.debts import Amount
from knowledge.reading.mentions import mentions, told


def named(story: str) -> list[tuple[str, str]]:
    return [(it.kind, it.words) for it in mentions(told(story))]


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ("去年三月干到八月", [("time", "去年三月"), ("time", "八月")]),
        ("去年十月到今年二月", [("time", "去年十月"), ("time", "今年二月")]),
        ("7、8月的没发", [("time", "7"), ("time", "8月")]),
        ("七八月的没发", [("time", "七"), ("time", "八月")]),
        ("说好国庆前给", [("time", "国庆前")]),
        ("一天90", [("length", "一天"), ("sum", "90")]),
        ("干了43天半", [("length", "43天半")]),
        ("俩月工资", [("length", "二个月")]),
        ("一年零两个月", [("length", "一年零二个月")]),
        ("小半年没发", [("length", "小半年")]),
        ("我们仨都没拿到", [("heads", "我们三")]),
        ("全班组18人", [("heads", "18人")]),
        ("工资31,200，报销7千", [("sum", "31200"), ("sum", "7千")]),
        ("工资月底薪三千", [("sum", "三千")]),
    ],
)
def test_whatever_a_story_counts_is_found_with_its_kind(story: str, found: list[tuple[str, str]]) -> None:
    """
    Sums, times, lengths and people are told apart before anybody asks what they are for.
    """
    assert named(story) == found


@pytest.mark.parametrize(
    ("said", "yuan"), [("欠我两三千", 2000), ("差三四万块", 30000), ("欠两万三四", 23000), ("有三四十万没给", 300000)]
)
def test_of_a_sum_between_two_the_least_is_taken_as_rough(said: str, yuan: int) -> None:
    """
    Who says two or three thousand is owed two thousand at least.
    """
    (found,) = [it.sum for it in mentions(told(said)) if it.sum]
    assert found.amount is not None
    assert found.amount == Amount(Decimal(yuan), approximate=True)


@given(st.text("欠我们三两七八个人月天年工去今3-8万千元块，。、到和 0", max_size=80))
def test_mentions_stand_one_after_the_other(story: str) -> None:
    """
    Whatever is told, none overlaps another, and each is a piece of the text.
    """
    folded = told(story)
    last = 0
    for it in mentions(folded):
        assert last <= it.start < it.end
        assert folded[it.start : it.end] == it.words
        last = it.end
