"""Who gets a case: examples a supervisor would give, and what must hold whatever the numbers are."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.conflicts import names_one_of
from cases.routing import Bar, Lawyer, Need, choose, points

QINZHOU, MAIJI = "620502", "620503"
NEED = Need("wages", QINZHOU, "红叶劳务有限公司")
NEAR = Lawyer("L01", QINZHOU, ("wages",), (), True, 5, 0, 0, 0, False)
CITY = replace(NEAR, id="L02", district=None)
FAR = replace(NEAR, id="L03", district=MAIJI)

NAMES = ("红叶劳务有限公司", "星河建筑工程有限公司", "甲公司", "长风机械厂")
districts = st.sampled_from([None, QINZHOU, MAIJI])
kinds = st.sampled_from(["wages", "injury", "dismissal", "other"])
needs = st.builds(Need, kinds, districts, st.sampled_from([None, *NAMES]), st.sampled_from(["", "在红叶劳务干活"]))
lawyers = st.lists(
    st.builds(
        Lawyer,
        st.integers(1, 30).map("L{:02d}".format),
        districts,
        st.lists(kinds.filter("other".__ne__), max_size=3, unique=True).map(tuple),
        st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
        st.booleans(),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(0, 2),
        st.integers(0, 6),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize(
    ("who", "chosen", "why"),
    [
        ([NEAR, CITY, FAR], "L01", "nearest"),
        ([CITY, FAR], "L02", "one for the whole city before one from elsewhere"),
        ([FAR], "L03", "from elsewhere rather than nobody"),
        ([NEAR, replace(CITY, district=QINZHOU, load=0), replace(NEAR, id="L00", load=4)], "L01", "room"),
        ([replace(NEAR, recent=3), replace(NEAR, id="L09")], "L09", "whose turn it is"),
        ([replace(NEAR, id="L09"), NEAR], "L01", "all alike: the lower id"),
        ([replace(NEAR, subjects=("injury", "wages")), replace(NEAR, id="L09")], "L09", "the main field"),
        ([replace(NEAR, active=False), FAR], "L03", "not on duty"),
        ([replace(NEAR, asked_before=True), FAR], "L03", "was asked already"),
        ([replace(NEAR, load=3, waiting=2), FAR], "L03", "hands full, unanswered offers counted"),
        ([replace(NEAR, capacity=0), FAR], "L03", "takes no cases"),
        ([replace(NEAR, subjects=("injury",)), FAR], "L03", "another field"),
        ([replace(NEAR, clients=("红叶劳务",)), FAR], "L03", "acts for the employer"),
        ([], None, "nobody there"),
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
        (replace(NEAR, active=False, clients=("红叶劳务",)), "inactive"),
        (replace(NEAR, clients=("红叶劳务",), asked_before=True, load=5, subjects=()), "conflict"),
        (replace(NEAR, asked_before=True, load=5), "asked_before"),
        (replace(NEAR, subjects=("injury",), load=5), "subject"),
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
    Nearness, field, room and turn: the grounds add up to the total.
    """
    given_points = points(NEED, NEAR)

    assert given_points.by_ground == {"district": 30, "subject": 10, "room": 40, "turn": 20}
    assert given_points.total == 100


@given(needs, lawyers)
def test_a_lawyer_who_is_barred_is_never_chosen(need: Need, them: list[Lawyer]) -> None:
    """
    Whatever the numbers: inactive, in conflict, asked before, of another field or full means not chosen.
    """
    chosen = next((one for one in them if one.id == choose(need, them).chosen), None)
    if chosen:
        assert chosen.active
        assert not chosen.asked_before
        assert chosen.load + chosen.waiting < chosen.capacity
        assert need.kind in (*chosen.subjects, "other")
        assert not names_one_of(chosen.clients, need.employer, need.told)


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
    Whoever acts for the employer is ruled out for just that reason, unless he is not on duty at all.
    """
    for one in them:
        if names_one_of(one.clients, need.employer, need.told):
            assert choose(need, them).ruled_out[one.id] in ("conflict", "inactive")


@given(st.integers(1, 6), st.integers(1, 40), st.booleans())
def test_equal_lawyers_share_equal_cases(how_many: int, cases: int, finished_at_once: bool) -> None:
    """
    Over many equal cases nobody gets more than one more than another, whether the cases pile up or are soon done.
    """
    them = {f"L{n:02d}": replace(NEAR, id=f"L{n:02d}", capacity=50) for n in range(how_many)}
    got: Counter[str] = Counter(dict.fromkeys(them, 0))
    for _ in range(cases):
        chosen = choose(NEED, them.values()).chosen or ""
        got[chosen] += 1
        load = 0 if finished_at_once else got[chosen]
        them[chosen] = replace(them[chosen], recent=got[chosen], load=load)

    assert max(got.values()) - min(got.values()) <= 1
