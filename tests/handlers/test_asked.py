"""What becomes of a question besides its answer: what is kept of it, several at once, words that lean on the last."""

from datetime import timedelta

import pytest

from storage import question_log
from storage.database import Database
from storage.question_log import Unmet
from tests.conftest import SettableClock
from tests.handlers.town import Phone, only_case

VAGUE = "法律援助"


def unmet(database: Database) -> list[Unmet]:
    """Every question that was not met."""
    return database.read(lambda tx: question_log.unmet(tx, tx.now - timedelta(days=1)))


def test_none_of_the_titles_leads_to_a_person(phone: Phone) -> None:
    """
    Whoever is offered the wrong titles taps 都不是 and is read by one of us; the question is listed as a gap.
    """
    phone.says(VAGUE)
    said = phone.taps("none")

    assert only_case(phone.database).number in said

    [gap] = unmet(phone.database)
    assert (gap.said, gap.why) == (VAGUE, "none of the titles")


def test_a_question_is_kept_without_its_asker(phone: Phone) -> None:
    """
    What could not be answered stands in the list of gaps without the number that was typed with it.
    """
    phone.says("闯红灯扣几分，罚多少钱，我电话13900000001")

    [gap] = unmet(phone.database)
    assert "闯红灯" in gap.said
    assert "13900000001" not in gap.said


def test_an_answer_that_did_not_help_is_a_gap(phone: Phone) -> None:
    """
    没用 and its reason are kept with the question; an answer that helped is no gap.
    """
    phone.says("支付令怎么申请？")
    phone.taps("useful")
    assert unmet(phone.database) == []

    phone.says("支付令怎么申请？")
    phone.taps("useless")
    phone.presses(next(it.press for it in phone.buttons() if it.id == "why" and it.at.endswith("unclear")))

    [gap] = unmet(phone.database)
    assert (gap.topic, gap.why) == ("payment-order", "unclear")


def test_a_title_that_was_tapped_is_remembered(phone: Phone) -> None:
    """
    The title a worker chose is judged like an answer.
    """
    phone.says(VAGUE)
    [first, *_] = [it for it in phone.buttons() if it.id.startswith("topic:")]
    phone.presses(first.press)
    phone.taps("useless")

    [gap] = unmet(phone.database)
    assert (gap.said, gap.topic) == (VAGUE, first.id.removeprefix("topic:"))


def test_several_questions_are_answered_one_after_the_other(phone: Phone) -> None:
    """
    Two clear questions in one message get two articles.
    """
    phone.says("支付令怎么申请？仲裁要多长时间出结果？")

    assert sum("依据：" in it.text for it in phone.last) == 2


def test_a_follow_up_is_about_the_answer_before(phone: Phone) -> None:
    """
    "那要多久？" after arbitration is answered or offered, never unknown; a day later it is a question by itself.
    """
    phone.says("劳动仲裁怎么申请")
    phone.says("那要多久？")
    titles = {it.id for it in phone.buttons() if it.id.startswith("topic:")}
    assert "不敢乱说" not in phone.last[-1].text
    assert "topic:arbitration-duration" in titles or "多久" in phone.last[-1].text


def test_the_day_after_words_stand_for_themselves(phone: Phone, clock: SettableClock) -> None:
    """
    What was shown the day before yesterday says nothing about today's words.
    """
    phone.says("劳动仲裁怎么申请")
    clock.advance(hours=25)
    alone = Phone(phone.door, phone.database, address="4712").says("那要多久？")

    assert phone.says("那要多久？") == alone


@pytest.mark.parametrize(
    ("said", "answer"),
    [("早上好呀", "用自己的话告诉我"), ("你真是个废物", "您心里有气"), ("给我讲个笑话吧", "聊天我不在行")],
)
def test_talk_that_asks_nothing_gets_a_human_word(phone: Phone, said: str, answer: str) -> None:
    """
    A greeting is greeted, abuse is answered calmly, chat is told what we can do; a person is always one tap away.
    """
    assert answer in phone.says(said)
    assert "person" in phone.shown()
    assert unmet(phone.database) == []


def test_a_question_in_pinyin_is_a_question_everywhere(phone: Phone) -> None:
    """
    Whoever has no input method may ask in the middle of a form, and go on asking after the answer.
    """
    phone.says("我要投诉")
    assert "依据：" in phone.says("zhifuling zenme shenqing")
    phone.says("取消")

    phone.says("laodong zhongcai zenme shenqing")
    assert "不敢乱说" not in phone.says("yao duojiu")
