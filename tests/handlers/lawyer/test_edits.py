"""Letters that are changed or taken back after they were sent, on either side."""

from storage import sending
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import LETTER, Chat, StaffChat, sent_last


def test_an_edit_changes_the_workers_copy(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He corrects his letter: the worker's copy follows, the record has both versions.
    """
    lawyer.answers(number, "明天上午九点来工会。")
    mine = sent_last(lawyer)
    worker.hears()

    lawyer.edits(mine, "明天下午三点来工会。")
    worker.hears()

    [change] = worker.changes
    assert change.action == "edit"
    assert "下午三点" in change.message.text
    assert desk.record(number)[-1] == ("to_worker_edited", "L01")


def test_taking_back(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    "Take back" removes the letter from the worker's chat, once, and the record says so.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    worker.hears()

    assert "已从工人的聊天里撤回" in lawyer.presses(back)
    worker.hears()

    assert [it.action for it in worker.changes] == ["delete"]
    assert desk.record(number)[-1] == ("letter_taken_back", "L01")
    assert "已经撤回" in lawyer.presses(back)


def test_taken_back_before_it_left(worker: Chat, lawyer: StaffChat, number: str, town: Database) -> None:
    """
    The letter still waits, and so does its correction: the worker never reads either.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    lawyer.edits(sent_last(lawyer), "发错人了，对不起")
    lawyer.presses(back)

    leaving = town.call(lambda tx: sending.lease(tx, "telegram", limit=50, seconds=60))
    assert [it for it in leaving if it.conversation_id == worker.conversation_id] == []
    assert "发错人了" not in "".join(it.text for it in worker.everything())


def test_too_old_to_be_taken_back(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    After two days Telegram deletes nothing any more, and he is told so.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    worker.hears()
    desk.clock.advance(hours=48)

    assert "不能再撤回" in lawyer.presses(back)
    worker.hears()
    assert worker.changes == []


def test_the_worker_corrects_himself(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    The lawyer reads what it said before and what it says now.
    """
    lawyer.answers(number, LETTER)
    worker.hears()
    worker.writes("欠我三万二")
    mine = f"m{int(worker.message('text').id) - 1}"
    lawyer.hears()

    worker.edits(mine, "欠我两万三")
    said = lawyer.hears()

    assert "欠我三万二" in said
    assert "欠我两万三" in said
