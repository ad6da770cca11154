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
    The worker says how much money came: the case is confirmed.
    """
    number = desk.proposed(phone, district="秦州")

    phone.is_paid(number)

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
        assert {"solved", "unsolved"} <= set(phone.shown())
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

    phone.is_paid(number)

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
    phone.is_paid(number)
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
    phone.is_paid(number)
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


def test_proposing_takes_the_open_offer_back(phone: Phone, desk: Desk) -> None:
    """
    A supervisor settles a case himself while a lawyer is being asked: that lawyer need not answer any more.
    """
    number = phone.complains(district="秦州")

    desk.propose("S02", number)

    assert [it.outcome for it in desk.offers(number)] == ["taken_back"]
    phone.presses(f"unsolved:{number}")
    assert (desk.case(number).status, desk.case(number).offered_to) == ("reopened", None)


async def test_assigning_stops_the_questions(phone: Phone, desk: Desk) -> None:
    """
    Assigned to another lawyer while the worker was being asked, and proposed again: one chain of questions, not two.
    """
    number = desk.proposed(phone, district="秦州")
    desk.assign("S02", number, "L03")
    desk.write("L03", number)
    phone.reads()
    assert await desk.waits(days=2) == 0
    desk.propose("L03", number)
    phone.reads()

    assert await desk.waits(days=2, hours=2) == 0
    assert await desk.waits(days=4) == 1
    assert phone.reads().count("再问您一声") == 1


async def test_who_writes_instead_of_tapping_is_not_silent(phone: Phone, desk: Desk) -> None:
    """
    Asked whether it is solved he answers in his own words: his lawyer reads them and the work goes on.
    """
    number = desk.proposed(phone, district="秦州")

    phone.says("打了一半，还差六千块没有给")

    assert desk.case(number).status == "working"
    assert desk.record(number)[-2:] == [("from_worker", "worker"), ("continued", "worker")]
    assert await desk.waits(days=30) == 0
    phone.is_paid(number)
    assert desk.case(number).ending == "confirmed"


async def test_solved_after_all(phone: Phone, desk: Desk) -> None:
    """
    A case that rested as unanswered counts as solved once the worker says that money came, and not before.
    """
    number = desk.proposed(phone, district="秦州")
    for _ in range(3):
        await desk.waits(days=4)
    case = desk.case(number)
    assert case.ending == "unanswered"

    phone.is_paid(number)

    assert (desk.case(number).status, desk.case(number).ending) == ("closed", "confirmed")


def test_unsolved_while_a_lawyer_is_being_asked_changes_nothing(phone: Phone, desk: Desk, office: Office) -> None:
    """
    Nobody has said that it was solved: the offer stands, and the verb says that it did not act.
    """
    case = desk.case(phone.complains(district="秦州"))

    assert desk.database.call(lambda tx: closing.dispute(tx, office, case)) is None

    assert desk.case(case.number) == case


def test_verbs_of_the_worker_say_whether_they_fit(phone: Phone, desk: Desk, office: Office) -> None:
    """
    Taking back what is closed, or calling solved what was taken back, is nothing; saying a thing twice is fine.
    """
    case = desk.case(desk.proposed(phone, district="秦州"))
    confirmed = [desk.database.call(lambda tx: closing.confirm(tx, office, case)) for _ in range(2)]
    assert [it and it.ending for it in confirmed] == ["answered", "answered"]
    assert desk.database.call(lambda tx: closing.withdraw(tx, case)) is None

    disputed = [desk.database.call(lambda tx: closing.dispute(tx, office, case)) for _ in range(2)]
    assert [it and it.status for it in disputed] == ["reopened", "reopened"]
    withdrawn = [desk.database.call(lambda tx: closing.withdraw(tx, case)) for _ in range(2)]
    assert [it and it.status for it in withdrawn] == ["withdrawn", "withdrawn"]
    assert desk.database.call(lambda tx: closing.confirm(tx, office, case)) is None
    assert [kind for kind, _ in desk.record(case.number)][-3:] == ["closed", "reopened", "withdrawn"]
