"""How much one worker may send, what is swept away, and what a file is taken for."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sniffing import sniff
from bot.webchat import uploading
from bot.webchat.uploading import Announced, Uploads
from storage import conversations, files, uploads
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import NoSuchFile
from storage.uploads import Allowance
from tests.bot.webchat.conftest import Phone, both_engines
from tests.bot.webchat.sending import TUS, Sending
from tests.conftest import SettableClock


@both_engines
async def test_one_worker_cannot_fill_the_disk(phone: Phone) -> None:
    """
    So many files half-way and so many bytes a day, and no more; the next day he goes on.
    """
    allowed = Allowance()
    half_way = [await Sending(phone, b"x" * 10, own_id=f"f{n}").announces() for n in range(allowed.at_once + 1)]
    assert [answer.status_code for answer in half_way] == [201] * allowed.at_once + [429]
    assert half_way[-1].json()["error"]

    for answer in half_way[:-1]:
        await phone.http.delete(answer.headers["location"], headers={**TUS, "X-CSRF-Token": phone.csrf})
    full = {"Upload-Length": str(allowed.a_file)}
    sizes = [(await Sending(phone, b"x", own_id=f"g{n}").announces(**full)).status_code for n in range(7)]
    assert sizes == [201] * 6 + [413]


async def test_the_next_day_there_is_room_again(phone: Phone, clock: SettableClock) -> None:
    """
    Yesterday's files do not count any more.
    """
    full = {"Upload-Length": str(Allowance().a_file)}
    for n in range(6):
        await Sending(phone, b"x", own_id=f"g{n}").announces(**full)
    assert (await Sending(phone, b"x", own_id="h").announces(**full)).status_code == 413
    clock.advance(hours=25)

    assert (await Sending(phone, b"x", own_id="h").announces()).status_code == 201


@pytest.fixture
def nearly_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which hardly anything fits."""
    monkeypatch.setattr(uploading, "_ROOM", shutil.disk_usage(Path("/")).total * 10)


@pytest.mark.usefixtures("nearly_full_disk")
async def test_a_full_disk_is_kept_for_words(phone: Phone) -> None:
    """
    When the disk is nearly full files have to wait, and words still arrive.
    """
    assert (await Sending(phone, b"abc").announces()).status_code == 503
    assert (await phone.posts({"id": "m", "text": "你好"})).status_code == 200


@both_engines
async def test_what_nobody_sent_is_swept_away(
    phone: Phone, database: Database, evidence: Evidence, clock: SettableClock
) -> None:
    """
    Three days later a file that no message named is gone; one that was sent stays.
    """
    left, sent = Sending(phone, b"abcdef", own_id="left"), Sending(phone, b"abcdef", own_id="sent")
    left_id, sent_id = await left.whole(), await sent.whole()
    await phone.posts({"id": "m", "files": [sent_id]})
    clock.advance(days=4)

    await Sending(phone, b"abc", own_id="another").announces()

    assert evidence.length(left_id) == 0
    assert evidence.length(sent_id) == 6
    assert database.read(lambda tx: uploads.of_conversation(tx, phone.session, sent_id)).status == "kept"
    assert timedelta(days=3) == uploading._FORGOTTEN_AFTER


@both_engines
@pytest.mark.parametrize("before", [b"", b"x" * 300_000])
async def test_a_file_that_was_cancelled_leaves_nothing(database: Database, evidence: Evidence, before: bytes) -> None:
    """
    Whoever cancels a file in the middle of a piece takes no place on the disk with the rest of that piece.
    """
    upload = Uploads(database, evidence)
    phone = database.call(lambda tx: conversations.start_web(tx, None)).conversation_id
    file_id = await upload.begin(phone, Announced("f", 40 * 1024 * 1024))
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def piece() -> AsyncIterator[bytes]:
        yield before
        under_way.set()
        await go_on.wait()
        yield b"y" * 300_000

    sending = asyncio.create_task(upload.append(phone, file_id, 0, piece()))
    await under_way.wait()
    await upload.cancel(phone, file_id)
    go_on.set()

    with pytest.raises(NoSuchFile):
        await sending
    assert [path for path in evidence.root.rglob("*") if path.is_file()] == []


@both_engines
async def test_what_a_desk_left_behind_is_swept_away(
    phone: Phone, database: Database, evidence: Evidence, clock: SettableClock
) -> None:
    """
    A lawyer's file whose letter was cut off by a crash is gone three days later; one that went with a letter stays.
    """
    left, key = database.call(lambda tx: from_the_desk(tx, phone.session))
    sent, _ = database.call(lambda tx: from_the_desk(tx, phone.session))
    for file_id in (left, sent):
        evidence.write(key, file_id, b"abcdef")
    database.call(lambda tx: files.kept(tx, sent, size=6, sha256="0"))
    clock.advance(days=4)

    await Sending(phone, b"abc", own_id="another").announces()

    assert evidence.length(left) == 0
    with pytest.raises(NoSuchFile):
        database.read(lambda tx: files.by_id(tx, left))
    assert evidence.length(sent) == 6


def from_the_desk(tx: Transaction, conversation_id: str) -> tuple[str, bytes]:
    """A lawyer puts a file to a letter; its id and the key to seal it with."""
    file_id = files.announce(tx, conversation_id, by="L01", channel="desk", kind="document")
    return file_id, tx.vault.key(files.by_id(tx, file_id).key_id)


@pytest.mark.parametrize(
    ("head", "recorded", "kind", "mime"),
    [
        (b"\xff\xd8\xff\xe0", False, "photo", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", False, "photo", "image/webp"),
        (b"\0\0\0\x18ftypheic", False, "photo", "image/heic"),
        (b"\x1a\x45\xdf\xa3....A_OPUS", False, "audio", "audio/webm"),
        (b"\x1a\x45\xdf\xa3....A_OPUS", True, "voice", "audio/webm"),
        (b"\x1a\x45\xdf\xa3....V_VP8..A_OPUS", False, "video", "video/webm"),
        (b"\0\0\0\x18ftypmp42....hdlr....soun", True, "voice", "audio/mp4"),
        (b"\0\0\0\x18ftypisom....hdlr....vide", False, "video", "video/mp4"),
        (b"#!AMR\n", True, "voice", "audio/amr"),
        (b"%PDF-1.7", False, "document", "application/pdf"),
        (b"PK\x03\x04....word/document.xml", False, "document", "application/vnd.openxmlformats-officedocument"),
        (b"MZ\x90", False, "document", "application/octet-stream"),
        (b"<html><script>", False, "document", "application/octet-stream"),
        (b"", False, "document", "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_a_file_is(head: bytes, recorded: bool, kind: str, mime: str) -> None:
    """
    Its name and what the browser calls it count for nothing.
    """
    found = sniff(head, recorded=recorded)

    assert found.kind == kind
    assert found.mime.startswith(mime)
