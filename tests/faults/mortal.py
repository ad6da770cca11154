"""A hotline that is killed, again and again, on the same data; and the outside, which does not give up."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.hotline_process import HOTLINE, Running, command, environment, free_port, start

HUNG = 180.0  # seconds after which a test that waits gives up; nothing is measured by it
SECRET = "a-secret-of-the-tests"
_A_MOMENT = 0.02  # seconds between two looks


def until(happened: Callable[[], bool], seconds: float = HUNG) -> None:
    """Look until it has happened; raises TimeoutError."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("It did not happen.")
        pause.wait(_A_MOMENT)


@dataclass
class Mortal:
    """`hotline serve` on one folder, over several lives; `begun` and `answered` say when."""

    folder: Path
    env: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    begun: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    lives: list[Running] = field(default_factory=list)

    @property
    def printed(self) -> list[str]:
        """Every line of every life, standard output and error."""
        return [line for life in self.lives for line in life.printed]

    @property
    def url(self) -> str:
        """Where it answers, in every life."""
        return f"http://127.0.0.1:{self.env['HOTLINE_PORT']}"

    def live(self) -> None:
        """Start and return when it answers."""
        self.begun.append(time.monotonic())
        self.lives.append(start(self.folder, self.env, *self.arguments))
        self.answered.append(time.monotonic())

    @property
    def processes(self) -> set[int]:
        """The processes that the present life has forked."""
        first = self.lives[-1].process.pid
        children = Path(f"/proc/{first}/task/{first}/children")
        return set(map(int, children.read_text().split())) if children.exists() else set()

    def die(self) -> None:
        """SIGKILL, whatever is under way."""
        self.lives[-1].kill()

    def die_while_starting(self, seconds: float) -> None:
        """Start, and SIGKILL after so many seconds, before it can have begun to do much."""
        process = subprocess.Popen([HOTLINE, "serve"], cwd=self.folder, env=dict(self.env), stdout=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def end(self) -> None:
        """Stop as an operator does, if it lives."""
        if self.lives and self.lives[-1].process.poll() is None:
            self.lives[-1].process.terminate()
            self.lives[-1].end()


@contextmanager
def mortal(
    folder: Path, telegram_url: str, token: str, mode: str, database_url: str | None = None, *arguments: str
) -> Iterator[Mortal]:
    """A hotline of its own, alive; a PostgreSQL database is migrated first. Nobody of it is left behind."""
    port = free_port()
    settings = {
        "HOTLINE_DEMO": "1",
        "HOTLINE_TELEGRAM_TOKEN": token,
        "HOTLINE_TELEGRAM_API_URL": telegram_url,
        "HOTLINE_TELEGRAM_CHAT_RATE": "20",  # a storm is to be over soon; the pace is tested elsewhere
        "HOTLINE_TELEGRAM_MODE": mode,
        "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOTLINE_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "PYTHONDONTWRITEBYTECODE": "",  # compiled once, as an installed program is
    }
    if database_url:
        settings["HOTLINE_DATABASE_URL"] = database_url
    one = Mortal(folder, environment(folder, port, **settings), arguments)
    if database_url:
        migrated = command(folder, one.env, "migrate")
        assert migrated.returncode == 0, migrated.stderr
    try:
        one.live()
        yield one
    finally:
        one.end()


@dataclass
class Outside:
    """Whoever brings messages: each is brought again until the answer is 200; `accepted` says when that was."""

    accepted: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def bring(self, post: Callable[[], httpx.Response]) -> None:
        """Bring one message until it is taken; raises TimeoutError."""
        until(lambda: self._brought(post))
        self.accepted.append(time.monotonic())

    def _brought(self, post: Callable[[], httpx.Response]) -> bool:
        try:
            answer = post()
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            self.refused.append(answer.status_code)
        return answer.status_code == 200
