"""What was promised leaves in order, one at a time for each address, and is never forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from storage import conversations, outbox, sending
from storage.database import Database, Transaction
from storage.messages import Button, Message
from tests.conftest import SettableClock
from tests.replies import statuses
from tests.storage.promising import lease, promise
from tests.storage.racing import PATIENCE, race


def leased(database: Database) -> list[tuple[str, int]]:
    return sorted((promised.address, promised.n) for promised in lease(database))


def test_a_reply_comes_out_as_it_was_promised(database: Database) -> None:
    """
    Text and buttons, address and number, whatever characters are in them.
    """
    message = Message("您好\0\ud800😀", (Button("agree", "同意"), Button("cancel", "不同意")))
    where, _ = promise(database, "4711")
    assert database.call(lambda tx: outbox.promise(tx, where, message)) == 1

    [promised] = lease(database)

    assert promised.message == message
    assert (promised.conversation_id, promised.channel, promised.address) == (where, "telegram", "4711")
    assert (promised.n, promised.attempts) == (1, 0)
    assert [numbered.message for numbered in database.read(lambda tx: outbox.after(tx, where, 0))] == [message]


def test_only_the_head_of_each_queue_leaves(database: Database) -> None:
    """
    Two replies to one worker leave one after the other; those to another do not wait for them.
    """
    promise(database, "a", "1", "2", "3")
    promise(database, "b", "1", "2")

    heads = lease(database)
    assert sorted((head.address, head.n) for head in heads) == [("a", 1), ("b", 1)]
    assert lease(database) == []

    for head in heads:
        database.call(partial(sending.sent, promised_id=head.id, receipt="receipt"))
    assert leased(database) == [("a", 2), ("b", 2)]


def test_no_more_are_taken_than_asked_for(database: Database) -> None:
    """
    A limit is a limit, and the rest is there for the next look.
    """
    for address in "abc":
        promise(database, address, "1")

    assert (len(lease(database, limit=2)), len(lease(database, limit=2))) == (2, 1)


def test_a_lease_runs_out(database: Database, clock: SettableClock) -> None:
    """
    If the sender dies, the reply is taken again when its time is over, not before.
    """
    promise(database, "a", "1", "2")
    lease(database)

    clock.advance(seconds=59)
    assert lease(database) == []
    clock.advance(seconds=1)
    assert leased(database) == [("a", 1)]


def test_a_dead_holders_leases_can_be_freed_at_once(database: Database) -> None:
    """
    A start that knows the last holder is dead does not wait for the lease to end; settled replies stay settled.
    """
    promise(database, "a", "1")
    promise(database, "b", "1")
    taken = lease(database)
    database.call(lambda tx: sending.sent(tx, taken[0].id, None))

    assert database.call(lambda tx: sending.release(tx, "web")) == 0
    assert database.call(lambda tx: sending.release(tx, "telegram")) == 1
    assert [promised.id for promised in lease(database)] == [taken[1].id]


def test_a_postponed_reply_holds_what_follows(database: Database, clock: SettableClock) -> None:
    """
    "Too many requests" for one address: it waits, and all that follows it; others go on; the try is counted.
    """
    promise(database, "a", "1", "2")
    promise(database, "b", "1")
    head = next(promised for promised in lease(database) if promised.address == "a")
    until = clock.now + timedelta(seconds=30)
    database.call(lambda tx: sending.postpone(tx, head.id, until))

    assert lease(database) == []
    clock.advance(seconds=30)
    [again] = lease(database)
    assert (again.id, again.n, again.attempts) == (head.id, 1, 1)


@pytest.mark.parametrize("outcome", ["unreachable", "refused"])
def test_a_stopped_reply_lets_the_next_go(database: Database, outcome: sending.Failed) -> None:
    """
    An impossible message stops for good and does not stand in the way.
    """
    promise(database, "a", "1", "2")
    [head] = lease(database)
    database.call(lambda tx: sending.stop(tx, head.id, outcome, "chat not found"))

    assert leased(database) == [("a", 2)]
    assert statuses(database) == [outcome, "waiting"]


def test_what_was_settled_stays_settled(database: Database, clock: SettableClock) -> None:
    """
    A slow sender whose lease ran out cannot turn "sent" into "refused", nor send it once more.
    """
    promise(database, "a", "1")
    [head] = lease(database)
    database.call(lambda tx: sending.sent(tx, head.id, "77"))
    database.call(lambda tx: sending.stop(tx, head.id, "refused", "too late"))
    database.call(lambda tx: sending.postpone(tx, head.id, clock.now))

    assert statuses(database) == ["sent"]
    assert lease(database) == []


def test_two_senders_never_take_the_same_reply(on_postgresql: Database) -> None:
    """
    While one process has taken the head but not committed, another neither waits nor takes it nor what follows.
    """
    promise(on_postgresql, "a", "1", "2")
    promise(on_postgresql, "b", "1")

    def take(limit: int, tx: Transaction) -> list[tuple[str, int]]:
        return [(one.address, one.n) for one in sending.lease(tx, "telegram", limit=limit, seconds=60)]

    one, two = race(on_postgresql, lambda tx: take(1, tx), lambda tx: take(10, tx))

    assert sorted(one + two) == [("a", 1), ("b", 1)]
    assert len(one) == 1


def test_numbers_have_no_gaps_when_many_promise_at_once(on_postgresql: Database) -> None:
    """
    Lawyer, timer and dialogue write to one worker at once, some roll back: 1, 2, 3 … without a gap.
    """
    where, _ = promise(on_postgresql, "a")
    together = Barrier(6)

    def some(name: int) -> None:
        together.wait(PATIENCE)
        for i in range(8):
            work = one_more if i % 4 else one_less
            try:
                on_postgresql.call(work)
            except LookupError:
                continue

    def one_more(tx: Transaction) -> None:
        outbox.promise(tx, where, Message("好的"))

    def one_less(tx: Transaction) -> None:
        one_more(tx)
        raise LookupError

    with ThreadPoolExecutor(6) as threads:
        for outcome in [threads.submit(some, name) for name in range(6)]:
            outcome.result(PATIENCE)

    numbers = [numbered.n for numbered in on_postgresql.read(lambda tx: outbox.after(tx, where, 0))]
    assert numbers == list(range(1, 37))


def test_the_web_pulls_what_it_has_not_seen(database: Database) -> None:
    """
    The page asks for what came after a number, in portions, and what it has fetched counts as sent.
    """

    def talk(tx: Transaction) -> str:
        where = conversations.start_web(tx, None).conversation_id
        for text in "abcd":
            outbox.promise(tx, where, Message(text))
        return where

    where = database.call(talk)
    assert [one.message.text for one in database.read(lambda tx: outbox.after(tx, where, 1))] == ["b", "c", "d"]
    assert [one.n for one in database.read(lambda tx: outbox.after(tx, where, 1, limit=2))] == [2, 3]

    database.call(lambda tx: outbox.seen(tx, where, 3))
    assert statuses(database) == ["sent"] * 3 + ["waiting"]


def test_when_to_look_again(database: Database, clock: SettableClock) -> None:
    """
    Delivery learns when the next reply may be tried: now, when a lease ends, when a postponed head is due, or never.
    """

    def next_due() -> object:
        return database.read(lambda tx: sending.next_due(tx, "telegram"))

    start = clock.now
    assert next_due() is None
    promise(database, "a", "1", "2")
    clock.advance(seconds=5)
    assert next_due() == start

    [head] = lease(database)
    assert next_due() == clock.now + timedelta(seconds=60)
    later = clock.now + timedelta(minutes=10)
    database.call(lambda tx: sending.postpone(tx, head.id, later))
    assert next_due() == later

    promise(database, "b", "1")
    assert next_due() == clock.now
    assert database.read(lambda tx: sending.next_due(tx, "web")) is None


def test_how_long_the_oldest_waits(database: Database, clock: SettableClock) -> None:
    """
    Readiness can tell since when a reply is overdue.
    """
    assert database.read(lambda tx: sending.oldest_due(tx, "telegram")) is None
    start = clock.now
    promise(database, "a", "1")
    clock.advance(minutes=3)
    promise(database, "b", "1")

    assert database.read(lambda tx: sending.oldest_due(tx, "telegram")) == start


def test_a_reply_knows_its_case(database: Database) -> None:
    """
    A reply that could not be delivered can be reported to the case it was about.
    """
    promise(database, "a", "1", case_id="c" * 32)
    promise(database, "b", "1")

    found = {one.address: one.case_id for one in lease(database)}
    assert found == {"a": "c" * 32, "b": None}
