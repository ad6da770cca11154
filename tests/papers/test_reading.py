"""The real engine reads what was drawn and badly photographed; run by `make ocr`."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures.process import Page, PictureReader, installed
from knowledge.reading.documents import Paper, read_paper
from knowledge.reading.sheets import Line, Sheet
from tests.papers.drawing import WAYS, font_file, jpeg
from tests.papers.specimens import Specimen, specimens

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(installed() is None, reason="the extra [ocr] is not installed: pip install -e '.[ocr]'"),
    pytest.mark.skipif(font_file() is None, reason="no Chinese letters here: install fonts-noto-cjk"),
]

_ROOT = Path(__file__).resolve().parents[2]
_TODAY = date(2026, 11, 23)
_NAMES = ("IOU", "payslip", "attendance sheet", "contract", "notice board", "identity card")
_HARDEST = [("IOU", way) for way in WAYS if way != "plain"] + [
    ("payslip", "turned 90"),
    ("payslip", "from the side"),
    ("attendance sheet", "turned 180"),
    ("attendance sheet", "tilted"),
    ("notice board", "dark"),
    ("identity card", "turned 270"),
]

Read = Callable[[bytes], Page]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """One process for all pictures, as in the hotline."""
    with asyncio.Runner() as runner:
        reader = PictureReader()
        yield lambda content: runner.run(reader.read(content))
        runner.run(reader.close())


def specimen(name: str) -> Specimen:
    return next(one for one in specimens() if one.name == name)


def paper(page: Page) -> Paper:
    return read_paper(Sheet([Line(*line) for line in page.lines]), _TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "way"), [*((name, "plain") for name in _NAMES), *_HARDEST])
def test_a_paper_is_read(read: Read, name: str, way: str) -> None:
    """
    Each kind of paper is known and says exactly what stands on it, however badly it was photographed.
    """
    drawn = specimen(name)

    found = paper(read(jpeg(WAYS[way](drawn.picture))))

    assert found.kind == drawn.kind
    assert dict(found.facts) == drawn.facts


def test_a_phone_held_on_its_side(read: Read) -> None:
    """
    A photo that says how the phone was held is turned before it is read.
    """
    drawn = specimen("IOU")

    page = read(jpeg(WAYS["turned 90"](drawn.picture), orientation=6))

    assert dict(paper(page).facts) == drawn.facts


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\xff\xd8\xff\xe0 cut off", b"MZ a program"])
def test_what_is_no_picture(read: Read, content: bytes) -> None:
    """
    A file that only calls itself a picture is told as such and kills nobody.
    """
    assert not read(content).readable


def test_a_bomb(read: Read) -> None:
    """
    A picture of four hundred million points in a few kilobytes is refused before it is unpacked.
    """
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")

    assert not read(bomb.getvalue()).readable


def test_an_empty_picture(read: Read) -> None:
    """
    A photo of a wall has no lines.
    """
    page = read(jpeg(Image.new("RGB", (800, 600), (200, 200, 200))))

    assert page.readable
    assert page.lines == []


def test_it_opens_no_connection() -> None:
    """
    The process that opens strangers' pictures cannot reach anybody, so no model is ever fetched either.
    """
    program = (
        "import socket\nfrom bot.pictures import engine\nengine.confine()\nsocket.create_connection(('127.0.0.1', 9))"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False)

    assert "no connections from here" in ended.stderr
