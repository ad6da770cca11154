"""A full disk in the middle of a grouped commit: 200 means kept, and nothing else does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, event, select, text

from bot.app import Hotline
from bot.commands.database import open_database
from bot.settings import Settings
from bot.telegram.webhook import PATH
from storage.database import Database, Transaction
from storage.migrating import migrate
from storage.models import Conversation, Failure, Inbound, Outbound
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.faults import records
from tests.faults.mortal import SECRET
from tests.faults.telling import Step

pytestmark = pytest.mark.faults

WORKERS = range(1, 49)
_AT_ONCE = 12
_A_FEW = 10  # pages of 4096 bytes: room for some of them
_NO_LIMIT = 1073741823


class Disk:
    """How far the file may grow, told to each connection that writes."""

    def __init__(self, database: Database) -> None:
        self.pages, self._database = _NO_LIMIT, database
        event.listen(database.engine, "begin", self._limit)

    def fill_up(self) -> None:
        """Leave room for a few pages."""
        self.pages = _A_FEW + self._database.read(lambda tx: int(tx.execute(text("PRAGMA page_count")).scalar_one()))

    def make_space(self) -> None:
        """Somebody has deleted something."""
        self.pages = _NO_LIMIT

    def _limit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={self.pages}")


@pytest.fixture
def hotline(telegram: FakeTelegram, tmp_path: Path) -> Hotline:
    settings = Settings(
        data_dir=tmp_path,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=telegram.url,
        telegram_mode="webhook",
        telegram_webhook_secret=SecretStr(SECRET),
        public_url="http://127.0.0.1",
    )
    database = open_database(settings)
    migrate(database)
    return Hotline.build(settings, database)


@pytest.fixture
async def outside(hotline: Hotline) -> AsyncIterator[httpx.AsyncClient]:
    """A way in over HTTP, while the hotline runs."""
    app = hotline.web()
    async with hotline.running():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client
    hotline.database.close()


async def bring(outside: httpx.AsyncClient, workers: "list[int] | range") -> dict[int, int]:
    """One update of each of these at once; the answers' statuses by worker, whose number is that of his update too."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    posts = [outside.post(PATH, json=Step("/start").update(one, one), headers=headers) for one in workers]
    return dict(zip(workers, [answer.status_code for answer in await asyncio.gather(*posts)], strict=True))


def taken(tx: Transaction) -> set[int]:
    return {int(row.message_id) for row in tx.execute(select(Inbound.message_id))}


def everybody_was_answered(telegram: FakeTelegram) -> bool:
    return {call.chat for call in telegram.called("sendMessage")} == set(WORKERS)


async def test_whoever_was_told_200_is_in_the_file(
    hotline: Hotline, outside: httpx.AsyncClient, telegram: FakeTelegram
) -> None:
    """
    The disk fills up while forty-eight workers write, a dozen at once: those who were told 200 are kept, each with the
    promised reply, the others are not and may come again, and then everybody is kept and answered once.
    """
    database, disk = hotline.database, Disk(hotline.database)
    disk.fill_up()

    told: dict[int, int] = {}
    for first in WORKERS[::_AT_ONCE]:
        told |= await bring(outside, range(first, first + _AT_ONCE))

    kept = {worker for worker, status in told.items() if status == 200}
    assert set(told.values()) == {200, 500}, "the disk was not full in the middle of it"
    assert await database.look(taken) == kept
    assert await database.look(lambda tx: records.count(tx, Conversation)) == len(kept)
    assert await database.look(lambda tx: records.count(tx, Outbound)) == len(kept)
    assert await database.look(lambda tx: records.count(tx, Failure)) == 0

    disk.make_space()
    again = await bring(outside, [worker for worker in WORKERS if worker not in kept])

    assert set(again.values()) == {200}
    assert await database.look(taken) == set(WORKERS)
    await asyncio.to_thread(telegram.wait_for, everybody_was_answered, 30)
    assert await database.look(lambda tx: records.count(tx, Outbound)) == len(WORKERS)
    assert await database.look(lambda tx: records.count(tx, Failure)) == 0
