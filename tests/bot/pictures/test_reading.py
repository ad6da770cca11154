"""The loop that has pictures read: each once, none forgotten, none that brings it to a halt."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.pictures.process import PictureReader
from bot.pictures.reading import Reading
from cases.office import Office
from storage import files, readings, tasks
from storage.database import Transaction
from storage.evidence import Evidence
from storage.readings import READ_PICTURE
from tests.bot.pictures.engines import DIE, HANG, NOTHING, engine
from tests.conftest import SettableClock
from tests.handlers.sending import PHOTO, in_a_form, sends
from tests.handlers.town import Phone

_SOON = 0.6  # seconds that a picture may take here


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path / "evidence")


def reading(
    phone: Phone, evidence: Evidence, office: Office, *, installed: bool = True, longest: float = 30
) -> Reading:
    """The loop, with an engine that reads an IOU on every picture."""
    reader = PictureReader(engine(), longest)
    return Reading(phone.database, evidence, office, reader, engine="an engine" if installed else None)


def photo(phone: Phone, evidence: Evidence, content: bytes = b"a picture") -> str:
    """A photo that was sent into the form and is kept; returns its id."""
    sends(phone, "media", "", PHOTO, message="photo")

    def its_key(tx: Transaction) -> tuple[str, bytes]:
        [file] = files.of_message(tx, phone.conversation_id, "photo")
        return file.id, tx.vault.key(file.key_id)

    file_id, key = phone.database.read(its_key)
    finished = evidence.write(key, file_id, content)

    def keep(tx: Transaction) -> None:
        files.kept(tx, file_id, size=finished.size, sha256=finished.sha256, kind="photo", mime="image/jpeg")
        readings.want(tx, files.by_id(tx, file_id))

    phone.database.call(keep)
    return file_id


def is_open(phone: Phone, file_id: str) -> bool:
    """Whether the photo is still to be read."""
    return phone.database.read(lambda tx: tasks.exists_open(tx, READ_PICTURE, file_id))


def lines(phone: Phone, file_id: str) -> object:
    """What was read on it."""
    return phone.database.read(lambda tx: readings.lines_of(tx, file_id))


async def test_a_photo_is_read_and_its_sender_asked(phone: Phone, evidence: Evidence, office: Office) -> None:
    """
    With the words of a photo, in the same transaction, comes the question to its sender; the original is untouched.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence)
    loop = reading(phone, evidence, office)

    assert await loop.read_one()
    assert not await loop.read_one()
    await loop.stop()

    assert "32,000" in phone.reads()
    assert not is_open(phone, file_id)
    key = phone.database.read(lambda tx: tx.vault.key(files.by_id(tx, file_id).key_id))
    assert evidence.read(key, file_id) == b"a picture"


async def test_without_an_engine_pictures_are_let_be(phone: Phone, evidence: Evidence, office: Office) -> None:
    """
    Where the extra is not installed everything else works, and no task is left to grow old.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence)
    phone.reads()
    loop = reading(phone, evidence, office, installed=False)
    await loop.read_one()

    assert not is_open(phone, file_id)
    assert lines(phone, file_id) is None
    assert phone.reads() == ""


@pytest.mark.parametrize("content", [DIE, HANG])
async def test_a_picture_that_kills_it_twice_is_given_up(
    phone: Phone, evidence: Evidence, office: Office, clock: SettableClock, content: bytes
) -> None:
    """
    Once may be bad luck; after the second death the picture is let be, and its sender is not bothered.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence, content)
    phone.reads()
    loop = reading(phone, evidence, office, longest=_SOON)

    await loop.read_one()
    assert is_open(phone, file_id)
    clock.advance(minutes=1)
    await loop.read_one()

    assert not is_open(phone, file_id)
    assert phone.reads() == ""


async def test_what_is_no_picture_is_not_tried_again(phone: Phone, evidence: Evidence, office: Office) -> None:
    """
    A file that cannot be opened as a picture is done with the first look.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence, NOTHING)
    loop = reading(phone, evidence, office)
    await loop.read_one()
    await loop.stop()

    assert not is_open(phone, file_id)
    assert lines(phone, file_id) is None


async def test_a_photo_of_somebody_erased(phone: Phone, evidence: Evidence, office: Office) -> None:
    """
    Who wished everything forgotten while his photo waited has forgotten that, too.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence)
    phone.database.call(lambda tx: tx.vault.erase(files.by_id(tx, file_id).key_id))
    loop = reading(phone, evidence, office)
    await loop.read_one()

    assert not is_open(phone, file_id)


async def test_a_photo_whose_reader_was_stopped_is_read_again(
    phone: Phone, evidence: Evidence, office: Office, clock: SettableClock
) -> None:
    """
    A hotline that stops over a photo takes nothing as read; the next one reads it at once.
    """
    in_a_form(phone)
    file_id = photo(phone, evidence)
    phone.reads()
    phone.database.call(lambda tx: tasks.lease(tx, kinds=[READ_PICTURE], limit=1, seconds=150))  # and then it died
    clock.advance(seconds=151)
    loop = reading(phone, evidence, office)
    await loop.read_one()
    await loop.stop()

    assert not is_open(phone, file_id)
    assert "32,000" in phone.reads()


async def test_nothing_of_it_is_logged(phone: Phone, evidence: Evidence, office: Office) -> None:
    """
    The log knows that a picture was read, and nothing of what stands on it.
    """
    in_a_form(phone)
    photo(phone, evidence)
    loop = reading(phone, evidence, office)
    with capture_logs() as logs:
        await loop.read_one()
        await loop.stop()

    assert any(one["event"] == "picture read" for one in logs)
    assert not any(word in str(logs) for word in ("欠", "某甲", "32000"))
