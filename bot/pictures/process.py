"""The process that reads pictures, seen from outside: begun when it is first needed, one picture at a time."""

import asyncio
import json
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import structlog

_LENGTH = struct.Struct(">I")
_LONGEST = 120.0  # seconds for one picture, the loading of the models included, on a machine that has more to do
_NEEDED = ("rapidocr", "onnxruntime", "cv2")  # modules of the extra [ocr]
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "bot.pictures.engine")

log = structlog.get_logger(__name__)


class Died(Exception):
    """The process hung or ended over a picture; a new one will be begun for the next."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: for each line its words, left, top, right, bottom and score; `peak` is the process's memory in MB.

    `readable` is False for what is no picture, or too large a one.
    """

    readable: bool
    lines: list[list[object]]
    peak: int = 0


class PictureReader:
    """The process, or none while nobody needs it; its methods are for one event loop."""

    def __init__(self, command: tuple[str, ...] = _COMMAND, longest: float = _LONGEST) -> None:
        """`longest`: seconds that one picture may take."""
        self._command, self._longest = command, longest
        self._process: asyncio.subprocess.Process | None = None
        self._alone = asyncio.Lock()

    @property
    def running(self) -> bool:
        """Whether a process is there, and its memory taken."""
        return self._process is not None

    async def read(self, picture: bytes) -> Page:
        """The words on a picture; raises Died, after which no process is left."""
        async with self._alone:
            try:
                async with asyncio.timeout(self._longest):
                    return await self._asked(picture)
            except (TimeoutError, OSError, EOFError, ValueError) as error:
                raise Died(type(error).__name__) from None
            finally:
                if sys.exception():
                    await self._end()

    async def close(self, *, at_once: bool = False) -> None:
        """End the process, if there is one, and give its memory back; `at_once`: also over a picture, which dies."""
        if at_once:
            return await self._end()
        async with self._alone:
            return await self._end()

    async def _asked(self, picture: bytes) -> Page:
        process = self._process = self._process or await self._begun()
        going, coming = process.stdin, process.stdout
        if going is None or coming is None:
            raise EOFError
        going.write(_LENGTH.pack(len(picture)) + picture)
        await going.drain()
        [length] = _LENGTH.unpack(await coming.readexactly(_LENGTH.size))
        return Page(**json.loads(await coming.readexactly(length)))

    async def _begun(self) -> asyncio.subprocess.Process:
        """A new process; it inherits none of our settings, for the keys are among them."""
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        quiet = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        return await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=_ROOT, env=quiet
        )

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        log.info("picture reader ended", status=await process.wait())


def installed() -> str | None:
    """The version of the engine that the extra [ocr] brings; None while it is not, or not wholly, installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        return None
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError:
        return None
