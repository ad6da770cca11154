"""To whom words, files, numbers and places belong when a form and a case are open beside each other."""

from dataclasses import replace
from functools import partial

import pytest

from cases.office import Office
from handlers.receive import Door
from storage import sending
from storage.database import Database
from tests.handlers.owner import accept, write
from tests.handlers.sending import PHOTO, in_a_form, kept, of_case, recorded, sends
from tests.handlers.test_complaint import FIELDS
from tests.handlers.town import Phone, all_cases, case, complaint

DESPAIR = "要不到钱，我不想活了"


@pytest.fixture
def both(door: Door, towns: Database) -> Phone:
    """A worker's phone on each engine in turn."""
    return Phone(door, towns)


def delivered(phone: Phone, says: str) -> str:
    """Let everything arrive as a channel does; returns the channel's id of the last message that says this."""
    found = ""
    while due := phone.database.call(lambda tx: sending.lease(tx, phone.channel, limit=10, seconds=60)):
        for one in due:
            phone.database.call(partial(sending.sent, promised_id=one.id, receipt=f"our-{one.n}"))
            found = f"our-{one.n}" if says in one.message.text else found
    assert found, f"nothing says {says}"
    return found


def number_of(phone: Phone, kind: str, urgency: str) -> str:
    """The one case of this kind."""
    [number] = [it.number for it in all_cases(phone.database) if (it.kind, it.urgency) == (kind, urgency)]
    return number


def photos(phone: Phone, count: int, called: str) -> None:
    """So many pictures, one after the other."""
    for n in range(count):
        sends(phone, "media", "", replace(PHOTO, file_id=f"{called}{n}"))


def to_the_end(phone: Phone) -> str:
    """Skip what is still asked and submit; returns the case's number."""
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")
    return number_of(phone, "wages", "normal")


def test_a_reply_to_the_receipt_goes_to_its_case(both: Phone) -> None:
    """
    He is in touch with the staff, files a complaint, and replies to "登记好了": his words are for the complaint.
    """
    both.presses("person")
    number = both.complains()
    receipt = delivered(both, "登记好了")

    said = sends(both, "text", "工头姓高", reply_to=receipt)

    assert number in said
    assert recorded(both, number, "from_worker") == ["工头姓高"]
    assert recorded(both, number_of(both, "other", "high"), "from_worker") == []


def test_a_reply_to_what_was_said_of_a_danger_goes_to_the_staff_on_duty(both: Phone, office: Office) -> None:
    """
    A lawyer has written since; a reply to "交到值班人员的台上" is for the staff on duty all the same.
    """
    number = both.complains(district="秦州")
    accept(both, office, number)
    both.reads()
    both.says(DESPAIR)
    ours = delivered(both, "交到值班人员的台上")
    write(both, office, number, "请把材料带来")

    sends(both, "text", "我在渭河桥上", reply_to=ours)

    assert recorded(both, number_of(both, "other", "urgent"), "from_worker") == ["我在渭河桥上"]
    assert recorded(both, number, "from_worker") == []


@pytest.mark.parametrize(
    ("press", "says"),
    [("status", "您的工单"), ("reply", "请写吧"), ("withdraw", "您确定要撤回"), ("person", "告诉值班人员")],
)
def test_whatever_names_a_case_leads_to_it(phone: Phone, press: str, says: str) -> None:
    """
    Where it stands, that he may write, whether he is sure, that the staff know: each is about that one case.
    """
    number = phone.complains()
    phone.presses(press if press in ("status", "person") else f"{press}:{number}")
    ours = delivered(phone, says)
    phone.presses("ask")

    sends(phone, "text", "我补充一句", reply_to=ours)

    meant = number_of(phone, "other", "high") if press == "person" else number
    assert recorded(phone, meant, "from_worker") == ["我补充一句"]


def test_a_reply_to_the_question_asked_again_is_an_answer(phone: Phone) -> None:
    """
    In the form he looks where his case stands; the question that is asked again below is the form's, not the case's.
    """
    number = phone.complains()
    in_a_form(phone, "headcount")
    phone.presses("status")

    said = sends(phone, "text", "12个", reply_to=delivered(phone, "一共几个人"))

    assert "建筑工地" in said
    assert recorded(phone, number, "from_worker") == []


@pytest.mark.parametrize(("what", "urgency"), [(DESPAIR, "urgent"), ("人工", "high")])
def test_the_files_of_a_form_stay_with_it(both: Phone, what: str, urgency: str) -> None:
    """
    Five pictures before and two in the form are counted to it; in danger, or asking for a person, none leaves it.
    """
    photos(both, 5, "before")
    in_a_form(both)
    photos(both, 2, "within")

    both.says(what)

    waiting = number_of(both, "other", urgency)
    assert of_case(both, waiting) == []
    assert "7 个文件" in complaint(both.database, waiting).story
    both.taps("resume")
    assert len(of_case(both, to_the_end(both))) == 7


def test_danger_under_a_photo_in_a_form_takes_only_that_photo(both: Phone) -> None:
    """
    The photo with the cry goes to the staff; the one before it stays with the form.
    """
    in_a_form(both)
    photos(both, 1, "within")

    sends(both, "media", DESPAIR, replace(PHOTO, file_id="cry"))

    assert len(of_case(both, number_of(both, "other", "urgent"))) == 1
    assert len(kept(both)) == 1


def test_a_photo_beside_a_form_takes_nothing_of_it_along(both: Phone) -> None:
    """
    With a form waiting he sends a picture for an older case: that one goes there, with its words, and nothing else.
    """
    number = both.complains()
    in_a_form(both)
    photos(both, 2, "within")
    sends(both, "contact", "13900001111", contact="own")
    both.says("/start")

    said = sends(both, "media", "这是欠条", replace(PHOTO, file_id="beside"))
    assert "没填完的投诉" in said
    assert "resume" in both.shown()
    both.taps("belongs")

    assert len(of_case(both, number)) == 1
    assert recorded(both, number, "file_from_worker") == ["[照片] 这是欠条"]
    assert len(kept(both)) == 2


def test_a_photo_beside_a_form_can_go_with_it(phone: Phone) -> None:
    """
    Asked what the picture is, he goes on with the form: it and its words are part of the complaint.
    """
    in_a_form(phone)
    phone.says("/start")
    sends(phone, "media", "这是欠条", PHOTO)

    phone.taps("resume")
    number = to_the_end(phone)

    assert len(of_case(phone, number)) == 1
    assert "这是欠条" in complaint(phone.database, number).story


def test_numbers_given_anywhere_in_the_form_are_sealed(both: Phone) -> None:
    """
    His card, another's card and a number typed elsewhere stand in the guarded contact, and not a digit in the story.
    """
    sends(both, "contact", "13900001111", contact="own")
    in_a_form(both, "headcount")
    sends(both, "contact", "王工 13900002222", contact="other")
    both.says("13900001111 晚上八点以后")

    while "submit" not in both.shown():
        said = both.taps("skip")
    assert "联系方式：13900001111" in said
    filed = complaint(both.database, to_the_end(both))

    assert filed.contact == "13900001111；13900001111 晚上八点以后；[别人的电话] 王工 13900002222"
    assert "1390000" not in filed.story


def test_his_own_number_is_offered_when_the_contact_is_asked(phone: Phone) -> None:
    """
    Shared before, it need not be typed: one tap answers; on the card he can still put another in its place.
    """
    in_a_form(phone, "headcount")
    sends(phone, "contact", "+8613900001111", contact="own")
    for _ in FIELDS[4:7]:
        phone.taps("skip")
    assert any(it.press == "contact:+8613900001111" and "+8613900001111" in it.label for it in phone.buttons())

    assert "联系方式：+8613900001111\n" in f"{phone.taps('contact')}\n"
    phone.taps("mend")
    phone.taps("mend:contact")
    phone.says("13900003333")

    assert complaint(phone.database, to_the_end(phone)).contact == "13900003333"


def test_a_place_sent_early_is_offered_when_the_district_is_asked(phone: Phone) -> None:
    """
    Sent at the story, the place stands there in words, and its county is the first to be tapped.
    """
    phone.presses("complaint")
    phone.taps("agree")
    sends(phone, "location", "34.57,105.90")
    phone.says("给人干了一阵子活，到现在一直拖着不给钱，要了几回都没有用。")

    assert phone.buttons()[0].id == "district:620503"
    assert "您发的位置" in phone.buttons()[0].label
    phone.taps("district:620503")
    story = complaint(phone.database, to_the_end(phone)).story
    assert "他发了一个位置（麦积区附近）" in story
    assert "105.9" not in story


@pytest.mark.parametrize("cry", [DESPAIR, "人工"])
def test_after_he_chose_the_form_nothing_is_asked_twice(phone: Phone, cry: str) -> None:
    """
    After danger or 人工 he taps 接着填 and answers: the answer is the form's, and nobody speaks of a letter.
    """
    in_a_form(phone, "headcount")
    phone.says(cry)
    phone.taps("resume")

    said = phone.says("12个")

    assert "建筑工地" in said
    assert "值班人员" not in said


def test_words_kept_while_we_ask_need_not_be_written_again(phone: Phone, office: Office) -> None:
    """
    A letter did come in between: one tap says that the words are for the form, and they are its answer.
    """
    number = phone.complains(district="秦州")
    accept(phone, office, number)
    in_a_form(phone, "headcount")
    write(phone, office, number, "请把材料带来")

    said = phone.says("12个")
    assert "不用再写" in said
    assert phone.shown() == ["reply", "resume"]
    said = phone.taps("resume")

    assert "建筑工地" in said
    for _ in FIELDS[5:]:
        phone.taps("skip")
    assert "人数：12 人" in "\n".join(it.text for it in phone.last)
    assert recorded(phone, number, "from_worker") == []


def test_words_kept_at_one_question_answer_no_other(phone: Phone, office: Office) -> None:
    """
    Asked whom "12个" was for, he skips instead: a later 接着填 asks the open question and takes no old words.
    """
    number = phone.complains(district="秦州")
    accept(phone, office, number)
    in_a_form(phone, "amount")
    write(phone, office, number, "请把材料带来")
    phone.says("12个")
    asked = phone.presses("skip:amount")

    assert phone.presses("resume") == asked
    assert recorded(phone, number, "from_worker") == []


def test_words_kept_while_we_ask_can_go_to_the_staff(phone: Phone, office: Office) -> None:
    """
    The staff on duty have written in between: the question names them, and one tap gives them the words.
    """
    in_a_form(phone, "headcount")
    phone.presses("person")
    number = number_of(phone, "other", "high")
    phone.presses("ask")
    phone.taps("resume")
    write(phone, office, number, "您在哪里？")

    said = phone.says("我在火车站")
    assert "值班人员" in said
    phone.taps("reply")

    assert recorded(phone, number, "from_worker") == ["我在火车站"]


def test_asking_for_a_person_in_a_form_shows_the_way_back(phone: Phone) -> None:
    """
    人工 in the form: the draft is kept, he reads so, and one tap goes on, the second time too.
    """
    asked = in_a_form(phone, "headcount")

    for _ in range(2):
        assert "没填完的投诉" in phone.says("人工")
        assert "resume" in phone.shown()
    assert phone.taps("resume") == asked


@pytest.mark.parametrize("asking", ["since", "employer", "contact", "headcount"])
def test_a_caption_that_answers_nothing_is_the_photos(phone: Phone, asking: str) -> None:
    """
    A photo with "这是工牌" while something else is asked: it arrived, the question again, and no scolding.
    """
    asked = in_a_form(phone, asking)

    said = sends(phone, "media", "这是工牌", PHOTO)

    assert len(phone.last) == 2
    assert said.endswith(asked)
    assert "[照片] 这是工牌" in complaint(phone.database, to_the_end(phone)).story


def test_a_caption_that_answers_is_the_answer(phone: Phone) -> None:
    """
    A photo with "2026年3月" when it is asked since when is an answer and a photo.
    """
    in_a_form(phone, "since")

    assert "一共几个人" in sends(phone, "media", "2026年3月", PHOTO)


def test_twelve_is_no_way_to_reach_him(phone: Phone) -> None:
    """
    "12个" is no contact; he is told what is, an account or words will do, and he may still skip.
    """
    in_a_form(phone, "contact")

    said = phone.says("12个")

    assert "请写一个电话" in said
    assert "skip" in phone.shown()
    assert "联系方式：微信" in phone.says("微信 wang_2026")


def test_an_impatient_thumb_is_not_answered_twice(phone: Phone) -> None:
    """
    The same button twice at once: the second tap says nothing and skips nothing.
    """
    in_a_form(phone, "amount")

    phone.presses("skip:amount")
    assert phone.presses("skip:amount") == ""

    assert "一共几个人" in phone.says("今年3月")


def test_since_when_is_read_from_a_plain_story(phone: Phone) -> None:
    """
    Who tells since when he is owed is not asked again; who tells only since when he worked is.
    """
    phone.presses("complaint")
    phone.taps("agree")
    phone.says("我在麦积区砌墙，老板从今年3月开始欠我三万二，要了几回都不给")
    while "submit" not in phone.shown():
        assert not any(it.at == "since" for it in phone.buttons())
        said = phone.taps("skip")

    assert "从什么时候：2026年3月（农历正月到二月）（我读到的）" in said
    assert case(phone.database, to_the_end(phone)).kind == "wages"
