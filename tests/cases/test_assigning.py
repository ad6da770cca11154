"""From lawyer to lawyer: offered, declined, left lying, accepted; and always exactly one who answers for it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from cases import assigning, closing
from cases.errors import CaseError, Ended, NotEligible, NotOffered, NotYours
from cases.office import Office
from handlers.receive import Door
from storage import candidates, cases, people
from storage.cases import Case, UnknownCase
from storage.database import Database
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.together import at_once
from tests.handlers.town import CITY, MAIJI, Phone, case, colleague


async def test_a_case_goes_on_by_itself_until_the_supervisor_is_alarmed(phone: Phone, desk: Desk) -> None:
    """
    The first lawyer declines, the others let their time run out: the supervisor keeps it and an alarm is raised.
    """
    alarms: list[str] = []
    desk.database.listen("alarms", lambda: alarms.append("ring"))
    number = phone.complains(district="秦州")
    assert (desk.case(number).owner, desk.case(number).offered_to) == ("S02", "L01")
    assert desk.decline("L01", number) == "L02"
    await desk.waits_for_the_offer(number)
    assert desk.case(number).offered_to == "L03"
    await desk.waits_for_the_offer(number)
    assert desk.case(number).offered_to == "L04"
    assert alarms == []

    await desk.waits_for_the_offer(number)

    left = desk.case(number)
    assert (left.status, left.owner, left.offered_to) == ("received", "S02", None)
    assert alarms == ["ring"]
    assert [it.outcome for it in desk.offers(number)] == ["declined", "timed_out", "timed_out", "timed_out"]
    assert desk.facts(number, "nobody_free")["ruled_out"] == dict.fromkeys(["L01", "L02", "L03", "L04"], "asked_before")
    assert await desk.waits(days=30) == 0


async def test_nothing_moves_on_before_the_time_is_up(phone: Phone, desk: Desk) -> None:
    """
    One working day from Monday at ten, noon break and night left out, ends on Tuesday at ten; not a second earlier.
    """
    number = phone.complains(district="秦州")
    [offer] = desk.offers(number)
    assert f"{offer.due_at:%m-%d %H:%M}" == "11-24 02:00"  # 10:00 in China

    assert await desk.waits(hours=23, minutes=59, seconds=59) == 0
    assert desk.case(number).offered_to == "L01"
    assert await desk.waits(seconds=1) == 1
    assert desk.case(number).offered_to == "L02"


async def test_an_offer_that_ran_out_can_no_longer_be_accepted(phone: Phone, desk: Desk) -> None:
    """
    The lawyer comes back from court an hour late: told in a sentence that it has gone on.
    """
    number = phone.complains(district="秦州")
    await desk.waits_for_the_offer(number)

    with pytest.raises(NotOffered, match=f"{number}.*超时"):
        desk.accept("L01", number)
    with pytest.raises(NotOffered):
        desk.decline("L01", number)
    assert desk.case(number).owner == "S02"


async def test_an_accepted_offer_never_runs_out(phone: Phone, desk: Desk) -> None:
    """
    Once accepted and written about, no timer takes the case away.
    """
    number = phone.complains(district="秦州")
    assert desk.accepted(number) == "L01"
    offer = desk.offers(number)[0]
    desk.write("L01", number)

    assert await desk.waits(days=30) == 0
    assert desk.database.call(lambda tx: assigning.time_out(tx, desk.office, offer.id)) is None
    assert (desk.case(number).owner, desk.case(number).status) == ("L01", "working")


def test_the_worker_hears_who_without_a_name(phone: Phone, desk: Desk) -> None:
    """
    "A union lawyer has taken it": no name, no number of ours.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)

    said = phone.reads()
    assert "已由一位工会律师签收" in said
    assert "王律师" not in said


@pytest.mark.parametrize("who", ["L02", "L03", "S01", "O01"])
def test_only_the_lawyer_who_was_asked_can_answer(phone: Phone, desk: Desk, who: str) -> None:
    """
    Another lawyer, a supervisor or an operator who knows the number is refused alike, as for a number that is none.
    """
    number = phone.complains(district="秦州")

    for verb in (desk.accept, desk.decline):
        with pytest.raises(NotOffered):
            verb(who, number)
        with pytest.raises(NotOffered):
            verb(who, "TS26112399999")


def test_declining_asks_the_next_at_once(phone: Phone, desk: Desk) -> None:
    """
    The reason is in the record, and nobody is asked twice.
    """
    number = phone.complains(district="秦州")
    asked = []
    while who := desk.case(number).offered_to:
        asked.append(who)
        desk.decline(who, number)

    assert asked == ["L01", "L02", "L03", "L04"]
    assert desk.facts(number, "declined") == {"reason": "时间冲突"}
    assert desk.unowned() == []


def test_a_lawyer_of_the_employer_is_never_asked(phone: Phone, desk: Desk) -> None:
    """
    The complaint is about the client of one of them: all others are asked, he never is, and the record says why.
    """
    number = phone.complains(district="秦州", employer="星河建筑")
    asked = []
    while who := desk.case(number).offered_to:
        asked.append(who)
        desk.decline(who, number)

    assert "L01" not in asked
    assert desk.facts(number, "nobody_free")["ruled_out"]["L01"] == "conflict"


def test_a_lawyer_who_has_since_become_the_employers_cannot_accept(phone: Phone, desk: Desk) -> None:
    """
    Between offer and answer the company becomes his client: he can decline, not accept.
    """
    number = phone.complains(district="秦州", employer="红叶劳务有限公司")
    changed = replace(colleague(desk.database, "L01"), clients=("红叶劳务",))
    desk.database.call(lambda tx: people.change(tx, changed))

    with pytest.raises(NotEligible, match="利益冲突"):
        desk.accept("L01", number)

    assert desk.case(number).owner == "S02"
    assert desk.decline("L01", number) == "L02"


def test_a_supervisor_assigns_and_the_offer_is_taken_back(phone: Phone, desk: Desk) -> None:
    """
    Given to one lawyer by hand, the case is his, and the one who had been asked can no longer take it.
    """
    number = phone.complains(district="秦州")

    desk.assign("S02", number, "L03")

    assert (desk.case(number).owner, desk.case(number).status, desk.case(number).offered_to) == (
        "L03",
        "accepted",
        None,
    )
    assert desk.offers(number)[0].outcome == "taken_back"
    assert desk.record(number)[-1] == ("assigned", "S02")
    with pytest.raises(NotOffered):
        desk.accept("L01", number)


def test_assigning_refuses_what_must_not_be(phone: Phone, desk: Desk) -> None:
    """
    A conflict, somebody off duty, somebody who is no lawyer, a stranger's unit, a lawyer who assigns: each refused.
    """
    number = phone.complains(district="秦州", employer="星河建筑工程公司")
    off_duty = replace(colleague(desk.database, "L04"), active=False)
    desk.database.call(lambda tx: people.change(tx, off_duty))

    with pytest.raises(NotEligible, match="利益冲突"):
        desk.assign("S02", number, "L01")
    with pytest.raises(NotEligible, match="未在岗"):
        desk.assign("S02", number, "L04")
    with pytest.raises(CaseError, match="不是律师"):
        desk.assign("S02", number, "O01")
    with pytest.raises(UnknownCase):
        desk.assign("L02", number, "L02")
    desk.accepted(number)
    with pytest.raises(NotYours):
        desk.assign("L02", number, "L03")
    elsewhere = phone.complains(district="麦积")
    assert desk.case(elsewhere).unit == MAIJI
    with pytest.raises(UnknownCase):
        desk.assign("S02", elsewhere, "L03")


def test_an_ended_case_is_not_assigned(phone: Phone, desk: Desk) -> None:
    """
    Withdrawn is withdrawn until the worker reopens it.
    """
    number = phone.complains(district="秦州")
    phone.presses(f"withdraw_yes:{number}")

    with pytest.raises(Ended):
        desk.assign("S02", number, "L03")


async def test_a_withdrawn_case_wanders_no_further(phone: Phone, desk: Desk) -> None:
    """
    The worker takes his case back while a lawyer is being asked: nobody can accept it, nobody else is asked.
    """
    number = phone.complains(district="秦州")
    phone.presses(f"withdraw_yes:{number}")

    assert desk.case(number).offered_to is None
    with pytest.raises(NotOffered):
        desk.accept("L01", number)
    assert await desk.waits(days=2) == 0
    assert desk.case(number).status == "withdrawn"
    assert [it.outcome for it in desk.offers(number)] == ["taken_back"]


async def test_a_case_the_worker_calls_solved_wanders_no_further(phone: Phone, desk: Desk) -> None:
    """
    The boss paid before any lawyer answered: solved is solved.
    """
    number = phone.complains(district="秦州")
    phone.is_paid(number)

    assert await desk.waits(days=2) == 0
    assert (desk.case(number).status, desk.case(number).offered_to) == ("closed", None)


def test_two_lawyers_accepting_at_once_get_one_owner(
    door: Door, postgres_town: Database, office: Office, clock: SettableClock
) -> None:
    """
    The asked one taps twice while two others try too: one owner, and everybody else hears a sentence.
    """
    desk, phone = Desk(postgres_town, office, clock), Phone(door, postgres_town)
    number = phone.complains(district="秦州")
    tries: list[Callable[[], Case]] = [partial(desk.accept, who, number) for who in ("L01", "L01", "L02", "L03")]

    results = at_once(*tries)

    assert sum(isinstance(one, Case) for one in results) == 1
    assert sum(isinstance(one, NotOffered) for one in results) == 3
    assert owners(desk, number) == ["L01"]


def owners(desk: Desk, number: str) -> list[str]:
    """Everybody who owns the case now; the scalar query of a case fails for two."""
    return [desk.case(number).owner] if number not in desk.unowned() else []


@pytest.mark.parametrize("rival", ["time_out", "assign", "withdraw", "decline"])
def test_accepting_while_something_else_happens(
    door: Door, postgres_town: Database, office: Office, clock: SettableClock, rival: str
) -> None:
    """
    Accepting at the very moment when time runs out, a supervisor assigns, or the worker withdraws: whoever comes
    first wins, the other hears a sentence or does nothing, and there is exactly one owner.
    """
    desk, phone = Desk(postgres_town, office, clock), Phone(door, postgres_town)
    number = phone.complains(district="秦州")
    offer = desk.offers(number)[0]
    rivals: dict[str, Callable[[], object]] = {
        "time_out": lambda: postgres_town.call(lambda tx: assigning.time_out(tx, office, offer.id)),
        "assign": lambda: desk.assign("S02", number, "L03"),
        "withdraw": lambda: postgres_town.call(lambda tx: closing.withdraw(tx, cases.by_number(tx, number))),
        "decline": lambda: desk.decline("L01", number),
    }

    results = at_once(lambda: desk.accept("L01", number), rivals[rival])

    assert all(not isinstance(one, Exception) or isinstance(one, CaseError) for one in results), results
    ended = case(postgres_town, number)
    assert len(owners(desk, number)) == 1
    assert ended.offered_to is None or ended.owner == "S02"
    assert ended.status in {"accepted", "offered", "withdrawn"}
    open_offers = [it for it in desk.offers(number) if it.outcome is None]
    assert len(open_offers) <= 1
    assert not (ended.status == "withdrawn" and open_offers)


def test_a_load_counts_open_cases_and_unanswered_offers(phone: Phone, desk: Desk) -> None:
    """
    With five cases and offers in hand the lawyer near by is full, and the next one is asked.
    """
    asked = [desk.case(phone.complains(district="秦州")).offered_to for _ in range(20)]

    assert {who: asked.count(who) for who in asked} == {"L01": 5, "L02": 5, "L03": 5, "L04": 5}
    them = desk.database.read(lambda tx: candidates.near(tx, CITY, tx.now))
    assert {it.colleague.id: it.waiting for it in them} == {"L01": 5, "L02": 5, "L03": 5, "L04": 5}
    assert desk.case(phone.complains(district="秦州")).offered_to is None
