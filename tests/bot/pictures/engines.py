"""Engines that stand in for the real one, which takes seconds: real processes that do as the picture tells them."""

import json
import sys
from collections.abc import Sequence

from knowledge.reading.sheets import Line
from tests.papers.pages import IOU, as_kept

HANG, DIE, NOTHING = b"hang", b"die", b"nothing"
_PROGRAM = """
import json, os, struct, sys, time
said = json.loads(sys.argv[1])
while head := sys.stdin.buffer.read(4):
    picture = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    if picture == b"hang":
        time.sleep(600)
    if picture == b"die":
        os._exit(9)
    lines = [] if picture == b"nothing" else said
    if picture == b"keys":
        lines = [[name, 0, 0, 1, 1, 1.0] for name in os.environ]
    answer = json.dumps({"readable": picture != b"nothing", "lines": lines, "peak": os.getpid()}).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(answer)) + answer)
    sys.stdout.buffer.flush()
"""


def engine(lines: Sequence[Line] = IOU) -> tuple[str, ...]:
    """The command of an engine that reads these lines on every picture; it tells its process id as its peak."""
    return (sys.executable, "-c", _PROGRAM, json.dumps(as_kept(lines)))
