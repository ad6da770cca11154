"""Replies that are changed or taken back: before they leave, while they do, and afterwards."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage import conversations, outbox, sending
from storage.database import Database, Transaction
from storage.messages import Message
from tests.conftest import SettableClock
from tests.replies import replies, statuses
from tests.storage.promising import lease, promise, send


def test_what_changes_a_reply_is_found_without_a_walk_through_all(database: Database) -> None:
    """
    Taking a reply back stays quick however many were ever sent: what changes or deletes it is looked up each time, by
    whoever takes it back, stops what waits, sends it, or deletes it.
    """
    where, n = promise(database, "a", "旧的")
    how = "EXPLAIN " if database.url.get_backend_name() == "postgresql" else "EXPLAIN QUERY PLAN "
    plans = dict[str, str]()

    def explain(connection: Connection, _: object, statement: str, values: Any, *__: object) -> None:
        if statement.startswith("SELECT outbox.") and ".target = " in statement:
            cursor = connection.connection.cursor()
            cursor.execute("SET LOCAL enable_seqscan = off" if len(how) == 8 else "SELECT 1")
            cursor.execute(how + statement, values)
            plans[statement] = str(cursor.fetchall())

    event.listen(database.engine, "before_cursor_execute", explain)
    send(database, "7")
    database.call(lambda tx: outbox.delete(tx, where, n))
    assert send(database, None).target_receipts == ("7",)

    others = [plan for plan in plans.values() if "ix_outbox_target" not in plan]
    assert len(plans) == 4
    if len(how) == 8:  # which may as well look through what waits, where that is little
        assert all("ix_outbox_waiting" in plan for plan in others)
    else:
        assert others == []


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


@pytest.mark.parametrize("left", ["postponed", "died"])
@pytest.mark.parametrize("change", ["the letter", "a change of it"])
def test_what_was_taken_back_while_it_was_being_sent_does_not_go_out_again(
    database: Database, clock: SettableClock, left: str, change: str
) -> None:
    """
    The network was away, or the process died over it, and meanwhile it was taken back: nobody tries it again, and what
    comes next for the same reader is not held up.
    """
    where, n = promise(database, "a", "发错人了")
    if change == "a change of it":
        send(database, "7")
        database.call(lambda tx: outbox.edit(tx, where, n, Message("还是错的")))
    promise(database, "a", "下一条")
    [taken] = lease(database)
    deletion = database.call(lambda tx: outbox.delete(tx, where, n))
    if left == "postponed":
        database.call(lambda tx: sending.postpone(tx, taken.id, clock.now))
    clock.advance(minutes=1)

    assert lease(database) == []

    assert send(database, "8").message.text == "下一条"
    gone = send(database, None)
    assert (gone.n, gone.target_receipts) == (deletion, ("7",) if change == "a change of it" else ())
    assert [one.status for one in database.read(replies) if one.id == taken.id] == ["taken_back"]
    assert "waiting" not in statuses(database)


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
        found = database.read(replies)
        return [one.n for one in found if (one.conversation_id, one.status) == (conversation_id, "waiting")]

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
