"""`hotline migrate` and `parked`: what an operator does after an update and after a mended fault."""

import logging
import sys
from contextlib import closing

import click
import structlog

from bot import logs
from bot.commands.database import answering, open_database, opened
from bot.commands.printing import document, json_option
from bot.door import open_door
from bot.intake import replayed
from bot.settings import Settings
from bot.telegram import replay as updates
from bot.telegram.redact import whence
from bot.telegram.translate import CHANNEL as TELEGRAM
from handlers.incoming import Incoming
from handlers.receive import Door
from handlers.turn import Understood
from storage import inbox
from storage.database import Database, Transaction
from storage.errors import Unavailable
from storage.migrating import migrate as bring_up_to_date

log = structlog.get_logger(__name__)


@click.command()
@json_option
def migrate(as_json: bool) -> None:
    """Bring the database to this version."""
    settings = Settings.read()
    with closing(open_database(settings)) as database, answering(settings):
        bring_up_to_date(database)
    if as_json:
        document({"migrated": True})
    else:
        click.echo("The database is at the version of this program.")


@click.group()
def parked() -> None:
    """Messages that could not be handled and were set aside."""


@parked.command("list")
@json_option
def listed(as_json: bool) -> None:
    """What was set aside, without its content."""
    with opened() as database:
        waiting = database.read(inbox.parked)
    if as_json:
        rows = [(one.channel, one.message_id, one.failures, one.reason, one.parked_at) for one in waiting]
        document([dict(zip(("channel", "id", "failures", "reason", "parked_at"), row, strict=True)) for row in rows])
    for one in [] if as_json else waiting:
        click.echo(f"{one.channel} {one.message_id}  {one.failures} failures  {one.reason}  {one.parked_at}")


@parked.command()
@json_option
def replay(as_json: bool) -> None:
    """Try again what was set aside, as after a mended fault; what fails again stays."""
    logs.set_up(None, level=logging.WARNING)
    with opened() as database:
        handled, left = _replay(database)
    if as_json:
        document({"handled": handled, "left": left})
    else:
        click.echo(f"{handled} handled, {left} still set aside.")
    sys.exit(1 if left else 0)


def _replay(database: Database) -> tuple[int, int]:
    door = open_door(Settings.read())
    waiting = database.read(inbox.parked_bodies)
    handled = sum(_again(database, door, *one) for one in waiting)
    return handled, len(waiting) - handled


def _again(database: Database, door: Door, channel: str, hashed: bytes, message_id: str, body: str) -> bool:
    """Handle one and forget that it was set aside, in one transaction; False if it fails again."""

    def handle_and_forget(tx: Transaction) -> None:
        if incoming:
            door.receive(tx, incoming, understood)
        inbox.unpark(tx, channel, hashed, message_id)

    try:
        incoming = _read(channel, body)
        understood = door.understand(incoming) if incoming else Understood()
        database.call(handle_and_forget)
    except Unavailable:
        raise
    except Exception as error:  # the edge of the process: one that fails again must not stop the others
        log.warning("still set aside", channel=channel, message=message_id, reason=whence(error))
        return False
    return True


def _read(channel: str, body: str) -> Incoming | None:
    """The message that was set aside; None if there is nobody to answer. Raises what it takes to be unreadable."""
    if incoming := replayed(body):
        return incoming
    if channel != TELEGRAM:
        raise LookupError("not a message")
    return updates.read(body)
