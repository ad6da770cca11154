"""A worker tells it once: his story is known for one, what it says is not asked again, and he can put it right."""

from decimal import Decimal

import pytest

from handlers.incoming import Attachment
from tests.conftest import SettableClock
from tests.handlers.stories import STORY, complaint_after, to_the_card, told
from tests.handlers.test_complaint import begins, open_question, row
from tests.handlers.town import MAIJI, Phone, all_cases, case, complaint, only_case


def test_a_story_is_known_for_one_and_offered_to_become_a_complaint(phone: Phone) -> None:
    """
    He asks for nothing, he tells: an article answers, what was understood is said back, and one tap begins.
    """
    said = phone.says(STORY)

    assert "条" in said.partition("我听到的是")[0], "no article of law"
    assert "80,000 元" in said
    assert "12 人" in said
    assert [it.id.partition(":")[0] for it in phone.last[-1].buttons] == ["complaint", "person"]


def test_what_he_told_before_is_not_asked_again(phone: Phone) -> None:
    """
    He tells it, agrees, and is asked only for what his story does not say; nothing is kept in a form before he agrees.
    """
    asked = told(phone, STORY)

    assert open_question(phone) == "employer"
    assert "（2/8）" in asked
    card = to_the_card(phone)
    assert row(card, "经过") == STORY
    assert row(card, "还欠的钱") == "80,000 元（捌万元整）（我读到的）"
    assert row(card, "区县") == "麦积区（我读到的）"
    assert row(card, "人数") == "12 人（我读到的）"
    phone.taps("submit")
    filed = complaint(phone.database, only_case(phone.database).number)
    assert (filed.amount, filed.headcount, filed.district) == (Decimal(80000), 12, MAIJI)


def test_a_story_in_several_messages_with_a_photo_in_between_is_one(phone: Phone) -> None:
    """
    As people write: one line, a picture, two more lines. All of it is the story, and the picture goes along.
    """
    phone.says("我们12个人在麦积区工地干活，欠8万块钱")
    phone.sends("media", "", Attachment("photo", file_id="p1"))
    phone.says("是天水红叶劳务有限公司欠的，包工头姓某")
    told(phone, "从今年3月一直干到5月，工资都没给")

    card = to_the_card(phone)
    assert row(card, "单位或老板") == "天水红叶劳务有限公司（我读到的）"
    assert row(card, "从什么时候").startswith("2026年3月")
    assert row(card, "附件") == "1 个"


def test_more_of_the_story_answers_what_was_still_open(phone: Phone) -> None:
    """
    Asked for the company he tells at length: the company is taken from it, and so is what else it says.
    """
    told(phone, STORY)
    phone.says("那个工地叫某某花园三期，公司是天水红叶劳务有限公司，当时说好了干完就给，我们从今年3月干到8月")

    card = to_the_card(phone)
    assert "天水红叶劳务有限公司" in row(card, "单位或老板")


def test_a_story_of_long_ago_does_not_begin_another_complaint(phone: Phone, clock: SettableClock) -> None:
    """
    He told a story, let it be, and complains a week later: it is not put into what he is about to tell.
    """
    phone.says(STORY)
    clock.advance(days=7)

    phone.says("我要投诉")

    assert "发生了什么" in phone.taps("agree") or "经过" in phone.last[-1].text
    assert open_question(phone) == ""


def test_the_offer_below_a_story_can_be_taken_up_later(phone: Phone, clock: SettableClock) -> None:
    """
    A week later he taps the button below the story itself: that story is meant.
    """
    phone.says(STORY)
    clock.advance(days=7)

    phone.taps("complaint:told")

    phone.taps("agree")
    assert row(to_the_card(phone), "经过") == STORY


def test_a_question_that_tells_hardly_anything_is_only_answered(phone: Phone) -> None:
    """
    "The boss owes me three months, what can I do?" is a question; nobody presses him to complain.
    """
    phone.says("老板拖欠我三个月工资怎么办")

    assert "complaint:told" not in [it.press for it in phone.buttons()]


def test_whoever_worked_elsewhere_is_not_asked_for_a_district_of_ours(phone: Phone) -> None:
    """
    A worker from here whose money is owed in another city: the city stands on the card, no list of our districts.
    """
    told(phone, "我们5个人在兰州市城关区工地干活，老板欠3万6不给")

    assert open_question(phone) != "district"
    assert "城关区" in row(to_the_card(phone), "干活的地方")


def test_a_date_that_has_not_come_yet_is_asked_again(phone: Phone) -> None:
    """
    A year mistyped is said to be so, and the question stays open.
    """
    begins(phone)
    while open_question(phone) != "since":
        phone.taps("skip")

    assert "还没有到" in phone.says("2031年5月")
    assert open_question(phone) == "since"


def test_two_employers_who_owe_are_not_made_one_sum(phone: Phone) -> None:
    """
    Each owes something: no sum is taken, it is asked, and the story keeps both.
    """
    story = "我在麦积区干活，天水红叶劳务有限公司欠我2万，后来去的天水绿叶劳务有限公司又欠我3万，都不给"
    begins(phone, story)

    assert complaint_after(phone).amount is None


def test_a_petition_of_three_thousand_characters_is_kept_whole(phone: Phone) -> None:
    """
    He pastes a letter: every character is in the story, the card shows its beginning.
    """
    letter = "尊敬的领导，我们在麦积区某某工地干活，被欠工钱。" + "我们多次去要，每次都说等等。" * 220
    begins(phone, letter)

    assert complaint_after(phone).story == letter


def test_of_a_very_long_story_beginning_and_end_are_read(phone: Phone) -> None:
    """
    He pastes page after page and adds the company's name at last: what stands first and last is on the card.
    """
    begins(phone, f"{STORY}。" + "我们多次去要，每次都说等等。" * 400)
    phone.says("这个公司叫天水红叶劳务有限公司，当时说好了干完就给钱，后来人也找不到了，电话也不接")

    card = to_the_card(phone)
    assert row(card, "还欠的钱").startswith("80,000 元")
    assert "天水红叶劳务有限公司" in row(card, "单位或老板")


@pytest.mark.parametrize(
    ("story", "kind", "asks"),
    [
        ("我在秦州区一家饭店上班，老板昨天突然把我辞退了，没有说原因，也不给补偿", "dismissal", "happened"),
        ("我上班时手被机器轧断了，住院做了手术，公司不给我认定工伤", "injury", "treated"),
    ],
)
def test_what_a_story_is_about_decides_what_is_asked(phone: Phone, story: str, kind: str, asks: str) -> None:
    """
    Somebody dismissed or injured is asked what decides his case, and the case has its kind.
    """
    begins(phone, story)
    asked = []
    while "submit" not in phone.shown():
        asked.append(open_question(phone))
        phone.taps("skip")

    assert asks in asked
    assert "amount" not in asked
    phone.taps("submit")
    assert only_case(phone.database).kind == kind


def test_the_kind_can_be_mended_and_its_questions_follow(phone: Phone) -> None:
    """
    Taken for wages, it is about a dangerous scaffold: after 改 only what that needs is asked, and it goes to the union.
    """
    begins(phone, STORY)
    to_the_card(phone)
    phone.taps("mend")
    phone.taps("mend:kind")
    phone.taps("kind:safety")

    asked = []
    while "submit" not in phone.shown():
        asked.append(open_question(phone))
        phone.taps("skip")
    assert asked == ["site", "ongoing"]
    phone.taps("submit")
    opened = only_case(phone.database)
    assert (opened.kind, opened.status, opened.urgency, opened.offered_to) == ("safety", "received", "high", None)
    assert opened.owner.startswith("S")


def test_nothing_becomes_a_case_without_his_tap(phone: Phone) -> None:
    """
    A story alone, and a story with the offer refused, leave no complaint behind.
    """
    phone.says(STORY)
    phone.taps("complaint")
    phone.taps("cancel")

    assert all_cases(phone.database) == []


def test_ten_workers_are_not_kept_waiting_like_one(phone: Phone) -> None:
    """
    Twelve people owed make the case urgent from the start.
    """
    told(phone, STORY)
    to_the_card(phone)
    phone.taps("submit")

    assert case(phone.database, only_case(phone.database).number).urgency == "high"


def test_a_story_told_in_bits_is_one(phone: Phone) -> None:
    """
    Five short lines, none of which is a story: together they are offered, and every line of them is kept.
    """
    bits = ("我在秦州区一个工地上干活", "干了43天，一天260", "包工头姓某，一分钱没给", "就我们6个人", "他电话也不接")
    asked = told(phone, *bits)

    assert "/8）" in asked
    card = to_the_card(phone)
    assert all(bit in card for bit in bits)
    assert row(card, "人数") == "6 人（我读到的）"


def test_what_he_adds_after_the_offer_is_not_answered_like_a_question(phone: Phone) -> None:
    """
    "Go on writing if you left something out": what he writes then goes along, without titles that have nothing to do
    with it.
    """
    phone.says(STORY)

    said = phone.says("他电话也不接")

    assert "要不要登记成投诉" in said
    assert "您问的是哪一个" not in said
    assert "不敢乱说" not in said


def test_the_little_he_said_before_is_shown_when_the_story_is_asked(phone: Phone) -> None:
    """
    He said one thing, then taps "complain": it is there already, and he goes on from it instead of saying it again.
    """
    phone.says("公司五年没给我交社保")
    phone.taps("complaint")

    asked = phone.taps("agree")

    assert "您讲过的经过" in asked
    assert "公司五年没给我交社保" in asked


@pytest.mark.parametrize("answer", ["明年3月", "下个月"])
def test_next_year_is_no_date_since_when_money_is_owed(phone: Phone, answer: str) -> None:
    """
    A slip is said to be one; it is not taken for this year's month.
    """
    begins(phone)
    while open_question(phone) != "since":
        phone.taps("skip")

    assert "还没有到" in phone.says(answer)
    assert open_question(phone) == "since"


def test_a_smiley_is_no_answer_and_no_story(phone: Phone) -> None:
    """
    Whoever sends a row of smileys has not named his employer, nor told a story, nor asked what nobody can answer.
    """
    assert "不敢乱说" not in phone.says("😭😭😭")
    begins(phone, "😭😭😭😭😭😭😭😭😭")
    assert "再多说几句" in phone.last[-1].text
    phone.says(STORY)
    assert open_question(phone) == "employer"

    phone.says("😭😭😭")

    assert open_question(phone) == "employer"
