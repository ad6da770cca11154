"""Small charts as SVG of our own: they print in black and white, load without a network and are read aloud as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _LEFT, _LINE, _BAR = 480, 110, 34, 11  # the units of the drawing, 480 across
_FRAME = Markup(
    '<svg class="chart" role="img" viewBox="0 0 {w} {h}" aria-labelledby="{id}-t" font-size="11" fill="currentColor">'
    '<title id="{id}-t">{title}</title><defs><pattern id="{id}-h" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="4" stroke="currentColor" stroke-width="1.4"/>'
    '</pattern></defs><g stroke="currentColor" stroke-width=".5"><rect x="{x}" y="3" width="10" height="9"/>'
    '<rect x="260" y="3" width="10" height="9" fill="url(#{id}-h)"/>{rects}</g>'
    '<text x="125" y="11">{one}</text><text x="275" y="11">{other}</text>{texts}</svg>'
)
_RECTS = Markup(
    '<rect x="{x}" y="{y}" width="{first}" height="{h}"/>'
    '<rect x="{x}" y="{z}" width="{second}" height="{h}" fill="url(#{id}-h)"/>'
)
_TEXTS = Markup('<text y="{y}">{name}</text><text x="{a}" y="{b}">{one}</text><text x="{c}" y="{d}">{other}</text>')


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a chart: two values beside each other, as shares of `most`, and how each is written."""

    name: str
    first: float
    second: float
    first_said: str
    second_said: str


def bars(pairs: Sequence[Pair], title: str, named: tuple[str, str], most: float, chart: str) -> Markup:
    """Two bars for each line, the first full and the second hatched; `chart` is an id of its own on the page.

    `most` is the value of a bar of full length. Four kilobytes for a year of months.
    """
    height = 22 + _LINE * len(pairs)
    tops = range(20, height, _LINE)
    return _FRAME.format(
        w=_WIDTH,
        h=height,
        id=chart,
        title=title,
        x=_LEFT,
        one=named[0],
        other=named[1],
        rects=Markup("").join(_rects(pair, top, most, chart) for pair, top in zip(pairs, tops, strict=False)),
        texts=Markup("").join(_texts(pair, top, most) for pair, top in zip(pairs, tops, strict=False)),
    )


def _rects(pair: Pair, top: int, most: float, chart: str) -> Markup:
    first, second = _long(pair.first, most), _long(pair.second, most)
    return _RECTS.format(x=_LEFT, y=top, z=top + _BAR + 2, h=_BAR, first=first, second=second, id=chart)


def _texts(pair: Pair, top: int, most: float) -> Markup:
    return _TEXTS.format(
        y=top + _BAR + 3,
        name=pair.name,
        a=_LEFT + _long(pair.first, most) + 5,
        b=top + _BAR - 2,
        one=pair.first_said,
        c=_LEFT + _long(pair.second, most) + 5,
        d=top + 2 * _BAR,
        other=pair.second_said,
    )


def _long(value: float, most: float) -> int:
    """The length of a bar; what is below nothing has none."""
    return round((_WIDTH - _LEFT - 90) * min(max(value, 0.0) / most, 1.0)) if most else 0
