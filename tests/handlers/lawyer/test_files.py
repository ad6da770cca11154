"""Files both ways, alone and as an album: together, once, and without what says who sent them."""

import pytest

from storage import files
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat


def test_files_to_the_worker(worker: Chat, lawyer: StaffChat, number: str, town: Database) -> None:
    """
    A photo that answers the case is queued, goes out when it is here, with its caption, and without its file name.
    """
    said = lawyer.sends_files("photo", caption="请照这个样子填", to=lawyer.last_id(number), name="王律师的表.jpg")

    assert "取到文件后" in said
    letter = worker.hears()
    assert "请照这个样子填" in letter
    assert "王律师" not in letter
    [message] = [it for it in worker.last if it.files]
    file = town.read(lambda tx: files.by_id(tx, message.files[0]))
    assert (file.by, file.kind) == ("L01", "photo")


def test_an_album_goes_as_one(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Three pictures sent together arrive together, with one answer to the lawyer.
    """
    said = lawyer.sends_files("photo", "photo", "photo", caption="三张样表", to=lawyer.last_id(number), album="7")
    assert said.count("取到文件后") == 1

    worker.hears()
    desk.clock.advance(seconds=3)
    worker.hears()

    assert [len(it.files) for it in worker.last] == [3]


def test_an_album_from_the_worker(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The worker's three pictures come to the lawyer as one message with what stood below them.
    """
    lawyer.answers(number, "请拍一下工资条")
    worker.hears()
    worker.sends_files("photo", "photo", "photo", caption="工资条", album="9")
    lawyer.hears()
    desk.clock.advance(seconds=3)

    said = lawyer.hears()

    assert number in said
    assert "工资条" in said
    assert [len(it.files) for it in lawyer.last if it.files] == [3]


def test_files_to_nobody_wait(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    An album without an answer asks once, and goes out whole after the tap.
    """
    said = lawyer.sends_files("photo", "photo", album="8", caption="样表")
    assert said.count("发给谁") == 1
    assert "1 个文件" not in said, "one of an album is not all of it"
    assert "整组一起" in said
    assert not any(it.files for it in worker.everything())

    lawyer.presses(next(it.press for m in lawyer.everything() for it in m.buttons if it.id == f"send:{number}"))
    worker.hears()
    desk.clock.advance(seconds=3)
    worker.hears()

    assert [len(it.files) for it in worker.everything() if it.files] == [2]


@pytest.mark.parametrize(
    ("taps", "read"),
    [([], "办案人员发来照片 2 张、文件 1 份"), (["language"], "sent you files: photos: 2, documents: 1")],
)
def test_files_without_words(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk, taps: list[str], read: str
) -> None:
    """
    An album without a word: the worker reads how much of what came from whom, and not a sign of a paper clip.
    """
    for button in taps:
        worker.presses(button)
    lawyer.sends_files("photo", "photo", "document", to=lawyer.last_id(number), album="7")
    worker.hears()
    desk.clock.advance(seconds=3)
    said = worker.hears()

    assert read in said
    assert number in said
    assert "📎" not in said
