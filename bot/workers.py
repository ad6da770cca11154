"""Several processes behind one address: forked from one that has everything loaded, and replaced when they die.

uvicorn's own supervisor starts each process from nothing, which takes seconds and the articles' memory again for each,
goes on trying when one refuses to start, and leaves its processes serving when it is itself killed.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType

import structlog

from bot.telegram.redact import whence

_FORKING = get_context("fork")
_FINISHING = 30.0  # seconds that they have to end in peace
_YOUNG = 5.0  # seconds; after a shorter life its successor waits, so that failing does not become a busy loop
_PAUSE = 1.0  # seconds
_LOOKING = 1.0  # seconds between looks, should one that was told to end hang

Work = Callable[[int, int], None]

log = structlog.get_logger(__name__)


class Refusal(Exception):
    """A process cannot work as things are set; the sentence says why, and none of the others could either."""


@dataclass(frozen=True, slots=True)
class _Worker:
    number: int
    process: ForkProcess
    refusal: Connection
    begun: float


class Workers:
    """So many processes at the same work.

    The work is given its number, from 1 on, which a successor takes over, and a descriptor that can be read as soon as
    it is to end, also because this process has died.
    """

    def __init__(self, count: int, work: Work) -> None:
        """`work` runs in each process; what it raises ends it, a Refusal ends them all."""
        self._count, self._work = count, work
        self._leash, self._grip = os.pipe()
        self._alive: list[_Worker] = []
        self._ending = False

    def run(self) -> None:
        """Keep them at work until SIGTERM or SIGINT; raises the Refusal of one. Call it while no thread runs."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, self._told)
        try:
            while not self._ending:
                self._fill_up()
                wait([one.process.sentinel for one in self._alive], timeout=_LOOKING)
                self._bury()
        finally:
            self._end()

    def _told(self, _signal: int, _frame: FrameType | None) -> None:
        if not self._ending:
            self._ending = True
            os.close(self._grip)

    def _fill_up(self) -> None:
        while len(self._alive) < self._count and not self._ending:
            hear, say = _FORKING.Pipe(duplex=False)
            number = min(set(range(1, self._count + 1)) - {one.number for one in self._alive})
            process = _FORKING.Process(target=self._in_worker, args=(number, say))
            process.start()
            say.close()
            self._alive.append(_Worker(number, process, hear, time.monotonic()))

    def _bury(self) -> None:
        """Take leave of those that ended; raises the Refusal of one that refused."""
        dead = [one for one in self._alive if not one.process.is_alive()]
        self._alive = [one for one in self._alive if one not in dead]
        for one in dead:
            self._raise_refusal(one)
            if not self._ending:
                log.error(
                    "a worker process ended and is replaced", process=one.process.pid, status=one.process.exitcode
                )
        if not self._ending and any(time.monotonic() - one.begun < _YOUNG for one in dead):
            time.sleep(_PAUSE)

    def _raise_refusal(self, dead: _Worker) -> None:
        try:
            raise Refusal(dead.refusal.recv())
        except EOFError:
            dead.refusal.close()

    def _end(self) -> None:
        self._told(signal.SIGTERM, None)
        until = time.monotonic() + _FINISHING
        for one in self._alive:
            one.process.join(max(0.0, until - time.monotonic()))
            if one.process.is_alive():
                log.error("a worker process did not end in time", process=one.process.pid)
                one.process.kill()
                one.process.join()
        os.close(self._leash)

    def _in_worker(self, number: int, say: Connection) -> None:
        """What the forked process does; its status is 1 if the work raised."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_DFL)
        if not self._ending:
            os.close(self._grip)
        try:
            self._work(number, self._leash)
        except Refusal as refusal:
            say.send(str(refusal))
            sys.exit(1)
        except Exception as error:  # the edge of the process; a traceback might quote somebody
            log.critical("a worker process failed", error=whence(error))
            sys.exit(1)
