"""Who stands in for whom: no chain that was entered, or is followed, ever goes round in a circle."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.covers import Absence, circle, stand_in, stands_in_for

START = datetime(2026, 11, 23, tzinfo=UTC)
names = st.sampled_from("ABCDE")


def absent(who: str, first: int, last: int, cover: str | None) -> Absence:
    """Away from one day until before another."""
    return Absence(who, START + timedelta(days=first), START + timedelta(days=last), cover)


absences = st.builds(
    lambda who, first, length, cover: absent(who, first, first + length, cover),
    names,
    st.integers(0, 6),
    st.integers(1, 4),
    st.none() | names,
)


def test_a_chain_is_followed_to_whoever_is_here() -> None:
    """
    A is away and B too, who has C stand in: C does the work of both; D, who is away without a cover, nobody's.
    """
    away = {"A": "B", "B": "C", "D": None}

    assert stand_in(away, "A") == "C"
    assert stand_in(away, "C") == "C"
    assert stand_in(away, "D") is None
    assert stands_in_for(away) == {"C": ("A", "B")}


@given(st.dictionaries(names, st.none() | names))
def test_following_a_chain_always_ends(away: dict[str, str | None]) -> None:
    """
    Whatever a hand in the database has done: nobody is sent round for ever, and whoever is found is here.
    """
    for who in "ABCDE":
        assert stand_in(away, who) not in away


def test_a_circle_at_the_same_time_is_found() -> None:
    """
    A has B, B has C, and C would have A, all in one week: the way round is named.
    """
    entered = [absent("A", 0, 7, "B"), absent("B", 0, 7, "C")]

    assert circle(absent("C", 3, 5, "A"), entered) == ["C", "A", "B"]


def test_a_circle_that_never_closes_is_none() -> None:
    """
    They stand in for each other, but never all on the same day.
    """
    entered = [absent("A", 0, 3, "B"), absent("B", 2, 7, "C")]

    assert circle(absent("C", 3, 5, "A"), entered) == []


@given(st.lists(absences, max_size=12))
def test_what_was_let_in_never_goes_round(wished: list[Absence]) -> None:
    """
    Leaves that are entered one after another, those with a circle refused: on no day does a chain go round.
    """
    entered: list[Absence] = []
    for one in wished:
        twice = any(it.staff_id == one.staff_id and it.begins < one.ends and one.begins < it.ends for it in entered)
        if not twice and not circle(one, entered):
            entered.append(one)

    for day in range(12):
        at = START + timedelta(days=day)
        away = {one.staff_id: one.cover for one in entered if one.begins <= at < one.ends}
        for who in away:
            met, here = set[str](), who
            while (cover := away.get(here)) is not None:
                assert cover not in {*met, here}
                met.add(here)
                here = cover
