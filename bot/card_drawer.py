"""Who draws the pictures of receipts; what draws them is loaded with the first, because a start has no time for it."""

import asyncio
import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from bot.fetching import Fetched, Gone
from bot.fonts import chinese_letters


class CardDrawer:
    """The way to the pictures that are drawn here; what stands on one is the id by which it is asked for."""

    async def fetch(self, remote: str) -> Fetched:
        """The picture as PNG; it cannot be had where there are no Chinese letters."""
        font = await asyncio.to_thread(chinese_letters)
        return await asyncio.to_thread(_drawn, json.loads(remote), font) if font else Gone()


def _drawn(lines: Mapping[str, str], font: Path) -> bytes:
    drawn: bytes = import_module("bot.cards").drawn(lines, font)
    return drawn
