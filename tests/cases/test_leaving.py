"""A lawyer goes on leave: nothing waits for him meanwhile, nothing goes round in a circle, his supervisor knows."""

from datetime import timedelta

import pytest

from bot.timers import Timers
from cases import leaving
from cases.leaving import NotPossible
from handlers.receive import Door
from storage import duty
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.town import Phone

WEEK = timedelta(days=7)


def leaves(desk: Desk, staff_id: str, cover: str | None = None, *, ahead: timedelta = timedelta(0)) -> None:
    """A week off, from now on or later."""
    begins = desk.clock.now + ahead
    desk.database.call(lambda tx: leaving.enter(tx, staff_id, begins, begins + WEEK, cover, "S01"))


async def due(desk: Desk) -> None:
    """Everything that is due now is done."""
    while await Timers(desk.database, desk.office).do_due():
        pass


async def test_open_offers_go_to_whoever_stands_in(phone: Phone, desk: Desk) -> None:
    """
    He was asked this morning and leaves at noon: his cover is asked, though another would be next; the record says why.
    """
    number = phone.complains(district="秦州")
    assert desk.case(number).offered_to == "L01"

    leaves(desk, "L01", "L04")
    await due(desk)

    assert [(it.staff_id, it.outcome) for it in desk.offers(number)] == [("L01", "taken_back"), ("L04", None)]
    assert desk.facts(number, "taken_back") == {"staff": "L01", "ruled_out": {"L01": "away"}}
    assert desk.facts(number, "offered")["standing_in"] == {"L04": "L01"}


async def test_a_cover_who_may_not_have_it_is_passed_over(phone: Phone, desk: Desk) -> None:
    """
    The cover acts for the employer: the next one is asked, as always.
    """
    number = phone.complains(district="秦州", employer="星河建筑工程有限公司")
    assert desk.case(number).offered_to == "L02"

    leaves(desk, "L02", "L01")
    await due(desk)

    assert desk.case(number).offered_to == "L03"


async def test_new_cases_go_to_whoever_stands_in(phone: Phone, desk: Desk) -> None:
    """
    While he is away the cover, who works in another district, is asked in his stead; when he is back, he himself.
    """
    leaves(desk, "L01", "L03")
    await due(desk)
    number = phone.complains(district="秦州")

    assert desk.case(number).offered_to == "L03"
    assert desk.facts(number, "offered")["ruled_out"] == {"L01": "away"}
    phone.presses(f"withdraw_yes:{number}")

    desk.clock.advance(days=7)
    await due(desk)
    assert desk.case(phone.complains(district="秦州")).offered_to == "L01"


async def test_a_leave_that_is_to_come_changes_nothing_yet(phone: Phone, desk: Desk) -> None:
    """
    Entered a week ahead: until then he is asked as always.
    """
    leaves(desk, "L01", "L04", ahead=WEEK)
    await due(desk)

    assert desk.case(phone.complains(district="秦州")).offered_to == "L01"


async def test_his_cases_stay_and_his_supervisor_hears_what_runs_out(phone: Phone, desk: Desk) -> None:
    """
    First words are due within two days and he is away for seven: the case stays his, and the record warns.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)

    leaves(desk, "L01", "L02")
    await due(desk)

    assert desk.case(number).owner == "L01"
    assert desk.facts(number, "owner_away")["step"] == "first_words"


async def test_back_early_he_is_asked_again(phone: Phone, desk: Desk) -> None:
    """
    He ends his leave at once and is the first to be asked again.
    """
    leaves(desk, "L01")
    await due(desk)
    desk.clock.advance(hours=1)
    desk.database.call(lambda tx: leaving.come_back(tx, "L01"))

    assert desk.case(phone.complains(district="秦州")).offered_to == "L01"
    assert desk.database.read(duty.leaves) == []


async def test_what_waited_goes_out_when_he_is_back(phone: Phone, desk: Desk) -> None:
    """
    All are away: a case waits, and is offered on the morning on which the first is back.
    """
    for who in ("L01", "L02", "L03", "L04"):
        leaves(desk, who)
    number = phone.complains(district="秦州")
    assert desk.case(number).offered_to is None

    desk.clock.advance(days=7)
    await due(desk)

    assert desk.case(number).offered_to == "L01"


@pytest.mark.parametrize(
    ("staff_id", "cover", "why"),
    [
        ("L01", "L01", "own_cover"),
        ("L01", "S01", "unfit_cover"),
        ("L01", "X99", "no_cover"),
        ("L03", "L01", "circle"),
        ("L02", "L04", "twice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk: Desk, staff_id: str, cover: str, why: str) -> None:
    """
    His own cover, somebody in another post, nobody, a circle of three, a second leave: each says what to do instead.
    """
    leaves(desk, "L01", "L02")
    leaves(desk, "L02", "L03")
    if why in ("own_cover", "unfit_cover", "no_cover"):
        desk.database.call(lambda tx: leaving.come_back(tx, "L01"))

    with pytest.raises(NotPossible) as refused:
        leaves(desk, staff_id, cover)

    assert refused.value.why == why
    known = refused.value.values
    for language in ("zh-CN", "en"):
        assert desk.office.texts.say(language, f"rota.wrong_{why}", **known)


def test_a_leave_that_goes_backwards_is_refused(desk: Desk) -> None:
    """
    An end before the beginning, and a time that is over, are typing errors and said to be.
    """
    now = desk.clock.now
    for begins, ends, why in ((now + WEEK, now, "backwards"), (now - 2 * WEEK, now - WEEK, "over")):
        with pytest.raises(NotPossible) as refused:
            desk.database.call(
                lambda tx, begins=begins, ends=ends: leaving.enter(tx, "L01", begins, ends, None, "S01")  # type: ignore[misc]
            )
        assert refused.value.why == why


async def test_it_is_all_alike_on_both_engines(door: Door, towns: Database, desk: Desk) -> None:
    """
    An offer passes to the cover on SQLite and on PostgreSQL.
    """
    here, phone = Desk(towns, desk.office, desk.clock), Phone(door, towns)
    number = phone.complains(district="秦州")

    leaves(here, "L01", "L04")
    await due(here)

    assert here.case(number).offered_to == "L04"
