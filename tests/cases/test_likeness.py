"""How alike two complaints are, over values alone: the same both ways, and never alike on nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.likeness import ENOUGH, Likeness, Traits, compare, named_in
from storage.cases import Complaint
from storage.models import MarkKind

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KINDS: tuple[MarkKind, ...] = ("employer", "site", "foreman", "phone", "district")
MARKS = st.frozensets(st.tuples(st.sampled_from(KINDS), st.sampled_from((b"a", b"b", b"c"))), max_size=6)
TRAITS = st.builds(
    Traits,
    st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
    st.sampled_from((None, "620502", "620503")),
    st.frozensets(st.sampled_from(("p1", "p2", "p3")), max_size=2),
    MARKS,
)


@given(TRAITS, TRAITS)
def test_likeness_is_the_same_both_ways(one: Traits, other: Traits) -> None:
    """
    It does not matter which of two complaints came first.
    """
    assert compare(one, other) == compare(other, one)


@given(TRAITS, TRAITS)
def test_nothing_in_common_is_never_alike(one: Traits, other: Traits) -> None:
    """
    Two who share no name, no number and no party are not alike, however near in place and time.
    """
    apart = replace(other, parties=other.parties - one.parties, marks=other.marks - one.marks, district=one.district)

    assert compare(one, replace(apart, at=one.at)) == Likeness()


@given(TRAITS)
def test_an_empty_complaint_is_like_nothing(one: Traits) -> None:
    """
    Who named neither employer nor site nor foreman is paired with nobody, not with his like either.
    """
    bare = Traits(one.at, one.district)

    assert not compare(bare, one).is_alike
    assert not compare(bare, bare).is_alike


@given(TRAITS, TRAITS)
def test_every_point_has_its_ground(one: Traits, other: Traits) -> None:
    """
    Whatever is alike is said in words, and more in common never counts for less.
    """
    found = compare(one, other)
    more = replace(other, parties=other.parties | one.parties)

    assert bool(found.points) == bool(found.grounds)
    assert found.is_alike == (found.points >= ENOUGH)
    assert compare(one, more).points >= found.points


@pytest.mark.parametrize(
    ("shared", "alike"),
    [
        (("employer",), True),
        (("phone",), True),
        (("site",), True),
        (("foreman",), False),
        (("foreman", "site"), True),
        (("district",), False),
    ],
)
def test_what_is_enough(shared: tuple[MarkKind, ...], alike: bool) -> None:
    """
    A company, a boss's telephone or a site of the same district is enough; 老王 and the same district are not.
    """
    marks = frozenset((kind, b"x") for kind in shared)

    assert (
        compare(Traits(NOW, "620502", frozenset(), marks), Traits(NOW, "620502", frozenset(), marks)).is_alike is alike
    )


def test_sites_of_two_districts_are_two_sites() -> None:
    """
    万达广场 here and 万达广场 there are not one site.
    """
    here = Traits(NOW, "620502", frozenset(), frozenset({("site", b"x")}))

    assert compare(here, replace(here, district="620503")) == Likeness()


def complaint(**told: str) -> Complaint:
    """What somebody told."""
    answers = {"foreman": told.pop("foreman")} if "foreman" in told else {}
    story = told.pop("story", "不给工资")
    return Complaint(
        "wages", story, None, told.get("employer"), site=told.get("site"), contact=told.get("contact"), answers=answers
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"employer": "天水白云劳务有限公司"}, {"employer": "白云劳务公司"}),
        ({"site": "（秦州）东方家园 二期"}, {"site": "东方家园二期"}),
        ({"foreman": "工头陈大某"}, {"foreman": "老板：陈大某 13900000000"}),
        ({"story": "老板电话 139 0000 0000，不接"}, {"foreman": "陈大某13900000000"}),
    ],
)
def test_names_are_found_however_they_are_written(one: dict[str, str], other: dict[str, str]) -> None:
    """
    The words that people leave out or add do not keep two complaints apart.
    """
    assert set(named_in(complaint(**one))) & set(named_in(complaint(**other)))


@pytest.mark.parametrize(
    "told",
    [
        {"employer": "某某公司"},
        {"employer": "天水建筑工程公司"},
        {"employer": "私人老板"},
        {"site": "工地"},
        {"foreman": "老板"},
        {"foreman": "不知道"},
        {"story": "我的电话13900000000，老板不给钱"},
        {"story": "老板的号我没有，我13900000000"},
        {"story": "老板电话13900000000", "contact": "139-0000-0000"},
    ],
)
def test_what_says_nothing_is_not_compared(told: dict[str, str]) -> None:
    """
    A name that everybody has, and the worker's own number, find nobody.
    """
    assert named_in(complaint(**told)) == []
