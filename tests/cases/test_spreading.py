"""Spreading many cases at once: nobody gets more than he can carry or what he may not have, and none does better."""

from collections import Counter
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from cases.spreading import More, Worths, one_by_one, optimum, points_of, spread

LAWYERS = ("L01", "L02", "L03", "L04")
POINTS = st.integers(-20, 120)
WORTHS = st.dictionaries(
    st.from_regex(r"TS\d{4}", fullmatch=True), st.dictionaries(st.sampled_from(LAWYERS), POINTS), max_size=6
)
MORE = st.dictionaries(
    st.sampled_from(LAWYERS), st.lists(st.integers(0, 60), max_size=4).map(lambda its: sorted(its, reverse=True))
)


@given(WORTHS, MORE)
@settings(deadline=None)
def test_nobody_gets_too_many_or_what_he_may_not_have(worths: Worths, more: More) -> None:
    """
    Whatever the points, each lawyer gets at most as many as he has room for, and only cases that he may have.
    """
    for found in (spread(worths, more), one_by_one(worths, more)):
        given_ = Counter(lawyer for lawyer in found.to.values() if lawyer)
        assert all(many <= len(more[lawyer]) for lawyer, many in given_.items())
        assert all(lawyer is None or lawyer in worths[number] for number, lawyer in found.to.items())
        assert found.to.keys() == worths.keys()


@given(WORTHS, MORE)
@settings(deadline=None)
def test_the_plan_is_never_worse_than_one_by_one(worths: Worths, more: More) -> None:
    """
    It places as many cases at least, and where it places as many it has as many points at least.
    """
    best, greedy = optimum(worths, more, linear_sum_assignment), one_by_one(worths, more)
    assert (best.placed, best.points) >= (greedy.placed, greedy.points)


@given(WORTHS, MORE, st.integers())
@settings(deadline=None)
def test_the_plan_does_not_depend_on_the_order_of_rows(worths: Worths, more: More, seed: int) -> None:
    """
    Shuffled cases and lawyers make the same plan.
    """
    dice = Random(seed)
    cases, lawyers = list(worths.items()), list(more.items())
    dice.shuffle(cases)
    dice.shuffle(lawyers)
    for way in (spread, one_by_one):
        assert way(dict(cases), dict(lawyers)) == way(worths, more)


@given(
    st.dictionaries(st.sampled_from(("A", "B", "C")), st.dictionaries(st.sampled_from(LAWYERS[:3]), POINTS)),
    st.dictionaries(
        st.sampled_from(LAWYERS[:3]),
        st.lists(st.integers(0, 60), max_size=2).map(lambda its: sorted(its, reverse=True)),
    ),
)
@settings(deadline=None)
def test_no_other_plan_is_better(worths: Worths, more: More) -> None:
    """
    Of every way there is to spread three cases over three lawyers, none places more, or has more points.
    """
    found = optimum(worths, more, linear_sum_assignment)
    every = (dict(zip(worths, picked, strict=True)) for picked in product((None, *LAWYERS[:3]), repeat=len(worths)))
    for to in every:
        given_ = Counter(lawyer for lawyer in to.values() if lawyer)
        allowed = all(lawyer is None or lawyer in worths[number] for number, lawyer in to.items())
        if allowed and all(many <= len(more.get(lawyer, ())) for lawyer, many in given_.items()):
            placed = sum(lawyer is not None for lawyer in to.values())
            assert (found.placed, found.points) >= (placed, points_of(worths, more, to))
