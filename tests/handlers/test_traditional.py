"""Whoever writes Traditional characters is understood like anybody else."""

from tests.handlers.stories import to_the_card, told
from tests.handlers.test_complaint import begins, open_question, row
from tests.handlers.town import Phone


def test_a_story_in_traditional_characters_is_read(phone: Phone) -> None:
    """
    Whoever writes Traditional characters is understood like anybody else, and his own words stay as he wrote them.
    """
    story = "我們十二個人在麥積區工地幹了半年，老闆欠八萬塊錢不給"
    told(phone, story, "不是8萬，是8萬5")

    assert "改好了。人数：13 人" in phone.says("不是十二個人，是十三個人")
    card = to_the_card(phone)
    assert row(card, "经过") == story
    assert row(card, "区县") == "麦积区（我读到的）"
    assert row(card, "人数") == "13 人"
    assert row(card, "还欠的钱").startswith("85,000 元")


def test_words_in_traditional_characters_work_like_buttons(phone: Phone) -> None:
    """
    進度, 證據, 跳過, 沒有, 取消: what can be typed can be typed in either script.
    """
    begins(phone)
    first = open_question(phone)
    phone.says("跳過")
    assert open_question(phone) != first
    while open_question(phone) != "has_iou":
        phone.says("不清楚")
    phone.says("沒有")
    assert open_question(phone) != "has_iou"

    assert "还没有登记过投诉" in phone.says("進度")
    assert "这次没有登记" in phone.says("取消")
    assert "要删除您的信息吗" in phone.says("刪除我的信息")


def test_a_name_with_a_traditional_character_stays_as_it_is(phone: Phone) -> None:
    """
    某乾 is written so in Simplified text, too: nobody's name is rewritten.
    """
    told(phone, "我们12个人在麦积区天水乾元劳务有限公司干活，欠8万块钱不给")

    assert "天水乾元劳务有限公司" in row(to_the_card(phone), "单位或老板")
