"""A correction is known for one, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.corrections import Correction, read_correction


@pytest.mark.parametrize(
    ("said", "wrong", "right"),
    [
        ("不是8万，是8万5", "8万", "8万5"),
        ("不是8万是8万5。", "8万", "8万5"),
        ("不是三月，而是四月", "三月", "四月"),
        ("刚才说错了，不是12个人，是13个", "12个人", "13个"),
        ("8万不对，应该是8万5", "8万", "8万5"),
        ("我写错了，是三万六", None, "三万六"),
        ("打错了 三万六", None, "三万六"),
        ("改成3月", None, "3月"),
        ("应该是13个人", None, "13个人"),
        ("not 8000, it's 8500", "8000", "8500"),
    ],
)
def test_a_correction_says_what_is_right_and_perhaps_what_was_wrong(said: str, wrong: str | None, right: str) -> None:
    """
    Both ways round, with and without the wrong value, as people type them.
    """
    assert read_correction(said) == Correction(right, wrong)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "8万5",
        "老板不是人，是畜生",
        "不是8万，是8万5吗？",
        "我不是不想干",
        "我们在工地干了半年，不是不去要，是要了也不给，老板天天说等甲方结账，到现在一分钱没见着，家里等着用钱",
    ],
)
def test_a_figure_of_speech_a_question_and_a_story_are_none(said: str) -> None:
    """
    What only sounds like a correction is left to whoever else can read it.
    """
    assert read_correction(said) is None


@given(st.text(max_size=200))
def test_any_text_can_be_asked(said: str) -> None:
    """
    It never raises, and what it finds stands in the text.
    """
    found = read_correction(said)

    assert found is None or (found.right in said and (found.wrong is None or found.wrong in said))
