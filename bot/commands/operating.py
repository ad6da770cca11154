"""`hotline migrate`, `doctor` and `parked`: what an operator does when something is new or wrong."""

import asyncio
import logging
import sys
from functools import partial

import click

from bot import logs
from bot.commands.database import open_database, opened
from bot.commands.printing import document, json_option
from bot.intake import Intake, replayed
from bot.settings import Settings
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage import cases, inbox, people
from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.migrating import migrate as bring_up_to_date
from storage.migrating import ready
from texts import Texts


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    database = open_database(Settings.read())
    try:
        bring_up_to_date(database)
    finally:
        database.close()
    click.echo("The database is at the version of this program.")


@click.command()
def doctor() -> None:
    """Say what is configured, what is missing, and what to do; status 1 if something is missing."""
    settings = Settings.read()
    click.echo(f"Data folder: {settings.data_dir.absolute()}")
    click.echo(f"Database: {'embedded SQLite' if settings.on_sqlite else 'PostgreSQL'}")
    click.echo(f"Telegram: {settings.telegram_mode if settings.telegram_token else 'off (HOTLINE_TELEGRAM_TOKEN)'}")
    database = open_database(settings)
    try:
        missing = _missing(database)
    finally:
        database.close()
    for sentence in missing:
        click.echo(f"- {sentence}")
    click.echo("Something is missing." if missing else "All is well.")
    sys.exit(1 if missing else 0)


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
def replay() -> None:
    """Try again what was set aside, as after a mended fault; what fails again stays."""
    logs.set_up(None, level=logging.WARNING)
    with opened() as database:
        done, left = asyncio.run(_replay(database))
    click.echo(f"{done} handled, {left} still set aside.")
    sys.exit(1 if left else 0)


async def _replay(database: Database) -> tuple[int, int]:
    door = Door(Library.load(), Texts.load(), Policy())
    waiting = database.read(inbox.parked_bodies)
    done = 0
    for channel, hashed, message_id, body in waiting:
        incoming = replayed(body)
        if incoming and await Intake(door, database).take(incoming):
            database.call(partial(inbox.unpark, channel=channel, hashed=hashed, message_id=message_id))
            done += 1
    return done, len(waiting) - done


def _missing(database: Database) -> list[str]:
    try:
        ready(database)
        return database.read(_gaps)
    except StorageError as error:
        return [str(error)]


def _gaps(tx: Transaction) -> list[str]:
    found = []
    if not people.everybody(tx, "supervisor"):
        found.append("No supervisor: cases cannot be opened. Add one with `hotline staff add --role supervisor`.")
    if not people.everybody(tx, "lawyer"):
        found.append("No lawyer: every case stays with the supervisor. Add one with `hotline staff add --role lawyer`.")
    found += [f"Case {number} has no owner; assign it at the desk." for number in cases.without_owner(tx)]
    found += [
        f"Case {number} is with {staff_id}, who has left; assign it at the desk."
        for number, staff_id in cases.with_inactive_owner(tx)
    ]
    if waiting := len(inbox.parked(tx)):
        found.append(f"{waiting} messages are set aside; see `hotline parked list`.")
    return found
