"""Keeps one conversation from taking the writer's time from all the others."""

from datetime import datetime, timedelta

MESSAGES_A_MINUTE = 240  # of one conversation, in the long run
BURST = 300  # messages at once: what a phone kept while it had no network comes all together
_TIDIED_EVERY = timedelta(minutes=1)


class Pace:
    """A bucket for each conversation, in the memory of this process; one that is full again is forgotten."""

    def __init__(self, a_minute: int = MESSAGES_A_MINUTE, burst: int = BURST) -> None:
        self._apart = timedelta(minutes=1) / a_minute
        self._depth = self._apart * (burst - 1)
        self._full_at: dict[str, datetime] = {}  # when a conversation's bucket will be full again
        self._tidied: datetime | None = None

    def seconds_to_wait(self, conversation_id: str, now: datetime) -> float:
        """0 if one more message may come now, which then counts; else after how many seconds one may."""
        self._tidy(now)
        full_at = max(self._full_at.get(conversation_id, now), now)
        if full_at - now > self._depth + self._apart:  # more than a bucket holds: the clock was set back
            full_at = now
        wait = full_at - now - self._depth
        if wait > timedelta(0):
            return wait.total_seconds()
        self._full_at[conversation_id] = full_at + self._apart
        return 0.0

    def _tidy(self, now: datetime) -> None:
        if self._tidied and now - self._tidied < _TIDIED_EVERY:
            return
        self._tidied = now
        self._full_at = {one: full_at for one, full_at in self._full_at.items() if full_at > now}
