"""One process does it; when it dies or stops, the next one does."""

import asyncio

from bot.holding import Holding
from storage import holders
from storage.database import Database
from tests.conftest import SettableClock


async def test_the_second_waits_until_the_first_stops(database: Database) -> None:
    """
    While one process sends, another that starts beside it does not; once the first has stopped it goes on at once.
    """
    first, second = Holding(database, "sender", seconds=0.3), Holding(database, "sender", seconds=0.3)
    await first.start()
    await second.start()
    assert (first.fence, second.fence) == (1, None)

    await first.stop()
    await asyncio.wait_for(second.wait_held(), 10)

    assert (first.fence, second.fence) == (None, 2)
    await second.stop()


async def test_a_hold_that_could_not_be_renewed_is_not_trusted(database: Database) -> None:
    """
    A process that was stopped for a while must not go on as if nothing had happened: by its own clock it holds nothing.
    """
    held = Holding(database, "sender", seconds=0)
    await held.start()

    assert held.fence is None
    await held.stop()


async def test_it_is_lost_when_somebody_else_has_it(database: Database, clock: SettableClock) -> None:
    """
    After another machine has taken over, our own renewal fails and we know it.
    """
    held = Holding(database, "sender", seconds=0.3)
    await held.start()
    assert held.fence == 1
    clock.advance(seconds=60)
    assert await database.run(lambda tx: holders.take(tx, "sender", "another", 3600)) == 2

    async with asyncio.timeout(10):
        while held.fence is not None:
            await asyncio.sleep(0)

    assert await database.run(lambda tx: holders.still(tx, "sender", 2))
    await held.stop()
