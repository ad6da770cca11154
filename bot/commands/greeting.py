"""What `hotline serve` prints once it serves: where it is found, and ways in for whoever tries it out."""

import os

import click

from bot.demonstration import furnish, sign_in_tokens
from bot.settings import Settings
from desk.links import sign_in_link
from handlers.receive import Door
from storage import people
from storage.database import Database


class Greeting:
    """Lines that are printed once, by whichever process of ours serves first."""

    def __init__(self, lines: list[str]) -> None:
        """Make it before the processes are forked: they share one byte, and who reads it has the word."""
        self._lines = lines
        self._word, given = os.pipe()
        os.write(given, b"1")
        os.close(given)

    def say(self) -> None:
        """Print them, unless that has been done."""
        if os.read(self._word, 1):
            click.echo("\n".join(self._lines))


def greeting(settings: Settings, door: Door, database: Database) -> Greeting:
    """The words for a hotline whose database is ready; a demonstration is furnished for them."""
    return Greeting(_lines(settings, door, database))


def _lines(settings: Settings, door: Door, database: Database) -> list[str]:
    lines = [f"Chat for workers: {settings.address}/chat", f"Desk for staff:   {settings.address}/desk"]
    if settings.telegram_token is None:
        lines.append("Telegram is off: HOTLINE_TELEGRAM_TOKEN is not set.")
    else:
        lines.append(f"Telegram is on ({settings.telegram_mode}).")
    if settings.demo:
        lines += _demonstration(settings, door, database)
    elif database.read(people.is_empty):
        lines.append("Nobody works here yet: add a supervisor and lawyers with `hotline staff add`.")
    return lines


def _demonstration(settings: Settings, door: Door, database: Database) -> list[str]:
    """Make the demonstration federation if the database is empty, and hand out one-time ways in."""
    database.call(lambda tx: furnish(tx, door.office))
    if database.read(lambda tx: any(one.id == "L01" and one.name.startswith("演示") for one in people.everybody(tx))):
        tokens = database.call(sign_in_tokens)
        links = [f"  {who}: {sign_in_link(settings.address, token)}" for who, token in tokens.items()]
        return ["Demonstration federation (HOTLINE_DEMO=1). One-time sign-in links:", *links]
    return ["HOTLINE_DEMO is set but the database has staff of its own; it is left as it is."]
