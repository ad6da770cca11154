"""The real thing for journeys: `hotline serve` as a process of its own, and people who talk to it over HTTP.

They talk plain HTTP on loopback, hence `verify=False`: to read everybody's certificates takes longer than a letter.
"""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

HOTLINE = Path(sys.executable).parent / "hotline"
_LINK = re.compile(r"^\s+(\w\d\d): (http\S+)$")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """The environment of a hotline with its data in `folder`, and nothing of ours that it could pick up."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    ours = {"HOTLINE_DATA_DIR": str(folder / "var"), "HOTLINE_PORT": str(port), **settings}
    return {**inherited, **ours, "PYTHONUNBUFFERED": "1"}


def command(folder: Path, env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `hotline …` to its end."""
    return subprocess.run(
        [HOTLINE, *arguments], cwd=folder, env=dict(env), capture_output=True, text=True, check=False, timeout=60
    )


@dataclass
class Running:
    """A hotline that serves; `links` are the demonstration's one-time sign-in links by staff id."""

    url: str
    process: subprocess.Popen[str]
    links: dict[str, str]
    printed: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None
    guests: ExitStack = field(default_factory=ExitStack)

    def worker(self) -> "Worker":
        """A worker who opens the web chat; he leaves when the hotline ends."""
        return self.guests.enter_context(Worker(self.url))

    def clerk(self, link: str) -> "Clerk":
        """A colleague who signs in at the desk; he leaves when the hotline ends."""
        return self.guests.enter_context(Clerk(link))

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Wait until it is gone and everything it printed has been read."""
        self.process.wait(30)
        self.guests.close()
        if self.reader:
            self.reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def serving(folder: Path, env: Mapping[str, str], *arguments: str) -> Iterator[Running]:
    """`hotline serve` from start to a clean stop."""
    running = start(folder, env, *arguments)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.end()


def start(folder: Path, env: Mapping[str, str], *arguments: str) -> Running:
    """Start `hotline serve` and return when it answers; raises AssertionError with what it printed if it does not."""
    process = subprocess.Popen(
        [HOTLINE, "serve", *arguments],
        cwd=folder,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Running(f"http://127.0.0.1:{env['HOTLINE_PORT']}", process, {})
    reader = threading.Thread(target=_listen, args=(running,), daemon=True)
    running.reader = reader
    reader.start()
    with httpx.Client(transport=httpx.HTTPTransport(retries=0, verify=False)) as client:
        while process.poll() is None:
            try:
                if client.get(f"{running.url}/healthz", timeout=5).status_code == 200:
                    return running
            except httpx.TransportError:
                reader.join(0.05)  # not there yet; look again
    running.end()
    raise AssertionError("hotline serve ended:\n" + "\n".join(running.printed))


def _listen(running: Running) -> None:
    assert running.process.stdout
    for line in running.process.stdout:
        running.printed.append(line.rstrip("\n"))
        if match := _LINK.match(line):
            running.links[match[1]] = match[2]


class Worker:
    """Somebody with a phone in the web chat: says, taps, reads."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=20, verify=False)
        begun = self.http.post("/chat/api/sessions").raise_for_status().json()
        self.headers = {"X-CSRF-Token": begun["csrf"]}
        self.read_up_to = 0
        self.last: list[dict[str, Any]] = []

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, body: dict[str, Any]) -> httpx.Response:
        """Post a message as it is."""
        return self.http.post("/chat/api/messages", json=body, headers=self.headers)

    def says(self, text: str) -> str:
        """Type something; returns what the hotline answers, all messages in one text."""
        self.post({"id": secrets.token_hex(8), "text": text}).raise_for_status()
        return self.reads()

    def taps(self, button: str) -> str:
        """Tap the button of this id below what was read last; raises KeyError if there is none."""
        offered = self.buttons()
        if button not in offered:
            raise KeyError(f"{button} is not among {offered}")
        self.post({"id": secrets.token_hex(8), "button": button}).raise_for_status()
        return self.reads()

    def reads(self) -> str:
        """Everything new, in one text."""
        found = self.http.get("/chat/api/messages", params={"after": self.read_up_to}).raise_for_status().json()
        self.last = found["messages"]
        for message in self.last:
            assert message["n"] == self.read_up_to + 1, "a reply was skipped"
            self.read_up_to = message["n"]
        return "\n".join(message["text"] for message in self.last)

    def buttons(self) -> list[str]:
        """The ids of the buttons below what was read last."""
        return [button["id"] for message in self.last for button in message["buttons"]]


class Clerk:
    """Somebody at the desk, signed in by a one-time link."""

    def __init__(self, link: str) -> None:
        self.http = httpx.Client(base_url=link.partition("/desk/")[0], timeout=20, follow_redirects=True, verify=False)
        self.http.post(link).raise_for_status()

    def __enter__(self) -> "Clerk":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def page(self, path: str = "/desk") -> str:
        """A page of the desk."""
        return self.http.get(path).raise_for_status().text

    def submits(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the CSRF token of the desk's pages."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.page())
        assert found, "the desk shows no form"
        return self.http.post(path, data={"csrf": found[1], **fields})
