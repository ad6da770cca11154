"""Telling colleagues: by a task of its own, in order, what may be seen by then, never by the worker's own unit."""

import asyncio

from bot.timers import Timers
from cases import correspondence, telling
from storage import conversations, events, outbox, people, sending, tasks, tellings
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.town import Phone


def linked(database: Database, staff_id: str, address: str = "9001") -> str:
    """A chat for a colleague; returns its conversation."""

    def link(tx):  # type: ignore[no-untyped-def]
        chat = conversations.lock(tx, "telegram", address).id
        people.link_chat(tx, staff_id, chat)
        return chat

    return str(database.call(link))


def said(database: Database, chat: str) -> list[str]:
    """What was promised to a chat."""
    return [it.message.text for it in database.read(lambda tx: outbox.after(tx, chat, 0))]


def ring(desk: Desk) -> int:
    """The timers do what is due."""
    return asyncio.run(Timers(desk.database, desk.office).do_due())


def taken(phone: Phone, desk: Desk) -> str:
    """A case that L01 owns."""
    number = phone.complains(district="秦州")
    assert desk.accepted(number) == "L01"
    return number


def test_the_unit_of_work_itself_tells_nobody(phone: Phone, desk: Desk) -> None:
    """
    Until the timer rings the colleague's chat is untouched, so that no worker waits for it.
    """
    number = taken(phone, desk)
    chat = linked(desk.database, "L01")
    desk.database.call(lambda tx: correspondence.write_from_worker(tx, desk.case(number), "第一封"))

    assert said(desk.database, chat) == []
    ring(desk)
    assert "第一封" in said(desk.database, chat)[0]


def test_later_letters_never_overtake(phone: Phone, desk: Desk) -> None:
    """
    The task of the third letter comes first: it tells the first two before, and each of them once.
    """
    number = taken(phone, desk)
    chat, case = linked(desk.database, "L01"), desk.case(number)
    for text in ("甲信", "乙信", "丙信"):
        n = desk.database.call(lambda tx, text=text: correspondence.write_from_worker(tx, case, text))  # type: ignore[misc]
    subject = tellings.subject("L01", case.id, n)

    desk.database.call(lambda tx: telling.tell_now(tx, desk.office, subject))
    desk.database.call(lambda tx: tasks.cancel(tx, tellings.TELL, subject))
    ring(desk)

    assert [text[-2:] for text in said(desk.database, chat)] == ["甲信", "乙信", "丙信"]


def test_what_he_may_not_see_any_more_is_not_told(phone: Phone, desk: Desk) -> None:
    """
    A letter comes, the case is given to another, the timer rings: only the new lawyer reads the letter's case.
    """
    number = taken(phone, desk)
    chat = linked(desk.database, "L01")
    desk.database.call(lambda tx: correspondence.write_from_worker(tx, desk.case(number), "只给承办人看的话"))
    desk.assign("S02", number, "L02")

    ring(desk)

    told = said(desk.database, chat)
    assert not any("只给承办人" in text for text in told)
    assert any(number in text for text in told)


def test_a_chat_that_cannot_be_reached(phone: Phone, desk: Desk) -> None:
    """
    The lawyer has blocked the bot: the record says so, his supervisor hears it, the worker's letter stays in the case.
    """
    number = taken(phone, desk)
    linked(desk.database, "L01")
    supervisor = linked(desk.database, "S02", "9003")
    desk.database.call(lambda tx: telling.undelivered(tx, "L01", desk.case(number).id, "unreachable"))

    ring(desk)

    assert desk.facts(number, "colleague_unreachable") == {"staff": "L01", "outcome": "unreachable"}
    assert any("王律师" in text for text in said(desk.database, supervisor))


def test_a_supervisor_who_cannot_be_reached_tells_nobody_else(phone: Phone, desk: Desk) -> None:
    """
    There is nobody above: the record has it, and nothing goes round in circles.
    """
    number = taken(phone, desk)
    supervisor = linked(desk.database, "S02", "9003")
    desk.database.call(lambda tx: telling.undelivered(tx, "S02", desk.case(number).id, "unreachable"))

    assert ring(desk) == 0
    assert said(desk.database, supervisor) == []


def test_urgent_for_whoever_watches(phone: Phone, desk: Desk) -> None:
    """
    What is told of an urgent case leaves before everything that is not.
    """
    linked(desk.database, "S01", "9003")
    phone.says("老板把我们锁在工棚里不让走，还打人")
    ring(desk)

    [told] = [
        it
        for it in desk.database.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=9))
        if it.conversation_id != phone.conversation_id
    ]
    assert told.urgent


def test_an_undelivered_letter_is_told_to_its_writer(phone: Phone, desk: Desk) -> None:
    """
    He reads which letter it was, by its beginning, and why it did not arrive.
    """
    number = taken(phone, desk)
    chat = linked(desk.database, "L01")
    n = desk.write("L01", number, "明天上午九点请到工会来一趟")
    case = desk.case(number)
    desk.database.call(lambda tx: correspondence.not_delivered(tx, case.id, n, "unreachable", "Forbidden"))

    ring(desk)

    assert "明天上午九点" in said(desk.database, chat)[-1]
    assert "联系不上" in said(desk.database, chat)[-1]


def test_words_that_were_erased_are_not_told(phone: Phone, desk: Desk) -> None:
    """
    The worker wished everything gone before the timer rang: nothing is told, and no task fails for ever.
    """
    number = taken(phone, desk)
    chat, case = linked(desk.database, "L01"), desk.case(number)
    desk.database.call(lambda tx: correspondence.write_from_worker(tx, case, "请忘掉我"))
    desk.database.call(lambda tx: tx.vault.erase(case.key_id))

    ring(desk)

    assert said(desk.database, chat) == []
    assert [it.kind for it in desk.database.read(lambda tx: events.of_case(tx, case, ("accepted",)))] == ["accepted"]
