"""A lawyer writes down in his chat what was promised; nothing of it reaches the worker by mistake."""

from decimal import Decimal

import pytest

from cases import ledger
from cases.ledger import Totals
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat


def totals(desk: Desk, number: str) -> Totals:
    """What the ledger of a case comes to."""
    return desk.database.read(lambda tx: ledger.of_case(tx, desk.case(number))).totals


def test_a_promise_in_one_line(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He types day and sum, sees what was read, taps: it is in the ledger and on the card, and the worker heard nothing.
    """
    lawyer.says(f"/case {number}")
    assert "2026-12-15 付 8,000 元" in lawyer.says("约定 2026-12-15 付 8000")
    assert totals(desk, number).promised == 0

    assert "已记进" in lawyer.taps("agreed")

    assert totals(desk, number).promised == Decimal(8000)
    assert "对方承诺：8,000 元" in lawyer.says(f"/case {number}")
    assert worker.hears() == ""


def test_it_was_meant_for_the_worker(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The same words as a letter after all: one tap sends them, and the ledger stays empty.
    """
    lawyer.says(f"/case {number}")
    lawyer.says("约定 2026-12-15 付 8000")

    lawyer.taps("send")

    assert "约定 2026-12-15 付 8000" in worker.hears()
    assert totals(desk, number).promised == 0


@pytest.mark.parametrize("typed", ["约定 过完年付 8000", "约定 2026-11-01 付 8000", "约定 2026-12-15"])
def test_what_cannot_be_read_is_said(lawyer: StaffChat, number: str, desk: Desk, typed: str) -> None:
    """
    No day to come or no sum: told how to write it; nothing is written down or sent.
    """
    lawyer.says(f"/case {number}")

    said = lawyer.says(typed)

    assert "没有读出日子和钱数" in said
    assert "agreed" not in lawyer.shown()
    assert totals(desk, number).promised == 0


def test_an_older_button_writes_nothing(lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He dropped it and taps the button of the first question: too late.
    """
    lawyer.says(f"/case {number}")
    lawyer.says("约定 2026-12-15 付 8000")
    press = next(it.press for it in lawyer.buttons() if it.id.startswith("agreed"))
    lawyer.taps("drop")

    lawyer.presses(press)

    assert totals(desk, number).promised == 0


def test_a_missed_instalment_reaches_his_chat(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The day after it was due the worker taps 没收到: the lawyer hears it at once.
    """
    lawyer.says(f"/case {number}")
    desk.write("L01", number)
    lawyer.says("约定 2026-11-24 付 8000")
    lawyer.taps("agreed")
    desk.clock.advance(days=2)
    assert "这笔钱您收到了吗" in worker.hears()

    worker.presses(f"inst_none:{number}:1")

    assert "【没有到账】" in lawyer.hears()
