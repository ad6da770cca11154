"""The printed sheet for a site, laid out once for every way of drawing it: A4, to be read from two metres.

Lengths are millimetres from the upper left corner. No font is measured, so that paper, screen and every printer break
the lines alike: a Chinese sign is as wide as it is high, any other sign a little over half of that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.sites import Site
from texts import Texts

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 10.0
INK, SOFT, RED, PAPER = "#1a1a1a", "#444444", "#b3261e", "#ffffff"
LONGEST = 40.0  # a name's width in Chinese signs; more would leave no room for a code that can be scanned
_INNER = WIDTH - 2 * MARGIN
_LATIN = 0.56  # of a Chinese sign's width
_LEADING = 1.25  # from line to line, in sizes
_BASE = 0.88  # from the top of a line to its baseline, in sizes
_GAP = 4.0
_BAND = 34.0
_CALL = 38.0
_READABLE = 6.5  # the smallest name that is set on one line; a longer one takes two
_LARGEST_CODE = 86.0
_STOPS = "，。；：！？,.;:!?"
_AFTER = "[，。；：、！？）》”]*"
_PIECE = re.compile(
    rf"（?《[^》]{{1,20}}》{_AFTER}|[（《“(]*[\u2e80-\uffff]{_AFTER}|[^\u2e80-\uffff\s]{{1,24}}{_AFTER}\s?|\s"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on a baseline that begins at (x, y), or has its middle there; `size` is the height of a Chinese sign."""

    words: str
    x: float
    y: float
    size: float
    ink: str = INK
    heavy: bool = False
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with its quiet border, `side` wide and high."""

    x: float
    y: float
    side: float
    link: str


Item = Line | Box | Code


@dataclass(frozen=True, slots=True)
class Links:
    """Where the codes of a poster lead; "" where there is no such way."""

    telegram: str = ""
    web: str = ""


def sheet(texts: Texts, language: str, site: Site, links: Links) -> list[Item]:
    """Everything on the sheet of a site. Each code is at least 6 cm wide if the names are no wider than LONGEST."""
    return list(_Sheet(texts, language, site, links).items())


def width(words: str) -> float:
    """How wide words are, in Chinese signs."""
    return sum(1 if sign >= "\u2e80" or sign in "“”" else _LATIN for sign in words)


class _Sheet:
    def __init__(self, texts: Texts, language: str, site: Site, links: Links) -> None:
        self._texts, self._language, self._site = texts, language, site
        self._codes = [(link, key) for link, key in ((links.web, "browser"), (links.telegram, "telegram")) if link]

    def items(self) -> Iterator[Item]:
        """From the top down; what is below the codes stands firmly at the bottom, and the codes take what is left."""
        yield from self._headline()
        top, named = self._named(MARGIN + _BAND + _GAP)
        bottom, rest = self._rest()
        yield from named
        yield from self._ways(top + _GAP, bottom - _GAP)
        yield from rest

    def _headline(self) -> Iterator[Item]:
        words = self._say("headline")
        size = min(20.5, (_INNER - 4) / width(words))
        yield Box(MARGIN, MARGIN, _INNER, _BAND, RED)
        yield Line(words, WIDTH / 2, MARGIN + _BAND / 2 + size * 0.36, size, PAPER, heavy=True, middle=True)

    def _named(self, y: float) -> tuple[float, list[Item]]:
        """Site, general contractor and employer by name, and where they end."""
        names = [("site", self._site.name, 11.0), ("contractor", self._site.contractor, 9.0)]
        names += [("employer", self._site.employer, 7.5)] if self._site.employer else []
        items: list[Item] = []
        for key, name, largest in names:
            words = self._say(key, name=name)
            size = max(_READABLE, _fitting(words, _INNER, largest))
            items += (lines := _set(words, MARGIN, y, size, _INNER, heavy=key == "site"))
            y = _end(lines)
        return y, items

    def _ways(self, top: float, bottom: float) -> Iterator[Item]:
        """One code with its words beside it, or two side by side with their words below."""
        if len(self._codes) == 1:
            yield from self._one(*self._codes[0], top, bottom)
            return
        column = (_INNER - _GAP) / 2
        title, y = self._say("scan"), top + 9.0
        yield Line(title, WIDTH / 2, top + 9.0 * _BASE, 9.0, RED, heavy=True, middle=True)
        side = min(_LARGEST_CODE, column, bottom - y - 7.0)
        for n, (link, key) in enumerate(self._codes):
            middle = MARGIN + column / 2 + n * (column + _GAP)
            words = self._say(f"by_{key}")
            yield Code(middle - side / 2, y, side, link)
            yield Line(words, middle, y + side + 5.3, min(6.5, column / width(words)), middle=True, heavy=True)

    def _one(self, link: str, key: str, top: float, bottom: float) -> Iterator[Item]:
        side = min(_LARGEST_CODE, bottom - top)
        y, x = top + (bottom - top - side) / 2, MARGIN + side + _GAP
        room = WIDTH - MARGIN - x
        yield Code(MARGIN, y, side, link)
        y += 4.0
        for words, size, ink, most in ((self._say("scan"), 13.0, RED, 1), (self._say(f"by_{key}"), 8.5, INK, 2)):
            yield from (lines := _set(words, x, y, _fitting(words, room, size, most), room, ink, heavy=True))
            y = _end(lines) + _GAP
        yield from _set(self._say("scan_why"), x, y, 7.0, room, SOFT)

    def _rest(self) -> tuple[float, list[Item]]:
        """The number to call and what to know, set upwards from the bottom; where it begins, and all of it."""
        who = Line(self._say("who", id=self._site.id), MARGIN, HEIGHT - MARGIN - 1.0, 4.0, SOFT)
        y, items = HEIGHT - MARGIN - 7.0, list[Item]([who])
        for key, size, ink, heavy in (("law", 6.6, INK, False), ("keep", 8.6, INK, False), ("free", 12.4, RED, True)):
            words = self._say(key)
            chosen = _fitting(words, _INNER, size, 2 if key == "law" else 1)
            height = len(_broken(words, chosen, _INNER)) * chosen * _LEADING
            y -= height
            items += _set(words, MARGIN, y, chosen, _INNER, ink, heavy=heavy)
            y -= 2.0
        y -= _CALL
        items += self._call(y)
        return y, items

    def _call(self, y: float) -> list[Item]:
        """The number in huge digits, and that it is for calling."""
        room = 62.0
        words = self._say("call")
        size = _fitting(words, room, 11.0, 2)
        label = _set(words, MARGIN, y + 8.0, size, room, heavy=True)
        digits = Line("12351", WIDTH - MARGIN - 60.0, y + 33.0, 40.0, RED, heavy=True, middle=True)
        return [Box(MARGIN, y, _INNER, 0.6, SOFT), *label, digits]

    def _say(self, key: str, **values: object) -> str:
        return self._texts.say(self._language, f"poster.{key}", **values)


def _set(
    words: str, x: float, y: float, size: float, room: float, ink: str = INK, *, heavy: bool = False
) -> list[Line]:
    """Words from the top `y` down, broken where they fill the room."""
    return [
        Line(line, x, y + size * (n * _LEADING + _BASE), size, ink, heavy)
        for n, line in enumerate(_broken(words, size, room))
    ]


def _end(lines: list[Line]) -> float:
    """Where the next line may begin."""
    return lines[-1].y + lines[-1].size * (_LEADING - _BASE)


def _fitting(words: str, room: float, largest: float, lines: int = 1) -> float:
    """The largest size in which words take no more than so many lines; half of `largest` at least."""
    size = largest
    while size > largest / 2 and len(_broken(words, size, room)) > lines:
        size -= 0.25
    return size


def _broken(words: str, size: float, room: float) -> list[str]:
    """The words in as many lines as they need: about equally long, or better, each to the end of a sentence."""
    ways = [_filled(words, size, room)]
    while len(ways[-1]) > 1:
        narrower = max(map(width, ways[-1])) * size - 0.1
        lines = _filled(words, size, narrower)
        if len(lines) > len(ways[0]) or max(map(width, lines)) * size > narrower:
            break
        ways.append(lines)
    return max(reversed(ways), key=lambda lines: sum(line[-1:] in _STOPS for line in lines[:-1]))


def _filled(words: str, size: float, room: float) -> list[str]:
    lines = [""]
    for piece in _pieces(words):
        full = width((lines[-1] + piece).rstrip()) * size > room
        if full and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> Iterator[str]:
    """What may not be broken: a law's title, a Chinese sign with its brackets and stops, a word."""
    return (match[0] for match in _PIECE.finditer(words))
