"""The far end of the outbox: what goes first, what must not stand in the way, what is looked after."""

from datetime import timedelta
from functools import partial

import pytest

from storage import conversations, outbox, sending, tasks
from storage.database import Database, Transaction
from storage.messages import Message
from storage.outbox import UNREAD, Last
from tests.conftest import SettableClock
from tests.replies import replies, statuses
from tests.storage.promising import lease, promise, send, spoil


def test_what_is_urgent_goes_first(database: Database, clock: SettableClock) -> None:
    """
    The urgent one and what stands before it for the same reader, then the others as they came.
    """
    for address in ("a", "b", "c"):
        promise(database, address, "慢")
        clock.advance(seconds=1)
    promise(database, "c", "快", urgent=True)
    promise(database, "d", "快", urgent=True)

    assert [(one.address, one.urgent) for one in lease(database, urgent=True)] == [("c", True), ("d", True)]
    assert [(one.address, one.urgent) for one in lease(database)] == [("a", False), ("b", False)]


def test_the_first_places_are_for_what_is_urgent(database: Database, clock: SettableClock) -> None:
    """
    A short look at a long queue takes what is urgent.
    """
    for address in ("a", "b"):
        promise(database, address, "慢")
    clock.advance(seconds=1)
    promise(database, "c", "快", urgent=True)

    assert [one.address for one in lease(database, limit=1)] == ["c"]


def test_a_chat_that_rests_is_left_alone(database: Database) -> None:
    """
    A worker who has just been written to holds up nobody.
    """
    resting, _ = promise(database, "a", "一")
    promise(database, "b", "一")

    assert [one.address for one in lease(database, resting=(resting,))] == ["b"]
    assert [one.address for one in lease(database)] == ["a"]


def test_an_erased_reply_stops_and_holds_up_nobody(database: Database) -> None:
    """
    If somebody had his words erased, what was still to be said to him is settled, and all others are served.
    """
    gone, _ = promise(database, "a", "您的案子")
    promise(database, "a", "再说一句")
    promise(database, "b", "一")
    standing = database.call(lambda tx: conversations.lock(tx, "telegram", "a"))
    database.call(lambda tx: tx.vault.erase(standing.key_id))

    assert [one.address for one in lease(database)] == ["b"]
    assert lease(database) == []
    assert statuses(database, gone) == ["erased", "erased"]


def test_a_damaged_reply_stops_and_holds_up_nobody(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """
    A reply whose row was spoiled is settled and its id is in the log; the one behind it and all others are sent.
    """
    spoiled, _ = promise(database, "a", "坏了", "后面的")
    promise(database, "b", "别人的")
    reply = spoil(database, spoiled, 1)

    assert [one.message.text for one in lease(database)] == ["别人的"]
    assert [one.message.text for one in lease(database)] == ["后面的"]
    assert [one.status for one in database.read(replies) if one.id == reply] == ["damaged"]
    [line] = [line for line in caplog.records if line.levelname == "ERROR"]
    assert reply in line.getMessage()
    assert "坏了" not in caplog.text


@pytest.mark.parametrize(
    ("channel", "case_id", "urgent", "looked_after"),
    [
        ("web", "c" * 32, False, True),
        ("web", None, True, True),
        ("web", None, False, False),
        ("telegram", "c" * 32, True, False),
    ],
)
def test_what_matters_on_the_web_is_looked_after(
    database: Database, channel: str, case_id: str | None, urgent: bool, looked_after: bool
) -> None:
    """
    Once for a conversation, however many replies wait there; small talk and messengers need no such care.
    """

    def talk(tx: Transaction) -> str:
        where = conversations.lock(tx, channel, "w").id
        for _ in range(3):
            outbox.promise(tx, where, Message("好"), case_id=case_id, urgent=urgent)
        return where

    where = database.call(talk)

    assert database.read(lambda tx: tasks.exists_open(tx, UNREAD, where)) == looked_after
    assert database.read(lambda tx: tasks.next_due(tx, [UNREAD]) is not None) == looked_after


def test_what_is_unread_and_what_came_of_the_last(database: Database, clock: SettableClock) -> None:
    """
    The oldest that matters says since when; what the page has fetched is read.
    """

    def talk(tx: Transaction, case_id: str | None = None) -> str:
        where = conversations.lock(tx, "web", "w").id
        outbox.promise(tx, where, Message("好"), case_id=case_id)
        return where

    where = database.call(talk)
    assert database.read(lambda tx: outbox.unread(tx, where)) is None
    began = clock.now
    for case_id in ("c" * 32, "d" * 32):
        database.call(partial(talk, case_id=case_id))
        clock.advance(minutes=1)

    unread = database.read(lambda tx: outbox.unread(tx, where))
    assert unread == outbox.Unread(began, "d" * 32)
    assert database.read(lambda tx: outbox.last_since(tx, where, clock.now)) is None
    database.call(lambda tx: outbox.seen(tx, where, 3))
    assert database.read(lambda tx: outbox.unread(tx, where)) is None
    last = database.read(lambda tx: outbox.last_since(tx, where, began))
    assert last == Last("sent", clock.now.replace(minute=1))


def test_a_persons_other_channel_is_his_alone(database: Database) -> None:
    """
    The same number gives one person the same conversation again and another person his own.
    """
    mine, _ = promise(database, "a", "好")
    other, _ = promise(database, "b", "好")
    beside = partial(conversations.beside, channel="notice", address="13900000001")

    first = database.call(lambda tx: beside(tx, conversation_id=mine))
    assert database.call(lambda tx: beside(tx, conversation_id=mine)) == first
    assert database.call(lambda tx: beside(tx, conversation_id=other)) != first

    def whose(tx: Transaction, conversation_id: str) -> str:
        return conversations.lock_by_id(tx, conversation_id).person_id

    assert database.call(partial(whose, conversation_id=first)) == database.call(partial(whose, conversation_id=mine))
    assert database.read(lambda tx: conversations.address_of(tx, first)) == "13900000001"


def test_a_long_queue_that_moves_is_not_stuck(database: Database, clock: SettableClock) -> None:
    """
    Replies that wait for more than five minutes are alarming only if nothing was sent in that time.
    """
    longest = timedelta(minutes=5)

    def stuck() -> bool:
        return database.read(lambda tx: sending.is_stuck(tx, "telegram", longest))

    assert not stuck()
    promise(database, "a", "一")
    promise(database, "a", "二")
    clock.advance(minutes=5)
    assert not stuck()
    clock.advance(seconds=1)
    assert stuck()
    send(database, "7")
    assert not stuck()
    clock.advance(minutes=5, seconds=1)
    assert stuck()
