"""Photos, albums, voice notes, files: where they go, and what the worker is told."""

from dataclasses import replace

import pytest

from cases.office import Office
from cases.policy import Policy
from handlers.arriving import FETCH_FILE, LARGEST
from handlers.incoming import Attachment, Kind
from handlers.receive import Door
from storage import files, tasks, uploads
from storage.database import Database
from tests.conftest import SettableClock
from tests.handlers.owner import accepted, write
from tests.handlers.sending import PHOTO, STICKER, VOICE, about, in_a_form, kept, of_case, recorded, sends
from tests.handlers.town import VAGUE_STORY, Phone, only_case


def test_a_first_message_that_is_only_a_photo_is_asked_about(phone: Phone) -> None:
    """
    Somebody who begins with a photo hears who we are and what he can tap; it is part of the complaint he then files.
    """
    said = sends(phone, "media", "", PHOTO)

    assert said.startswith("这里是工会12351热线。照片收到了，存好了。")
    assert phone.shown() == ["complaint", "person"]
    number = phone.complains()
    assert [(one.kind, one.status) for one in of_case(phone, number)] == [("photo", "announced")]
    assert kept(phone) == []


def test_every_file_is_to_be_fetched(phone: Phone) -> None:
    """
    With the photo itself a task is written down that fetches it, so that no crash in between forgets it.
    """
    sends(phone, "media", "", PHOTO)

    [file] = kept(phone)
    assert phone.database.read(lambda tx: tasks.exists_open(tx, FETCH_FILE, file.id))
    assert phone.database.read(lambda tx: files.hidden(tx, file)).remote == "remote-1"


def test_the_card_says_how_many_files_go_along(phone: Phone) -> None:
    """
    Photos sent while the form is filled in stay with it, the open question comes again, the card counts them.
    """
    asked = in_a_form(phone)

    said = sends(phone, "media", "", PHOTO)
    assert "一共 1 个" in said
    assert said.endswith(asked)
    sends(phone, "media", "", replace(PHOTO, file_id="other"))
    while "submit" not in phone.shown():
        said = phone.taps("skip")

    assert "附件：2 个" in said
    phone.taps("submit")
    assert len(of_case(phone, only_case(phone.database).number)) == 2


def test_a_photo_for_a_case_he_has(phone: Phone) -> None:
    """
    Somebody with an open case taps its number below the question what the photo is; its caption goes along.
    """
    number = phone.complains()
    sends(phone, "media", "这是欠条", PHOTO)

    said = phone.taps(f"belongs:{number}")

    assert number in said
    assert len(of_case(phone, number)) == 1
    assert recorded(phone, number, "file_from_worker") == ["[照片] 这是欠条"]
    assert "没有找到" in phone.presses(f"belongs:{number}")


def test_a_photo_for_somebody_elses_case(phone: Phone, door: Door, town: Database) -> None:
    """
    The number of a stranger's case takes nothing in.
    """
    number = Phone(door, town, address="4712").complains()
    sends(phone, "media", "", PHOTO)

    assert "没有找到这个工单" in phone.presses(f"belongs:{number}")
    assert of_case(phone, number) == []


def test_a_photo_while_writing_to_a_lawyer(phone: Phone, office: Office) -> None:
    """
    With a case in hand a photo goes to it at once, its caption with it, and the worker reads where it went.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")

    said = sends(phone, "media", "欠条在这", PHOTO)

    assert number in said
    assert [one.kind for one in of_case(phone, number)] == ["photo"]
    assert recorded(phone, number, "file_from_worker") == ["欠条在这"]


@pytest.mark.parametrize("shared", ["a photo", "a voice note", "a place", "a contact", "his own contact"])
def test_what_answers_a_case_that_has_ended(phone: Phone, office: Office, shared: str) -> None:
    """
    The case has ended meanwhile: what he sends is kept there, and he is told so and offered to reopen it; nobody
    promises that it was passed on.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")
    about(phone, number, "901")
    phone.presses(f"withdraw_yes:{number}")
    ways: dict[str, tuple[Kind, str, tuple[Attachment, ...], str | None]] = {
        "a photo": ("media", "钱又没给", (PHOTO,), None),
        "a voice note": ("media", "", (VOICE,), None),
        "a place": ("location", "34.57,105.90", (), None),
        "a contact": ("contact", "王工 13800138000", (), "other"),
        "his own contact": ("contact", "13800138001", (), "own"),
    }
    kind, text, sent, contact = ways[shared]

    said = sends(phone, kind, text, *sent, reply_to="901", contact=contact)

    assert "已经结束" in said
    assert "转给" not in said
    assert phone.shown() == ["unsolved", "person"]
    assert len(of_case(phone, number)) == len(sent)


def test_a_photo_put_into_a_case_that_has_ended(phone: Phone, office: Office) -> None:
    """
    He taps the number of a case that ended meanwhile: the photo is kept there, and he is told how to reopen it.
    """
    number = accepted(phone, office)
    sends(phone, "media", "", PHOTO)
    phone.presses(f"withdraw_yes:{number}")

    said = phone.presses(f"belongs:{number}")

    assert "已经结束" in said
    assert "unsolved" in phone.shown()
    assert len(of_case(phone, number)) == 1
    assert "依据：" in phone.says("法律援助怎么申请？")


@pytest.mark.parametrize("captioned", [0, 1, 2])
def test_an_album_is_answered_once_whatever_its_order(phone: Phone, captioned: int) -> None:
    """
    Three pictures sent together are asked about once; all three and their caption go where the first went.
    """
    number = phone.complains()
    said = [
        sends(phone, "media", "三张欠条" if n == captioned else "", replace(PHOTO, file_id=f"r{n}"), album="g")
        for n in range(3)
    ]

    assert [bool(one) for one in said] == [True, False, False]
    phone.presses(f"belongs:{number}")
    assert len(of_case(phone, number)) == 3
    assert recorded(phone, number, "file_from_worker")[0] == "[照片] 三张欠条"


def test_the_rest_of_an_album_follows_its_first_piece(phone: Phone, office: Office) -> None:
    """
    A picture that comes late goes to the case in which the others are, in silence.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")
    sends(phone, "media", "", PHOTO, album="g")
    phone.presses("ask")

    assert sends(phone, "media", "", replace(PHOTO, file_id="late"), album="g") == ""
    assert len(of_case(phone, number)) == 2


def test_an_album_in_a_form_keeps_the_question(phone: Phone) -> None:
    """
    Three pictures in the middle of a form: one sentence, one question, and the form goes on.
    """
    asked = in_a_form(phone)
    said = [sends(phone, "media", "", replace(PHOTO, file_id=f"r{n}"), album="g") for n in range(3)]

    assert [one.count(asked) for one in said] == [1, 0, 0]
    assert len(kept(phone)) == 3


def test_words_under_a_photo_answer_the_form(phone: Phone) -> None:
    """
    The story told under a photo is the story; a figure under a photo answers the question for it.
    """
    phone.presses("complaint")
    phone.taps("agree")
    said = sends(phone, "media", VAGUE_STORY, PHOTO)
    assert "跟您这份投诉放在一起" in said
    assert "哪个区县" in said
    while not any(it.at == "amount" for it in phone.buttons()):
        phone.taps("skip")

    assert "32,000" in sends(phone, "media", "欠条，三万二", replace(PHOTO, file_id="r2"))


def test_a_question_under_a_photo_is_answered(phone: Phone) -> None:
    """
    Who photographs his wage slip and asks below it reads the answer, and is asked what the photo is.
    """
    said = sends(phone, "media", "老板拖欠我三个月工资怎么办", PHOTO)

    assert "《劳动争议调解仲裁法》" in said
    assert "照片收到了" in said


def test_danger_under_a_photo_takes_the_photo_along(phone: Phone) -> None:
    """
    A cry for help under a photo reaches people at once, and the photo is in their case.
    """
    said = sends(phone, "media", "我不想活了", PHOTO)

    assert "120" in said
    assert len(of_case(phone, only_case(phone.database).number)) == 1
    sends(phone, "media", "我真的不想活了", replace(PHOTO, file_id="r2"))
    assert len(of_case(phone, only_case(phone.database).number)) == 2


def test_a_voice_note_will_be_listened_to(phone: Phone, office: Office) -> None:
    """
    Who cannot type speaks: he is told that a person will listen and is offered one, never that he was understood.
    """
    said = sends(phone, "media", "", VOICE)
    assert "由工作人员来听" in said
    phone.taps("person")
    waiting = only_case(phone.database).number
    assert [one.kind for one in of_case(phone, waiting)] == ["voice"]

    said = sends(phone, "media", "", replace(VOICE, file_id="v2"))
    assert "会有人听" in said
    assert len(of_case(phone, waiting)) == 2


def test_a_file_that_is_too_large(phone: Phone) -> None:
    """
    A video of 30 MB is said to be too large, and how it can be sent instead; without a public address, a person.
    """
    said = sends(phone, "media", "", Attachment("video", "big", size=30 * 2**20))

    assert "视频太大了（30 MB）" in said
    assert "没有别的上传地址" in said
    assert phone.shown() == ["person"]
    assert kept(phone) == []


def test_the_link_for_what_is_too_large(town: Database, phone: Phone) -> None:
    """
    The link stands behind a #, opens this conversation and nobody else's, and not after three days.
    """
    clock = town.clock
    assert isinstance(clock, SettableClock)
    public = Policy(public_url="https://hotline.example.org")
    phone.door = Door(phone.door.library, phone.door.office.texts, public, clock)

    said = sends(phone, "media", "", Attachment("video", "big", size=LARGEST + 1))

    link = next(line for line in said.splitlines() if line.startswith("https://"))
    address, _, token = link.partition("#")
    assert address == "https://hotline.example.org/chat/upload"
    assert town.read(lambda tx: uploads.conversation_of_link(tx, token)) == phone.conversation_id
    clock.advance(days=3)
    assert town.read(lambda tx: uploads.conversation_of_link(tx, token)) is None


def test_a_sticker_is_answered_kindly(phone: Phone) -> None:
    """
    A sticker is no evidence and no mistake: a kind sentence, and no complaint counts it.
    """
    assert "表情" in sends(phone, "media", "", STICKER)
    number = phone.complains()
    assert of_case(phone, number) == []


def test_a_page_cannot_attach_what_is_not_its_own(phone: Phone, door: Door, town: Database) -> None:
    """
    A file that a page uploaded belongs to its own conversation; the id of somebody else's takes nothing in.
    """
    theirs = Phone(door, town, address="4712")
    sends(theirs, "media", "", PHOTO)
    [file] = kept(theirs)

    sends(phone, "media", "", Attachment("photo", file.id, stored=True))
    number = phone.complains()

    assert of_case(phone, number) == []
    assert len(kept(theirs)) == 1


def test_a_file_of_months_ago_is_not_part_of_a_new_complaint(phone: Phone, clock: SettableClock) -> None:
    """
    A photo that somebody sent in spring does not slip into the complaint that he files in summer.
    """
    sends(phone, "media", "", PHOTO)
    clock.advance(days=60)

    assert of_case(phone, phone.complains()) == []
