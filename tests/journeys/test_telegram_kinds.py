"""Everything a worker can send in Telegram, through a hotline that really runs, on both databases."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands.database import open_database
from bot.settings import Settings
from storage import conversations, files, inbox
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import File
from storage.models import Conversation
from tests.bot.telegram import updates
from tests.fake_telegram import TOKEN, FakeTelegram, running
from tests.hotline_process import command, environment, free_port, serving, start
from tests.journeys.telegram_worker import TelegramWorker, Town, until

STORY = "我们在麦积区一个工地砌墙，从今年三月干到六月，包工头一直拖着三万二千元工钱不给，说甲方没有结账。"
GROUP = -4711


@pytest.fixture
def folder(tianshui: Town) -> Path:
    """Where the hotline keeps its files."""
    return tianshui.folder


def sends(worker: TelegramWorker, **parts: Any) -> str:
    """A message of this worker with these parts; returns what he reads."""
    return worker.sends(message=updates.message(worker.chat, **parts))


def files_of(database: Database, chat: int) -> list[File]:
    """Every file of a chat that belongs to no case."""

    def found(tx: Transaction) -> list[File]:
        return files.loose(tx, conversations.lock(tx, "telegram", str(chat)).id)

    return database.call(found)


def opened(database: Database, folder: Path, file: File) -> bytes:
    """The content of a file, from the disk, with its conversation's key."""
    key = database.read(lambda tx: tx.vault.key(file.key_id))
    return Evidence(folder / "var" / "evidence").read(key, file.id)


def the_only_file(town: Town, worker: TelegramWorker) -> File:
    """The file that this worker sent, once it is here."""
    until(lambda: [one.status for one in files_of(town.database, worker.chat)] == ["kept"])
    [file] = files_of(town.database, worker.chat)
    return file


KINDS = {
    "photo": "照片",
    "document": "文件",
    "voice": "语音",
    "audio": "录音",
    "video": "视频",
    "video_note": "视频",
    "animation": "视频",
    "sticker": "表情",
}
SHAPE: dict[str, dict[str, Any]] = {
    "voice": {"duration": 4},
    "audio": {"duration": 4},
    "video": {"duration": 4, "width": 9, "height": 9},
    "animation": {"duration": 4, "width": 9, "height": 9},
    "video_note": {"duration": 4, "length": 9},
    "sticker": {"type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_is_kept_as_it_was(tianshui: Town, folder: Path, worker: TelegramWorker, kind: str) -> None:
    """
    Whatever sort of file a worker sends first, he is told by its name that it arrived, and its bytes are in the
    evidence unchanged.
    """
    original = os.urandom(70_000)
    sent: Any = tianshui.telegram.file(original, **SHAPE.get(kind, {}))
    parts = {kind: tianshui.telegram.photo(original) if kind == "photo" else sent}
    if kind == "animation":
        parts["document"] = sent

    said = sends(worker, **parts)

    assert KINDS[kind] in said
    assert opened(tianshui.database, folder, the_only_file(tianshui, worker)) == original


def test_a_photo_as_first_message_becomes_part_of_the_complaint(tianshui: Town, worker: TelegramWorker) -> None:
    """
    A worker who begins with a photo files a complaint with it, and his lawyer sees it in the case.
    """
    assert "照片收到了" in sends(worker, photo=tianshui.telegram.photo())
    assert "complaint" in tianshui.telegram.buttons(worker.chat)

    number = worker.complains(STORY)

    case = tianshui.case(number)
    until(lambda: [one.status for one in tianshui.database.read(lambda tx: files.of_case(tx, case.id))] == ["kept"])


def test_an_album_that_comes_in_reversed_order(tianshui: Town, folder: Path, worker: TelegramWorker) -> None:
    """
    Three pictures that Telegram brings last one first are answered once, and all three are kept.
    """
    contents = [f"picture {n}".encode() for n in range(3)]
    album = [
        updates.message(worker.chat, photo=tianshui.telegram.photo(content), media_group_id=f"g{worker.chat}")
        for content in contents
    ]

    said = [worker.sends(message=message) for message in reversed(album)]

    assert [bool(one) for one in said] == [True, False, False]
    until(lambda: {one.status for one in files_of(tianshui.database, worker.chat)} == {"kept"})
    found = files_of(tianshui.database, worker.chat)
    assert {opened(tianshui.database, folder, one) for one in found} == set(contents)


@pytest.mark.parametrize("stated", [True, False])
def test_more_than_twenty_megabytes(tianshui: Town, worker: TelegramWorker, stated: bool) -> None:
    """
    A video of 30 MB is told to be too large, with the link for the browser, whether Telegram said its size or not.
    """
    video = tianshui.telegram.file(b"x", size=30 * 2**20, **SHAPE["video"])
    if not stated:
        del video["file_size"]

    said = sends(worker, video=video)
    if not stated:
        tianshui.telegram.wait_for(lambda it: "太大了" in it.texts(worker.chat)[-1])
        said = tianshui.telegram.texts(worker.chat)[-1]

    assert "视频太大了" in said
    assert f"{tianshui.hotline.url}/chat/upload#" in said


def test_contact_place_forward_reply_and_correction(tianshui: Town, worker: TelegramWorker) -> None:
    """
    A contact, a venue, a live location, a forwarded message, a reply and a correction are each answered and kept.
    """
    assert "电话" in sends(worker, contact=updates.contact("13800138000", worker.chat))
    assert "电话" in sends(worker, contact=updates.contact("13800138001"))
    venue = {"location": updates.location(), "title": "工地", "address": "秦州区"}
    assert "位置" in sends(worker, location=updates.location(), venue=venue)
    assert "位置" in sends(worker, location=updates.location(live_period=900))
    assert sends(worker, text="工资下周发", **updates.forwarded())
    ours = {**updates.message(worker.chat, text="您好"), "from": updates.BOT}
    question = updates.message(worker.chat, text="老板拖欠我三个月工资怎么办", reply_to_message=ours)
    assert "《劳动争议调解仲裁法》" in worker.sends(message=question)
    mended = {**question, "text": "法律援助在哪里申请", "edit_date": 1764000001}
    assert worker.sends(edited_message=mended)

    kept = "\n".join(worker.said())
    assert all(word in kept for word in ("13800138001", "34.58,105.72", '"forwarded": true'))
    versions = [body for body in worker.said() if f'"message": "{question["message_id"]}"' in body]
    assert len(versions) == 2


def test_a_live_location_that_moves(worker: TelegramWorker) -> None:
    """
    Each step of a shared live location is taken without a word.
    """
    place = updates.message(worker.chat, location=updates.location(live_period=900))
    worker.sends(message=place)
    moved = {**place, "location": updates.location(34.59, live_period=900), "edit_date": 1764000001}

    assert worker.sends(edited_message=moved) == ""


@pytest.mark.parametrize(
    "part",
    [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"story": {"id": 1, "chat": updates.chat(9)}},
        {"paid_media": {"star_count": 1, "paid_media": []}},
        {"of_next_year": {"a": 1}},
    ],
)
def test_what_we_cannot_read_is_said_to_be_so(worker: TelegramWorker, part: dict[str, Any]) -> None:
    """
    A dice, a story, paid media, whatever comes next year: an honest sentence and the way to a person.
    """
    assert "看不懂" in sends(worker, **part)


def test_a_group_is_sent_away_and_nothing_is_kept(tianshui: Town, worker: TelegramWorker) -> None:
    """
    In a group the bot asks to be written to in private; of what was said there no table knows a word.
    """
    tianshui.brings(message=updates.message(GROUP, text="我们的老板欠钱不给"))
    tianshui.brings(message=updates.message(GROUP, photo=tianshui.telegram.photo(), caption="欠条"))
    tianshui.telegram.wait_for(lambda it: it.texts(GROUP))

    [said] = tianshui.telegram.texts(GROUP)
    assert "私下" in said
    assert tianshui.database.call(of_group) == ([], [])


def of_group(tx: Transaction) -> tuple[list[Any], list[File]]:
    """The bodies and the files that are kept of the group."""
    conversation = conversations.lock(tx, "telegram", str(GROUP)).id
    return inbox.said(tx, conversation), files.loose(tx, conversation)


def test_blocked_and_back_again(tianshui: Town, worker: TelegramWorker) -> None:
    """
    A worker who blocks the bot is known as unreachable; when he lets it in again he is welcomed back.
    """
    worker.says("你好")
    assert worker.sends(my_chat_member=updates.membership(worker.chat, "kicked")) == ""
    assert not reachable(tianshui, worker)
    assert "欢迎回来" in worker.sends(my_chat_member=updates.membership(worker.chat, "member"))
    assert reachable(tianshui, worker)


def reachable(town: Town, worker: TelegramWorker) -> bool:
    """Whether he can be written to, asked without hearing from him."""

    def look(tx: Transaction) -> bool:
        hashed = inbox.address_hash(tx, "telegram", str(worker.chat))
        return tx.execute(select(Conversation.reachable).where(Conversation.address_hash == hashed)).scalar_one()

    return town.database.read(look)


def test_a_poster_leads_to_the_complaint(worker: TelegramWorker) -> None:
    """
    Who scans the code on a poster at the building site stands at the beginning of a complaint.
    """
    assert "您同意吗" in worker.says("/start complaint")


@contextmanager
def polled(folder: Path, telegram: FakeTelegram) -> Iterator[tuple[dict[str, str], Database]]:
    """The environment of a hotline that polls, on SQLite, and its database once it has been made."""
    wanted = {
        "HOTLINE_DEMO": "1",
        "HOTLINE_TELEGRAM_TOKEN": TOKEN,
        "HOTLINE_TELEGRAM_API_URL": telegram.url,
        "HOTLINE_TELEGRAM_MODE": "polling",
    }
    env = environment(folder, free_port(), **wanted)
    assert command(folder, env, "migrate").returncode == 0
    database = open_database(Settings(data_dir=folder / "var"))
    try:
        yield env, database
    finally:
        database.close()


def test_a_photo_is_fetched_after_a_restart(tmp_path: Path) -> None:
    """
    The hotline is killed while a photo is on its way; after the next start the photo is fetched, the worker is not
    asked again and nothing is answered twice.
    """
    original = os.urandom(400_000)
    with running() as telegram, polled(tmp_path, telegram) as (env, database):
        hotline = start(tmp_path, env)
        with telegram.slow("download"):
            told = telegram.sends_photo(42, content=original)
            telegram.wait_for(lambda it: it.tried("download") and it.received(42) and it.confirmed >= told, 30)
            hotline.kill()
        assert [one.status for one in files_of(database, 42)] == ["announced"]

        with serving(tmp_path, env):
            until(lambda: [one.status for one in files_of(database, 42)] == ["kept"])
        [file] = files_of(database, 42)
        assert opened(database, tmp_path, file) == original
        assert database.read(lambda tx: conversations.last_n(tx, file.conversation_id)) == 1
