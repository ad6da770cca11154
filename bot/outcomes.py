"""What can come of one attempt to send, so that delivery decides the same way for every channel."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.budget import Limits
from storage.sending import Promised

LONGEST_SEND = 30.0  # seconds for one message; the channel's own limits are shorter


@dataclass(frozen=True, slots=True)
class Sent:
    """It was sent; `receipt` is the channel's own id of it, where it gives one."""

    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `seconds` is how long to wait; None leaves it to delivery.

    `flood`: the channel said that we are too fast.
    """

    seconds: float | None = None
    flood: bool = False


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
    """The fault is ours (token, conflict, a bug): the message waits, and the operators must hear it.

    `over_this`: it may be this very message that breaks us, and not what breaks everybody's.
    """

    reason: str
    over_this: bool = False


Outcome = Sent | Later | Unreachable | Refused | Ours


class Superseded(Exception):
    """Another process sends for this channel by now, or has this reply; what is not out yet stays unsent by us."""


class Pace(Protocol):
    """Waits for its place in the budget and then gives `seconds` for one message to go out."""

    def __call__(self, seconds: float = LONGEST_SEND) -> AbstractAsyncContextManager[None]:
        """To be entered right around each call that brings something to the reader; raises Superseded, TimeoutError."""


class Sender(Protocol):
    """One channel's way out. Reasons never hold content."""

    @property
    def channel(self) -> str:
        """The channel whose promises this sender keeps, such as `telegram`."""

    @property
    def limits(self) -> Limits:
        """How much may be sent through it."""

    async def send(self, promised: Promised, pace: Pace) -> Outcome:
        """Try once; everything that a channel can answer is told as an outcome, not raised.

        What entering `pace` raises is let through: each message of the reply has to wait for it.
        """
