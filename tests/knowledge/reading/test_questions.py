import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.questions import looks_like_question


@pytest.mark.parametrize(
    "said",
    [
        "这个要收费吗",
        "你们会不会告诉老板",
        "仲裁要多久",
        "为啥要填这个?",
        "能不能不写电话",
        "what happens to my data",
        "怎么算欠薪",
    ],
)
def test_a_question_in_the_middle_of_the_form_is_noticed(said: str) -> None:
    """
    A worker who asks back in the middle of the form gets an answer.
    """
    assert looks_like_question(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "秦州区",
        "三万二",
        "去年腊月",
        "就我一个",
        "不清楚",
        "没有",
        "不知道",
        "天水宏远建筑有限公司",
        "?",
        "晚上八点以后",
        "May 2025",
    ],
)
def test_an_answer_is_not_taken_for_a_question(said: str) -> None:
    """
    A worker who answers the form is not lectured.
    """
    assert not looks_like_question(said)


@given(st.text(max_size=200))
def test_no_text_breaks_the_judgement(said: str) -> None:
    """
    Whatever is typed is either a question or not.
    """
    assert looks_like_question(said) in (True, False)
