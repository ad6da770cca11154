"""Letters between a worker and whoever has his case, neither of whom learns who the other is."""

from cases.office import Office
from tests.handlers.owner import accepted, letters, write
from tests.handlers.town import Phone, case


def test_words_after_a_letter_in_the_middle_of_a_form(phone: Phone, office: Office) -> None:
    """
    A letter comes while he fills in a second complaint: what he types next is not swallowed by the form unasked.
    """
    number = accepted(phone, office)
    phone.presses("complaint")
    phone.taps("agree")
    write(phone, office, number, "请问证人电话是多少？")

    assert number in phone.says("证人电话是 138-0000-0000，姓某")
    phone.taps("reply")

    assert letters(phone, number) == ["证人电话是 138-0000-0000，姓某"]
    assert "经过讲给我听" in phone.taps("resume")


def test_a_greeting_ends_the_writing_to_a_lawyer(phone: Phone, office: Office) -> None:
    """
    After /start a question is answered by us and does not go to the lawyer.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请把材料带来。")
    phone.says("/start")

    assert "转给" not in phone.says("申请法律援助要看家里穷不穷")
    assert letters(phone, number) == []


def test_letters_go_to_the_owner_and_back(phone: Phone, office: Office) -> None:
    """
    The lawyer writes, the worker answers by just typing; neither sees a name or a number of the other.
    """
    number = accepted(phone, office)

    said = write(phone, office, number, "考勤表还在您手上吗？")

    assert "考勤表还在您手上吗？" in said
    assert all(name not in said for name in ("王律师", "李律师", "L01", "L02"))
    assert "已经转给办您这件事的人" in phone.says("在，我拍了照片。")
    assert letters(phone, number) == ["在，我拍了照片。"]
    assert case(phone.database, number).status == "working"


def test_ask_takes_the_worker_back_to_questions(phone: Phone, office: Office) -> None:
    """
    With a letter in hand a question goes to the lawyer; after "ask something else" it is answered again.
    """
    number = accepted(phone, office)
    write(phone, office, number, "您好")
    phone.says("法律援助怎么申请？")
    assert letters(phone, number) == ["法律援助怎么申请？"]

    phone.taps("ask")

    assert "依据：" in phone.says("法律援助怎么申请？")
    assert len(letters(phone, number)) == 1


def test_reply_chooses_among_several_cases(phone: Phone) -> None:
    """
    With two cases, reply below one of them sends what is written to that one.
    """
    first, second = phone.complains(), phone.complains()
    phone.says("进度")
    phone.taps(f"reply:{first}")

    phone.says("补充：我还有一张欠条。")

    assert letters(phone, first) == ["补充：我还有一张欠条。"]
    assert letters(phone, second) == []


def test_what_is_added_after_submitting_reaches_the_case(phone: Phone) -> None:
    """
    The button below the number lets him add what he forgot.
    """
    number = phone.complains()
    phone.presses(f"reply:{number}")

    phone.says("工头姓高。")

    assert letters(phone, number) == ["工头姓高。"]


def test_a_photo_for_a_case_is_noted_in_it(phone: Phone, office: Office) -> None:
    """
    The owner learns that something came, with its caption, cleaned of what no page can show.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")

    phone.sends("media", "欠条\ud800在这")
    phone.sends("location")
    phone.sends("other")

    assert letters(phone, number) == ["[文件] 欠条在这", "[位置]"]


def test_writing_to_a_case_that_has_ended_says_how_to_reopen_it(phone: Phone, office: Office) -> None:
    """
    A letter in hand, the case withdrawn meanwhile: he is told that it ended and offered to reopen it.
    """
    number = accepted(phone, office)
    write(phone, office, number, "您好")
    phone.presses(f"withdraw_yes:{number}")

    assert "已经结束" in phone.says("我再补充一点")
    assert "unsolved" in phone.shown()
    assert "依据：" in phone.says("法律援助怎么申请？")


def test_what_is_remembered_after_submitting_can_be_added(phone: Phone, office: Office) -> None:
    """
    "对了，还有一个工友" after the number was given is offered to be added to the case, and one tap adds it.
    """
    number = accepted(phone, office)
    phone.says("对了，还有一个工友也没拿到钱，他叫某某")

    phone.taps("reply")

    assert letters(phone, number) == ["对了，还有一个工友也没拿到钱，他叫某某"]
