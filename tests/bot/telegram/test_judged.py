"""What a file turns out to be once its bytes are here, and what its sender is told."""

from bot.telegram.client import HotlineBot
from handlers.arriving import FETCH_FILE
from storage import conversations, files, tasks
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import File
from tests.bot.telegram.fetched import announced, content, fetching, found, told, until
from tests.cases import camera
from tests.fake_telegram import FakeTelegram

PROGRAM = b"MZ\x90\0" + bytes(200)


async def brought(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence, *sent: bytes
) -> File:
    """Each of these comes as a photo, one after the other; returns the last."""
    async with fetching(database, evidence, bot):
        for one in sent:
            file_id = announced(database, telegram.file(one)["file_id"])
            await until(lambda it=file_id: found(database, it).status == "kept")  # type: ignore[misc]
    return found(database, file_id)


async def test_a_program_called_a_photo(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence
) -> None:
    """
    An .exe that comes as a photo is kept to its last byte, known as a program, and its sender is told plainly.
    """
    file = await brought(telegram, bot, database, evidence, PROGRAM)

    assert (file.kind, file.mime, file.flaw) == ("document", "application/octet-stream", "program")
    assert content(database, evidence, file.id) == PROGRAM
    [said] = told(database, file.id)
    assert "程序" in said
    assert "重新拍" in said


async def test_a_paper_with_a_password(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence
) -> None:
    """
    An encrypted PDF is kept, and its sender reads two ways to send what is in it.
    """
    locked = camera.pdf(password="1234")
    file = await brought(telegram, bot, database, evidence, locked)

    assert (file.kind, file.flaw) == ("document", "locked")
    assert content(database, evidence, file.id) == locked
    [said] = told(database, file.id)
    assert "去掉密码" in said
    assert "拍照" in said


async def test_the_same_photo_twice(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence
) -> None:
    """
    Who sends a photo again is told that it is there already; another photo passes in silence, and nothing is lost.
    """
    file = await brought(telegram, bot, database, evidence, camera.jpeg(), camera.png(), camera.jpeg())

    [said] = told(database, file.id)
    assert "已经有了" in said
    assert content(database, evidence, file.id) == camera.jpeg()


async def test_an_album_sent_again_is_spoken_of_once(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence
) -> None:
    """
    Five pictures, and the same five again as another album: one sentence, not five.
    """
    pictures = [camera.jpeg(orientation) for orientation in range(1, 6)]

    def arrive(tx: Transaction, remote: str, album: str) -> str:
        worker = conversations.lock(tx, "telegram", "42")
        file_id = files.announce(
            tx, worker.id, by=files.WORKER, channel="telegram", kind="photo", remote=remote, album=album
        )
        tasks.add(tx, FETCH_FILE, file_id, tx.now)
        return file_id

    async with fetching(database, evidence, bot):
        for album in ("first", "second"):
            remotes = [telegram.file(one)["file_id"] for one in pictures]
            ids = [database.call(lambda tx, it=one, of=album: arrive(tx, it, of)) for one in remotes]  # type: ignore[misc]
            await until(lambda those=ids: all(found(database, it).status == "kept" for it in those))  # type: ignore[misc]

    [said] = told(database, ids[0])
    assert "已经有了" in said
