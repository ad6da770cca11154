"""Keeps the promises of the outbox: sends each reply, in order for its reader, until something has come of it."""

import asyncio
from collections.abc import Sequence

from bot.dispatch import Dispatch
from bot.metrics import Figures
from bot.outcomes import Sender
from bot.settling import OnFailed, Settling
from storage.database import Database


class Delivery:
    """One loop for each channel, in every process; each sends only while its process holds the channel.

    A unit of work leases the heads of the queues, no row is held while they are sent, and a unit of work for each
    writes down what came of it. If we die in between, the lease ends and it is sent again: twice beats never.
    """

    def __init__(
        self,
        database: Database,
        senders: Sequence[Sender],
        on_failed: OnFailed,
        figures: Figures | None = None,
        *,
        backstop: float = 1.0,
        hold: float = 10.0,
    ) -> None:
        """`on_failed` runs in the transaction that gives a reply up; `backstop`: seconds between looks when idle.

        `hold`: seconds after which another process sends for a channel whose sender has died.
        """
        settling = Settling(database, on_failed, figures)
        self._channels = [Dispatch(database, sender, settling, backstop=backstop, hold=hold) for sender in senders]
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loops = [asyncio.create_task(channel.run()) for channel in self._channels]

    async def stop(self) -> None:
        """End: nothing more is leased; what is being sent has ten seconds to be finished and written down."""
        for channel in self._channels:
            channel.stop()
        await asyncio.gather(*self._loops)

    def held(self) -> dict[str, bool]:
        """For each channel's hold, whether this process has it."""
        return {channel.hold.name: channel.hold.fence is not None for channel in self._channels}

    def healthy(self) -> bool:
        """Whether replies go out as far as it depends on us.

        A network that is down for now counts as healthy, and so does standing by while another process sends.
        """
        return all(channel.healthy() for channel in self._channels)
