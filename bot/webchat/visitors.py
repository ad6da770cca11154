"""Keeps one machine from filling the disk with empty conversations."""

from collections import Counter
from datetime import datetime
from ipaddress import ip_address

FRESH_CHATS_A_MINUTE = 300  # of one address: hundreds of phones share one behind a mobile network


class Turnstile:
    """Counts the fresh chats of each address in the current minute; forgets them with the minute."""

    def __init__(self, limit: int = FRESH_CHATS_A_MINUTE) -> None:
        self._limit = limit
        self._minute: datetime | None = None
        self._chats: Counter[str] = Counter()

    def admits(self, address: str | None, now: datetime) -> bool:
        """Whether this address may start one more chat.

        This machine itself always may: it stands for every worker when a proxy does not say for whom it asks.
        """
        if address is None or _is_this_machine(address):
            return True
        if (minute := now.replace(second=0, microsecond=0)) != self._minute:
            self._minute, self._chats = minute, Counter()
        self._chats[address] += 1
        return self._chats[address] <= self._limit


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True
