"""A case offered in Telegram: the card, taking it, declining it, and what happens when it is too late."""

from dataclasses import replace

import pytest

from handlers.receive import Door
from storage import people
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.town import colleague, only_case

STORY = "我在秦州区云峰路的工地给张老板砌墙，干了三个月，一共三万二千元工钱没给，我叫赵大山。"


def test_the_card_shows_enough_and_no_more(worker: Chat, lawyer: StaffChat) -> None:
    """
    Number, kind, district, urgency, deadline and why; not a word of the story, no name, no telephone.
    """
    number = worker.complains(STORY, district="秦州", contact="13900001111")

    card = lawyer.hears()

    for shown in (number, "欠薪", "秦州", "一般", "前答复", "同一区县"):
        assert shown in card
    for hidden in ("砌墙", "张老板", "赵大山", "云峰", "13900001111"):
        assert hidden not in card
    assert lawyer.shown() == ["accept", "decline"]


def test_taking_it_shows_the_case(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    One tap and it is his: he reads the whole story and the facts, and never how to ring the worker.
    """
    number = worker.complains(STORY, district="秦州", contact="13900001111")

    card = lawyer.takes(number)

    assert desk.case(number).owner == "L01"
    assert "砌墙" in card
    assert "13900001111" not in card
    assert "工作台" in card
    assert "工会律师签收" in worker.hears()


def test_declining_moves_it_on(worker: Chat, lawyer: StaffChat, town: Database, desk: Desk) -> None:
    """
    A tap, a reason, and the next lawyer has the card.
    """
    next_one = StaffChat(lawyer.door, town, address="9002")
    next_one.links("L02")
    number = worker.complains(STORY, district="秦州")
    lawyer.hears()

    lawyer.taps("decline")
    assert lawyer.shown() == ["decline"] * 4
    lawyer.presses(f"decline:{number}:conflict")

    assert desk.case(number).offered_to == "L02"
    assert desk.facts(number, "declined") == {"reason": "conflict"}
    assert number in next_one.hears()


@pytest.mark.parametrize("press", ["accept", "decline", "decline:time"])
def test_too_late(worker: Chat, lawyer: StaffChat, desk: Desk, press: str) -> None:
    """
    The supervisor has assigned it meanwhile: his tap changes nothing, and he reads that it is gone.
    """
    number = worker.complains(STORY, district="秦州")
    lawyer.hears()
    desk.assign("S02", number, "L03")

    button, _, reason = press.partition(":")
    lawyer.presses(f"{button}:{number}:{reason}".rstrip(":"))

    assert desk.case(number).owner == "L03"
    assert "派单已收回" in lawyer.hears()


async def test_time_runs_out(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    Who did not answer in time is told that the next one was asked.
    """
    number = worker.complains(STORY, district="秦州")
    await desk.waits_for_the_offer(number)
    await desk.waits()

    assert "超过时限" in lawyer.reads()


def test_an_offer_is_not_told_once_it_is_gone(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    It was taken back before the card could be written: there is no card.
    """
    number = worker.complains(STORY, district="秦州")
    desk.assign("S02", number, "L03")

    said = lawyer.hears()

    assert "新派单" not in said
    assert "派单已收回" in said


def test_nobody_writes_to_a_worker_before_taking_the_case(worker: Chat, lawyer: StaffChat) -> None:
    """
    He answers the card with a letter: it goes nowhere, and he reads what to do first.
    """
    worker.complains(STORY, district="秦州")
    lawyer.hears()

    assert "接单" in lawyer.answers("新派单", "您好，我想先问问情况")
    assert "我想先问问" not in worker.hears()


@pytest.mark.parametrize("how", ["/case {number}", "/case {ending}", "case:{number}"])
def test_looking_at_a_case_that_is_only_offered(worker: Chat, lawyer: StaffChat, desk: Desk, how: str) -> None:
    """
    He asks for the case before he took it: he reads that it waits for his answer, and answers there and then.
    """
    number = worker.complains(STORY, district="秦州")
    lawyer.hears()
    asked = how.format(number=number, ending=number[-5:])

    said = lawyer.presses(asked) if asked.startswith("case:") else lawyer.says(asked)

    assert f"{number} 还在等您答复" in said
    assert STORY[:10] not in said
    lawyer.taps("accept")
    assert desk.case(number).owner == "L01"


def test_looking_at_a_case_that_is_offered_to_another(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    What is offered to somebody else does not exist for him.
    """
    number = worker.complains(STORY, district="秦州")
    desk.decline("L01", number)
    lawyer.hears()

    assert "没有这个案件" in lawyer.says(f"/case {number}")


def test_nobody_is_left(door: Door, town: Database, worker: Chat) -> None:
    """
    When no lawyer can have it, the supervisor of the place hears it in his chat.
    """
    for staff_id in ("L01", "L02", "L03", "L04"):
        away = replace(colleague(town, staff_id), active=False)
        town.call(lambda tx, away=away: people.change(tx, away))  # type: ignore[misc]
    supervisor = StaffChat(door, town, address="9003")
    supervisor.links("S02")

    number = worker.complains(STORY, district="秦州")

    assert f"{number} 没有找到合适的律师" in supervisor.hears()


def test_a_colleague_without_a_chat_is_told_nothing(worker: Chat, town: Database) -> None:
    """
    Whoever works at the desk only costs no task and no message.
    """
    worker.complains(STORY, district="秦州")
    before = len(worker.everything())

    worker.hears()

    assert len(worker.everything()) == before
    assert only_case(town).offered_to
