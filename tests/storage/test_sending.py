"""The far end of the outbox: what goes first, what changes what, what must not stand in the way."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, update

from storage import conversations, outbox, sending, tasks
from storage.database import Database, Transaction
from storage.messages import Message
from storage.models import Outbound
from storage.outbox import UNREAD, Last
from storage.sending import Promised
from tests.conftest import SettableClock


def promise(database: Database, address: str, text: str, *, urgent: bool = False) -> tuple[str, int]:
    """Promise this to an address; returns the conversation and the number."""

    def work(tx: Transaction) -> tuple[str, int]:
        standing = conversations.lock(tx, "telegram", address)
        return standing.id, outbox.promise(tx, standing.id, Message(text), urgent=urgent)

    return database.call(work)


def lease(database: Database, limit: int = 9, resting: tuple[str, ...] = (), *, urgent: bool = False) -> list[Promised]:
    return database.call(
        lambda tx: sending.lease(tx, "telegram", limit=limit, seconds=60, resting=resting, urgent_only=urgent)
    )


def send(database: Database, receipt: str | None) -> Promised:
    """Send the one reply that is due."""
    [promised] = lease(database)
    database.call(lambda tx: sending.sent(tx, promised.id, receipt))
    return promised


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
    statuses = [status for _, where, _, status in database.read(outbox.promised) if where == gone]
    assert statuses == ["erased", "erased"]


def test_a_damaged_reply_stops_and_holds_up_nobody(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """
    A reply whose row was spoiled is settled and its id is in the log; the one behind it and all others are sent.
    """
    spoiled, _ = promise(database, "a", "坏了")
    promise(database, "a", "后面的")
    promise(database, "b", "别人的")
    its = Outbound.conversation_id == spoiled, Outbound.n == 1

    def spoil(tx: Transaction) -> str:
        row = tx.execute(select(Outbound.id, Outbound.message).where(*its)).one()
        tx.execute(update(Outbound).where(*its).values(message=row.message[:-1] + bytes([row.message[-1] ^ 1])))
        return str(row.id)

    reply = database.call(spoil)

    assert [one.message.text for one in lease(database)] == ["别人的"]
    assert [one.message.text for one in lease(database)] == ["后面的"]
    assert [status for which, _, _, status in database.read(outbox.promised) if which == reply] == ["damaged"]
    [line] = [line for line in caplog.records if line.levelname == "ERROR"]
    assert reply in line.getMessage()
    assert "坏了" not in caplog.text


def test_what_changes_a_reply_is_found_without_a_walk_through_all(database: Database) -> None:
    """
    Taking a reply back stays quick however many were ever sent: what was changed before is looked up.
    """
    where, n = promise(database, "a", "旧的")
    send(database, "7")
    how = "EXPLAIN " if database.url.get_backend_name() == "postgresql" else "EXPLAIN QUERY PLAN "
    plans = list[str]()

    def explain(connection: Connection, _: object, statement: str, values: Any, *__: object) -> None:
        if statement.startswith("SELECT outbox.") and ".target = " in statement:
            cursor = connection.connection.cursor()
            cursor.execute("SET LOCAL enable_seqscan = off" if len(how) == 8 else "SELECT 1")
            cursor.execute(how + statement, values)
            plans.append(str(cursor.fetchall()))

    event.listen(database.engine, "before_cursor_execute", explain)
    database.call(lambda tx: outbox.delete(tx, where, n))
    assert send(database, None).target_receipts == ("7",)

    assert sum("ix_outbox_target" in plan for plan in plans) >= 2


def test_an_edit_knows_what_it_changes(database: Database) -> None:
    """
    It comes after the reply in the order of its reader, with the channel's numbers of it; a later one with the latest.
    """
    where, n = promise(database, "a", "旧的")
    assert database.call(lambda tx: outbox.edit(tx, where, n, Message("新的"))) == 2
    assert send(database, "7").action == "send"

    first = send(database, "7,8")
    assert (first.action, first.message.text, first.target_receipts) == ("edit", "新的", ("7",))
    database.call(lambda tx: outbox.edit(tx, where, n, Message("更新")))
    assert send(database, "7,8").target_receipts == ("7", "8")
    database.call(lambda tx: outbox.delete(tx, where, n, "已撤回"))
    last = send(database, None)
    assert (last.action, last.message.text, last.target_receipts) == ("delete", "已撤回", ("7", "8"))


def test_what_was_taken_back_cannot_be_changed(database: Database) -> None:
    """
    Neither is there an edit of an edit: whoever changes a reply names the reply.
    """
    where, n = promise(database, "a", "旧的")
    send(database, "7")
    edit = partial(outbox.edit, conversation_id=where, message=Message("新的"))

    assert database.call(lambda tx: edit(tx, n=9)) is None
    second = database.call(lambda tx: edit(tx, n=n))
    assert second == 2
    assert database.call(lambda tx: edit(tx, n=2)) is None
    assert database.call(lambda tx: outbox.delete(tx, where, n)) == 3
    assert database.call(lambda tx: edit(tx, n=n)) is None
    assert database.call(lambda tx: outbox.delete(tx, where, n)) is None


def test_what_is_taken_back_in_time_never_leaves(database: Database) -> None:
    """
    A letter still waits, with a change of it: neither is sent, nothing else is promised, and nothing can change it.
    """
    where, n = promise(database, "a", "发错人了")
    promise(database, "a", "下一条")
    database.call(lambda tx: outbox.edit(tx, where, n, Message("改过了")))

    assert database.call(lambda tx: outbox.delete(tx, where, n, "已撤回")) is None

    assert database.call(lambda tx: outbox.delete(tx, where, n)) is None
    assert database.call(lambda tx: outbox.edit(tx, where, n, Message("再改"))) is None
    assert send(database, "8").message.text == "下一条"
    assert lease(database) == []
    shown = database.read(lambda tx: outbox.after(tx, where, 0))
    assert [(one.n, one.message.text, one.taken_back) for one in shown] == [
        (1, "", True),
        (2, "下一条", False),
        (3, "", True),
    ]


def test_what_is_being_sent_is_deleted_afterwards(database: Database, clock: SettableClock) -> None:
    """
    Its sender has it: the deletion goes behind it. Once the sender has given it back it can still be held back.
    """
    where, n = promise(database, "a", "发错人了")
    other, m = promise(database, "b", "也发错了")
    first, second = lease(database)

    assert database.call(lambda tx: outbox.delete(tx, where, n)) == 2
    database.call(lambda tx: sending.sent(tx, first.id, "7"))
    assert send(database, None).target_receipts == ("7",)

    database.call(lambda tx: sending.postpone(tx, second.id, clock.now))
    assert database.call(lambda tx: outbox.delete(tx, other, m)) is None
    assert lease(database) == []


def test_nobody_waits_for_a_sender(on_postgresql: Database) -> None:
    """
    A sender writes down what it sent while somebody takes it back: neither waits for the other, it is deleted after.
    """
    where, n = promise(on_postgresql, "a", "发错人了")
    [taken] = lease(on_postgresql)

    def take_back(tx: Transaction) -> int | None:
        conversations.lock_by_id(tx, where)
        return outbox.delete(tx, where, n)

    def write_down(tx: Transaction) -> int | None:
        sending.postpone(tx, taken.id, tx.now)  # holds the row, as `sent` does
        return on_postgresql.call(take_back)

    assert on_postgresql.call(write_down) == 2


def test_what_waits_about_cases_is_withdrawn(database: Database) -> None:
    """
    Of one case or of all; small talk and deletions stay, and so does what others wait for.
    """
    where, _ = promise(database, "a", "你好")
    elsewhere, _ = promise(database, "b", "你好")

    def talk(tx: Transaction) -> None:
        for one in (where, elsewhere):
            for case_id in ("c" * 32, "d" * 32):
                outbox.promise(tx, one, Message(case_id[0]), case_id=case_id)

    def waiting(conversation_id: str) -> list[int]:
        rows = database.read(outbox.promised)
        return [n for _, its, n, status in rows if (its, status) == (conversation_id, "waiting")]

    database.call(talk)
    database.call(lambda tx: outbox.withdraw(tx, where, "c" * 32))
    assert waiting(where) == [1, 3]
    database.call(lambda tx: outbox.withdraw(tx, where))
    assert waiting(where) == [1]
    assert waiting(elsewhere) == [1, 2, 3]


def test_the_web_no_longer_gives_what_was_taken_back(database: Database) -> None:
    """
    Its words and its files are gone, those of an edit too, its number stays; an open page still hears of it, and nobody
    looks after it any more.
    """

    def talk(tx: Transaction) -> str:
        where = conversations.start_web(tx, None).conversation_id
        outbox.promise(tx, where, Message("发错人了", files=("f",)), case_id="c" * 32)
        outbox.edit(tx, where, 1, Message("还是错的"))
        outbox.delete(tx, where, 1, "已撤回")
        outbox.promise(tx, where, Message("好"))
        return where

    where = database.call(talk)

    found = database.read(lambda tx: outbox.after(tx, where, 0))
    assert [(one.n, one.action, one.message) for one in found] == [
        (1, "send", Message("已撤回")),
        (2, "edit", Message("已撤回")),
        (3, "delete", Message("已撤回")),
        (4, "send", Message("好")),
    ]
    assert database.read(lambda tx: outbox.unread(tx, where)) is None


def test_the_web_reads_which_reply_is_changed(database: Database) -> None:
    """
    The page learns from an edit or a deletion which of its messages is meant.
    """

    def talk(tx: Transaction) -> str:
        where = conversations.start_web(tx, None).conversation_id
        for text in "ab":
            outbox.promise(tx, where, Message(text))
        outbox.edit(tx, where, 1, Message("A"))
        outbox.delete(tx, where, 2)
        return where

    where = database.call(talk)

    found = database.read(lambda tx: outbox.after(tx, where, 2))
    assert [(one.n, one.action, one.target, one.message.text) for one in found] == [
        (3, "edit", 1, "A"),
        (4, "delete", 2, ""),
    ]


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
