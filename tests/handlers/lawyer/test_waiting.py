"""What a lawyer writes without saying to whom: it waits for a tap."""

import pytest

from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import LETTER, Chat, StaffChat, second_case


def test_words_to_nobody_wait(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He types without answering anything: nothing is sent until he taps.
    """
    said = lawyer.says(LETTER)

    assert LETTER not in worker.hears()
    assert number in said or number in str(lawyer.buttons())
    lawyer.taps("send")
    assert LETTER in worker.hears()


def test_of_several_cases_he_chooses(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    With two cases and none opened lately, both are offered, and the words go where he taps.
    """
    other, its_number = second_case(worker, lawyer, desk)
    desk.clock.advance(hours=2)

    lawyer.says(LETTER)
    assert {it.id for it in lawyer.buttons() if it.id.startswith("send")} == {f"send:{its_number}", f"send:{number}"}
    lawyer.taps(f"send:{its_number}")

    assert LETTER in other.hears()
    assert LETTER not in worker.hears()


def test_the_case_in_hand_is_asked_first(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Having opened a case a moment ago he is asked about that one; "another" offers the others.
    """
    other, _ = second_case(worker, lawyer, desk)
    lawyer.says(f"/case {number}")

    lawyer.says(LETTER)
    assert [it.id for it in lawyer.buttons() if it.id.startswith("send")] == [f"send:{number}"]
    lawyer.taps("others")
    assert len([it for it in lawyer.buttons() if it.id.startswith("send")]) == 2
    assert LETTER not in other.hears()


def test_several_bubbles_wait_together(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He goes on typing: the newest question shows all of it, a tap below the older one sends nothing.
    """
    lawyer.says("您好，")
    older = next(it.press for it in lawyer.buttons() if it.id == f"send:{number}")
    lawyer.says("工友里有谁能作证？")

    lawyer.presses(older)
    assert "作证" not in worker.hears()
    lawyer.taps("send")
    said = worker.hears()
    assert said.index("您好，") < said.index("作证")


def test_dropped(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    "Delete it" means that nobody ever reads it.
    """
    lawyer.says(LETTER)
    lawyer.taps("drop")
    lawyer.presses(f"send:{number}:m1.1")

    assert LETTER not in worker.hears()


def test_write_then_type(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    After "write to the worker" the next message goes there; an hour later he is asked again.
    """
    lawyer.presses(f"write:{number}")
    lawyer.says(LETTER)
    assert LETTER in worker.hears()

    lawyer.presses(f"write:{number}")
    desk.clock.advance(hours=1)
    lawyer.says("还有一件事")
    assert "还有一件事" not in worker.hears()


@pytest.mark.parametrize("word", ["取消", "取消。", "cancel", "/cancel"])
def test_cancelled_by_word(worker: Chat, lawyer: StaffChat, number: str, word: str) -> None:
    """
    "取消" drops what waits, as it does for a worker; it is no more words to be sent.
    """
    lawyer.says(LETTER)
    older = next(it.press for it in lawyer.buttons() if it.id == f"send:{number}")

    assert "没有发出" in lawyer.says(word)
    lawyer.presses(older)

    assert worker.hears() == ""
    assert "没有等您确认的话" in lawyer.says(word)


def test_cancelled_instead_of_written(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    Asked to write his letter he thinks better of it: the worker does not read "取消".
    """
    lawyer.presses(f"write:{number}")
    lawyer.says("取消")
    assert worker.hears() == ""

    lawyer.says(LETTER)
    assert worker.hears() == ""


def test_what_tells_who_he_is_is_pointed_out_before_the_tap(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    Words to nobody with his number in them: the question to whom says so at once, and he may send them all the same.
    """
    assert "先别急" not in lawyer.says("您好，")
    said = lawyer.says("请打13800001111")

    assert "先别急" in said
    lawyer.taps("send")
    assert "13800001111" in worker.hears()
