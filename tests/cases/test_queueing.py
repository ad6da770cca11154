"""The supervisor's queue: in order, by itself, and the oldest is never passed over."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.timers import Timers
from cases import assigning, capacity, queueing
from cases.office import Office
from handlers.receive import Door
from storage import cases, people, queue
from storage.database import Database, Transaction
from storage.people import Colleague
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.together import at_once
from tests.handlers.town import CITY, QINZHOU, Phone, colleague


@pytest.fixture
def desks(towns: Database, office: Office, clock: SettableClock) -> Desk:
    """The colleagues in the town on each engine in turn, where only one lawyer is left, who carries one case."""
    for one in towns.read(lambda tx: people.everybody(tx, "lawyer")):
        towns.call(partial(people.change, colleague=replace(one, active=one.id == "L01", capacity=1)))
    return Desk(towns, office, clock)


@pytest.fixture
def worker(door: Door, desks: Desk) -> Phone:
    """Somebody who complains there."""
    return Phone(door, desks.database)


async def drained(desk: Desk) -> None:
    """Everything that is due now is done, and what follows from it."""
    while await Timers(desk.database, desk.office).do_due():
        pass


def waiting(desk: Desk) -> list[str]:
    """The numbers of what waits, in order."""
    return [one.number for one in desk.database.read(lambda tx: queue.in_order(tx, CITY))]


def urgent(desk: Desk, number: str) -> None:
    """A case becomes the most pressing there is."""
    desk.database.call(lambda tx: cases.set_urgency(tx, cases.by_number(tx, number).id, "high"))


async def test_what_waits_goes_out_when_a_case_is_done(worker: Phone, desks: Desk, clock: SettableClock) -> None:
    """
    Three wait; each time the lawyer has finished one he is asked about the next: the pressing one, then the oldest.
    """
    first = worker.complains(district="秦州")
    desks.accepted(first)
    waits = []
    for _ in range(3):
        clock.advance(minutes=1)
        waits.append(worker.complains(district="秦州"))
    oldest, second, pressing = waits
    urgent(desks, pressing)
    assert waiting(desks) == [pressing, oldest, second]

    for done, asked in ((first, pressing), (pressing, oldest), (oldest, second)):
        worker.presses(f"withdraw_yes:{done}")
        await drained(desks)
        assert desks.case(asked).offered_to == "L01"
        desks.accepted(asked)

    assert waiting(desks) == []


async def test_a_newer_case_never_passes_the_oldest(worker: Phone, desks: Desk, clock: SettableClock) -> None:
    """
    Room comes free and in the same moment, before the queue was looked through, somebody else complains: he waits.
    """
    first = worker.complains(district="秦州")
    desks.accepted(first)
    clock.advance(minutes=1)
    oldest = worker.complains(district="秦州")
    worker.presses(f"withdraw_yes:{first}")
    clock.advance(seconds=1)

    newer = worker.complains(district="秦州")

    assert desks.case(newer).offered_to is None
    await drained(desks)
    assert (desks.case(oldest).offered_to, desks.case(newer).offered_to) == ("L01", None)
    assert waiting(desks) == [newer]


async def test_what_nobody_can_take_holds_up_nobody(worker: Phone, desks: Desk, clock: SettableClock) -> None:
    """
    The oldest is against the lawyer's own client: it goes on waiting, and those behind it are taken.
    """
    first = worker.complains(district="秦州")
    desks.accepted(first)
    against = worker.complains(district="秦州", employer="星河建筑工程有限公司")
    clock.advance(minutes=1)
    other = worker.complains(district="秦州")
    worker.presses(f"withdraw_yes:{first}")

    await drained(desks)

    assert (desks.case(against).offered_to, desks.case(other).offered_to) == (None, "L01")
    assert waiting(desks) == [against]


def more_capacity(tx: Transaction) -> None:
    """What `hotline staff set L01 --capacity 5` does."""
    people.change(tx, replace(people.colleague(tx, "L01"), capacity=5))
    capacity.freed(tx, "L01")


def another_lawyer(tx: Transaction) -> None:
    """What `hotline staff add` does."""
    people.add(tx, Colleague("L09", "新律师", "lawyer", QINZHOU, QINZHOU, ("wages",), (), 5))
    capacity.freed(tx, "L09")


@pytest.mark.parametrize("change", [more_capacity, another_lawyer])
async def test_room_that_comes_from_elsewhere(
    worker: Phone, desks: Desk, change: Callable[[Transaction], None]
) -> None:
    """
    Capacity raised, a lawyer added: what waits goes out by itself, all of it that fits.
    """
    desks.accepted(worker.complains(district="秦州"))
    waits = [worker.complains(district="秦州") for _ in range(2)]

    desks.database.call(change)
    await drained(desks)

    assert waiting(desks) == []
    assert all(desks.case(number).offered_to for number in waits)


def test_what_a_supervisor_gives_away_waits_no_more(worker: Phone, desks: Desk) -> None:
    """
    Assigned by hand beyond what a lawyer can carry: it leaves the queue.
    """
    desks.accepted(worker.complains(district="秦州"))
    number = worker.complains(district="秦州")
    assert waiting(desks) == [number]

    desks.assign("S02", number, "L01")

    assert waiting(desks) == []


def test_a_case_for_a_person_is_never_drained(worker: Phone, desks: Desk) -> None:
    """
    Whoever asked for a person has the supervisor; no lawyer is asked about it because one has room.
    """
    worker.presses("person")

    desks.database.call(lambda tx: queueing.drain(tx, desks.office, CITY))

    assert waiting(desks) == []
    assert {one.offered_to for one in desks.database.read(cases.everything)} == {None}


def test_two_queues_looked_through_at_once(
    door: Door, postgres_town: Database, office: Office, clock: SettableClock
) -> None:
    """
    Two processes drain at the same moment: each case is offered once, and nobody gets more than he can carry.
    """
    desk, phone = Desk(postgres_town, office, clock), Phone(door, postgres_town)
    for one in postgres_town.read(lambda tx: people.everybody(tx, "lawyer")):
        postgres_town.call(partial(people.change, colleague=replace(one, capacity=0)))
    numbers = [phone.complains(district="秦州") for _ in range(4)]
    postgres_town.call(partial(people.change, colleague=replace(colleague(postgres_town, "L01"), capacity=2)))

    drain: Callable[[], object] = lambda: postgres_town.call(lambda tx: queueing.drain(tx, office, CITY))  # noqa: E731
    for _ in range(3):
        at_once(drain, drain)

    assert [desk.case(number).offered_to for number in numbers] == ["L01", "L01", None, None]


async def test_at_night_only_those_are_asked_whom_something_reaches(
    worker: Phone, desks: Desk, clock: SettableClock
) -> None:
    """
    Danger at eleven at night, and the lawyer has only the desk: he is asked when the office opens, not before.
    """
    desks.accepted(worker.complains(district="秦州"))
    number = worker.complains(district="秦州")
    desks.database.call(lambda tx: cases.set_urgency(tx, cases.by_number(tx, number).id, "urgent"))
    desks.database.call(more_capacity)
    clock.advance(hours=13)

    case = desks.case(number)
    assert desks.database.call(lambda tx: assigning.offer_next(tx, desks.office, cases.lock(tx, case.id))) is None
    assert desks.facts(number, "nobody_free")["ruled_out"]["L01"] == "unreachable"
    await drained(desks)
    assert desks.case(number).offered_to is None

    clock.advance(hours=9, minutes=30)
    await drained(desks)
    assert desks.case(number).offered_to == "L01"
