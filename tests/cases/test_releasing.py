"""A lawyer who leaves, or turns out to act for the employer, keeps no case and no offer; each goes on at once."""

from dataclasses import replace

import pytest

from cases.releasing import release
from storage import people, unowned
from storage.database import Transaction
from storage.people import UnknownStaff
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague, supervisors


def leaves(desk: Desk, staff_id: str) -> list[str]:
    """Somebody is made inactive as `hotline staff set --inactive` does it; returns the numbers that he had."""
    return changes(desk, replace(colleague(desk.database, staff_id), active=False))


def changes(desk: Desk, now: people.Colleague) -> list[str]:
    """Something is different about a colleague from now on."""

    def work(tx: Transaction) -> list[str]:
        people.change(tx, now)
        return release(tx, desk.office, now.id)

    return desk.database.call(work)


def test_cases_of_a_lawyer_who_leaves_go_on(phone: Phone, desk: Desk) -> None:
    """
    His case is the duty supervisor's and on offer to another lawyer in the same moment; the record says why.
    """
    number = phone.complains(district="秦州")
    desk.write(desk.accepted(number), number)

    assert leaves(desk, "L01") == [number]

    now = desk.case(number)
    assert (now.owner, now.status, now.offered_to) == ("S02", "offered", "L02")
    assert desk.facts(number, "released") == {"staff": "L01", "ruled_out": {"L01": "inactive"}}
    assert desk.database.read(unowned.with_inactive_owner) == []


def test_offers_to_a_lawyer_who_leaves_go_on(phone: Phone, desk: Desk) -> None:
    """
    What he has not answered is asked of the next one at once, and his time does not run out later.
    """
    number = phone.complains(district="秦州")
    assert desk.case(number).offered_to == "L01"

    leaves(desk, "L01")

    assert [(it.staff_id, it.outcome) for it in desk.offers(number)] == [("L01", "taken_back"), ("L02", None)]
    assert ("taken_back", "hotline") in desk.record(number)


def test_a_new_client_takes_only_the_cases_against_him(phone: Phone, desk: Desk) -> None:
    """
    A lawyer who declares the employer of one of his two cases as his client keeps the other one.
    """
    against, other = phone.complains(district="秦州", employer="白云劳务公司"), phone.complains(district="秦州")
    for number in (against, other):
        desk.assign("S02", number, "L02")

    assert changes(desk, replace(colleague(desk.database, "L02"), clients=("白云劳务有限公司",))) == [against]

    assert desk.case(against).owner == "S02"
    assert desk.facts(against, "released")["ruled_out"] == {"L02": "conflict"}
    assert desk.case(other).owner == "L02"


async def test_a_case_that_waits_for_the_worker_goes_on_waiting(phone: Phone, desk: Desk) -> None:
    """
    The lawyer leaves after he proposed to close: the supervisor waits for the worker's word, nobody starts anew.
    """
    number = desk.proposed(phone, district="秦州")

    leaves(desk, desk.case(number).owner)

    assert (desk.case(number).owner, desk.case(number).status) == ("S02", "awaiting_worker")
    assert desk.case(number).offered_to is None
    await desk.waits(days=4)
    assert "再问您一声" in phone.reads()
    phone.is_paid(number)
    assert desk.case(number).ending == "confirmed"


def test_reopened_after_his_lawyer_left(phone: Phone, desk: Desk) -> None:
    """
    A closed case stays in the name of who had it; taken up again, it is the supervisor's.
    """
    number = desk.proposed(phone, district="秦州")
    phone.is_paid(number)
    assert leaves(desk, "L01") == []
    assert desk.case(number).owner == "L01"

    phone.taps("unsolved")

    assert (desk.case(number).owner, desk.case(number).status) == ("S02", "reopened")


def test_cases_of_a_supervisor_go_to_the_next_above(phone: Phone, desk: Desk) -> None:
    """
    The supervisor leaves while a lawyer is being asked: the offer stands, the city's supervisor answers for it.
    """
    number = phone.complains(district="秦州")

    leaves(desk, "S02")

    assert (desk.case(number).owner, desk.case(number).offered_to) == ("S01", "L01")


def test_the_last_supervisor_cannot_leave_his_cases(phone: Phone, desk: Desk) -> None:
    """
    Without anybody to take them, the change is refused in a sentence and he stays.
    """
    number = phone.complains(district="秦州")
    supervisors(desk.database, active=False)
    changes(desk, replace(colleague(desk.database, "S01"), active=False))
    with pytest.raises(UnknownStaff, match="No active supervisor"):
        leaves(desk, "S02")

    assert desk.case(number).owner == "S02"
    assert desk.database.read(unowned.with_inactive_owner) == [(number, "S02")]
