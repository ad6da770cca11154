"""What is to be done at a time is done once, by whoever gets to it, and survives those who die over it."""

from datetime import timedelta

import pytest

from storage import tasks
from storage.database import Database, Transaction
from storage.tasks import Due
from tests.conftest import SettableClock
from tests.storage.racing import race

KINDS = ("follow-up",)


def lease(database: Database, limit: int = 10) -> list[Due]:
    return database.call(lambda tx: tasks.lease(tx, kinds=KINDS, limit=limit, seconds=60))


def extend(database: Database, task: Due) -> Due | None:
    return database.call(lambda tx: tasks.extend(tx, task, 60))


def add(database: Database, clock: SettableClock, subject: str = "case", **later: float) -> str:
    return database.call(lambda tx: tasks.add(tx, "follow-up", subject, clock.now + timedelta(**later)))


def test_a_task_waits_for_its_time(database: Database, clock: SettableClock) -> None:
    """
    Not before, and the longest overdue first.
    """
    add(database, clock, "later", hours=2)
    add(database, clock, "sooner", hours=1)

    assert lease(database) == []
    clock.advance(hours=3)
    assert [due.subject for due in lease(database)] == ["sooner", "later"]


def test_a_leased_task_is_nobody_elses(database: Database, clock: SettableClock) -> None:
    """
    Taken is taken until the lease ends; then it is taken again.
    """
    task = add(database, clock)

    assert [due.id for due in lease(database)] == [task]
    assert lease(database) == []
    clock.advance(seconds=60)
    assert [due.id for due in lease(database)] == [task]


def test_who_is_still_at_it_keeps_his_task(database: Database, clock: SettableClock) -> None:
    """
    A long download says every few seconds that it lives, and nobody else begins with the file.
    """
    add(database, clock)
    [held] = lease(database)

    for _ in range(3):
        clock.advance(seconds=40)
        longer = extend(database, held)
        assert longer is not None
        held = longer
        assert lease(database) == []

    clock.advance(seconds=60)
    assert len(lease(database)) == 1


def test_who_stood_still_too_long_has_lost_his_task(database: Database, clock: SettableClock) -> None:
    """
    A process that hung until another had taken over cannot prolong the other's hold, and learns that it lost its own.
    """
    add(database, clock)
    [held] = lease(database)
    clock.advance(seconds=60)
    [taken] = lease(database)

    assert extend(database, held) is None
    assert extend(database, taken) is not None


@pytest.mark.parametrize("end", ["done", "cancelled", "postponed"])
def test_a_task_that_is_over_is_not_held(database: Database, clock: SettableClock, end: str) -> None:
    """
    What was settled meanwhile is told to whoever is still at it.
    """
    task = add(database, clock)
    [held] = lease(database)
    match end:
        case "done":
            database.call(lambda tx: tasks.done(tx, task))
        case "cancelled":
            database.call(lambda tx: tasks.cancel(tx, "follow-up", "case"))
        case _:
            database.call(lambda tx: tasks.postpone(tx, task, clock.now))

    assert extend(database, held) is None


def test_two_processes_share_the_work(on_postgresql: Database, clock: SettableClock) -> None:
    """
    While one takes tasks another takes the rest without waiting.
    """
    for subject in "abc":
        add(on_postgresql, clock, subject)

    def take(limit: int, tx: Transaction) -> list[str]:
        return [due.subject for due in tasks.lease(tx, kinds=KINDS, limit=limit, seconds=60)]

    one, two = race(on_postgresql, lambda tx: take(2, tx), lambda tx: take(10, tx))

    assert (len(one), sorted(one + two)) == (2, ["a", "b", "c"])


def test_a_task_is_done_once(database: Database, clock: SettableClock) -> None:
    """
    Of two that did it, the second is told that it was done, and can undo its own.
    """
    task = add(database, clock)

    assert [database.call(lambda tx: tasks.done(tx, task)) for _ in range(2)] == [True, False]
    assert lease(database) == []


def test_a_cancelled_task_is_not_done(database: Database, clock: SettableClock) -> None:
    """
    The worker answered: the follow-up need not be made, not even by somebody who has taken it already.
    """
    task, other = add(database, clock), add(database, clock, "another case")
    lease(database)
    database.call(lambda tx: tasks.cancel(tx, "follow-up", "case"))

    assert database.call(lambda tx: tasks.done(tx, task)) is False
    assert database.call(lambda tx: tasks.done(tx, other)) is True


def test_a_postponed_task_counts_its_tries(database: Database, clock: SettableClock) -> None:
    """
    What could not be done now is tried again at its new time.
    """
    task = add(database, clock)
    lease(database)
    database.call(lambda tx: tasks.postpone(tx, task, clock.now + timedelta(minutes=5)))

    assert lease(database) == []
    clock.advance(minutes=5)
    assert lease(database) == [Due(task, "follow-up", "case", 1)]


def test_a_dead_holders_tasks_can_be_freed_at_once(database: Database, clock: SettableClock) -> None:
    """
    After a crash the next start takes over without waiting for the lease to end.
    """
    add(database, clock)
    lease(database)

    assert database.call(tasks.release) == 1
    assert len(lease(database)) == 1


def test_when_to_look_again(database: Database, clock: SettableClock) -> None:
    """
    The timers sleep until a task is due or a lease ends; a task that somebody is doing does not keep them awake.
    """
    assert database.read(lambda tx: tasks.next_due(tx, KINDS)) is None
    task = add(database, clock, hours=1)
    assert database.read(lambda tx: tasks.next_due(tx, KINDS)) == clock.now + timedelta(hours=1)

    clock.advance(hours=2)
    lease(database)
    assert database.read(lambda tx: tasks.next_due(tx, KINDS)) == clock.now + timedelta(seconds=60)

    database.call(lambda tx: tasks.done(tx, task))
    assert database.read(lambda tx: tasks.next_due(tx, KINDS)) is None


def test_a_loop_takes_only_its_own_kinds(database: Database, clock: SettableClock) -> None:
    """
    Fetching a file, which takes its time, never gets into the way of a worker who has to be asked again.
    """
    add(database, clock)

    assert database.call(lambda tx: tasks.lease(tx, kinds=("fetch_file",), limit=10, seconds=60)) == []
    assert database.read(lambda tx: tasks.next_due(tx, ("fetch_file",))) is None
    assert len(lease(database)) == 1


def test_what_is_still_to_be_done_is_known(database: Database, clock: SettableClock) -> None:
    """
    A second reminder about the same thing need not be added; once cancelled, it may be.
    """
    add(database, clock, "case")
    assert database.read(lambda tx: tasks.exists_open(tx, "follow-up", "case"))

    database.call(lambda tx: tasks.cancel(tx, "follow-up", "case"))
    assert not database.read(lambda tx: tasks.exists_open(tx, "follow-up", "case"))
