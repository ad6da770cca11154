"""The process in which files are masked, started by `cases.masking.apart`: with little to take, nothing to lose."""

import resource
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from cases.masking.cleaning import masked
from cases.masking.passing import Masked

_NOTHING = Masked("", "", b"")


def main() -> None:
    """Mask what comes along the line, one file after the other, until it ends; the limits are among the arguments."""
    line, seconds, memory = Connection(int(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    _confine(memory)
    line.send_bytes(b"ready")
    with suppress(EOFError):
        while True:
            _answer(line, seconds)


def _answer(line: Connection, seconds: int) -> None:
    kind, mime, content = (line.recv_bytes() for _ in range(3))
    _grant(seconds)
    found = masked(kind.decode(), mime.decode(), content) or _NOTHING
    for part in (found.name.encode(), found.mime.encode(), found.content):
        line.send_bytes(part)


def _confine(memory: int) -> None:
    """So much memory and the first to go when there is too little; no file is written, not even when it crashes."""
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with suppress(ValueError):  # macOS refuses this one
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(none, (0, 0))


def _grant(seconds: int) -> None:
    """So many seconds of computing from now on, for this file, or what the system leaves us of them."""
    used, most = resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


if __name__ == "__main__":
    main()
