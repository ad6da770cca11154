"""What can come of one attempt to send, so that delivery decides the same way for every channel."""

from dataclasses import dataclass
from typing import Protocol

from storage.outbox import Promised


@dataclass(frozen=True, slots=True)
class Sent:
    """It was sent; `receipt` is the channel's own id of it, where it gives one."""

    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `seconds` is how long the channel asked us to wait; None leaves the wait to delivery."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This person cannot be reached here any more (blocked, gone); the case has to hear it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This message can never be sent as it is, though its reader can be reached; it must stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ours:
    """The fault is ours (token, conflict, a bug): the message waits, and the operators must hear it."""

    reason: str


Outcome = Sent | Later | Unreachable | Refused | Ours


class Sender(Protocol):
    """One channel's way out. Reasons never hold content."""

    @property
    def channel(self) -> str:
        """The channel whose promises this sender keeps, such as `telegram`."""

    async def send(self, promised: Promised) -> Outcome:
        """Try once; everything that a channel can answer is told as an outcome, not raised."""
