"""How fast a channel may send, over all and to one chat, so that nobody ever tells us to slow down.

What counts is when a message arrives over there, and all we know of that is that it lies between the begin of a call
and its answer. So a message counts from its begin until a second after its answer. Of the messages that arrive within
any one second, the one begun last found all the others still counting; hence no second ever sees more than the limit,
however slow or uneven the network is.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from storage.sending import Promised

_SECOND, _MINUTE = 1.0, 60.0
_HIT_TOGETHER = 3  # chats that are told to wait within ten seconds: then it is not about a chat, but about us
_WITHIN = 10.0  # seconds
_CAREFUL = 60.0  # seconds after such a flood in which we send at half our speed


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel allows, in messages; None is no limit. `reserve` of `per_second` is kept for what is urgent."""

    per_second: int
    reserve: int = 0
    per_chat: int | None = None  # in a second
    per_group: int | None = None  # in a minute


class Paused(Exception):
    """The whole channel was told to wait; `seconds` are left."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the channel was told to wait")
        self.seconds = seconds


class Window:
    """What was sent within a span of time, as far as it can be known from here."""

    def __init__(self, span: float) -> None:
        self._span, self._under_way, self._ended = span, 0, deque[float]()

    def begin(self) -> None:
        """A message sets out."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """It has arrived, or we have given up waiting."""
        self._under_way -= 1
        self._ended.append(now)

    def wait(self, limit: int, now: float) -> float:
        """Seconds until one more stays within the limit: 0 is now, infinity until something under way has ended."""
        self._forget(now)
        too_many = self._under_way + len(self._ended) - limit
        if too_many < 0:
            return 0.0
        return self._ended[too_many] + self._span - now if too_many < len(self._ended) else math.inf

    def is_empty(self, now: float) -> bool:
        """Whether there is nothing to remember."""
        self._forget(now)
        return not self._under_way and not self._ended

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] + self._span <= now:
            self._ended.popleft()


class Budget:
    """Gives each message its place. Urgent ones may take the last places and so never wait behind the others."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds and never goes back."""
        self._limits, self._clock = limits, clock
        self._all = Window(_SECOND)
        self._chats: dict[str, Window] = {}
        self._groups: dict[str, Window] = {}
        self._next = 0.0
        self._hits = deque[tuple[float, str, float]]()
        self._paused_until = self._careful_until = 0.0
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def place(self, promised: Promised) -> AsyncIterator[None]:
        """Wait until one message of this reply may go out, and count it while it does; raises Paused."""
        while (seconds := self._wait(promised)) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), None if seconds == math.inf else seconds)
        windows = self._windows(promised)
        for window in windows:
            window.begin()
        if not promised.urgent:
            gap = 1 / self._per_second()
            self._next = max(self._next, self._clock() - gap) + gap
        try:
            yield
        finally:
            for window in windows:
                window.end(self._clock())
            self._wake()

    def resting(self) -> dict[str, float]:
        """The conversations that may not be sent to yet, and for how many seconds."""
        now = self._clock()
        waits: dict[str, float] = {}
        for windows, limit in ((self._chats, self._limits.per_chat), (self._groups, self._limits.per_group)):
            for conversation_id, window in list(windows.items()):
                if window.is_empty(now):
                    del windows[conversation_id]
                elif wait := window.wait(limit or 0, now):
                    waits[conversation_id] = max(wait, waits.get(conversation_id, 0.0))
        return waits

    def paused(self) -> float:
        """Seconds for which nothing at all may be sent."""
        return max(0.0, self._paused_until - self._clock())

    def told_to_wait(self, conversation_id: str, seconds: float) -> None:
        """A chat was told to wait. If several are at once, it is we who are too fast, and everybody waits.

        After that we go slowly for a while. We wait as long as the first of them has to, not the longest: one of them
        may have a quarrel of its own.
        """
        now = self._clock()
        self._hits.append((now, conversation_id, seconds))
        while self._hits[0][0] < now - _WITHIN:
            self._hits.popleft()
        if len({conversation for _, conversation, _ in self._hits}) >= _HIT_TOGETHER:
            self._paused_until = max(self._paused_until, now + min(asked for _, _, asked in self._hits))
            self._careful_until = self._paused_until + _CAREFUL
            self._hits.clear()
            self._wake()

    def _wait(self, promised: Promised) -> float:
        if paused := self.paused():
            raise Paused(paused)
        now, most = self._clock(), self._per_second()
        waits = [self._all.wait(most if promised.urgent else max(1, most - self._limits.reserve), now)]
        if not promised.urgent:
            waits.append(self._next - now)
        if window := self._chats.get(promised.conversation_id):
            waits.append(window.wait(self._limits.per_chat or 0, now))
        if window := self._groups.get(promised.conversation_id):
            waits.append(window.wait(self._limits.per_group or 0, now))
        return max(waits)

    def _per_second(self) -> int:
        careful = self._clock() < self._careful_until
        return max(1, self._limits.per_second // 2) if careful else self._limits.per_second

    def _windows(self, promised: Promised) -> list[Window]:
        windows = [self._all]
        if self._limits.per_chat:
            windows.append(self._chats.setdefault(promised.conversation_id, Window(_SECOND)))
        if self._limits.per_group and promised.address.startswith("-"):
            windows.append(self._groups.setdefault(promised.conversation_id, Window(_MINUTE)))
        return windows

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
