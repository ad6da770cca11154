"""The picture of a receipt, drawn for a small screen: big letters, no name, no story."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.faces import simplified

WIDTH = 720  # pixels; the screen of an old phone has half of them
_MARGIN, _SPACE, _BAND = 48, 28, 132  # pixels
_PAPER, _INK, _SOFT, _RED = "#ffffff", "#1a1a1a", "#595959", "#b3261e"
_SMALL, _PLAIN, _LARGE, _LARGEST = 34, 40, 62, 92  # pixels of a letter
_BEFORE = "，。；：、！？）”"  # never begin a line


def drawn(lines: Mapping[str, str], font: Path) -> bytes:
    """A card as PNG, 720 pixels wide and as high as its words need: some 15 KB, in a tenth of a second."""
    sheet = _Sheet(font)
    sheet.band(lines["title"])
    sheet.says(lines["number_is"], _SMALL, _SOFT)
    sheet.says(lines["number"], _LARGE, _INK)
    sheet.rests()
    sheet.says(lines["code_is"], _SMALL, _SOFT)
    sheet.says(lines["code"], _LARGEST, _RED)
    sheet.says(lines["at"], _SMALL, _SOFT)
    sheet.rules()
    sheet.says(lines["next_is"], _SMALL, _SOFT)
    sheet.says(lines["next"], _PLAIN, _INK)
    sheet.rules()
    sheet.says(lines["call"], _LARGE, _INK)
    return sheet.cut()


class _Sheet:
    """Paper that is written on from the top down."""

    def __init__(self, font: Path) -> None:
        self._font, self._face = font, simplified(font)
        self._paper = Image.new("RGB", (WIDTH, 4 * WIDTH), _PAPER)
        self._pen = ImageDraw.Draw(self._paper)
        self._y = 0

    def band(self, title: str) -> None:
        """The title, white on red."""
        self._pen.rectangle((0, 0, WIDTH, _BAND), fill=_RED)
        self._pen.text((_MARGIN, _BAND // 2), title, _PAPER, self._letters(_LARGE), anchor="lm", stroke_width=1)
        self._y = _BAND + _SPACE

    def says(self, words: str, size: int, ink: str) -> None:
        """Some words, on as many lines as they need."""
        letters = self._letters(size)
        for line in _lines(words, letters):
            self._pen.text((_MARGIN, self._y), line, ink, letters, stroke_width=int(size >= _LARGE), stroke_fill=ink)
            self._y += round(size * 1.4)

    def rests(self) -> None:
        """A little room."""
        self._y += _SPACE // 2

    def rules(self) -> None:
        """A line across."""
        self._y += _SPACE
        self._pen.line((_MARGIN, self._y, WIDTH - _MARGIN, self._y), _SOFT, 2)
        self._y += _SPACE

    def cut(self) -> bytes:
        """What has been written, as PNG."""
        written, content = self._paper.crop((0, 0, WIDTH, self._y + _SPACE)), io.BytesIO()
        written.quantize(32, Image.Quantize.FASTOCTREE).save(content, "PNG")
        return content.getvalue()

    def _letters(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self._font, size, index=self._face)


def _lines(words: str, letters: ImageFont.FreeTypeFont) -> Iterator[str]:
    """The words broken where they fill the width, between Chinese signs and between other words."""
    line = ""
    for piece in _pieces(words):
        if line and letters.getlength((line + piece).rstrip()) > WIDTH - 2 * _MARGIN and piece not in _BEFORE:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()


def _pieces(words: str) -> Iterator[str]:
    """What may not be broken: a Chinese sign alone, else a word with the room behind it."""
    word = ""
    for sign in words:
        if sign >= "\u2e80":
            if word:
                yield word
            yield sign
            word = ""
        elif sign == " ":
            yield word + sign
            word = ""
        else:
            word += sign
    if word:
        yield word
