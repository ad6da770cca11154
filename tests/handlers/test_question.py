"""What is answered at once, and what is said when there is no answer."""

import pytest

from tests.handlers.town import Phone


def test_useful_and_useless_are_thanked(phone: Phone) -> None:
    """
    Saying that an answer did not help offers a person.
    """
    phone.says("法律援助怎么申请？")
    assert "谢谢" in phone.taps("useful")
    phone.presses("useless:legal-aid-where")
    assert "person" in phone.shown()


def test_what_we_do_not_know_is_said(phone: Phone) -> None:
    """
    No guess about a matter of the road police: a person and the form are offered.
    """
    assert "不敢乱说" in phone.says("闯红灯扣几分，罚多少钱")
    assert phone.shown() == ["complaint", "person"]


def test_a_vague_question_is_asked_back_with_titles(phone: Phone) -> None:
    """
    A single word gets two to four titles; tapping one shows its article.
    """
    said = phone.says("法律援助")
    assert "您问的是哪一个" in said
    assert 2 <= phone.shown().count("topic") <= 4

    assert "依据：" in phone.taps("topic")


@pytest.mark.parametrize(
    ("said", "answer"), [("谢谢", "不客气"), ("你好", "您好，这里是工会"), ("在吗？", "您好，这里是工会")]
)
def test_a_greeting_and_thanks_are_answered_as_people_do(phone: Phone, said: str, answer: str) -> None:
    """
    Nobody who says hello or thank you is told that we have no checked answer.
    """
    assert answer in phone.says(said)
