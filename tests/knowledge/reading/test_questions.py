import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.questions import looks_like_question, questions_in, what_is_asked


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


@pytest.mark.parametrize(
    ("said", "questions"),
    [
        ("没签合同能要双倍工资吗？社保没交能补吗？", ["没签合同能要双倍工资吗？", "社保没交能补吗？"]),
        ("老板不给钱。1、去哪里投诉他？2、要带什么材料去", ["老板不给钱。去哪里投诉他？", "要带什么材料去"]),
        ("没签合同怎么办；另外加班费怎么算", ["没签合同怎么办", "加班费怎么算"]),
        ("我在厂里受伤了，老板不管，怎么办？", ["我在厂里受伤了，老板不管，怎么办？"]),
        ("", [""]),
    ],
)
def test_the_questions_of_a_message_are_told_apart(said: str, questions: list[str]) -> None:
    """
    Each question keeps what was said before it; a story with one question stays whole.
    """
    assert questions_in(said) == questions


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("我干了三年，没签合同，上个月摔断了腿，请问像我这样能评几级伤残", "请问像我这样能评几级伤残"),
        ("能不能要双倍工资？我干了半年没签合同，老板人挺好", "能不能要双倍工资"),
        ("公司倒闭了，工资没发，合法吗", "工资没发合法吗"),
        ("老板跑了，钱没给", "老板跑了钱没给"),
        ("？？？", "？？？"),
    ],
)
def test_a_story_is_shortened_to_what_it_asks(said: str, asked: str) -> None:
    """
    The clause that asks is found wherever it stands; a few words take the clause before them along.
    """
    assert what_is_asked(said) == asked
