"""Holding what only one process may do: taken, renewed while we live, given up when we stop."""

import asyncio
import os
import secrets
import socket
import time
from contextlib import suppress

import structlog

from storage import holders
from storage.database import Database

_RENEWALS = 3  # within the time of one hold
_SAFETY = 0.8  # of a hold's time, after which we no longer trust one that could not be renewed
_LONGEST_NAME = 20  # characters of a machine's name that are kept

log = structlog.get_logger(__name__)


def our_name() -> str:
    """A name for this process, told apart from every other: machine, process, and something drawn by lot."""
    return f"{socket.gethostname()[:_LONGEST_NAME]}:{os.getpid()}:{secrets.token_hex(8)}"


class Holding:
    """One thing that only its holder does.

    `fence` is its number while we hold it and None otherwise, also when the clock says that it may have run out, as
    for a process that was stopped for a while: whoever acts asks right before he acts.
    """

    def __init__(self, database: Database, name: str, *, seconds: float = 10.0, holder: str | None = None) -> None:
        self.name, self._database, self._seconds = name, database, seconds
        self._holder = holder or our_name()
        self._fence: int | None = None
        self._until = 0.0
        self._held = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def fence(self) -> int | None:
        """The number of our hold, None if we have none that is certain."""
        return self._fence if time.monotonic() < self._until else None

    async def start(self) -> None:
        """Try once, then go on trying and renewing in the background."""
        await self._renew()
        self._task = asyncio.create_task(self._keep(), name=f"holding {self.name}")

    async def stop(self) -> None:
        """Give it up, so that the next one has it at once."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._lose()
        try:
            await self._database.run(lambda tx: holders.give_up(tx, self.name, self._holder))
        except Exception as error:  # the edge of the process: it runs out by itself
            log.warning("a hold could not be given up", name=self.name, reason=type(error).__name__)

    async def wait_held(self) -> None:
        """Return when it is ours."""
        while self.fence is None:
            self._held.clear()
            await self._held.wait()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._seconds / _RENEWALS if self._fence else min(1.0, self._seconds / _RENEWALS))
            await self._renew()

    async def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            fence = await self._database.run(lambda tx: holders.take(tx, self.name, self._holder, self._seconds))
        except Exception as error:  # the edge of the process: what we hold runs out unless a later try succeeds
            log.warning("a hold could not be renewed", name=self.name, reason=type(error).__name__)
            return
        if fence is None:
            self._lose()
            return
        if fence != self._fence:
            log.info("held", name=self.name, fence=fence)
        self._fence, self._until = fence, asked_at + self._seconds * _SAFETY
        self._held.set()

    def _lose(self) -> None:
        if self._fence is not None:
            log.info("no longer held", name=self.name)
        self._fence = None
