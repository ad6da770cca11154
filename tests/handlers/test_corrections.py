"""What was understood is confirmed or put right, with a tap or in words, wherever he is."""

import pytest

from tests.handlers.stories import STORY, complaint_after, to_the_card, told
from tests.handlers.test_complaint import row
from tests.handlers.town import Phone


@pytest.mark.parametrize("slip", ["不是8万，是8万5", "说错了，是8万5千", "8万不对，应该是8万5"])
def test_a_correction_between_the_messages_counts(phone: Phone, slip: str) -> None:
    """
    He told 80,000 and puts it right before he files it: the card has the right sum, the story keeps both.
    """
    told(phone, STORY, slip)

    card = to_the_card(phone)
    assert row(card, "还欠的钱").startswith("85,000 元")
    assert slip in card


@pytest.mark.parametrize(
    ("slip", "line", "right"),
    [
        ("不是8万，是8万5", "还欠的钱", "85,000 元（捌万伍仟元整）"),
        ("写错了，是8万5", "还欠的钱", "85,000 元（捌万伍仟元整）"),
        ("不是12个人，是13个人", "人数", "13 人"),
        ("不是麦积区，是秦州区", "区县", "秦州区"),
    ],
)
@pytest.mark.parametrize("at", ["form", "review"])
def test_a_correction_is_understood_wherever_it_is_typed(
    phone: Phone, slip: str, line: str, right: str, at: str
) -> None:
    """
    "Not 80,000, 85,000": the line is changed without a tap, at a question about something else as well as at the card.
    """
    told(phone, STORY)
    if at == "review":
        to_the_card(phone)

    said = phone.says(slip)

    assert f"改好了。{line}：{right}" in said
    assert row(to_the_card(phone), line) == right


@pytest.mark.parametrize("words", ["不是我不干，是他不给钱", "不是7万，是9万", "不是8万，是8万5吗？"])
def test_what_corrects_nothing_changes_nothing(phone: Phone, words: str) -> None:
    """
    A figure of speech, a sum that nobody had named and a question leave the lines as they are.
    """
    told(phone, STORY)
    to_the_card(phone)

    assert row(phone.says(words), "还欠的钱").startswith("80,000 元")


def test_a_line_that_was_read_is_confirmed_with_one_tap(phone: Phone) -> None:
    """
    对 makes it his own word; the mark and its buttons go, those of the other lines stay.
    """
    told(phone, STORY)
    to_the_card(phone)

    card = phone.taps("right:amount")

    assert row(card, "还欠的钱") == "80,000 元（捌万元整）"
    assert "right:amount" not in phone.shown()
    assert "right:district" in [it.id for it in phone.buttons()]


def test_a_line_that_was_read_is_changed_with_one_tap(phone: Phone) -> None:
    """
    改 beside a line asks for that line and nothing else.
    """
    told(phone, STORY)
    to_the_card(phone)

    assert "一共还欠您多少钱" in phone.taps("mend:amount")
    assert row(phone.says("七万九"), "还欠的钱") == "79,000 元（柒万玖仟元整）"


def test_a_correction_after_it_was_filed_goes_to_the_case(phone: Phone) -> None:
    """
    The case is open and he puts a sum right: he is offered to add it, and is not told that we do not know an answer.
    """
    told(phone, STORY)
    complaint_after(phone)

    said = phone.says("不是8万，是8万5")

    assert "补充到工单" in said or "reply" in phone.shown()
    assert "不敢乱说" not in said
