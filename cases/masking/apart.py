"""Masking in a process of its own: whatever a hostile file does to its reader, it does it there, within limits."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock, Timer
from weakref import finalize

from cases.masking.passing import Masked

_OUR_SETTINGS = "HOTLINE_"  # secrets among them: not for who reads hostile files
_LEAVING = 1.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds of computing, seconds by the clock on the wall; and bytes of the process."""

    computing: int = 20
    waiting: float = 45.0
    memory: int = 1_500_000_000


class Apart:
    """Has files masked by one process, which is started when it is needed, and anew when a file has broken it.

    It is a fresh interpreter, not a fork: it knows neither our memory nor our settings, and its only open door is the
    line to us. When we die the line ends, and so does it. Nothing of a file is written to the disk on the way.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits, self._lock = limits or Limits(), Lock()
        self._process: _Process | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that masks, if there is one by now."""
        return self._process.pid if self._process else None

    def masked(self, kind: str, mime: str, content: bytes) -> Masked | None:
        """What passes of a file; None if nothing does, or if the limits did not suffice to find out.

        Files wait for each other. Raises OSError if the process cannot be started, which is no file's fault.
        """
        with self._lock:
            ours = self._process if self._process and self._process.is_ours() else _Process(self._limits)
            self._process = None  # one that was left in the middle would give the next who asks this file
            try:
                found = ours.ask(kind, mime, content)
            except (EOFError, OSError):
                log.warning("a file of %d bytes broke the process that masks (status %s)", len(content), ours.end())
                return None
            self._process = ours
            return found


class _Process:
    """A process that masks, and the line to it."""

    def __init__(self, limits: Limits) -> None:
        self._owner, self._waiting = os.getpid(), limits.waiting
        self._line, theirs = Pipe()
        command = [sys.executable, "-PB", "-m", "cases.masking.confined"]
        with theirs:
            self._running = subprocess.Popen(  # noqa: S603 (our own module, no word of the file among the arguments)
                [*command, str(theirs.fileno()), str(limits.computing), str(limits.memory)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback might quote the file
                start_new_session=True,  # Ctrl-C is for us, who finish what is under way
                env={name: value for name, value in os.environ.items() if not name.startswith(_OUR_SETTINGS)},
            )
        self.end = finalize(self, _ended, self._running, self._line)
        self._must_begin()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._running.pid

    def is_ours(self) -> bool:
        """Whether it is alive, and this process, not the one we were forked from, holds the line to it."""
        return self._owner == os.getpid() and self._running.poll() is None

    def ask(self, kind: str, mime: str, content: bytes) -> Masked | None:
        """What it makes of a file; raises EOFError or OSError if it broke over it, or was too slow and was ended."""
        too_slow = Timer(self._waiting, self._running.kill)
        too_slow.daemon = True
        too_slow.start()
        try:
            for part in (kind.encode(), mime.encode(errors="replace"), content):
                self._line.send_bytes(part)
            name, its_mime, cleaned = (self._line.recv_bytes() for _ in range(3))
        finally:
            too_slow.cancel()
        return Masked(name.decode(), its_mime.decode(), cleaned) if name else None

    def _must_begin(self) -> None:
        try:
            if self._line.poll(self._waiting):
                self._line.recv_bytes()
                return
        except EOFError:
            pass
        raise ChildProcessError(f"The process that masks files does not start (status {self.end()}).")


def _ended(running: subprocess.Popen[bytes], line: Connection) -> int:
    """End it, if it does not end by itself now that its line has; returns its status, negative for a signal."""
    line.close()
    try:
        return running.wait(_LEAVING)
    except subprocess.TimeoutExpired:
        running.kill()
        return running.wait()
