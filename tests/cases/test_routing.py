"""Who gets a case: examples a supervisor would give, and what must hold whatever the numbers are."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.routing import GROUNDS, WEIGHTS, Bar, Lawyer, Need, bar, choose, points

QINZHOU, MAIJI, LANZHOU = "620502", "620503", "620102"
NEED = Need("wages", QINZHOU, "TS26112300001")
NEAR = Lawyer("L01", QINZHOU, ("wages",), 5)
CITY = replace(NEAR, id="L02", place="620500")
FAR = replace(NEAR, id="L03", place=LANZHOU)

kinds = st.sampled_from(["wages", "injury", "dismissal", "other"])
places = st.sampled_from([QINZHOU, MAIJI, LANZHOU, "620500"])
needs = st.builds(Need, kinds, st.none() | places, st.text("TS0123456789", max_size=14), st.sampled_from([None, "en"]))
ids = st.integers(1, 30).map("L{:02d}".format)
lawyers = st.lists(
    st.builds(
        Lawyer,
        ids,
        st.none() | places,
        st.lists(kinds.filter("other".__ne__), max_size=3, unique=True).map(tuple),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(0, 2),
        st.integers(0, 6),
        st.sampled_from([(), ("en",)]),
        active=st.booleans(),
        conflict=st.booleans(),
        licensed=st.booleans(),
        asked_before=st.booleans(),
        away=st.booleans(),
        reachable=st.booleans(),
        covers=st.lists(ids, max_size=2, unique=True).map(tuple),
        knows_employer=st.booleans(),
        was_his=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize(
    ("who", "chosen", "why"),
    [
        ([NEAR, CITY, FAR], "L01", "nearest"),
        ([CITY, FAR], "L02", "of the same prefecture before one from elsewhere"),
        ([FAR], "L03", "from elsewhere rather than nobody"),
        ([replace(NEAR, load=4), replace(NEAR, id="L09")], "L09", "room"),
        ([replace(NEAR, recent=3), replace(NEAR, id="L09")], "L09", "whose turn it is"),
        (
            [replace(NEAR, recent=4, capacity=10), replace(NEAR, id="L09", recent=3)],
            "L01",
            "turn for what he can carry",
        ),
        ([replace(NEAR, subjects=("injury", "wages")), replace(NEAR, id="L09")], "L09", "the main field"),
        ([replace(NEAR, was_his=True), replace(NEAR, id="L09")], "L01", "had an earlier case of the worker"),
        ([replace(NEAR, knows_employer=True), replace(NEAR, id="L09")], "L01", "knows the employer"),
        ([replace(NEAR, active=False), FAR], "L03", "not active"),
        ([replace(NEAR, licensed=False), FAR], "L03", "licence expired"),
        ([replace(NEAR, asked_before=True), FAR], "L03", "was asked already"),
        ([replace(NEAR, load=3, waiting=2), FAR], "L03", "hands full, unanswered offers counted"),
        ([replace(NEAR, capacity=0), FAR], "L03", "takes no cases"),
        ([replace(NEAR, subjects=("injury",)), FAR], "L03", "another field"),
        ([replace(NEAR, conflict=True), FAR], "L03", "on the other side"),
        ([replace(NEAR, away=True), FAR], "L03", "on leave"),
        ([replace(NEAR, reachable=False), FAR], "L03", "would not see it in time"),
        ([replace(NEAR, away=True), replace(FAR, covers=("L01",)), CITY], "L03", "stands in for the nearest"),
    ],
)
def test_who_gets_it(who: list[Lawyer], chosen: str | None, why: str) -> None:
    """
    One reason at a time, as a supervisor would decide it.
    """
    assert choose(NEED, who).chosen == chosen, why


@pytest.mark.parametrize(
    ("lawyer", "reason"),
    [
        (replace(NEAR, active=False, conflict=True), "inactive"),
        (replace(NEAR, conflict=True, licensed=False, asked_before=True, load=5, subjects=()), "conflict"),
        (replace(NEAR, licensed=False, asked_before=True), "licence"),
        (replace(NEAR, asked_before=True, load=5), "asked_before"),
        (replace(NEAR, subjects=("injury",), load=5), "subject"),
        (replace(NEAR, away=True, load=5), "away"),
        (replace(NEAR, reachable=False, load=5), "unreachable"),
        (replace(NEAR, load=5), "full"),
    ],
)
def test_the_gravest_reason_is_the_one_told(lawyer: Lawyer, reason: Bar) -> None:
    """
    Somebody ruled out for several reasons is shown with the one that weighs most.
    """
    assert choose(NEED, [lawyer]).ruled_out == {"L01": reason}


def test_a_case_of_no_field_may_go_to_any() -> None:
    """
    "Other" is nobody's speciality and everybody's work.
    """
    assert choose(replace(NEED, kind="other"), [replace(NEAR, subjects=("injury",))]).chosen == "L01"


def test_points_say_what_spoke_for_the_lawyer() -> None:
    """
    Every ground has its points, and they add up to the total.
    """
    english = replace(NEED, language="en")
    best = replace(NEAR, languages=("en",), knows_employer=True, was_his=True)

    given_points = points(english, best)

    assert tuple(given_points.by_ground) == GROUNDS
    assert given_points.by_ground == {
        "district": 30,
        "subject": 10,
        "language": 15,
        "employer": 8,
        "earlier": 12,
        "room": 40,
        "turn": 20,
    }
    assert given_points.total == 135


def test_a_federation_may_spread_the_cases_of_one_employer() -> None:
    """
    With the sign turned round, whoever has a case against the same employer comes last among equals.
    """
    spread = replace(WEIGHTS, employer=-8)
    them = [replace(NEAR, knows_employer=True), replace(NEAR, id="L09")]

    assert choose(NEED, them, spread).chosen == "L09"


def test_whoever_stands_in_is_as_good_as_both() -> None:
    """
    The cover has the nearness of the one who is away, his own load, and the record says whom he stands in for.
    """
    away = replace(NEAR, away=True)
    cover = replace(FAR, covers=("L01",), load=1)

    [his] = choose(NEED, [away, cover]).eligible

    assert (his.id, his.instead_of, his.by_ground["district"], his.by_ground["room"]) == ("L03", "L01", 30, 32)


def test_nobody_stands_in_for_whoever_could_not_have_had_it() -> None:
    """
    What speaks for a colleague who is on the other side, or does not take such cases, passes to nobody.
    """
    for barred in (replace(NEAR, away=True, conflict=True), replace(NEAR, away=True, subjects=("injury",))):
        [his] = choose(NEED, [barred, replace(FAR, covers=("L01",))]).eligible
        assert (his.instead_of, his.by_ground["district"]) == (None, 0)


@given(needs, lawyers)
def test_a_lawyer_who_is_barred_is_never_chosen(need: Need, them: list[Lawyer]) -> None:
    """
    Whatever the numbers, and whoever stands in for whom: nobody is chosen whom one of the hard rules keeps out.
    """
    chosen = next((one for one in them if one.id == choose(need, them).chosen), None)
    if chosen:
        assert bar(need, chosen) is None
        assert chosen.active
        assert chosen.licensed
        assert chosen.reachable
        assert not any((chosen.conflict, chosen.asked_before, chosen.away))
        assert chosen.load + chosen.waiting < chosen.capacity
        assert need.kind in (*chosen.subjects, "other")


@given(needs, lawyers, st.randoms())
def test_the_order_in_which_lawyers_are_listed_decides_nothing(need: Need, them: list[Lawyer], any_way: object) -> None:
    """
    The same lawyers in another order, or asked again: the same decision with the same reasons.
    """
    shuffled = list(them)
    any_way.shuffle(shuffled)  # type: ignore[attr-defined]

    assert choose(need, shuffled) == choose(need, them) == choose(need, iter(them))


@given(needs, lawyers)
def test_everybody_is_either_eligible_or_has_a_reason(need: Need, them: list[Lawyer]) -> None:
    """
    Nobody drops out in silence; with nobody eligible nobody is chosen.
    """
    choice = choose(need, them)
    eligible = {one.id for one in choice.eligible}

    assert eligible | choice.ruled_out.keys() == {one.id for one in them}
    assert eligible.isdisjoint(choice.ruled_out)
    assert (choice.chosen is None) == (not eligible)
    assert choice.chosen in (None, *eligible)


@given(needs, lawyers)
def test_a_conflict_beats_everything(need: Need, them: list[Lawyer]) -> None:
    """
    Whoever acts for the employer is ruled out for just that reason, unless he does not work here at all.
    """
    for one in them:
        if one.conflict:
            assert choose(need, them).ruled_out[one.id] in ("conflict", "inactive")


@given(st.integers(1, 6), st.integers(1, 40), st.booleans())
def test_equal_lawyers_share_equal_cases(how_many: int, cases: int, finished_at_once: bool) -> None:
    """
    Over many equal cases nobody gets more than one more than another, whether the cases pile up or are soon done.
    """
    them = {f"L{n:02d}": replace(NEAR, id=f"L{n:02d}", capacity=50) for n in range(how_many)}
    got: Counter[str] = Counter(dict.fromkeys(them, 0))
    for n in range(cases):
        chosen = choose(replace(NEED, number=f"TS{n}"), them.values()).chosen or ""
        got[chosen] += 1
        load = 0 if finished_at_once else got[chosen]
        them[chosen] = replace(them[chosen], recent=got[chosen], load=load)

    assert max(got.values()) - min(got.values()) <= 1


def test_a_lot_favours_nobody() -> None:
    """
    Of ten lawyers who are all alike each gets about a tenth of the first cases, the first of the alphabet no more.
    """
    them = [replace(NEAR, id=f"L{n:02d}") for n in range(10)]

    got = Counter(choose(replace(NEED, number=f"TS261123{n:05d}"), them).chosen for n in range(5000))

    assert len(got) == 10
    assert all(400 < cases < 600 for cases in got.values())
