"""The printed sheet as PDF: drawn with a font of this machine at 300 dots an inch, because every printer takes that."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.faces import simplified
from cases.poster_sheet import HEIGHT, PAPER, WIDTH, Box, Code, Item, Line
from cases.poster_svg import modules

DOTS = 300  # an inch
_MM = DOTS / 25.4  # dots


def pdf(items: list[Item], font: Path, title: str) -> bytes:
    """The sheet as a PDF of one page of A4: some 700 KB, in about a second."""
    paper = Image.new("RGB", (_dots(WIDTH), _dots(HEIGHT)), PAPER)
    pen, face = ImageDraw.Draw(paper), simplified(font)
    for item in items:
        match item:
            case Line():
                _write(pen, item, ImageFont.truetype(font, _dots(item.size), index=face))
            case Box():
                pen.rectangle((_dots(item.x), _dots(item.y), *_corner(item)), item.ink)
            case Code():
                _stamp(paper, item)
    content = io.BytesIO()
    paper.save(content, "PDF", resolution=DOTS, quality=92, title=title)
    return content.getvalue()


def _write(pen: ImageDraw.ImageDraw, line: Line, letters: ImageFont.FreeTypeFont) -> None:
    thick = round(letters.size / 60) if line.heavy and "Bold" not in (letters.getname()[1] or "") else 0
    place, anchor = (_dots(line.x), _dots(line.y)), "ms" if line.middle else "ls"
    pen.text(place, line.words, line.ink, letters, anchor=anchor, stroke_width=thick, stroke_fill=line.ink)


def _stamp(paper: Image.Image, code: Code) -> None:
    """The code in whole dots for each of its fields, so that all are equally large."""
    rows = modules(code.link)
    flat = Image.new("1", (len(rows), len(rows)), 1)
    flat.putdata([0 if field else 1 for row in rows for field in row])
    side = _dots(code.side) // len(rows) * len(rows)
    off = (_dots(code.side) - side) // 2
    paper.paste(flat.resize((side, side), Image.Resampling.NEAREST), (_dots(code.x) + off, _dots(code.y) + off))


def _corner(box: Box) -> tuple[int, int]:
    return _dots(box.x + box.width), _dots(box.y + box.height)


def _dots(millimetres: float) -> int:
    return round(millimetres * _MM)
