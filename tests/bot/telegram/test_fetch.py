"""From a photo in a chat to its sealed bytes: the real fetching over a fake Bot API and both databases."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.fetching import Fetching
from bot.telegram.client import HotlineBot
from bot.telegram.fetch import TelegramFetcher
from handlers.arriving import FETCH_FILE
from storage import tasks
from storage.database import Database
from storage.evidence import Evidence
from tests.bot.telegram.fetched import OFFICE, announced, content, fetching, found, told, until, until_later
from tests.bot.telegram.logged import Logged
from tests.conftest import SettableClock
from tests.fake_telegram import FakeTelegram


async def test_the_original_comes_back_unchanged(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence, tmp_path: Path
) -> None:
    """
    A photo of a wage slip is fetched and kept byte for byte; on the disk nobody can read it.
    """
    original = b"\xff\xd8" + os.urandom(2_500_000)
    file_id = announced(database, telegram.file(original)["file_id"])

    async with fetching(database, evidence, bot):
        await until(lambda: found(database, file_id).status == "kept")

    assert content(database, evidence, file_id) == original
    assert found(database, file_id).size == len(original)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("evidence/**/*") if path.is_file())
    assert original[1000:1100] not in on_disk
    assert told(database, file_id) == []


async def test_many_files_come_four_at_a_time(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database, evidence: Evidence
) -> None:
    """
    Ten photos at once do not fill the memory: four are under way, then the others.
    """
    ids = [announced(sqlite, telegram.file(f"photo {n}".encode())["file_id"]) for n in range(10)]

    with telegram.slow("getFile"):
        async with asyncio.timeout(10):
            loop = Fetching(sqlite, evidence, OFFICE, {"telegram": TelegramFetcher(bot)}, backstop=0.02)
            loop.start()
            await until(lambda: telegram.tried("getFile") == 4)
    await until(lambda: all(found(sqlite, one).status == "kept" for one in ids))
    await loop.stop()

    assert [content(sqlite, evidence, one) for one in ids] == [f"photo {n}".encode() for n in range(10)]


@pytest.mark.parametrize(
    ("method", "status"), [("getFile", 500), ("getFile", 0), ("getFile", 502), ("download", 500), ("download", 0)]
)
async def test_trouble_with_the_network_passes(
    telegram: FakeTelegram,
    bot: HotlineBot,
    sqlite: Database,
    evidence: Evidence,
    clock: SettableClock,
    method: str,
    status: int,
) -> None:
    """
    A file that could not be fetched twice is fetched when Telegram is there again; the worker notices nothing.
    """
    telegram.fail(method, status, times=2)
    file_id = announced(sqlite, telegram.file(b"a photo")["file_id"])

    async with fetching(sqlite, evidence, bot):
        await until_later(clock, lambda: found(sqlite, file_id).status == "kept")

    assert telegram.tried(method) >= 3
    assert content(sqlite, evidence, file_id) == b"a photo"
    assert told(sqlite, file_id) == []


async def test_a_flood_waits_as_long_as_telegram_asks(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database, evidence: Evidence, clock: SettableClock
) -> None:
    """
    After "too many requests" the file is asked for again when the time is over, not before.
    """
    telegram.flood("getFile", retry_after=60)
    file_id = announced(sqlite, telegram.file(b"a photo")["file_id"])

    async with fetching(sqlite, evidence, bot) as loop:
        await until(lambda: telegram.tried("getFile") == 1 and not loop._under_way)
        clock.advance(seconds=59)
        await loop._look()
        assert telegram.tried("getFile") == 1
        assert found(sqlite, file_id).status == "announced"
        clock.advance(seconds=2)
        await until(lambda: found(sqlite, file_id).status == "kept")


async def test_what_telegram_calls_too_big(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence
) -> None:
    """
    A file whose size Telegram did not tell turns out to be too large: the worker gets a link to send it another way.
    """
    file_id = announced(database, telegram.file(b"x", size=21 * 2**20)["file_id"], "video")

    async with fetching(database, evidence, bot):
        await until(lambda: found(database, file_id).status == "too_large")

    [said] = told(database, file_id)
    assert "视频太大了" in said
    assert "https://hotline.example.org/chat/upload#" in said


@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_what_telegram_no_longer_has(
    telegram: FakeTelegram,
    bot: HotlineBot,
    sqlite: Database,
    evidence: Evidence,
    clock: SettableClock,
    method: str,
) -> None:
    """
    A file that is gone after three tries is given up, and the worker is asked to send it again.
    """
    telegram.fail(method, 400 if method == "getFile" else 404, "Bad Request: wrong file_id", times=10)
    file_id = announced(sqlite, telegram.file(b"x")["file_id"])

    async with fetching(sqlite, evidence, bot):
        await until_later(clock, lambda: found(sqlite, file_id).status == "gone")

    assert telegram.tried(method) >= 3
    [said] = told(sqlite, file_id)
    assert "请再发一次" in said


async def test_a_file_is_fetched_by_the_next_process(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence, clock: SettableClock
) -> None:
    """
    A process dies in the middle of a download; when its lease is over the next one fetches the file, whole.
    """
    original = os.urandom(300_000)
    file_id = announced(database, telegram.file(original)["file_id"])
    [_] = database.call(lambda tx: tasks.lease(tx, kinds=[FETCH_FILE], limit=1, seconds=120))
    evidence.append(database.read(lambda tx: tx.vault.key(found(database, file_id).key_id)), file_id, 0, original[:99])
    clock.advance(seconds=121)

    async with fetching(database, evidence, bot):
        await until(lambda: found(database, file_id).status == "kept")

    assert content(database, evidence, file_id) == original


async def test_a_stop_gives_back_what_is_under_way(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database, evidence: Evidence
) -> None:
    """
    A clean stop in the middle of a slow download leaves the file to whoever starts next, at once.
    """
    file_id = announced(sqlite, telegram.file(b"a photo")["file_id"])
    with telegram.slow("download"):
        async with fetching(sqlite, evidence, bot, finishing=0.05):
            await until(lambda: telegram.tried("download") == 1)

    assert found(sqlite, file_id).status == "announced"
    async with fetching(sqlite, evidence, bot):
        await until(lambda: found(sqlite, file_id).status == "kept")


async def test_nothing_of_it_is_in_the_log(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database, evidence: Evidence, logged: Logged
) -> None:
    """
    The log knows which file was kept, and neither Telegram's id of it nor the token.
    """
    remote = telegram.file(b"a photo")["file_id"]
    file_id = announced(sqlite, remote)

    async with fetching(sqlite, evidence, bot):
        await until(lambda: found(sqlite, file_id).status == "kept")

    assert file_id in str(logged)
    assert remote not in str(logged)
    assert bot.token not in str(logged)


async def test_a_server_that_gives_paths_of_its_own_disk(
    telegram: FakeTelegram, bot: HotlineBot, tmp_path: Path, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A Bot API server run with --local cannot make us read a file of our own disk; the log says what to do.
    """
    secret = tmp_path / "secret.key"
    secret.write_text("ours")
    remote = telegram.file(b"a photo")["file_id"]
    monkeypatch.setattr(telegram.chats, "path_of", lambda _: str(secret))

    outcome = await TelegramFetcher(bot).fetch(remote)

    assert outcome != b"ours"
    assert "--local" in logged.of("error")[0]["event"]
