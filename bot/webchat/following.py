"""Follows a conversation: each reply as soon as it is promised, whichever process promised it."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

from bot.webchat.history import Shown, replies_after
from storage.database import Database

BACKSTOP = 2.0  # seconds; another process wakes nobody here


async def follow(database: Database, conversation_id: str, after: int, stopping: asyncio.Event) -> AsyncIterator[Shown]:
    """Every reply after the given number, in order and without gaps, until `stopping` is set or the reader leaves.

    Raises what a look into the database raises; the reader comes back with the last number it has.
    """
    loop, spoken = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(spoken.set)

    unlisten = database.listen(f"conversation:{conversation_id}", wake)
    try:
        while not stopping.is_set():
            spoken.clear()
            for reply in await database.look(partial(replies_after, conversation_id=conversation_id, n=after)):
                yield reply
                after = reply["n"]
            await _either(spoken, stopping)
    finally:
        unlisten()


async def _either(*events: asyncio.Event) -> None:
    """Wait until one of the events is set, or for as long as the backstop."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=BACKSTOP, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waiting:
            wait.cancel()
