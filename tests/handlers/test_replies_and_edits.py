"""What a worker replies to, corrects, and passes on."""

from dataclasses import replace

import pytest

from cases.office import Office
from cases.policy import Policy
from handlers.arriving import LARGEST
from handlers.incoming import Attachment
from handlers.receive import Door
from storage.database import Database
from tests.handlers.lawyer.chats import Chat
from tests.handlers.owner import accept, accepted, write
from tests.handlers.sending import PHOTO, about, in_a_form, kept, of_case, recorded, sends
from tests.handlers.town import VAGUE_STORY, Phone, case


def test_a_reply_goes_to_the_letter_it_answers(phone: Phone, office: Office) -> None:
    """
    With two cases, a reply to a letter of the first goes to the first, though he was writing about the second.
    """
    first, second = accepted(phone, office), phone.complains(district="秦州")
    accept(phone, office, second)
    write(phone, office, first, "第一封")
    about(phone, first, "901")
    write(phone, office, second, "第二封")

    said = sends(phone, "text", "这是回第一封的", reply_to="901")
    photo = sends(phone, "media", "", PHOTO, reply_to="901")

    assert first in said
    assert first in photo
    assert recorded(phone, first, "from_worker") == ["这是回第一封的"]
    assert len(of_case(phone, first)) == 1
    assert recorded(phone, second, "from_worker") == []


def test_a_reply_to_a_letter_in_the_middle_of_a_form(phone: Phone, office: Office) -> None:
    """
    Who answers his lawyer by a reply while he fills in another complaint answers the lawyer, and the form waits.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")
    about(phone, number, "901")
    asked = in_a_form(phone)

    said = sends(phone, "media", "就是这张", PHOTO, reply_to="901")

    assert number in said
    assert said.endswith(asked)
    assert len(of_case(phone, number)) == 1


def test_solved_as_a_reply_is_about_that_case(phone: Phone, office: Office) -> None:
    """
    "解决了" in reply to one of two questions ends the case that was asked about, and not the other.
    """
    first, second = accepted(phone, office), phone.complains(district="秦州")
    accept(phone, office, second)
    about(phone, first, "901")

    assert first in sends(phone, "text", "解决了", reply_to="901")
    phone.says("3200")
    phone.taps("sum_yes")

    assert case(phone.database, first).ending == "confirmed"
    assert not case(phone.database, second).ended


def test_a_reply_to_a_case_that_is_not_his(phone: Phone, door: Door, town: Database) -> None:
    """
    A thread that leads to another person's case leads nowhere.
    """
    number = Phone(door, town, address="4712").complains()
    phone.says("你好")
    about(phone, number, "901")

    sends(phone, "text", "我要看看", reply_to="901")

    assert recorded(phone, number, "from_worker") == []


def test_a_corrected_letter_reaches_the_lawyer(phone: Phone, office: Office) -> None:
    """
    What a worker corrects after it went to his case is there twice: as it was and as it is.
    """
    number = accepted(phone, office)
    write(phone, office, number, "欠多少？")
    sends(phone, "text", "三万", message="31")

    said = sends(phone, "edited", "三万二", message="31")

    assert number in said
    assert recorded(phone, number, "from_worker") == ["三万"]
    assert recorded(phone, number, "from_worker_edited") == ["三万二"]


def test_a_preview_is_no_correction(phone: Phone, office: Office) -> None:
    """
    Telegram calls it an edit when it adds the preview of a link: the words are the same, and nobody is told.
    """
    number = accepted(phone, office)
    write(phone, office, number, "有照片吗？")
    sends(phone, "text", "在 https://example.org", message="31")

    assert sends(phone, "edited", "在 https://example.org", message="31") == ""
    assert recorded(phone, number, "from_worker_edited") == []


def test_a_corrected_answer_says_how_to_mend_the_form(phone: Phone) -> None:
    """
    Who edits what he answered in the form is told that the form has the first version, and how to mend it.
    """
    phone.presses("complaint")
    phone.taps("agree")
    sends(phone, "text", VAGUE_STORY, message="31")

    said = sends(phone, "edited", f"{VAGUE_STORY}一共三个月。", message="31")

    assert "点“返回”" in said
    assert "哪个区县" in said


def test_a_corrected_question_is_answered(phone: Phone) -> None:
    """
    Who corrects a mistyped question reads the answer to what he meant.
    """
    sends(phone, "text", "老板脱浅工子咋办", message="31")

    assert "《劳动争议调解仲裁法》" in sends(phone, "edited", "老板拖欠我三个月工资怎么办", message="31")


def test_a_photo_put_in_place_of_another_is_kept_too(phone: Phone) -> None:
    """
    An edit that only changes the caption keeps one photo; one that changes the photo keeps both.
    """
    sends(phone, "media", "这是欠条", PHOTO, message="31")
    sends(phone, "edited", "这是工资条", PHOTO, message="31")
    assert len(kept(phone)) == 1

    sends(phone, "edited", "这是工资条", replace(PHOTO, file_id="another"), message="31")
    assert len(kept(phone)) == 2


def test_the_same_photo_under_another_id_is_one_photo(phone: Phone, office: Office) -> None:
    """
    Telegram may call a photo by another id when its caption is edited: it is still one photo, also in a case.
    """
    number = accepted(phone, office)
    write(phone, office, number, "有欠条吗？")
    photo = replace(PHOTO, unique="the-photo")
    sends(phone, "media", "这是欠条", photo, message="31")

    sends(phone, "edited", "这是老板写的欠条", replace(photo, file_id="remote-9"), message="31")
    assert len(of_case(phone, number)) == 1

    sends(phone, "edited", "这是工资条", replace(photo, file_id="remote-9", unique="another"), message="31")
    assert len(of_case(phone, number)) == 2


@pytest.mark.parametrize("steps", [[], ["complaint", "agree"]], ids=["idle", "in a form"])
def test_another_caption_under_a_large_video_is_no_other_video(phone: Phone, steps: list[str]) -> None:
    """
    A video too large to be fetched is written down once and gets one link, however often its caption is edited.
    """
    public = Policy(public_url="https://hotline.example.org")
    phone.door = Door(phone.door.library, phone.door.office.texts, public, phone.database.clock)
    video = Attachment("video", "big", size=LARGEST + 1, unique="the-video")
    if steps:
        phone.presses(steps[0])
        phone.taps(steps[1])
    assert "#" in sends(phone, "media", "工地", video, message="31")

    for caption in ("工地上", "工地上的钢筋"):
        assert "#" not in sends(phone, "edited", caption, replace(video, file_id=caption), message="31")


def test_what_he_passes_on_is_marked(phone: Phone, office: Office) -> None:
    """
    A message and a photo that a worker forwards to his lawyer are not taken for his own words.
    """
    number = accepted(phone, office)
    write(phone, office, number, "老板怎么说？")

    sends(phone, "text", "工资下周发", forwarded=True)
    sends(phone, "media", "老板的欠条", PHOTO, forwarded=True)

    assert recorded(phone, number, "from_worker") == ["[转发] 工资下周发"]
    assert recorded(phone, number, "file_from_worker") == ["[转发] 老板的欠条"]


def test_a_detour_from_a_form_stays_about_its_case(door: Door, town: Database, office: Office) -> None:
    """
    In the middle of a form he answers his lawyer: a reply to "passed on" goes to the lawyer too, and a reply to the
    question that was asked again is its answer.
    """
    worker = Chat(door, town)
    number = accepted(worker, office)
    write(worker, office, number, "请拍一下欠条")
    asked = in_a_form(worker).splitlines()[-1]

    worker.answers("请拍一下欠条", "欠条在老家")
    worker.answers("已经转给办您这件事的人", "我叫人拍了发来")
    worker.answers(asked, "麦积区")

    assert recorded(worker, number, "from_worker") == ["欠条在老家", "我叫人拍了发来"]
    assert "employer" in {it.at for it in worker.buttons()}
