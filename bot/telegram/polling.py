"""Fetches updates when Telegram cannot reach us, and lets go of each only after it is committed."""

import asyncio
from collections import deque
from contextlib import suppress
from itertools import count
from typing import Any

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter

from bot.holding import Holding
from bot.telegram.application import HotlineApplication, id_of
from bot.telegram.client import TokenRefused, seconds_asked
from bot.telegram.redact import whence

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 15.0  # seconds between two tries, of an update or of Telegram
_FINISHING = 10.0  # seconds that a stop waits for updates under way


class Polling:
    """Our own loop around getUpdates.

    Asking with an offset tells Telegram to forget everything before it, so the offset stands at the oldest update that
    is not committed yet. The updates of one chat are taken one after the other, those of different chats at once. One
    that fails is tried again until it is committed or parked; only its own chat waits for it. While it lasts, Telegram
    repeats up to a hundred updates from it on: those already known are passed over, new ones are taken.

    Of several processes only the one that holds `holding` asks. One that lost it lets go of nothing more; what it has
    fetched the next holder is given again, and the claim at the door makes each count once.
    """

    def __init__(
        self,
        application: HotlineApplication,
        holding: Holding | None = None,
        *,
        seconds: int = 30,
        patience: float = 1.0,
        first_pause: float = 0.2,
    ) -> None:
        """`seconds`: how long Telegram may hold a request open; `patience`: how long a slow chat holds up the next."""
        self._application, self._bot, self._holding = application, application.bot, holding
        self._seconds, self._patience, self._first_pause = seconds, patience, first_pause
        self._offset: int | None = None
        self._unfinished: set[int] = set()
        self._finished: set[int] = set()
        self._lanes: dict[str, deque[dict[str, Any]]] = {}
        self._walks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self.refused = False

    def start(self) -> None:
        """Begin; needs a running event loop and an initialized application."""
        self._loop = asyncio.create_task(self.run(), name="telegram polling")

    async def stop(self) -> None:
        """End: no more is fetched, what is being committed is given ten seconds, the rest comes again."""
        self._stopping.set()
        if self._loop:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop
        if self._walks:
            _, late = await asyncio.wait(self._walks, timeout=_FINISHING)
            for walk in late:
                walk.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def healthy(self) -> bool:
        """Whether updates can still arrive this way; a network that is down for now counts as healthy."""
        return not self.refused and self._loop is not None and not self._loop.done()

    async def run(self) -> None:
        """Fetch and hand on until stopped; ends by itself, with one sentence in the log, if the token is refused."""
        failures = 0
        while not self._stopping.is_set():
            await self._our_turn()
            try:
                batch = await self._bot.raw_updates(self._offset, 0 if self._unfinished else self._seconds)
            except Exception as error:  # the edge of the process: whatever it was, the next try may succeed
                if await self._is_refusal(error):
                    return
                await self._pause(_wait(error, self._first_pause, failures))
                failures += 1
            else:
                failures = 0
                await self._take(batch)

    async def _our_turn(self) -> None:
        """Return when this process is the one that fetches; after an absence others may have let go of anything."""
        if self._holding and self._holding.fence is None:
            await self._holding.wait_held()
            self._offset = min(self._unfinished, default=None)

    async def _take(self, batch: list[Any]) -> None:
        fresh = [raw for raw in batch if await self._is_fresh(raw)]
        for raw in fresh:
            self._line_up(raw)
        if self._walks:
            await asyncio.wait(self._walks, timeout=self._patience)
        else:  # nothing new; do not spin, even if the server does not hold requests open
            await self._pause(self._first_pause)
        self._move_offset(batch)

    async def _is_fresh(self, raw: Any) -> bool:
        """Whether this update still has to be taken; one without an id is parked, no offset can let go of it."""
        update_id = id_of(raw)
        if update_id is None:
            await self._until_kept(raw)
            return False
        return update_id not in self._unfinished and update_id not in self._finished

    def _line_up(self, raw: dict[str, Any]) -> None:
        self._unfinished.add(raw["update_id"])
        lane = _lane(raw)
        if lane in self._lanes:
            self._lanes[lane].append(raw)
            return
        self._lanes[lane] = deque([raw])
        walk = asyncio.create_task(self._walk(lane))
        self._walks.add(walk)
        walk.add_done_callback(self._walks.discard)

    async def _walk(self, lane: str) -> None:
        """Take the updates of one chat in their order, until none is left."""
        waiting = self._lanes[lane]
        while waiting and await self._until_kept(waiting[0]):
            update_id = waiting.popleft()["update_id"]
            self._unfinished.discard(update_id)
            self._finished.add(update_id)
        del self._lanes[lane]

    async def _until_kept(self, raw: Any) -> bool:
        """Try until the update is committed or parked; False if we were stopped before that."""
        for failures in count():
            try:
                await self._application.receive(raw)
            except Exception as error:  # the edge of the process: one update must not stop the others
                log.error("telegram update was not kept, again soon", update=id_of(raw), reason=whence(error))
            else:
                return True
            if await self._pause(_growing(self._first_pause, failures)):
                break
        return False

    def _move_offset(self, batch: list[Any]) -> None:
        seen = [update_id for update_id in map(id_of, batch) if update_id is not None]
        if self._unfinished:
            self._offset = min(self._unfinished)
        elif seen:
            self._offset = max(seen) + 1
        self._finished = {known for known in self._finished if self._offset is not None and known >= self._offset}

    async def _is_refusal(self, error: Exception) -> bool:
        """Log what getUpdates failed with; True if the token itself is refused, which getMe alone can tell."""
        if isinstance(error, InvalidToken | EndPointNotFound) and await self._bot.is_refused():
            self.refused = True
            log.critical(f"{TokenRefused()} Nothing is fetched any more.")
            return True
        if isinstance(error, Conflict):
            log.warning("somebody else fetches updates with our token, or a webhook is set; again soon")
        else:
            log.warning("fetching updates failed, again soon", reason=type(error).__name__)
        return False

    async def _pause(self, seconds: float) -> bool:
        """Wait; True as soon as we are stopped."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


def _growing(first: float, failures: int) -> float:
    return min(first * 2.0 ** min(failures, 16), _LONGEST_PAUSE)


def _wait(error: Exception, first: float, failures: int) -> float:
    return seconds_asked(error) if isinstance(error, RetryAfter) else _growing(first, failures)


def _lane(raw: dict[str, Any]) -> str:
    """The chat an update belongs to, read without trusting its shape; an update of no chat has a lane to itself."""
    for part in raw.values():
        if isinstance(part, dict):
            message = part.get("message")
            chat = part.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
            if isinstance(chat, dict):
                return f"chat {chat.get('id')}"
    return f"update {raw['update_id']}"
