"""One try to send a reply: paced, kept for us while it lasts, and broken off when another process has taken over."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from bot.budget import Budget, Paused
from bot.outcomes import LONGEST_SEND, Later, Ours, Outcome, Sender, Superseded
from storage import sending
from storage.database import Database
from storage.errors import Unavailable
from storage.sending import Promised

LEASE = 12.0  # seconds a reply is ours; after a crash others send it when they are over (15 are promised)
_RENEWALS = 3  # of a lease within its time, while the attempt lasts

log = structlog.get_logger(__name__)


class Attempt:
    """One reply on its way; `placed` becomes true when its first message has its place in the budget."""

    def __init__(
        self,
        database: Database,
        budget: Budget,
        promised: Promised,
        fence: int,
        present_fence: Callable[[], int | None],
        lease: float = LEASE,
    ) -> None:
        """`present_fence` tells under which fence this process may send at this moment, if any."""
        self._database, self._budget, self._promised = database, budget, promised
        self._fence, self._present_fence = fence, present_fence
        self._lease, self._lost = lease, False
        self.placed = False

    async def make(self, sender: Sender) -> Outcome | None:
        """What came of it; None if it is no longer ours to say."""
        keeping = asyncio.create_task(self._keep())
        try:
            return await sender.send(self._promised, self._pace)
        except Superseded:
            return None
        except Paused as pause:
            return Later(pause.seconds)
        except TimeoutError:
            return Later()
        except (Unavailable, OSError) as error:  # the database or the disk is away, for everybody
            return Ours(f"{type(error).__name__} while sending")
        except Exception as error:  # the edge of the process: one reply must not stop the others
            return Ours(f"{type(error).__name__} while sending", over_this=True)
        finally:
            keeping.cancel()

    @asynccontextmanager
    async def _pace(self, seconds: float = LONGEST_SEND) -> AsyncIterator[None]:
        async with self._budget.place(self._promised):
            self.placed = True
            if self._lost or self._present_fence() != self._fence:
                raise Superseded
            async with asyncio.timeout(seconds):
                yield

    async def _keep(self) -> None:
        """Renew the lease, so that a long text or a large file is not begun anew by another."""
        while not self._lost:
            await asyncio.sleep(self._lease / _RENEWALS)
            try:
                ours = await self._database.run(
                    lambda tx: sending.extend(tx, self._promised.id, self._lease, self._fence)
                )
            except Exception as error:  # the edge of the process: the next try may succeed, else the lease ends
                log.warning("a lease could not be renewed", reply=self._promised.id, reason=type(error).__name__)
            else:
                self._lost = not ours
