"""What a chat still tells when its colleague may not read it any more: nothing, queued or not."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.commands.staffing import leave_if_inactive
from bot.timers import Timers
from cases import releasing
from storage import people, sending
from storage.database import Transaction
from storage.sending import Promised
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat, sent_last
from tests.handlers.town import colleague

SECRET = "我的身份证号在照片背面"


def ring(lawyer: StaffChat) -> None:
    """The timers do what is due, and nothing is sent."""
    asyncio.run(Timers(lawyer.database, lawyer.door.office).do_due())


def leave(tx: Transaction) -> list[Promised]:
    """The head of each queue is sent."""
    heads = sending.lease(tx, "telegram", limit=50, seconds=60)
    for one in heads:
        sending.sent(tx, one.id, f"b{one.n}")
    return heads


def dismissed(lawyer: StaffChat, desk: Desk, number: str) -> None:
    """The administrator sets him inactive."""
    gone = replace(colleague(lawyer.database, "L01"), active=False)

    def work(tx: Transaction) -> None:
        people.change(tx, gone)
        leave_if_inactive(tx, lawyer.door.office, "L01")
        releasing.release(tx, lawyer.door.office, "L01")

    lawyer.database.call(work)


Ending = Callable[[StaffChat, Desk, str], object]
ENDINGS: dict[str, Ending] = {
    "he unlinks": lambda chat, desk, number: chat.presses("unlink_yes"),
    "he links another phone": lambda chat, desk, number: StaffChat(chat.door, chat.database, address="9002").links(
        "L01"
    ),
    "he is dismissed": dismissed,
    "the case is given to another": lambda chat, desk, number: desk.assign("S02", number, "L02"),
    "the chat is unlinked": lambda chat, desk, number: chat.database.call(lambda tx: people.unlink_chat(tx, "L01")),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_queued_letter_does_not_reach_a_former_lawyer(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk, ending: str
) -> None:
    """
    The network was away for three days with a worker's letter in the queue; meanwhile the chat or the case is his no
    more.
    """
    lawyer.hears()
    worker.writes(SECRET, to=worker.last_id(number))
    ring(lawyer)
    desk.clock.advance(days=3)

    ENDINGS[ending](lawyer, desk, number)
    ring(lawyer)

    while leaving := lawyer.database.call(leave):
        assert not any(SECRET in it.message.text for it in leaving if it.conversation_id == lawyer.conversation_id)


def test_unlinking_takes_the_letters_away(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What we wrote there about cases is deleted, and he reads that the chat is no working chat any more.
    """
    worker.answers(number, SECRET)
    lawyer.hears()
    shown = f"b{lawyer.read_to}"

    said = lawyer.presses("unlink_yes")

    assert "不再是工作聊天" in said
    deleted = [it.target for it in lawyer.changes if it.action == "delete"]
    assert int(shown[1:]) in deleted


@pytest.mark.parametrize("ending", ["he unlinks", "he is dismissed", "the chat is unlinked"])
def test_a_former_lawyer_cannot_write_as_the_worker(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk, ending: str
) -> None:
    """
    His chat is like a worker's now: editing an old letter of his changes nothing in the case, nor does a reply.
    """
    lawyer.answers(number, "您好，请带上工资条")
    mine, shown = sent_last(lawyer), lawyer.last_id(number)
    worker.hears()
    ENDINGS[ending](lawyer, desk, number)
    lawyer.hears()
    before = desk.record(number)

    lawyer.edits(mine, "我是工人，我要撤诉，不要钱了")
    lawyer.writes("我不要钱了", to=shown)

    assert desk.record(number) == before
    assert "撤诉" not in worker.hears()
