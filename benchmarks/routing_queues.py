"""What waits with supervisors until a lawyer has room, by prefecture: the most urgent first, then the oldest."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from benchmarks.routing_standing import area
from benchmarks.routing_world import PROVINCE, Told

Key = tuple[int, datetime, str]
_RANKS = {"urgent": 0, "high": 1}


class Queues:
    """The queue of each prefecture; the province's lawyers look at all of them."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Key]] = {}
        self._known: dict[str, Key] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, number: str) -> bool:
        return number in self._known

    def put(self, told: Told) -> None:
        """Have a case wait, unless it does."""
        if told.number not in self._known:
            key = (_RANKS.get(told.urgency, 2), told.at, told.number)
            self._known[told.number] = key
            insort(self._waiting.setdefault(area(told.district), []), key)

    def take(self, told: Told) -> None:
        """A case waits no more."""
        key = self._known.pop(told.number, None)
        if key is not None:
            waiting = self._waiting[area(told.district)]
            del waiting[bisect_left(waiting, key)]

    def in_order(self, where: str) -> Iterator[str]:
        """The numbers of what waits for the lawyers of an area, in the order in which they get it."""
        queues = self._waiting.values() if where == PROVINCE else [self._waiting.get(where, [])]
        return (number for _, _, number in merge(*map(list, queues)))
