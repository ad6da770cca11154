"""A process that only sends: `python -m tests.faults.lone_sender DATABASE TELEGRAM HOLD`, until it is told to stop."""

import asyncio
import signal
import sys

from bot.delivery import Delivery
from bot.telegram.client import connect
from bot.telegram.send import TelegramSender
from storage.database import Database, Transaction
from storage.sending import Failed, Promised
from storage.vault import Master
from tests.conftest import SECRET
from tests.fake_telegram import TOKEN


def nobody_hears(_: Transaction, __: Promised, ___: Failed, ____: str) -> None:
    """There are no cases here."""


async def send(url: str, telegram: str, hold: float) -> None:
    """Send what is promised until SIGTERM."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    database = Database(url, Master(SECRET))
    async with connect(TOKEN, telegram) as bot:
        delivery = Delivery(database, [TelegramSender(bot)], nobody_hears, hold=hold)
        delivery.start()
        await told.wait()
        await delivery.stop()
    database.close()


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], float(sys.argv[3])))
