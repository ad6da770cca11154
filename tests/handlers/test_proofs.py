"""The evidence coach: a worker says what a photo shows, reads what he has, and hears the one thing to look for next."""

from dataclasses import replace

import pytest

from cases.office import Office
from handlers.receive import Door
from storage import files
from storage.database import Database
from tests.handlers.owner import accepted, write
from tests.handlers.sending import PHOTO, STICKER, VOICE, in_a_form, kept, of_case, sends
from tests.handlers.town import Phone

IN_ONE_ROW = 4


def proves(phone: Phone) -> list[str]:
    return [one.proves for one in kept(phone)]


def in_hand(phone: Phone, office: Office) -> str:
    """A case about which his lawyer has just written to him; returns its number."""
    number = accepted(phone, office)
    write(phone, office, number, "请把证据发来")
    return number


def has_come(phone: Phone, number: str, sha256: str = "aa") -> None:
    """What was announced of a case is here."""
    for one in of_case(phone, number):
        if one.status == "announced":
            phone.database.call(lambda tx, it=one: files.kept(tx, it.id, size=5, sha256=sha256))  # type: ignore[misc]


def test_one_tap_says_what_a_photo_shows(phone: Phone) -> None:
    """
    A photo in a form may be named with one tap, short words four in a row; the form asks on, named or not.
    """
    asked = in_a_form(phone)
    said = sends(phone, "media", "", PHOTO)
    assert said.endswith(asked)
    shown = [it for it in phone.buttons() if it.id.startswith("shows:")]
    assert [it.label for it in shown] == ["欠条", "工资条", "考勤", "合同", "聊天记录", "转账", "公告牌", "其他"]
    assert [place for place, it in enumerate(shown) if not it.beside] == [0, IN_ONE_ROW]

    said = phone.presses(shown[0].press)

    assert said.startswith("记下了：欠条。")
    assert said.endswith(asked)
    assert proves(phone) == ["iou"]


def test_nobody_has_to_name_a_photo(phone: Phone) -> None:
    """
    Who goes on with the form without a tap has his photo all the same; what it shows stays unknown.
    """
    in_a_form(phone)
    sends(phone, "media", "", PHOTO)
    phone.taps("skip")

    assert proves(phone) == [""]


def test_a_caption_names_its_photo(phone: Phone) -> None:
    """
    "欠条" under a photo says it: nothing is asked, and if it was misread one tap takes it back.
    """
    in_a_form(phone)
    sends(phone, "media", "这是欠条", PHOTO)
    assert proves(phone) == ["iou"]
    [taken_back] = [it for it in phone.buttons() if it.id.startswith("shows:")]
    assert taken_back.label == "欠条？不是"

    phone.presses(taken_back.press)
    phone.presses(next(it.press for it in phone.buttons() if it.label == "工资条"))

    assert proves(phone) == ["payslip"]


@pytest.mark.parametrize("captioned", [0, 1, 2])
def test_an_album_is_named_as_a_whole(phone: Phone, captioned: int) -> None:
    """
    Three pages of one contract, with the word under any of them, are all the contract.
    """
    in_a_form(phone)
    for n in range(3):
        caption = "合同" if n == captioned else ""
        sends(phone, "media", caption, replace(PHOTO, file_id=f"r{n}"), album="g", message=f"{n}")

    assert proves(phone) == ["contract"] * 3


def test_ten_albums_get_ten_short_answers(phone: Phone) -> None:
    """
    Ten albums of ten photos at once are answered once each, and every photo is there.
    """
    in_a_form(phone)
    said = [
        sends(phone, "media", "", replace(PHOTO, file_id=f"{album}-{n}"), album=f"g{album}", message=f"{album}-{n}")
        for n in range(10)
        for album in range(10)
    ]

    assert sum("照片" in one for one in said) == 10
    assert sum(bool(one) for one in said) == 10
    assert len(kept(phone)) == 100


def test_a_voice_note_or_a_sticker_is_not_asked_about(phone: Phone) -> None:
    """
    A voice note is waiting for a person, and a sticker shows nothing.
    """
    in_a_form(phone)
    for sent in (VOICE, STICKER):
        sends(phone, "media", "", sent)
        assert not any(it.id.startswith("shows:") for it in phone.buttons())


def test_something_else_may_be_named_more_closely(phone: Phone, office: Office) -> None:
    """
    "其他" is an answer; who taps it sees what else proves something in such a case, and need not choose.
    """
    number = in_hand(phone, office)
    sends(phone, "media", "", PHOTO)
    phone.presses(next(it.press for it in phone.buttons() if it.label == "其他"))
    assert [one.proves for one in of_case(phone, number)] == ["other"]

    phone.presses(next(it.press for it in phone.buttons() if it.label == "记工本"))

    assert [one.proves for one in of_case(phone, number)] == ["diary"]


def test_a_photo_of_somebody_else_cannot_be_named(phone: Phone, door: Door, town: Database) -> None:
    """
    The button of a stranger's photo changes nothing.
    """
    theirs = Phone(door, town, address="4712")
    in_a_form(theirs)
    sends(theirs, "media", "", PHOTO)
    press = next(it.press for it in theirs.buttons() if it.label == "欠条")
    phone.says("你好")

    assert "没有找到这张照片" in phone.presses(press)
    assert proves(theirs) == [""]


def test_the_list_says_what_there_is_and_what_is_next(phone: Phone, office: Office) -> None:
    """
    From 进度 he comes to his list: an IOU proves pay and arrears, a voice note waits for a person, and one thing is
    named to look for next, with how to get it and the law behind it.
    """
    number = in_hand(phone, office)
    sends(phone, "media", "欠条", PHOTO)
    sends(phone, "media", "", VOICE)
    phone.says("进度")

    said = phone.taps("proofs")

    assert f"工单 {number} 的证据" in said
    assert "✓ 还欠多少：欠条 1" in said
    assert "○ 给这家干过活：还没有" in said
    assert "语音、录音 1 段：等工作人员来听" in said
    assert "下一样可以找：合同" in said
    assert "依据：《劳动合同法》第16条" in said


def test_another_tap_goes_on_to_the_next(phone: Phone) -> None:
    """
    Who cannot get one thing taps on to another, each once, to a kind end; nothing is ever demanded.
    """
    number = phone.complains()
    said = [phone.presses(f"proofs:{number}")]
    while any(it.label == "换一样" for it in phone.buttons()):
        said.append(phone.presses(next(it.press for it in phone.buttons() if it.label == "换一样")))

    named = [line for one in said for line in one.splitlines() if line.startswith("下一样可以找：")]
    assert len(set(named)) == len(named) > 10
    assert any("录屏" in one and "头像" in one for one in said)
    assert "没有的不要紧" in said[-1]


def test_what_nobody_named_can_be_named_from_the_list(phone: Phone, office: Office) -> None:
    """
    Photos of unknown content are counted, and shown to him once more to be named.
    """
    number = in_hand(phone, office)
    sends(phone, "media", "", PHOTO)
    assert "还没说是什么的 1 份" in phone.presses(f"proofs:{number}")

    phone.presses(next(it.press for it in phone.buttons() if it.label == "说说照片是什么"))
    assert [len(it.files) for it in phone.last] == [1]
    phone.presses(next(it.press for it in phone.buttons() if it.label == "考勤"))

    assert "✓ 干了哪些天、多少活：考勤 1" in phone.taps("proofs")


def test_the_same_photo_is_counted_once(phone: Phone, office: Office) -> None:
    """
    An IOU sent twice is one proof in the list, and both copies are kept.
    """
    number = in_hand(phone, office)
    for n in range(2):
        sends(phone, "media", "欠条", replace(PHOTO, file_id=f"r{n}"), message=f"{n}")
        has_come(phone, number)

    assert "欠条 1" in phone.presses(f"proofs:{number}")
    assert len(of_case(phone, number)) == 2


def test_the_word_alone_leads_to_the_list(phone: Phone) -> None:
    """
    "证据" shows the list of the one case there is; of none it says how to begin, of two it asks which.
    """
    assert "您还没有登记过投诉" in phone.says("证据")
    number = phone.complains()
    assert f"工单 {number} 的证据" in phone.says("证据")
    phone.complains()

    assert "看哪个工单的证据" in phone.says("证据")
    assert phone.shown() == ["proofs", "proofs"]


def test_the_list_of_a_stranger_stays_closed(phone: Phone, door: Door, town: Database) -> None:
    """
    The number of somebody else's case shows nothing of it.
    """
    number = Phone(door, town, address="4712").complains()

    assert "没有找到这个工单" in phone.presses(f"proofs:{number}")


def test_the_coach_speaks_english(phone: Phone) -> None:
    """
    In English the list and the next proof are English.
    """
    number = phone.complains()
    phone.says("English")

    said = phone.presses(f"proofs:{number}")

    assert f"Proof for case {number}" in said
    assert "Look for this next: Contract" in said
