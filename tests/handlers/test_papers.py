"""What stands on a worker's photos is shown to him, and only what he says is right is taken."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cases.office import Office
from handlers import papers
from handlers.incoming import Attachment
from knowledge.reading.sheets import Line
from storage import conversations, files, readings, tasks
from storage.database import Transaction
from storage.files import File
from storage.readings import READ_PICTURE
from storage.tasks import Due
from tests.conftest import SettableClock
from tests.handlers.sending import PHOTO, in_a_form, kept, recorded, sends
from tests.handlers.town import Phone
from tests.papers.pages import CARD, IOU, NOTICE, PAYSLIP, as_kept, page


def sends_photo(phone: Phone, remote: str = "remote-1", album: str = "") -> File:
    """Send a photo, which is fetched and kept at once; returns it."""
    sends(phone, "media", "", replace(PHOTO, file_id=remote), album=album, message=remote)

    def keep(tx: Transaction) -> File:
        [file] = files.of_message(tx, phone.conversation_id, remote)
        files.kept(tx, file.id, size=12, sha256=remote, kind="photo", mime="image/jpeg")
        readings.want(tx, files.by_id(tx, file.id))
        return files.by_id(tx, file.id)

    return phone.database.call(keep)


def task_of(phone: Phone, file: File) -> Due | None:
    """The open task that is to read this photo, leased."""
    leased = phone.database.call(lambda tx: tasks.lease(tx, kinds=[READ_PICTURE], limit=9, seconds=0))
    return next((one for one in leased if one.subject == file.id), None)


def is_read(phone: Phone, office: Office, file: File, lines: Sequence[Line]) -> str:
    """The photo is read, as the loop does it; returns what the worker is then told."""
    task = task_of(phone, file)
    assert task
    assert phone.database.call(lambda tx: papers.wanted(tx, task)) is not None

    def read(tx: Transaction) -> None:
        assert tasks.done(tx, task.id)
        papers.read(tx, office, file.id, "an engine", as_kept(lines))

    phone.database.call(read)
    return phone.reads()


def draft_of(phone: Phone) -> dict[str, str | None]:
    """What the form holds."""
    standing = phone.database.call(lambda tx: conversations.lock_by_id(tx, phone.conversation_id))
    answers: dict[str, str | None] = standing.draft["answers"]
    return answers


def test_what_stands_on_a_photo_is_asked_first(phone: Phone, office: Office, clock: SettableClock) -> None:
    """
    A worker who sends an IOU while he fills in the form reads what stands on it; until he taps nothing is taken.
    """
    in_a_form(phone)
    file = sends_photo(phone)

    asked = is_read(phone, office, file, IOU)

    assert "欠条" in asked
    assert "32,000" in asked
    assert "对吗" in asked
    assert phone.shown() == ["paper_yes", "paper_no"]
    assert draft_of(phone).get("amount") is None


def test_what_he_confirms_is_in_the_form(phone: Phone, office: Office) -> None:
    """
    After "right" the facts stand in the form, marked as read, and the form goes on with the next gap.
    """
    asked = in_a_form(phone)
    is_read(phone, office, sends_photo(phone), IOU)

    said = phone.taps("paper_yes")

    assert draft_of(phone) | {"amount": "32000.00", "foreman": "某甲", "has_iou": "yes"} == draft_of(phone)
    assert said.startswith("好，照片上的这些填进去了。")
    assert said.endswith(asked)


def test_what_he_rejects_is_not(phone: Phone, office: Office) -> None:
    """
    After "not right" nothing of it is in the form; the photo stays with the complaint.
    """
    in_a_form(phone)
    is_read(phone, office, sends_photo(phone), IOU)

    phone.taps("paper_no")

    assert "amount" not in draft_of(phone)
    assert len(kept(phone)) == 1


def test_a_second_tap_changes_nothing(phone: Phone, office: Office) -> None:
    """
    Who taps "right" after "not right", or twice, hears that he has answered.
    """
    in_a_form(phone)
    is_read(phone, office, sends_photo(phone), IOU)
    yes = next(one.press for one in phone.buttons() if one.id.startswith("paper_yes"))
    phone.taps("paper_no")

    assert "已经答过了" in phone.presses(yes)
    assert "amount" not in draft_of(phone)


def test_nobody_else_can_confirm_it(phone: Phone, office: Office) -> None:
    """
    The button of somebody else's photo does nothing, whoever guesses it.
    """
    in_a_form(phone)
    file = sends_photo(phone)
    is_read(phone, office, file, IOU)
    stranger = Phone(phone.door, phone.database, address="other")
    in_a_form(stranger)

    stranger.presses(f"paper_yes:{file.id}")

    assert "amount" not in draft_of(stranger)
    assert "照片上的这些填进去了" in phone.presses(f"paper_yes:{file.id}")


def test_the_card_is_shown_anew(phone: Phone, office: Office) -> None:
    """
    Who stands before the card when he confirms sees the card with what the photo says.
    """
    in_a_form(phone)
    file = sends_photo(phone)
    while "submit" not in phone.shown():
        phone.taps("skip")
    is_read(phone, office, file, IOU)

    said = phone.taps("paper_yes")

    assert "submit" in phone.shown()
    assert "32,000" in said


def test_what_he_answered_himself_stays(phone: Phone, office: Office) -> None:
    """
    A fact that he has typed is neither asked again nor overwritten by a photo.
    """
    in_a_form(phone, "employer")
    phone.says("乙方建设有限公司")
    is_read(phone, office, sends_photo(phone), NOTICE)

    assert "甲方建筑劳务有限公司" not in "".join(one.text for one in phone.last)
    phone.taps("paper_yes")
    assert draft_of(phone)["employer"] == "乙方建设有限公司"
    assert draft_of(phone)["site"] == "某某花园三期工程"


def test_days_at_work_are_not_days_unpaid(phone: Phone, office: Office) -> None:
    """
    The form asks for days that were not paid; a payslip tells of days that somebody worked, so they stay out of it.
    """
    in_a_form(phone)
    asked = is_read(phone, office, sends_photo(phone), PAYSLIP)

    assert "26" not in asked
    phone.taps("paper_yes")
    assert "days_worked" not in draft_of(phone)
    assert draft_of(phone)["daily_wage"] == "280.00"


@pytest.mark.parametrize("lines", [CARD, page("老王牛肉面", "营业中")])
def test_a_photo_that_says_nothing_is_not_spoken_of(phone: Phone, office: Office, lines: list[Line]) -> None:
    """
    Of an identity card, or of a photo without any paper, the worker hears nothing more.
    """
    in_a_form(phone)

    assert is_read(phone, office, sends_photo(phone), lines) == ""


def test_an_album_is_asked_about_once(phone: Phone, office: Office, clock: SettableClock) -> None:
    """
    Three photos sent together make one question, once all are read; what they contradict each other in is left out.
    """
    in_a_form(phone)
    other = page("农民工维权告示牌", "项目名称：另一工程一标段", "分包单位：甲方建筑劳务有限公司")
    photos = [sends_photo(phone, name, album="a") for name in ("one", "two", "three")]
    clock.advance(seconds=3)
    silent = [is_read(phone, office, photos[0], IOU), is_read(phone, office, photos[1], NOTICE)]

    asked = is_read(phone, office, photos[2], other)

    assert silent == ["", ""]
    assert "32,000" in asked
    assert "甲方建筑劳务有限公司" in asked
    assert "一标段" not in asked
    assert len(phone.last) == 1


def test_a_photo_of_a_case_goes_to_whoever_has_it(phone: Phone, office: Office) -> None:
    """
    What a worker confirms about a photo in his open case stands in the record of the case, in his name.
    """
    number = phone.complains()
    phone.presses(f"reply:{number}")
    file = sends_photo(phone)

    asked = is_read(phone, office, file, PAYSLIP)
    said = phone.taps("paper_yes")

    assert number in asked
    assert number in said
    [record] = [words for words in recorded(phone, number, "from_worker") if words]
    assert record.startswith("工人核对过，照片上写着：")
    assert "280" in record
    assert "上班天数" in record


def test_a_confirmed_photo_has_a_name_among_the_proofs(phone: Phone, office: Office) -> None:
    """
    Who says that the IOU is read right has said that the photo shows an IOU.
    """
    in_a_form(phone)
    file = sends_photo(phone)
    is_read(phone, office, file, IOU)
    phone.taps("paper_yes")

    assert phone.database.read(lambda tx: files.by_id(tx, file.id)).proves == "iou"


def test_a_photo_out_of_the_blue_waits_for_its_form(phone: Phone, office: Office, clock: SettableClock) -> None:
    """
    A photo that belongs to nothing is not read; once its sender has agreed to a complaint it is.
    """
    file = sends_photo(phone)
    first = task_of(phone, file)
    assert first
    assert phone.database.call(lambda tx: papers.wanted(tx, first)) is None
    phone.presses("complaint")
    clock.advance(minutes=1)
    second = task_of(phone, file)
    assert second
    assert phone.database.call(lambda tx: papers.wanted(tx, second)) is None
    phone.taps("agree")
    clock.advance(minutes=5)

    assert "32,000" in is_read(phone, office, file, IOU)


def test_a_photo_for_which_nobody_begins_a_form_is_let_be(phone: Phone, clock: SettableClock) -> None:
    """
    After a week nobody looks any more whether a stray photo has come to belong to something.
    """
    file = sends_photo(phone)
    clock.advance(days=8)
    task = task_of(phone, file)
    assert task
    phone.database.call(lambda tx: papers.wanted(tx, task))

    assert not phone.database.read(lambda tx: tasks.exists_open(tx, READ_PICTURE, file.id))


def test_what_is_read_is_sealed(phone: Phone, office: Office) -> None:
    """
    The words of a photo stand in the database only sealed with the key of the conversation.
    """
    in_a_form(phone)
    file = sends_photo(phone)
    is_read(phone, office, file, IOU)

    with phone.database.engine.connect() as connection:
        [row] = connection.exec_driver_sql("SELECT * FROM readings").mappings()
    assert "某甲".encode() not in row["lines"] + row["proposed"]
    lines = phone.database.read(lambda tx: readings.lines_of(tx, file.id))
    assert lines
    assert lines[0][0] == "欠条"


def test_a_picture_from_the_page_is_to_be_read(phone: Phone) -> None:
    """
    A picture that was uploaded in the web chat and named by a message is read as one from Telegram is.
    """
    web = Phone(phone.door, phone.database, channel="web", address="page")
    in_a_form(web)

    def uploaded(tx: Transaction) -> str:
        file_id = files.announce(tx, web.conversation_id, by="worker", channel="web", kind="document", message_id="m")
        files.kept(tx, file_id, size=12, sha256="x", kind="photo", mime="image/png")
        return file_id

    file_id = web.database.call(uploaded)
    sends(web, "media", "", Attachment("photo", file_id, stored=True), message="m")

    assert web.database.read(lambda tx: tasks.exists_open(tx, READ_PICTURE, file_id))
