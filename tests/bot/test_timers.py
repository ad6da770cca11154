"""Timers: what is due is done once, a task that fails waits longer, and the loop lives on."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.timers import Timers
from cases import correspondence, opening, reaching
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage import conversations, events, offers, outbox, people, sending, tasks
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.messages import Message
from storage.models import Task
from storage.people import Colleague, UnionBody
from tests.bot.telegram.logged import listening
from tests.conftest import SettableClock
from tests.storage.promising import promise, spoil
from texts import Texts


@pytest.fixture(scope="module")
def door(library: Library) -> Door:
    """The real door, once for all of these tests."""
    return Door(library, Texts.load(), Policy())


def offered(database: Database, door: Door) -> Case:
    """A case on offer to the first of two lawyers."""

    def work(tx: Transaction) -> Case:
        people.add_unit(tx, UnionBody("620500", "天水市总工会", None))
        people.add(tx, Colleague("S01", "督导", "supervisor", "620500"))
        for who, subjects in (("L01", ("wages",)), ("L02", ("contract", "wages"))):
            people.add(tx, Colleague(who, "律师", "lawyer", "620500", None, subjects, (), 5))
        standing = conversations.lock(tx, "telegram", "4242")
        complaint = Complaint("wages", "干完活不给钱")
        ids = {"conversation_id": standing.id, "person_id": standing.person_id}
        case = opening.open_case(tx, door.office, complaint, **ids, urgency="urgent").case
        reaching.looked(tx, "L01")
        return case

    return database.call(work)


def asked(database: Database, case: Case) -> list[tuple[str, str | None]]:
    """Who was asked and what came of it."""
    return [(it.staff_id, it.outcome) for it in database.read(lambda tx: offers.of_case(tx, case.id))]


async def test_an_offer_that_ran_out_goes_to_the_next(door: Door, database: Database, clock: SettableClock) -> None:
    """
    After a quarter of an hour the urgent case is offered to the second lawyer, and the task is done for good.
    """
    case, timers = offered(database, door), Timers(database, door.office)
    assert await timers.do_due() == 0

    clock.advance(minutes=15)

    assert await timers.do_due() == 2  # the warning that is too late by now, and the end
    assert await timers.do_due() == 0
    assert asked(database, case) == [("L01", "timed_out"), ("L02", None)]


async def test_two_processes_do_each_task_once(door: Door, database: Database, clock: SettableClock) -> None:
    """
    Four loops that look in the same moment: one does it, nobody is asked twice.
    """
    case = offered(database, door)
    clock.advance(minutes=15)

    done = await asyncio.gather(*(Timers(database, door.office).do_due() for _ in range(4)))

    assert sum(done) == 2
    assert asked(database, case) == [("L01", "timed_out"), ("L02", None)]


async def test_a_task_that_fails_waits_longer_each_time(door: Door, database: Database, clock: SettableClock) -> None:
    """
    A task about a case that does not exist does not stop the others, and is tried again after 5, 10, 20 seconds.
    """
    case = offered(database, door)
    await database.run(lambda tx: tasks.add(tx, "follow_up", "x", tx.now))
    clock.advance(minutes=15)
    timers = Timers(database, door.office)

    waits = []
    for _ in range(3):
        await timers.do_due()
        due_at = await database.look(lambda tx: tx.execute(select(Task.due_at).where(Task.subject == "x")))
        waits.append((due_at.scalar_one() - clock.now).total_seconds())
        clock.advance(seconds=waits[-1])

    assert waits == [5, 10, 20]
    assert asked(database, case) == [("L01", "timed_out"), ("L02", None)]


async def test_a_task_half_done_is_not_done(door: Door, database: Database, clock: SettableClock) -> None:
    """
    The verb fails after it was marked as done: the mark goes with it, the task is tried again.
    """
    await database.run(lambda tx: tasks.add(tx, "offer_due", "no such offer", tx.now))
    timers = Timers(database, door.office)

    assert await timers.do_due() == 1
    clock.advance(seconds=5)
    assert await timers.do_due() == 1


async def test_the_loop_wakes_when_a_task_is_added(door: Door, database: Database) -> None:
    """
    Long before its next look, a task added now is done now.
    """
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    timers = Timers(database, door.office, backstop=3600)
    case = offered(database, door)
    timers.start()

    def recorded() -> None:
        loop.call_soon_threadsafe(done.set)

    database.listen(f"case:{case.id}", recorded)

    offer = database.read(lambda tx: offers.of_case(tx, case.id))[0]
    await database.run(lambda tx: tasks.add(tx, "offer_due", offer.id, tx.now - timedelta(seconds=1)))

    await asyncio.wait_for(done.wait(), 20)
    assert timers.healthy()
    await timers.stop()
    assert asked(database, case)[0] == ("L01", "timed_out")


async def test_the_loop_outlives_a_lost_database(door: Door, sqlite: Database) -> None:
    """
    The database is gone: the loop says so in the log, keeps looking, and ends when told.
    """
    timers = Timers(sqlite, door.office, backstop=0.001)
    sqlite.close()
    with listening() as logged:
        timers.start()
        for _ in range(2):
            assert await asyncio.to_thread(logged.said.wait, 20)
            logged.said.clear()

        assert timers.healthy()
        await timers.stop()
    assert {line["reason"] for line in logged.of("error")} == {"Unavailable"}


@pytest.mark.parametrize("reader", ["worker", "colleague"])
async def test_a_case_hears_of_a_damaged_reply(door: Door, database: Database, reader: str) -> None:
    """
    The row of a letter was spoiled: whoever answers for the case reads in his chat which one did not arrive; what was
    meant for a colleague himself stands in the record, and the alarm is the supervisor's.
    """
    case = offered(database, door)
    chat = database.call(lambda tx: conversations.lock(tx, "telegram", "900").id)
    database.call(lambda tx: people.link_chat(tx, "S01", chat))
    supervisor = database.read(lambda tx: people.colleague(tx, "S01"))
    where = case.conversation_id
    if reader == "colleague":
        where = database.call(lambda tx: conversations.lock(tx, "telegram", "901").id)
        database.call(lambda tx: people.link_chat(tx, "L01", where))
    letter = "请明天上午九点到工会来"
    n = database.call(lambda tx: correspondence.write_to_worker(tx, door.office, supervisor, case.number, letter))
    if reader == "colleague":
        n = database.call(lambda tx: outbox.promise(tx, where, Message("有新来信"), case_id=case.id))
    spoil(database, where, n)
    while database.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=60)):
        pass

    timers = Timers(database, door.office)
    while await timers.do_due():
        pass

    told = [one.message.text for one in database.read(lambda tx: outbox.after(tx, chat, 0))]
    kinds = [it.kind for it in database.read(lambda tx: events.of_case(tx, case))]
    if reader == "worker":
        assert letter in told[-1]
        assert "not_delivered" in kinds
    else:
        assert "L01" in told[-1]
        assert "colleague_unreachable" in kinds


async def test_a_damaged_greeting_is_nobodys_case(door: Door, database: Database) -> None:
    """
    What was about no case is logged, and no task is left over.
    """
    where, n = promise(database, "4711", "您好")
    spoil(database, where, n)

    assert database.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=60)) == []
    assert await Timers(database, door.office).do_due() == 0
