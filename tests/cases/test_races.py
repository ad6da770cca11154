"""Worker, lawyer and timers at one case in the same moment on PostgreSQL: they queue up, nobody is turned away."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event

from bot.timers import Timers
from cases import assigning, correspondence, undelivered
from cases.office import Office
from handlers.incoming import Incoming
from handlers.receive import Door
from storage import cases, conversations, sending
from storage.cases import Case
from storage.database import Database, Transaction
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.town import Phone, colleague
from tests.storage.racing import PATIENCE, until_it_waits

Verb = Callable[[Desk, Case], object]


@pytest.fixture
def desk(postgres_town: Database, office: Office, clock: SettableClock) -> Desk:
    return Desk(postgres_town, office, clock)


@pytest.fixture
def phone(door: Door, postgres_town: Database) -> Phone:
    return Phone(door, postgres_town)


def refused(database: Database) -> list[BaseException]:
    """What the server refuses from now on: deadlocks are tried again, and would not be seen otherwise."""
    seen: list[BaseException] = []
    event.listen(database.engine, "handle_error", lambda context: seen.append(context.original_exception))
    return seen


def meet(
    database: Database,
    hold: Callable[[Transaction], object],
    go_on: Callable[[Transaction], object],
    other: Callable[[], object],
) -> list[BaseException]:
    """What the server refused when `other` came while one unit held something that it needed before going on."""
    seen, held, others = refused(database), Event(), Future[Future[object]]()

    def one(tx: Transaction) -> None:
        hold(tx)
        held.set()
        until_it_waits(database, others.result(PATIENCE))
        go_on(tx)

    with ThreadPoolExecutor() as threads:
        first = threads.submit(database.call, one)
        assert held.wait(PATIENCE)
        second = threads.submit(other)
        others.set_result(second)
        first.result(PATIENCE)
        second.result(PATIENCE)
    return seen


VERBS: dict[str, Verb] = {
    "writes": lambda desk, case: desk.write(case.owner, case.number),
    "notes": lambda desk, case: desk.note(case.owner, case.number, "等银行流水"),
    "proposes": lambda desk, case: desk.propose(case.owner, case.number),
    "assigns": lambda desk, case: desk.assign("S02", case.number, "L03"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_letters_cross(phone: Phone, desk: Desk, verb: str) -> None:
    """
    The worker writes in the very moment in which the desk does something with his case.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)
    case = desk.case(number)

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, case.conversation_id),
        lambda tx: correspondence.write_from_worker(tx, case, "有一句话要说"),
        lambda: VERBS[verb](desk, case),
    )

    assert seen == []
    assert ("from_worker", "worker") in desk.record(number)


def test_he_writes_while_he_is_asked_again(phone: Phone, desk: Desk) -> None:
    """
    The follow-up comes due in the moment in which he writes: it does not stand in his way.
    """
    case = desk.case(desk.proposed(phone, district="秦州"))
    desk.clock.advance(days=4)

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, case.conversation_id),
        lambda tx: correspondence.write_from_worker(tx, case, "还差两千块"),
        lambda: asyncio.run(Timers(desk.database, desk.office).do_due()),
    )

    assert seen == []


def test_accepted_in_the_moment_the_offer_runs_out(phone: Phone, desk: Desk) -> None:
    """
    A lawyer says yes in the last second while the timer rings: one of the two counts, neither fails.
    """
    case = desk.case(phone.complains(district="秦州"))
    assert case.offered_to
    desk.clock.advance(days=4)
    who = colleague(desk.database, case.offered_to)

    seen = meet(
        desk.database,
        lambda tx: cases.lock(tx, case.id),
        lambda tx: assigning.accept(tx, desk.office, who, case.number),
        lambda: asyncio.run(Timers(desk.database, desk.office).do_due()),
    )

    assert seen == []
    assert desk.case(case.number).owner == case.offered_to


def test_a_reply_fails_while_he_writes(phone: Phone, desk: Desk) -> None:
    """
    A letter turns out to be undeliverable while he writes himself: both are in the record.
    """
    number = phone.complains(district="秦州")
    desk.write(desk.accepted(number), number)
    case = desk.case(number)
    promised = desk.database.call(lambda tx: sending.lease(tx, "telegram", limit=1, seconds=1))[0]

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, case.conversation_id),
        lambda tx: correspondence.write_from_worker(tx, case, "有一句话要说"),
        lambda: desk.database.call(lambda tx: undelivered.give_up(tx, promised, "refused", "bad request")),
    )

    assert seen == []


def letter(phone: Phone, n: int) -> Incoming:
    """One of many that a worker sends at once."""
    return Incoming("telegram", phone.address, f"letter {n}", "text", f"第{n}件事情要告诉您")


def test_many_letters_both_ways(phone: Phone, desk: Desk) -> None:
    """
    Twenty letters each way at once: every one arrives, once.
    """
    number = phone.complains(district="秦州")
    owner = desk.accepted(number)
    desk.write(owner, number)
    phone.reads()
    seen = refused(desk.database)

    with ThreadPoolExecutor(8) as threads:
        his = [threads.submit(phone.receive, letter(phone, n)) for n in range(20)]
        ours = [threads.submit(desk.write, owner, number, f"第{n}封信") for n in range(20)]
        failed = [each.exception(PATIENCE) for each in his] + [each.exception(PATIENCE) for each in ours]

    kinds = [kind for kind, _ in desk.record(number)]
    assert (kinds.count("from_worker"), kinds.count("to_worker")) == (20, 21)
    assert (set(failed), seen) == ({None}, [])
