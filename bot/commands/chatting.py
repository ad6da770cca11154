"""`hotline chat`: talk to the hotline in the terminal, as the web chat would."""

import asyncio
import logging
import secrets
from functools import partial

import click

from bot import logs
from bot.commands.database import opened
from bot.door import open_door
from bot.intake import Intake
from bot.settings import Settings
from handlers.incoming import Incoming
from storage import conversations, outbox
from storage.database import Database
from storage.messages import Button


@click.command()
@click.option("--language", default="zh-CN", show_default=True, type=click.Choice(["zh-CN", "en"]))
def chat(language: str) -> None:
    """Talk; a number taps the button of that number, an empty line or Ctrl-D ends."""
    logs.set_up(None, level=logging.WARNING)
    with opened() as database:
        asyncio.run(_talk(database, language))


async def _talk(database: Database, language: str) -> None:
    intake = Intake(open_door(Settings.read()), database)
    session = database.call(lambda tx: conversations.start_web(tx, language))
    said, read, buttons = "/start", 0, list[Button]()
    while said:
        await intake.take(_incoming(session.conversation_id, said, buttons))
        replies = database.read(partial(outbox.after, conversation_id=session.conversation_id, n=read))
        for reply in replies:
            click.echo(f"\n{reply.message.text}")
            buttons = list(reply.message.buttons) or buttons
            read = reply.n
        if replies and replies[-1].message.buttons:
            click.echo("  ".join(f"[{n}] {button.label}" for n, button in enumerate(buttons, 1)))
        said = _asked()


def _asked() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _incoming(address: str, said: str, buttons: list[Button]) -> Incoming:
    message_id = secrets.token_hex(8)
    if said.isdigit() and 0 < int(said) <= len(buttons):
        return Incoming("web", address, message_id, "button", button=buttons[int(said) - 1].press)
    return Incoming("web", address, message_id, "text", said)
