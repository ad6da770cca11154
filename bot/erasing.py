"""Keeps the list of erasures up with the database: at the start, after every erasure, and every hour to be sure.

On the same round the questions that have been kept long enough are forgotten.
"""

import asyncio
from contextlib import suppress

import structlog

from storage import question_log
from storage.database import Database
from storage.erasures import ErasureLog
from storage.errors import StorageError
from storage.safe import ERASED

_BACKSTOP = 3600.0  # seconds between looks, when nobody woke us
_AGAIN = 60.0  # seconds until the next try, when the list could not be written

log = structlog.get_logger(__name__)


class Erasing:
    """One loop; what it could not write down, it writes down later, because the database remembers."""

    def __init__(self, database: Database, listed: ErasureLog) -> None:
        self._database, self._listed = database, listed
        self._wake, self._stopping = asyncio.Event(), False

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.create_task(self._run(), name="list of erasures")

    async def stop(self) -> None:
        """End after what is being written."""
        self._stopping = True
        self._wake.set()
        await self._loop

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        unlisten = self._database.listen(ERASED, lambda: loop.call_soon_threadsafe(self._wake.set))
        try:
            while not self._stopping:
                self._wake.clear()
                await self._rest(await self._write_down())
        finally:
            unlisten()

    async def _write_down(self) -> float:
        """Returns the seconds until the next look."""
        try:
            added = await asyncio.to_thread(self._listed.reconcile, self._database)
        except StorageError as error:  # its sentences name a file, never a person
            log.error("the list of erasures is not up to date", reason=str(error))
            return _AGAIN
        except Exception as error:  # the edge of the process: erasing itself has been done and must go on
            log.error("the list of erasures is not up to date", reason=type(error).__name__)
            return _AGAIN
        if added:
            log.info("erasures listed", number=added)
        return await self._forget()

    async def _forget(self) -> float:
        """Forget old questions; returns the seconds until the next look."""
        try:
            forgotten = await self._database.run(question_log.forget)
        except Exception as error:  # the edge of the process: they are forgotten an hour later
            log.error("old questions are still kept", reason=type(error).__name__)
            return _AGAIN
        if forgotten:
            log.info("questions forgotten", number=forgotten)
        return _BACKSTOP

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
