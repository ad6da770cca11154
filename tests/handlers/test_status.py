"""How far a case is, and what the worker's own word decides about it."""

import pytest

from cases.office import Office
from handlers.receive import Door
from storage.database import Database
from tests.handlers.owner import accepted, letters, propose, write
from tests.handlers.town import VAGUE_STORY, Phone, case


def test_status_lists_every_case_with_its_stage(phone: Phone, office: Office) -> None:
    """
    One accepted, one offered: two lines, each with number and stage in plain words.
    """
    first = accepted(phone, office)
    second = phone.complains()

    lines = phone.says("进度").splitlines()

    assert f"{second}（讨薪，11-23 登记）：已派单，等律师签收" in lines
    assert f"{first}（讨薪，11-23 登记）：律师已签收" in lines
    assert {f"reply:{first}", f"reply:{second}", f"withdraw:{first}"} <= {it.id for it in phone.buttons()}


def test_status_without_a_case_says_so(phone: Phone) -> None:
    """
    Nothing filed yet: told so, with the way to file.
    """
    assert "还没有登记过投诉" in phone.says("我的工单")
    assert "complaint" in phone.shown()


def test_the_story_stays_out_of_the_answer_to_status(phone: Phone) -> None:
    """
    A phone shared in a dormitory shows numbers and stages, never the story.
    """
    phone.complains()

    assert VAGUE_STORY[:8] not in phone.says("进度")


def test_a_worker_takes_his_case_back_only_when_sure(phone: Phone) -> None:
    """
    Withdraw asks first; then it ends, and can be taken up again.
    """
    number = phone.complains()
    phone.says("进度")
    assert "确定要撤回" in phone.taps("withdraw")
    assert case(phone.database, number).status == "offered"

    assert "已经撤回" in phone.taps("withdraw_yes")
    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("withdrawn", "withdrawn")

    phone.taps("unsolved")
    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("reopened", None)


@pytest.mark.parametrize(
    "verb",
    ["solved", "paid_all", "sum_yes", "content", "inst_all", "unsolved", "withdraw", "withdraw_yes", "reply"],
)
def test_nobody_reaches_another_workers_case(door: Door, towns: Database, verb: str) -> None:
    """
    A number seen over somebody's shoulder opens, ends and answers nothing: not found, as if it did not exist.
    """
    number = Phone(door, towns).complains()
    stranger = Phone(door, towns, address="815")

    for known in (number, number.lower(), "TS26112399999", "", f"{number}:{number}", "\0"):
        assert "没有找到这个工单" in stranger.presses(f"{verb}:{known}"), known

    assert case(towns, number).status == "offered"
    stranger.says("让我看看")
    assert letters(Phone(door, towns), number) == []


def test_a_closed_case_can_be_reopened_from_status(phone: Phone, office: Office) -> None:
    """
    Closed by mistake, or the promised money never came: "not solved" below the case brings it back.
    """
    number = accepted(phone, office)
    propose(phone, office, number)
    phone.is_paid(number)
    phone.says("进度")

    phone.taps(f"unsolved:{number}")

    assert case(phone.database, number).status == "reopened"


def test_solved_in_the_workers_own_word_closes_the_case(phone: Phone, office: Office) -> None:
    """
    The lawyer proposes, the worker says solved and how much came: confirmed; what he types next is a question again.
    """
    number = accepted(phone, office)
    said = propose(phone, office, number)
    assert "钱已经打到卡上" in said
    assert case(phone.database, number).status == "awaiting_worker"

    assert "办结" in phone.is_paid(number)

    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("closed", "confirmed")
    assert "依据：" in phone.says("法律援助怎么申请？")


@pytest.mark.parametrize(("typed", "status"), [("解决了", "closed"), ("没解决", "reopened"), ("解决了！", "closed")])
def test_the_answer_may_be_typed(phone: Phone, office: Office, typed: str, status: str) -> None:
    """
    Asked whether it is solved, a worker types the word instead of tapping it: it counts for the case asked about.
    """
    other = phone.complains()
    number = accepted(phone, office)
    propose(phone, office, number)

    phone.says(typed)
    if "paid_all" in phone.shown():
        phone.says("8000")
        phone.taps("sum_yes")

    assert case(phone.database, number).status == status
    assert case(phone.database, other).status == "offered"


def test_a_typed_answer_that_fits_two_cases_is_not_guessed(phone: Phone, office: Office) -> None:
    """
    Two lawyers ask at the same time: the word alone closes neither, the worker is shown his cases.
    """
    numbers = [accepted(phone, office), accepted(phone, office)]
    for number in numbers:
        propose(phone, office, number)

    phone.says("解决了")

    assert {case(phone.database, number).status for number in numbers} == {"awaiting_worker"}
    assert {f"solved:{number}" for number in numbers} <= {button.id for button in phone.buttons()}


def test_unsolved_reopens_and_reaches_the_owner(phone: Phone, office: Office) -> None:
    """
    Not solved: it goes on with the same lawyer, and what he writes now is read by him.
    """
    number = accepted(phone, office)
    owner = case(phone.database, number).owner
    propose(phone, office, number)

    phone.taps("unsolved")
    phone.says("只给了一半")

    assert (case(phone.database, number).status, case(phone.database, number).owner) == ("reopened", owner)
    assert letters(phone, number) == ["只给了一半"]


def test_solved_with_a_question_mark_decides_nothing(phone: Phone, office: Office) -> None:
    """
    "解决了？" is a question; the case stays open.
    """
    number = accepted(phone, office)
    propose(phone, office, number)
    phone.says("解决了？")

    assert not case(phone.database, number).ended


def test_the_word_belongs_to_the_case_he_writes_about(phone: Phone, office: Office) -> None:
    """
    "没解决" in answer to a lawyer's letter reaches that lawyer and does not reopen an older case.
    """
    older = accepted(phone, office)
    propose(phone, office, older)
    phone.is_paid(older)
    newer = accepted(phone, office)
    write(phone, office, newer, "解决了没有？")

    phone.says("没解决")

    assert letters(phone, newer) == ["没解决"]
    assert case(phone.database, older).status == "closed"
