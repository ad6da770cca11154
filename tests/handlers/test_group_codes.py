"""The code by which workmates join: given, sent on, typed in every way, wrong, out of date, closed meanwhile."""

import re

import pytest

from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage import bot_name
from storage.database import Database
from tests.conftest import SettableClock
from tests.handlers.town import Phone
from tests.handlers.workmates import Starter, code_in, joins, start
from texts import Texts


def test_the_starter_gets_a_code_and_a_text_to_send_on(starter: Starter) -> None:
    """
    The code has seven letters and digits, none that look alike; the text to send on names no employer and no sum.
    """
    _, to_forward = starter.phone.last

    assert re.fullmatch(r"[ABCDEFHJKLMNPQRSTVWXYZ34679]{7}", starter.code)
    assert starter.code in starter.phone.last[0].text
    assert to_forward.buttons == ()
    assert "元" not in to_forward.text


def test_the_links_lead_to_telegram_and_to_the_web_page(
    library: Library, texts: Texts, clock: SettableClock, town: Database
) -> None:
    """
    Where the bot's name and our address are known, the text carries a link for each; the page's has the code behind #.
    """
    town.call(lambda tx: bot_name.remember(tx, "ceshi_bot"))
    door = Door(library, texts, Policy(public_url="https://hotline.example"), clock)

    starter = start(Phone(door, town))

    said = starter.phone.last[1].text
    assert f"https://t.me/ceshi_bot?start=g-{starter.code}" in said
    assert f"https://hotline.example/chat#g-{starter.code}" in said


def test_asking_again_gives_the_same_code(starter: Starter) -> None:
    """
    He may send the text on as often as he likes; the code changes only when he wants it to.
    """
    assert code_in(starter.phone.presses(f"group:{starter.number}")) == starter.code
    assert code_in(starter.phone.says("工友一起")) == starter.code


@pytest.mark.parametrize("typed", ["{0}", "加入{0}", "加入：{0}", "join {0}", "/start g-{0}", "/join {0}", "加入 {1}"])
def test_every_way_to_give_the_code(starter: Starter, mate: Phone, typed: str) -> None:
    """
    The code alone, in small letters or with a blank inside, typed after a word, or brought by a link, leads there.
    """
    split = f"{starter.code[:4]} {starter.code[4:]}".lower()

    mate.says(typed.format(starter.code, split))

    assert mate.shown() == ["agree", "cancel"]


def test_a_wrong_code_says_what_to_do_and_cannot_be_tried_for_long(
    starter: Starter, mate: Phone, clock: SettableClock
) -> None:
    """
    Five wrong codes in an hour are answered with what to do; then even the right one waits, until the hour is over.
    """
    for left in (4, 3, 2, 1):
        assert f"还可以再试 {left} 次" in mate.says("加入 ABC34DE")
    assert "一个小时" in mate.says("加入 ABC34DE")
    mate.says("取消")  # what he had begun is dropped, his tries are not
    assert "输错太多次" in mate.says(f"加入 {starter.code}")

    clock.advance(minutes=61)

    mate.says(f"加入 {starter.code}")
    assert mate.shown() == ["agree", "cancel"]


def test_nobody_else_pays_for_his_tries(starter: Starter, mate: Phone) -> None:
    """
    The limit is each conversation's own.
    """
    for _ in range(6):
        mate.says("加入 ABC34DE")

    other = starter.workmate("5002")
    other.says(starter.code)

    assert other.shown() == ["agree", "cancel"]


@pytest.mark.parametrize("said", ["加入工会要多少钱", "join the union", "工资怎么要", "WORKERS", "3467934"])
def test_other_words_are_no_code(mate: Phone, said: str) -> None:
    """
    A question about joining the union, an English word or a number is answered as what it is.
    """
    assert "邀请码" not in mate.says(said)


def test_joining_without_a_code_says_how(mate: Phone) -> None:
    """
    Who has heard of it and has no code reads how it is typed and who gives it.
    """
    assert "加入 ABC34DE" in mate.says("加入")


def test_a_code_ends_with_its_days(starter: Starter, mate: Phone, clock: SettableClock) -> None:
    """
    After thirty days it leads nowhere, and the starter gets a fresh one by asking.
    """
    clock.advance(days=31)

    assert "用不了" in mate.says(starter.code)
    fresh = code_in(starter.phone.presses(f"group:{starter.number}"))
    assert fresh != starter.code
    assert "您已经加入" in joins(mate, fresh)


def test_a_fresh_code_ends_the_one_before(starter: Starter, mate: Phone) -> None:
    """
    A code that came into wrong hands is replaced with one tap.
    """
    fresh = code_in(starter.phone.presses(f"group_renew:{starter.number}"))

    assert "用不了" in mate.says(starter.code)
    mate.says(fresh)
    assert mate.shown() == ["agree", "cancel"]


def test_closed_while_he_was_answering(starter: Starter, mate: Phone) -> None:
    """
    He is told so, nothing of his reached anybody, and with a fresh code he need not write it again.
    """
    mate.says(starter.code)
    mate.taps("agree")
    for answer in ("三万二", "43天", "不知道"):
        mate.says(answer)
    starter.phone.presses(f"group_close:{starter.number}")

    assert "不用重填" in mate.taps("submit")
    assert starter.members() == []

    mate.says(code_in(starter.phone.presses(f"group_renew:{starter.number}")))
    assert "32,000 元" in mate.taps("agree")
    mate.taps("submit")
    assert len(starter.members()) == 1


def test_withdrawn_while_he_was_answering(starter: Starter, mate: Phone) -> None:
    """
    The case is taken back before he has finished: he has joined nothing, and reads how to complain by himself.
    """
    mate.says(starter.code)
    mate.taps("agree")
    for answer in ("三万二", "43天", "不知道"):
        mate.says(answer)
    starter.phone.presses(f"withdraw_yes:{starter.number}")

    assert "我要投诉" in mate.taps("submit")
    assert starter.members() == []


def test_the_starter_is_not_his_own_workmate(starter: Starter) -> None:
    """
    Who types his own code is told that it is his.
    """
    assert "您自己发起的" in starter.phone.says(f"加入 {starter.code}")


def test_a_full_group_says_so(library: Library, texts: Texts, clock: SettableClock, town: Database) -> None:
    """
    Beyond the limit of the federation nobody joins, and reads how to complain by himself.
    """
    starter = start(Phone(Door(library, texts, Policy(most_members=1), clock), town))
    joins(starter.workmate("5001"), starter.code)

    assert "我要投诉" in starter.workmate("5002").says(starter.code)


def test_a_case_for_a_person_is_not_shared(phone: Phone) -> None:
    """
    Who only asked for one of us has no group to start.
    """
    phone.says("人工")
    phone.says("进度")

    assert "group" not in phone.shown()
