"""Words are heard as well as read: pinyin typed out, homophones, Traditional characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import answer
from knowledge.library import Library
from knowledge.words import Words


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("laoban bu gei gongzi zenme ban", "老板不给工资怎么办"),
        ("LAOBAN TUOQIAN GONGZI", "老板拖欠工资"),
        ("老闆拖欠工資，請問怎麼辦", "老板拖欠工资，请问怎么办"),
        ("how long does arbitration take", "how long does arbitration take"),
        ("老板不给工资", "老板不给工资"),
        ("boss", "boss"),
        ("", ""),
    ],
)
def test_other_scripts_become_ours(library: Library, typed: str, written: str) -> None:
    """
    Whoever writes Traditional characters, or pinyin because he has no input method, is read; English stays English.
    """
    assert library.in_our_script(typed) == written


@pytest.mark.parametrize(
    ("said", "heard"),
    [("我要申请仲才", "仲裁"), ("老班跑了", "老板"), ("劳动监查不管", "监察"), ("公司不给陪偿", "赔偿")],
)
def test_a_word_written_by_its_sound_is_heard(library: Library, said: str, heard: str) -> None:
    """
    The wrong character of the right sound, which a phone offers first, is understood.
    """
    assert heard in library.sounds.heard(Words().cut(said))


@pytest.mark.parametrize("said", ["我老板说下个月给工资", "我和同事一起干活", "工商局怎么走", "他在工地干活"])
def test_what_is_written_right_is_not_heard_otherwise(library: Library, said: str) -> None:
    """
    Words that are words stay what they are.
    """
    assert library.sounds.heard(Words().cut(said)) == []


@pytest.mark.parametrize(
    ("said", "like"),
    [
        ("zhifuling zenme shenqing", "支付令怎么申请"),
        ("支付令怎麼申請", "支付令怎么申请"),
    ],
)
def test_the_answer_is_the_same_in_any_script(library: Library, said: str, like: str) -> None:
    """
    Nobody gets a worse answer for the keyboard he has.
    """
    assert answer(library, said).topic == answer(library, like).topic is not None


def test_danger_is_noticed_in_any_script(library: Library) -> None:
    """
    Whoever says in Traditional characters or in pinyin that he wants to die is heard.
    """
    assert answer(library, "我想自殺").danger == "self_harm"
    assert answer(library, "wo xiang zisha").danger == "self_harm"


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(library: Library, said: str) -> None:
    """
    Any text at all has a reading in our script.
    """
    assert isinstance(library.in_our_script(said), str)
