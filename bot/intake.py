"""The way from an edge to the door: understanding outside the transaction, then one commit, then an answer.

Only the failures of a message itself count against it. After five it is set aside, sealed, so that the outside stops
repeating it; a full disk, a lock or a lost database never count, because the next try may well succeed.
"""

import asyncio
import json
import time
from dataclasses import asdict, fields
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.metrics import Figures
from handlers.incoming import Attachment, Incoming
from handlers.receive import Door, Received
from storage import conversations, inbox, outbox
from storage.database import Database, Transaction
from storage.errors import Unavailable
from storage.inbox import Source
from storage.messages import Message

T = TypeVar("T", Attachment, Incoming)
_ENOUGH = 5  # failures of one message

log = structlog.get_logger(__name__)


class Intake:
    """Takes messages from every edge."""

    def __init__(self, door: Door, database: Database, figures: Figures | None = None) -> None:
        self._door, self._database, self._figures = door, database, figures or Figures()

    async def take(self, incoming: Incoming) -> Received | None:
        """Return after COMMIT; None if the message had failed five times and is set aside now.

        Raises whatever failed, so that the outside sends the message again.
        """
        begun = time.monotonic()
        outcome = "failed"
        try:
            received = await self._receive(incoming)
            outcome = "set_aside" if received is None else "fresh" if received.fresh else "copy"
        except Unavailable:
            outcome = "unavailable"
            raise
        finally:
            self._figures.message(incoming.channel, incoming.kind, outcome, time.monotonic() - begun)
        return received

    async def park(self, source: Source, body: str, reason: str) -> None:
        """Set aside what is authentic but cannot be read; returns after COMMIT."""
        await self._database.run(lambda tx: inbox.park(tx, source, body, reason))
        log.error("message set aside", channel=source.channel, reason=reason)

    async def _receive(self, incoming: Incoming) -> Received | None:
        try:
            understood = await asyncio.to_thread(self._door.understand, incoming)
            received = await self._database.run(lambda tx: self._door.receive(tx, incoming, understood))
        except Unavailable:
            raise
        except Exception as error:  # the edge of the process: count it against the message, then let it out
            await self._failed(incoming, error)
            return None
        log.info("message", channel=incoming.channel, kind=incoming.kind, fresh=received.fresh)
        return received

    async def _failed(self, incoming: Incoming, error: Exception) -> None:
        source = _source(incoming)
        reason = type(error).__name__
        failures = await self._database.run(partial(inbox.failed, source=source, reason=reason))
        log.error("message failed", channel=incoming.channel, kind=incoming.kind, reason=reason, failures=failures)
        if failures < _ENOUGH:
            raise error
        await self.park(source, json.dumps(asdict(incoming)), reason)
        try:
            await self._database.run(lambda tx: self._say_so(tx, incoming))
        except Exception as broken:  # what broke the message may break this too; it is set aside all the same
            log.error("nobody could be told", channel=incoming.channel, reason=type(broken).__name__)

    def _say_so(self, tx: Transaction, incoming: Incoming) -> None:
        """Tell the person, who would otherwise wait for an answer that never comes."""
        standing = conversations.lock(tx, incoming.channel, incoming.address)
        said = self._door.office.texts.say(standing.language or incoming.language, "dialogue.set_aside")
        outbox.promise(tx, standing.id, Message(said))


def _source(incoming: Incoming) -> Source:
    return Source(incoming.channel, incoming.address, incoming.id)


def replayed(body: str) -> Incoming | None:
    """The message in a body that was set aside, its files included; None if it could not be read in the first place."""
    try:
        kept = json.loads(body)
        files = tuple(_known(Attachment, one) for one in kept.get("files", ()))
        return _known(Incoming, {**kept, "files": files})
    except (ValueError, TypeError, AttributeError):
        return None


def _known(kind: type[T], kept: dict[str, Any]) -> T:
    """Without what another version of this program knew besides."""
    names = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in kept.items() if name in names})
