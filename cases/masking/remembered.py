"""Players ask for one recording in many parts: what was made of a file a moment ago is not made again."""

import time
from collections.abc import Callable
from threading import Lock

from cases.masking.passing import Masked

_MOST = 64_000_000  # bytes
_EACH = 1000  # bytes that an entry takes beside its content
_SECONDS = 60.0


class Remembered:
    """The last few files as they were shown, in memory; each is forgotten when a file is asked for a minute later.

    Whoever asks has to make sure before that the one who looks may see the file, and that it was not erased.
    """

    def __init__(
        self, most: int = _MOST, seconds: float = _SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """At most `most` bytes, each for at most so many `seconds`, by a clock that tells seconds."""
        self._most, self._seconds, self._clock = most, seconds, clock
        self._made: dict[str, tuple[float, Masked | None]] = {}
        self._lock = Lock()

    def get(self, file_id: str, make: Callable[[], Masked | None]) -> Masked | None:
        """What `make` makes of this file, or made of it a moment ago; raises what it raises, which is not kept."""
        with self._lock:
            self._forget(0)
            if file_id in self._made:
                return self._made[file_id][1]
        made = make()
        with self._lock:
            if _size(made) <= self._most:
                self._made.pop(file_id, None)
                self._forget(_size(made))
                self._made[file_id] = self._clock(), made
        return made

    def _forget(self, room: int) -> None:
        """Drop what is old, and the oldest until there is room for so many bytes more."""
        held = sum(_size(made) for _, made in self._made.values())
        for file_id, (at, made) in list(self._made.items()):
            if self._clock() - at < self._seconds and held + room <= self._most:
                break
            held -= _size(made)
            del self._made[file_id]


def _size(made: Masked | None) -> int:
    return _EACH + (len(made.content) if made else 0)
