"""How cases end: only by the worker's word, or by his silence, which is never counted as solved."""

import pytest

from cases import closing
from cases.errors import CaseError, Empty, Ended, NotYours
from cases.office import Office
from storage import cases
from tests.cases.desk import Desk
from tests.handlers.town import Phone


def test_money_is_confirmed(phone: Phone, desk: Desk) -> None:
    """
    The worker says that the money came: the case is confirmed.
    """
    number = desk.proposed(phone, district="秦州")

    phone.presses(f"solved:{number}")

    assert (desk.case(number).status, desk.case(number).ending) == ("closed", "confirmed")
    assert ("closed", "worker") in desk.record(number)


def test_where_no_money_is_at_stake_it_is_answered(phone: Phone, desk: Desk) -> None:
    """
    Somebody wanted to speak to a person and was spoken to: answered, not confirmed.
    """
    phone.presses("person")
    number = desk.database.read(cases.everything)[0].number
    desk.propose("S01", number)

    phone.presses(f"solved:{number}")

    assert desk.case(number).ending == "answered"


async def test_two_silent_follow_ups_end_as_unanswered(phone: Phone, desk: Desk) -> None:
    """
    Asked again after three days and once more; then it rests as unanswered, and can be taken up again.
    """
    number = desk.proposed(phone, district="秦州")
    assert await desk.waits(days=2, hours=20) == 0
    for _ in range(2):
        await desk.waits(days=4)
        assert "再问您一声" in phone.reads()
        assert {"solved", "unsolved"} == set(phone.shown())
        assert desk.case(number).status == "awaiting_worker"

    await desk.waits(days=4)

    assert (desk.case(number).status, desk.case(number).ending) == ("closed", "unanswered")
    assert "不算解决" in phone.reads()
    phone.taps("unsolved")
    assert desk.case(number).status == "reopened"
    assert await desk.waits(days=30) == 0


async def test_an_answer_stops_the_follow_ups(phone: Phone, desk: Desk) -> None:
    """
    Answered after the first follow-up, he is not asked again.
    """
    number = desk.proposed(phone, district="秦州")
    await desk.waits(days=4)
    phone.reads()

    phone.taps("solved")

    assert await desk.waits(days=30) == 0
    assert desk.case(number).ending == "confirmed"


async def test_reopened_and_proposed_again_counts_anew(phone: Phone, desk: Desk) -> None:
    """
    After "not solved" the next proposal gets its own two follow-ups.
    """
    number = desk.proposed(phone, district="秦州")
    await desk.waits(days=4)
    phone.presses(f"unsolved:{number}")
    desk.propose(desk.case(number).owner, number)
    phone.reads()

    for _ in range(2):
        await desk.waits(days=4)
    assert desk.case(number).status == "awaiting_worker"
    await desk.waits(days=4)
    assert desk.case(number).ending == "unanswered"


def test_a_late_solved_is_harmless(phone: Phone, desk: Desk) -> None:
    """
    Tapping solved on a message of last month changes nothing about a case that has ended.
    """
    number = desk.proposed(phone, district="秦州")
    phone.presses(f"solved:{number}")
    before = desk.record(number)

    assert "办结" in phone.presses(f"solved:{number}")

    assert desk.record(number) == before


def test_a_late_solved_leaves_a_withdrawn_case_withdrawn(phone: Phone, desk: Desk) -> None:
    """
    Withdrawn stays withdrawn, whatever old button is tapped.
    """
    number = desk.proposed(phone, district="秦州")
    phone.presses(f"withdraw_yes:{number}")
    phone.presses(f"solved:{number}")
    phone.presses(f"withdraw_yes:{number}")

    assert (desk.case(number).status, desk.case(number).ending) == ("withdrawn", "withdrawn")
    assert [kind for kind, _ in desk.record(number)].count("withdrawn") == 1


async def test_withdrawn_while_awaited_is_not_followed_up(phone: Phone, desk: Desk) -> None:
    """
    No question "is it solved?" about what he took back.
    """
    number = desk.proposed(phone, district="秦州")
    phone.presses(f"withdraw_yes:{number}")

    assert await desk.waits(days=30) == 0


def test_a_lawyer_cannot_close_a_case(phone: Phone, desk: Desk) -> None:
    """
    Proposing only asks; proposing twice, without words, by a stranger or after the end is refused in a sentence.
    """
    number = phone.complains(district="秦州")
    owner = desk.accepted(number)
    with pytest.raises(Empty):
        desk.propose(owner, number, "  ")
    with pytest.raises(NotYours):
        desk.propose("S02", number)
    with pytest.raises(cases.UnknownCase):
        desk.propose("L03", number)

    desk.propose(owner, number)
    assert desk.case(number).status == "awaiting_worker"
    with pytest.raises(CaseError, match="不用重复"):
        desk.propose(owner, number)
    phone.presses(f"solved:{number}")
    with pytest.raises(Ended):
        desk.propose(owner, number)


def test_follow_up_of_a_case_that_goes_on_does_nothing(phone: Phone, desk: Desk, office: Office) -> None:
    """
    A timer that rings late for a case that was reopened meanwhile is silent.
    """
    number = desk.proposed(phone, district="秦州")
    phone.presses(f"unsolved:{number}")
    phone.reads()
    case_id = desk.case(number).id

    desk.database.call(lambda tx: closing.follow_up(tx, office, case_id))

    assert phone.reads() == ""
    assert desk.case(number).status == "reopened"
