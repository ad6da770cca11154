"""`hotline serve`: edges, delivery and timers, in one process or, on PostgreSQL, in several."""

import asyncio
import gc
import signal
import socket
from types import FrameType

import click
import uvicorn

from bot import logs
from bot.app import Hotline
from bot.commands.data_folder import alone, beside_others
from bot.commands.database import answering, open_database
from bot.commands.greeting import Greeting, greeting
from bot.commands.listening import listening
from bot.door import open_door
from bot.machines import join
from bot.settings import Settings, WrongSetting
from bot.telegram.client import TokenRefused
from bot.workers import Refusal, Workers
from handlers.receive import Door
from storage.database import Database
from storage.errors import StorageError, Unavailable
from storage.migrating import migrate, ready

_FINISHING = 10  # seconds that requests under way have when we are told to stop
_WAITING = 2048  # connections that may wait to be accepted


class Server(uvicorn.Server):
    """uvicorn, which tells the hotline first when it is to stop, so that open streams end by themselves."""

    def __init__(self, config: uvicorn.Config, hotline: Hotline, greeting: Greeting) -> None:
        super().__init__(config)
        self._hotline, self._greeting = hotline, greeting

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop has come, before, while or after it is served."""
        self._hotline.stopping.set()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Whether to end, ten times a second from when we are reached: also when the hotline itself cannot go on."""
        if self._hotline.stopping.is_set():
            return True
        if self._hotline.settled:
            self._greeting.say()
        return await super().on_tick(counter)


@click.command()
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that serve.")
def serve(workers: int) -> None:
    """Serve chat, desk and Telegram until told to stop."""
    settings = Settings.read()
    if workers > 1 and settings.on_sqlite:
        raise WrongSetting("More than one worker needs PostgreSQL: set HOTLINE_DATABASE_URL=postgresql+psycopg://…")
    settings.prepare()
    logs.set_up(settings.telegram_token.get_secret_value() if settings.telegram_token else None)
    hold = alone if settings.on_sqlite else beside_others
    with hold(settings.data_dir / "lock"), listening(settings) as ours:
        door = open_door(settings)
        database = open_database(settings)
        try:
            _prepare(settings, database)
            words = greeting(settings, door, database)
            gc.freeze()  # what is there now stays until the end; the collector need not look through it again
            if workers == 1:
                _serve(Hotline(settings, database, door), ours, words)
        finally:
            database.close()
        if workers > 1:
            _serve_together(settings, door, ours, words, workers)


def _prepare(settings: Settings, database: Database) -> None:
    """Return when this database can be served from; raises WrongSetting or StorageError."""
    with answering(settings):
        if settings.on_sqlite:
            migrate(database)
        ready(database)
    if not settings.on_sqlite:
        join(settings, database)


def _serve_together(settings: Settings, door: Door, ours: socket.socket, words: Greeting, workers: int) -> None:
    """Serve from so many processes, none of which shares a connection with another; raises WrongSetting."""

    def work(number: int, leash: int) -> None:
        database = open_database(settings)
        try:
            _serve(Hotline(settings, database, door, str(number)), ours, words, leash)
        except Unavailable:
            raise  # the database is away: a successor may find it again
        except (WrongSetting, StorageError) as error:
            raise Refusal(str(error)) from None
        finally:
            database.close()

    try:
        Workers(workers, work).run()
    except Refusal as error:
        raise WrongSetting(str(error)) from None


def _serve(hotline: Hotline, ours: socket.socket, words: Greeting, leash: int | None = None) -> None:
    """Serve until a signal comes or the leash, if there is one, is let go; raises WrongSetting for a refused token."""
    config = uvicorn.Config(
        hotline.web(),
        log_config=None,
        lifespan="off",
        access_log=False,
        server_header=False,
        backlog=_WAITING,
        timeout_graceful_shutdown=_FINISHING,
    )
    server = Server(config, hotline, words)
    for told in (signal.SIGTERM, signal.SIGINT):  # for the start and the stop; in between uvicorn listens by itself
        signal.signal(told, server.handle_exit)
    try:
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(_until_told(hotline, server, ours, leash))
    except TokenRefused as error:
        raise WrongSetting(str(error)) from None


async def _until_told(hotline: Hotline, server: Server, ours: socket.socket, leash: int | None) -> None:
    loop = asyncio.get_running_loop()
    if leash is not None:
        loop.add_reader(leash, _let_go, loop, leash, server)
    async with hotline.running():
        await server.serve([ours])


def _let_go(loop: asyncio.AbstractEventLoop, leash: int, server: Server) -> None:
    loop.remove_reader(leash)
    server.handle_exit(signal.SIGTERM, None)
