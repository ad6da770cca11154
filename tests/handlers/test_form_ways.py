"""Back, cancel, change and old buttons: a worker moves about in the form and never loses what he told."""

from decimal import Decimal

import pytest

from handlers.incoming import Attachment
from handlers.receive import Door
from storage.database import Database
from tests.conftest import SettableClock
from tests.handlers.test_complaint import FIELDS, TOLD, TYPED, begins, comes_to, open_question, row
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, complaint, only_case

ANEW = "我把经过重新讲一遍：在工地砌墙，老板一直不结账。"
MENDED = {
    "story": ("经过", ANEW, ANEW),
    "district": ("区县", "甘谷", "甘谷县"),
    "employer": ("单位或老板", "另一个劳务队", "另一个劳务队"),
    "amount": ("还欠的钱", "两万八", "28,000 元（贰万捌仟元整）"),
    "since": ("从什么时候", "2026年5月", "2026年5月（农历三月到四月）"),
    "headcount": ("人数", "三个人", "3 人"),
    "construction": ("建筑工地", "不是", "不是"),
    "has_iou": ("欠条或结算单", "打了", "有"),
    "contact": ("联系方式", "13900002222", "13900002222"),
}


def to_the_card(phone: Phone) -> str:
    """Tell a story that holds nearly everything and skip the rest; returns the card."""
    begins(phone, TOLD)
    return phone.taps("skip")


def without_mark(value: str) -> str:
    """A line's value without the note that it was read from the story, which ends when the story is told anew."""
    return value.removesuffix("（我读到的）")


def test_every_line_of_the_card_can_be_mended(phone: Phone) -> None:
    """
    One line after the other is changed; each time the card comes back with the new line and the others as they were.
    """
    card = to_the_card(phone)
    for name, (line, typed, shown) in MENDED.items():
        before = {it: without_mark(row(card, it)) for it, _, _ in MENDED.values() if it != line}
        assert "要改哪一行" in phone.taps("mend")
        phone.taps(f"mend:{name}")

        card = phone.says(typed)

        assert row(card, line) == shown
        assert {it: without_mark(row(card, it)) for it in before} == before

    phone.taps("submit")
    filed = complaint(phone.database, only_case(phone.database).number)
    assert filed.story == MENDED["story"][1]
    assert (filed.amount, filed.district, filed.headcount) == (Decimal(28000), "620523", 3)


@pytest.mark.parametrize("name", list(MENDED))
def test_a_line_opened_by_mistake_goes_back_to_the_card(phone: Phone, name: str) -> None:
    """
    He taps a line to change and thinks better of it: back shows the card, nothing is different.
    """
    card = to_the_card(phone)
    phone.taps("mend")
    phone.taps(f"mend:{name}")

    assert phone.taps("back") == card


@pytest.mark.parametrize("name", FIELDS)
def test_skipping_a_line_that_is_being_mended_keeps_it(phone: Phone, name: str) -> None:
    """
    Skip while changing a line means "leave it", not "forget it".
    """
    card = to_the_card(phone)
    line = MENDED[name][0]
    phone.taps("mend")
    phone.taps(f"mend:{name}")

    assert row(phone.taps("skip"), line).partition("（")[0] == row(card, line).partition("（")[0]


@pytest.mark.parametrize("junk", ["mend:", "mend:nothing", "mend:💥", "mend:story:story", "mend"])
def test_a_line_that_does_not_exist_shows_the_lines_that_do(phone: Phone, junk: str) -> None:
    """
    A change button with junk behind its colon asks which line.
    """
    to_the_card(phone)

    assert "要改哪一行" in phone.presses(junk)


@pytest.mark.parametrize("word", ["tap", "返回", "back"])
def test_back_goes_to_the_question_before_from_every_field(phone: Phone, word: str) -> None:
    """
    From the last question back to the story and on to consent, tapped or typed, one question at a time.
    """
    comes_to(phone, "contact")
    for name in reversed(FIELDS[:-1]):
        said = phone.taps("back") if word == "tap" else phone.says(word)
        assert open_question(phone) == name
    said = phone.taps("back") if word == "tap" else phone.says(word)
    assert "您讲过的经过" in said

    assert "您同意吗" in phone.says("返回")


def test_what_was_answered_before_going_back_stays(phone: Phone) -> None:
    """
    Going back two questions asks those two anew and keeps the rest.
    """
    begins(phone)
    for name in ("district", "employer", "amount", "since"):
        phone.says(TYPED[name])
    phone.taps("back")
    phone.taps("back")
    assert open_question(phone) == "amount"
    phone.says("一万五")
    assert open_question(phone) == "since"
    for _ in FIELDS[3:]:
        card = phone.taps("skip")

    assert (row(card, "单位或老板"), row(card, "还欠的钱")) == ("某某劳务队", "15,000 元（壹万伍仟元整）")


def test_back_to_the_story_does_not_throw_answers_away(phone: Phone) -> None:
    """
    What is told after going back to the story is added to it; what had been told and answered stays.
    """
    begins(phone)
    phone.says("秦州")
    phone.taps("back")
    phone.taps("back")
    phone.says(TOLD)
    card = phone.taps("skip")

    assert VAGUE_STORY in card
    assert TOLD in card
    assert row(card, "区县") == "麦积区（我读到的）"


@pytest.mark.parametrize("stop", ["consent", "story", *FIELDS, "review"])
@pytest.mark.parametrize("typed", [False, True])
def test_cancel_works_everywhere(phone: Phone, stop: str, typed: bool) -> None:
    """
    Wherever he is, cancel ends it: nothing is filed, nothing waits, and the next complaint starts empty.
    """
    phone.presses("complaint")
    if stop not in ("consent", "story"):
        phone.presses("agree")
        phone.says(VAGUE_STORY)
    elif stop == "story":
        phone.taps("agree")
    while stop in FIELDS and open_question(phone) != stop:
        phone.taps("skip")
    while stop == "review" and "submit" not in phone.shown():
        phone.taps("skip")

    said = phone.says("取消") if typed else phone.taps("cancel")

    assert "没有登记" in said
    assert all_cases(phone.database) == []
    assert "接着填" not in phone.says("/start")
    assert "您同意吗" in phone.presses("complaint")


def test_cancel_when_nothing_is_open_says_so(phone: Phone) -> None:
    """
    Cancel out of the blue harms nothing.
    """
    assert "没有正在填的内容" in phone.presses("cancel")


@pytest.mark.parametrize("old", ["skip:employer", "back:employer", "district:620502", "agree", "submit", "mend:amount"])
def test_a_button_of_an_earlier_question_changes_nothing(phone: Phone, clock: SettableClock, old: str) -> None:
    """
    Scrolling up and tapping an old button: he is told so, and the open question is asked again.
    """
    comes_to(phone, "amount")
    clock.advance(seconds=10)

    said = phone.presses(old)

    assert "前面问题的" in said
    assert open_question(phone) == "amount"
    assert "32,000" in phone.says("32000")


@pytest.mark.parametrize("old", ["agree", "skip:amount", "district:620502", "back:contact"])
def test_an_old_button_below_the_card_submits_nothing(phone: Phone, old: str) -> None:
    """
    At the card only submit submits.
    """
    to_the_card(phone)

    said = phone.presses(old)

    assert "前面问题的" in said
    assert "submit" in phone.shown()
    assert all_cases(phone.database) == []


@pytest.mark.parametrize("old", ["skip:amount", "submit", "mend", "agree"])
def test_agree_pressed_again_or_an_old_button_at_the_story(phone: Phone, clock: SettableClock, old: str) -> None:
    """
    Agree tapped again later is no story.
    """
    phone.presses("complaint")
    phone.taps("agree")

    clock.advance(seconds=10)
    assert "经过讲给我听" in phone.presses(old)


def test_submit_pressed_twice_opens_one_case(door: Door, towns: Database) -> None:
    """
    A bad network, an impatient thumb: the second tap says that it is filed already, with its number.
    """
    phone = Phone(door, towns)
    number = phone.complains()

    said = phone.presses("submit")

    assert f"已经登记过了，工单号：{number}" in said
    assert only_case(towns).number == number


def test_submit_without_a_complaint_says_so(phone: Phone) -> None:
    """
    A submit button forwarded by a colleague files nothing.
    """
    assert "没有要提交的投诉" in phone.presses("submit")


@pytest.mark.parametrize("old", ["agree", "skip:amount", "mend:amount", "unknown", "district:620502"])
def test_old_buttons_after_all_is_done_are_told_so(phone: Phone, old: str) -> None:
    """
    Days later somebody taps into an old form: it does nothing, and says so.
    """
    phone.complains()

    assert "现在用不上了" in phone.presses(old)


def test_a_draft_survives_days_a_start_a_person_and_a_change_of_language(phone: Phone, clock: SettableClock) -> None:
    """
    Half told on Monday, interrupted by everything there is, finished nine days later with nothing told twice.
    """
    begins(phone)
    phone.says("秦州")
    phone.says("某某劳务队")
    assert "Good" not in phone.says("english")
    assert "How much are you still owed" in phone.last[-1].text
    assert "还欠您多少钱" in phone.says("中文")
    assert "没填完的投诉" in phone.says("/start")
    phone.says("法律援助怎么申请？")
    phone.presses("person")
    phone.taps("ask")
    clock.advance(days=9)

    assert "还欠您多少钱" in phone.taps("resume")
    phone.says("三万二")
    while "submit" not in phone.shown():
        card = phone.taps("skip")
    assert (row(card, "区县"), row(card, "单位或老板"), row(card, "还欠的钱")) == (
        "秦州区",
        "某某劳务队",
        "32,000 元（叁万贰仟元整）",
    )
    assert "登记好了" in phone.taps("submit")


@pytest.mark.parametrize("way", ["resume", "complaint", "接着填", "skip:employer"])
def test_every_way_back_into_a_draft_asks_the_open_question(phone: Phone, way: str) -> None:
    """
    Resume, complain again, or a tap into the old form: the open question stands there, and nothing was skipped by it.
    """
    comes_to(phone, "employer")
    phone.says("/start")

    said = phone.says(way) if way == "接着填" else phone.presses(way)

    assert "哪个单位或者老板" in said
    assert open_question(phone) == "employer"


@pytest.mark.parametrize("place", ["consent", "story", "review"])
def test_a_draft_is_resumed_wherever_it_was_left(phone: Phone, place: str) -> None:
    """
    At consent, at the story, at the card: resume shows what was shown.
    """
    shown = phone.presses("complaint")
    if place != "consent":
        shown = phone.taps("agree")
    if place == "review":
        phone.says(TOLD)
        shown = phone.taps("skip")
    phone.says("/start")

    assert phone.taps("resume") == shown


def test_resume_without_a_draft_begins_with_consent(phone: Phone) -> None:
    """
    An old resume button never leads past consent.
    """
    assert "您同意吗" in phone.presses("resume")


@pytest.mark.parametrize("word", ["进度", "帮助", "/help"])
def test_a_detour_comes_back_to_the_open_question(phone: Phone, word: str) -> None:
    """
    Looking at his cases or the help in the middle of the form, he finds the question again below.
    """
    comes_to(phone, "since")

    phone.says(word)

    assert len(phone.last) == 2
    assert open_question(phone) == "since"


def test_going_back_to_the_story_can_be_undone(phone: Phone) -> None:
    """
    A slip of the thumb back to the story costs nothing: skip goes on where the form was.
    """
    begins(phone)
    phone.taps("back")

    phone.taps("skip")

    assert open_question(phone) == "district"


@pytest.mark.parametrize("question", ["公司名要写全称吗？", "你们会不会收钱？"])
@pytest.mark.parametrize("name", ["employer", "contact"])
def test_a_question_is_no_name_and_no_telephone_number(phone: Phone, name: str, question: str) -> None:
    """
    Where any words will do, a plain question is still a question, also when we do not know its answer.
    """
    comes_to(phone, name)

    phone.says(question)

    assert open_question(phone) == name


def test_a_story_told_before_agreeing_need_not_be_told_again(phone: Phone) -> None:
    """
    Who answers the consent question with his whole story is asked to agree first, and then only for the gaps.
    """
    phone.presses("complaint")
    assert "请点“同意”" in phone.says(TOLD)

    phone.taps("agree")
    card = phone.taps("skip")

    assert TOLD in card
    assert row(card, "区县") == "麦积区（我读到的）"


def test_an_impatient_thumb_on_an_old_button_is_answered_once(phone: Phone, clock: SettableClock) -> None:
    """
    Two hundred taps on a button that is out of date: one answer, not four hundred messages.
    """
    comes_to(phone, "amount")
    clock.advance(seconds=30)
    assert "现在用不上了" in phone.presses("skip:district")

    for _ in range(5):
        assert phone.presses("skip:district") == ""

    assert open_question(phone) == "" or phone.taps("resume")


def test_a_caption_is_no_yes_unless_it_says_so(phone: Phone) -> None:
    """
    "This is a video of the site", below a video, while we ask for an IOU: nobody has said that there is one.
    """
    comes_to(phone, "has_iou")

    phone.sends("media", "这是工地视频", Attachment("video", file_id="v1"))

    assert open_question(phone) == "has_iou"
    phone.sends("media", "有", Attachment("photo", file_id="p1"))
    assert open_question(phone) != "has_iou"
