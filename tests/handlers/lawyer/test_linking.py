"""A chat becomes a colleague's by a one-time code, moves to another phone, and ceases to be his."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.staffing import leave_if_inactive
from handlers.receive import Door
from storage import people
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.town import colleague


def code_for(database: Database, staff_id: str) -> str:
    """What `hotline staff invite` prints."""
    return database.call(lambda tx: people.invite(tx, staff_id, people.TELEGRAM, timedelta(days=3)))


def test_a_code_makes_the_chat_his(door: Door, town: Database) -> None:
    """
    The lawyer sends his code and reads who he is to us, without his name, and how it works.
    """
    chat = StaffChat(door, town, address="9001")

    said = chat.links("L01")

    assert "L01" in said
    assert "王律师" not in said
    assert "/help" in said
    assert town.read(lambda tx: people.chat_of(tx, "L01")) == chat.conversation_id
    assert town.read(people.linked) == {"L01"}


def test_standing_offers_are_shown_again(worker: Chat, door: Door, town: Database, desk: Desk) -> None:
    """
    What waited for him at the desk before he linked comes as a card, and he can take it.
    """
    number = worker.complains(district="秦州")
    chat = StaffChat(door, town, address="9001")

    assert "待接单 1 件" in chat.links("L01")
    assert number in chat.hears()
    chat.presses(f"accept:{number}")
    assert desk.case(number).owner == "L01"


@pytest.mark.parametrize("spoilt", ["used", "expired", "of the desk", "invented"])
def test_a_code_that_is_no_good(door: Door, town: Database, desk: Desk, spoilt: str) -> None:
    """
    He is told what to do, and the chat stays a stranger's.
    """
    code = code_for(town, "L01")
    if spoilt == "used":
        town.call(lambda tx: people.redeem(tx, code, people.TELEGRAM))
    if spoilt == "expired":
        desk.clock.advance(days=4)
    if spoilt == "of the desk":
        code = town.call(lambda tx: people.invite(tx, "L01", people.SIGN_IN, timedelta(days=3)))
    if spoilt == "invented":
        code = "x" * 32
    chat = Chat(door, town, address="9001")

    assert "请找管理员要新的" in chat.writes(f"/start {code}")
    assert town.read(lambda tx: people.chat_of(tx, "L01")) is None


def test_a_worker_with_an_open_case_keeps_his_chat(worker: Chat, town: Database) -> None:
    """
    The code is refused there and stays good for another account.
    """
    number = worker.complains(district="秦州")
    code = code_for(town, "L02")

    assert number in worker.writes(f"/start {code}")
    assert town.read(lambda tx: people.chat_of(tx, "L02")) is None
    other = Chat(worker.door, town, address="9002")
    assert "L02" in other.writes(f"/start {code}")


def test_a_chat_with_a_past_is_told_what_changes(door: Door, town: Database) -> None:
    """
    Who has only asked questions there may link it, and reads that it is for work from now on.
    """
    chat = StaffChat(door, town, address="9001")
    chat.says("老板拖欠我三个月工资怎么办")

    assert "不再能提问" in chat.links("L01")
    assert "《" not in chat.says("老板拖欠我三个月工资怎么办")


def test_a_new_phone(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He links another account: the old one is told, what stood there about cases is taken back, letters go to the new.
    """
    new = StaffChat(lawyer.door, lawyer.database, address="9002")

    new.links("L01")
    worker.answers(number, "还有一件事要告诉您")

    assert "还有一件事" in new.hears()
    assert "另一个账号" in lawyer.hears()
    assert any(it.action == "delete" for it in lawyer.changes)
    assert "还有一件事" not in "".join(it.text for it in lawyer.everything())
    assert "12351" in lawyer.says("/start")


def test_one_phone_for_two(lawyer: StaffChat, town: Database) -> None:
    """
    A second colleague links the same account: it is his, and the first has none.
    """
    lawyer.links("L02")

    assert town.read(people.linked) == {"L02"}


def test_unlinking(lawyer: StaffChat, town: Database) -> None:
    """
    He has to say so twice; then the chat is anybody's, and a question is answered like anybody's.
    """
    lawyer.says("/unlink")
    assert town.read(people.linked) == {"L01"}
    lawyer.taps("unlink_yes")

    assert town.read(people.linked) == set()
    assert "《" in lawyer.says("老板拖欠我三个月工资怎么办")


@pytest.mark.parametrize("told_by", ["the command line", "his next message"])
def test_a_colleague_who_has_left(lawyer: StaffChat, number: str, town: Database, told_by: str) -> None:
    """
    Whoever was dismissed reads that the chat is no working chat any more, and nothing of his cases.
    """
    gone = replace(colleague(town, "L01"), active=False)
    town.call(lambda tx: people.change(tx, gone))
    if told_by == "the command line":
        town.call(lambda tx: leave_if_inactive(tx, lawyer.door.office, "L01"))
        said = lawyer.hears()
    else:
        said = lawyer.says(f"/case {number}")

    assert "不再是工作聊天" in said
    assert town.read(people.linked) == set()
    assert "《" in lawyer.says("老板拖欠我三个月工资怎么办")


def test_a_workers_link_is_no_code(worker: Chat) -> None:
    """
    What follows /start in a link for workers is not taken for a colleague's code.
    """
    assert "连接码" not in worker.writes("/start complaint")
