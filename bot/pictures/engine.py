"""Reads the words on pictures; runs as a process of its own, `python -m bot.pictures.engine`, and talks in frames.

A picture comes from a stranger: it may be a bomb for the decoder or make the models hang. Here it can end only this
process, which knows no key, opens no connection, writes no file, and says nothing but its frames. A frame is four
bytes of length and so many bytes: a picture comes in, JSON goes out.
"""

import json
import math
import os
import resource
import struct
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import rapidocr
from PIL import Image, ImageOps
from rapidocr.main import RapidOCRError

_LENGTH = struct.Struct(">I")
_MEMORY = 2 * 2**30  # bytes that this process may take; a page needs half of that
_LONG_SIDE = 1600  # pixels
_MOST_PIXELS = 120_000_000  # of a picture as it came; more than the finest phones take
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_THREADS = 2
_ASKED = 12  # lines that are asked which way is up
_UPSIDE_DOWN = "180"
_TALL = 1.5  # how much higher than wide a line is that runs down the page
_SURE = 0.5  # of a line's reading; below it is noise
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}

Array = Any


class Engine:
    """The models, loaded from inside the installed package: nothing is ever fetched."""

    def __init__(self) -> None:
        folder = Path(rapidocr.__file__).parent / "models"
        paths = {f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()}
        threads = min(_THREADS, os.cpu_count() or 1)
        runtime = {
            f"EngineConfig.onnxruntime.{name}_op_num_threads": n for name, n in (("intra", threads), ("inter", 1))
        }
        quiet = {"Global.log_level": "critical", "Global.max_side_len": _LONG_SIDE}
        self._models = rapidocr.RapidOCR(params={**paths, **runtime, **quiet})

    def read(self, page: Array) -> list[list[object]]:
        """The lines of a picture: words, left, top, right, bottom in pixels of the upright page, score."""
        boxes, pieces = self._lines(page)
        if _runs_down(boxes):
            page = np.rot90(page).copy()
            boxes, pieces = self._lines(page)
        if self._is_upside_down(pieces):
            high, wide = page.shape[:2]
            boxes = [np.array([[wide, high]], np.float32) - box for box in boxes]
            pieces = [np.rot90(piece, 2).copy() for piece in pieces]
        return _level(boxes, self._words(pieces))

    def _lines(self, page: Array) -> tuple[list[Array], list[Array]]:
        try:
            pieces, found = self._models.detect_and_crop(page, {})
        except RapidOCRError:  # nothing written there
            return [], []
        return list(found.boxes), pieces

    def _is_upside_down(self, pieces: list[Array]) -> bool:
        """The longest lines decide for the whole page: a short one alone is easily mistaken, and then misread."""
        longest = sorted(pieces, key=lambda piece: piece.shape[1] / piece.shape[0], reverse=True)[:_ASKED]
        if not longest:
            return False
        _, asked = self._models.cls_and_rotate(longest)
        return bool(sum(score if way == _UPSIDE_DOWN else -score for way, score in asked.cls_res) > 0)

    def _words(self, pieces: list[Array]) -> list[tuple[str, float]]:
        if not pieces:
            return []
        read = self._models.recognize_txt(pieces)
        return list(zip(read.txts, read.scores, strict=True))


def _scaled(content: bytes) -> Array:
    """The picture as the camera was held, at most 1600 pixels long, blue before red as the models want it."""
    with Image.open(BytesIO(content), formats=_FORMATS) as picture:
        picture.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(upright)[:, :, ::-1].copy()


def _runs_down(boxes: list[Array]) -> bool:
    """Whether most of what is written runs from the top of the picture to its bottom, or up."""
    sides = [(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[0] - box[3])) for box in boxes]
    down = sum(high for wide, high in sides if high > _TALL * wide)
    return bool(down > sum(wide for wide, high in sides if wide > high))


def _level(boxes: list[Array], words: list[tuple[str, float]]) -> list[list[object]]:
    """The lines with the tilt of the page taken out of their places."""
    corners = [_from_top_left(box) for box in boxes]
    tilts = sorted(math.atan2(*(box[1] - box[0])[::-1]) for box in corners)
    turn = -tilts[len(tilts) // 2] if tilts else 0.0
    turning = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    levelled = [box @ turning for box in corners]
    read = zip(levelled, words, strict=True)
    return [[text, *_around(box), round(float(score), 3)] for box, (text, score) in read if score >= _SURE and text]


def _from_top_left(box: Array) -> Array:
    """The corners clockwise from the one that is uppermost on the left, also after the page was turned."""
    first = int(np.argmin(box.sum(axis=1)))
    return np.roll(box, -first, axis=0)


def _around(box: Array) -> list[int]:
    (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
    return [int(left), int(top), int(right), int(bottom)]


def confine() -> None:
    """Little memory, no core dump, the last to be served and the first to be killed; no connection to anywhere."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # what a machine forbids, it has arranged by itself
        os.nice(10)
        Path("/proc/self/oom_score_adj").write_text("1000")
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses what has twice as many
    sys.addaudithook(_refuse_connections)


def _refuse_connections(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise PermissionError("no connections from here")


def _answer(engine: Engine, content: bytes) -> dict[str, object]:
    try:
        page = _scaled(content)
    except Exception:  # an edge of the process: whatever a decoder raises over a stranger's bytes, it is no picture
        return {"readable": False, "lines": []}
    lines = engine.read(page)
    return {"readable": True, "lines": lines, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _serve(coming: BinaryIO, going: BinaryIO) -> None:
    """One picture after the other, until nobody sends any more."""
    engine = Engine()
    while head := coming.read(_LENGTH.size):
        [length] = _LENGTH.unpack(head)
        said = json.dumps(_answer(engine, coming.read(length))).encode()
        going.write(_LENGTH.pack(len(said)) + said)
        going.flush()


def main() -> None:
    """Take frames from the standard input; what a library prints goes nowhere."""
    going = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    confine()
    _serve(sys.stdin.buffer, going)


if __name__ == "__main__":
    main()
