"""Whose file it is while it is fetched: a slow download keeps it, a dead or hung process does not."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.fetching import Fetched
from bot.telegram.client import HotlineBot
from bot.telegram.fetch import TelegramFetcher
from handlers.arriving import FETCH_FILE
from storage import tasks
from storage.database import Database
from storage.evidence import Evidence
from tests.bot.telegram.fetched import announced, content, fetching, found, told, until
from tests.bot.telegram.logged import Logged
from tests.conftest import SettableClock
from tests.fake_telegram import FakeTelegram


class Hanging(TelegramFetcher):
    """The way to Telegram of a process that hangs until a test lets it go on."""

    def __init__(self, bot: HotlineBot) -> None:
        super().__init__(bot)
        self.hangs, self.go_on = asyncio.Event(), asyncio.Event()

    async def fetch(self, remote: str) -> Fetched:
        self.hangs.set()
        await self.go_on.wait()
        return await super().fetch(remote)


def on_disk(folder: Path) -> list[bytes]:
    """The sealed files as they lie there; sealed again, the same content looks different."""
    return [path.read_bytes() for path in sorted(folder.rglob("evidence/**/*")) if path.is_file()]


async def test_a_slow_download_is_not_begun_twice(
    telegram: FakeTelegram, bot: HotlineBot, database: Database, evidence: Evidence, clock: SettableClock
) -> None:
    """
    A long voice message over a slow line takes many leases, and no second process asks Telegram for it meanwhile.
    """

    def is_renewed() -> bool:
        held_until = database.read(lambda tx: tasks.next_due(tx, [FETCH_FILE]))
        return held_until == clock.now + timedelta(seconds=0.3)

    async with fetching(database, evidence, bot, lease=0.3), fetching(database, evidence, bot, lease=0.3):
        with telegram.slow("download"):
            file_id = announced(database, telegram.file(b"a long story")["file_id"])
            await until(lambda: telegram.tried("download") == 1)
            for _ in range(5):
                clock.advance(seconds=0.2)
                await until(is_renewed)
            assert telegram.tried("getFile") == 1
        await until(lambda: found(database, file_id).status == "kept")

    assert telegram.tried("getFile") == 1
    assert content(database, evidence, file_id) == b"a long story"


async def test_a_dead_process_costs_fifteen_seconds(
    telegram: FakeTelegram,
    bot: HotlineBot,
    database: Database,
    evidence: Evidence,
    clock: SettableClock,
    tmp_path: Path,
    logged: Logged,
) -> None:
    """
    Nothing is heard from who fetches the photo: fifteen seconds later another has it. Should the first come to life
    again, it leaves alone what the other has kept.
    """
    file_id = announced(database, telegram.file(b"a photo")["file_id"])
    hanging = Hanging(bot)

    async with fetching(database, evidence, bot, fetcher=hanging, backstop=60) as first:
        await hanging.hangs.wait()
        clock.advance(seconds=14)
        async with fetching(database, evidence, bot) as second:
            await second._look()
            assert telegram.tried("getFile") == 0
            clock.advance(seconds=1)
            await until(lambda: found(database, file_id).status == "kept")
        kept = on_disk(tmp_path)
        hanging.go_on.set()
        await until(lambda: not first._under_way)

    assert on_disk(tmp_path) == kept
    assert content(database, evidence, file_id) == b"a photo"
    assert told(database, file_id) == []
    assert logged.of("warning")[-1]["event"] == "file is another's by now"
