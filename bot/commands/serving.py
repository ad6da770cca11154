"""`hotline serve`: edges, delivery and timers in one process."""

import asyncio
import fcntl
import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
import uvicorn

from bot import logs
from bot.app import Hotline
from bot.commands.database import open_database
from bot.demonstration import furnish, sign_in_tokens
from bot.settings import Settings, WrongSetting
from bot.telegram.client import TokenRefused
from desk.links import sign_in_link
from storage import people
from storage.database import Database
from storage.migrating import migrate, ready

_FINISHING = 10  # seconds that requests under way have when we are told to stop


class Server(uvicorn.Server):
    """uvicorn, which tells the hotline first when it is to stop, so that open streams end by themselves."""

    def __init__(self, config: uvicorn.Config, hotline: Hotline) -> None:
        super().__init__(config)
        self._hotline = hotline

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop has come."""
        self._hotline.stopping.set()
        super().handle_exit(sig, frame)


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that serve.")
def serve(workers: int) -> None:
    """Serve chat, desk and Telegram until told to stop."""
    settings = Settings.read()
    if workers > 1:
        raise WrongSetting(_one_worker(settings))
    settings.prepare()
    logs.set_up(settings.telegram_token.get_secret_value() if settings.telegram_token else None)
    with alone(settings.data_dir / "lock"):
        database = open_database(settings)
        try:
            _serve(settings, database)
        finally:
            database.close()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go when it dies. Raises WrongSetting if it is taken."""
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            folder = file.parent
            raise WrongSetting(f"Another hotline serves from HOTLINE_DATA_DIR {folder}; stop it first.") from None
        yield


def _serve(settings: Settings, database: Database) -> None:
    if settings.on_sqlite:
        migrate(database)
    ready(database)
    hotline = Hotline.build(settings, database)
    for line in _greeting(settings, hotline):
        click.echo(line)
    config = uvicorn.Config(
        hotline.web(),
        host=settings.host,
        port=settings.port,
        log_config=None,
        lifespan="off",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_FINISHING,
    )
    server = Server(config, hotline)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, carry_on)
    gc.freeze()  # what is there now stays until the end; the collector need not look through it again
    try:
        asyncio.run(_until_told(hotline, server))
    except TokenRefused as error:
        raise WrongSetting(str(error)) from None
    except SystemExit:  # uvicorn's way of saying that it cannot listen there
        where = f"HOTLINE_HOST {settings.host} and HOTLINE_PORT {settings.port}"
        raise WrongSetting(f"Could not listen on {where}; is something else listening there?") from None


async def _until_told(hotline: Hotline, server: Server) -> None:
    async with hotline.running():
        await server.serve()


def carry_on(_signal: int, _frame: FrameType | None) -> None:
    """What a signal to stop means when uvicorn has stopped and raises it once more: close the database in peace."""


def _greeting(settings: Settings, hotline: Hotline) -> list[str]:
    lines = [f"Chat for workers: {settings.address}/chat", f"Desk for staff:   {settings.address}/desk"]
    if settings.telegram_token is None:
        lines.append("Telegram is off: HOTLINE_TELEGRAM_TOKEN is not set.")
    else:
        lines.append(f"Telegram is on ({settings.telegram_mode}).")
    if settings.demo:
        lines += _demonstration(settings, hotline)
    elif hotline.database.read(people.is_empty):
        lines.append("Nobody works here yet: add a supervisor and lawyers with `hotline staff add`.")
    return lines


def _demonstration(settings: Settings, hotline: Hotline) -> list[str]:
    """Make the demonstration federation if the database is empty, and hand out one-time ways in."""
    database = hotline.database
    database.call(lambda tx: furnish(tx, hotline.door.office))
    if database.read(lambda tx: any(one.id == "L01" and one.name.startswith("演示") for one in people.everybody(tx))):
        tokens = database.call(sign_in_tokens)
        links = [f"  {who}: {sign_in_link(settings.address, token)}" for who, token in tokens.items()]
        return ["Demonstration federation (HOTLINE_DEMO=1). One-time sign-in links:", *links]
    return ["HOTLINE_DEMO is set but the database has staff of its own; it is left as it is."]


def _one_worker(settings: Settings) -> str:
    if settings.on_sqlite:
        return "More than one worker needs PostgreSQL: set HOTLINE_DATABASE_URL=postgresql+psycopg://…"
    return "This version serves with one worker per machine; leave --workers out."
