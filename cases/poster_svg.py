"""The printed sheet as SVG: no font is needed here, the page's printer has one."""

from html import escape

import segno

from cases.poster_sheet import HEIGHT, PAPER, WIDTH, Box, Code, Item, Line

_QUIET = 4  # modules of white around a code
_FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', SimHei, "
    "'Droid Sans Fallback', sans-serif"
)


def svg(items: list[Item], language: str) -> str:
    """The sheet as one SVG document of A4."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" xml:lang="{language}" font-family="{_FONTS}">'
    )
    return "\n".join((head, _box(Box(0, 0, WIDTH, HEIGHT, PAPER)), *(_drawn(item) for item in items), "</svg>\n"))


def modules(link: str) -> list[list[bool]]:
    """The dark and light fields of a QR code with its quiet border, row by row; a quarter of it may be lost."""
    code = segno.make(link, error="q", micro=False)
    return [[bool(field) for field in row] for row in code.matrix_iter(border=_QUIET)]


def _drawn(item: Item) -> str:
    match item:
        case Line():
            return _line(item)
        case Box():
            return _box(item)
        case Code():
            return _code(item)


def _line(line: Line) -> str:
    place = f'x="{line.x:.2f}" y="{line.y:.2f}" font-size="{line.size:.2f}" fill="{line.ink}"'
    heavy = ' font-weight="700"' if line.heavy else ""
    middle = ' text-anchor="middle"' if line.middle else ""
    return f"<text {place}{heavy}{middle}>{escape(line.words)}</text>"


def _box(box: Box) -> str:
    return f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" fill="{box.ink}"/>'


def _code(code: Code) -> str:
    rows = modules(code.link)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, field in enumerate(row) if field)
    scale = code.side / len(rows)
    place = f"translate({code.x:.3f} {code.y:.3f}) scale({scale:.5f})"
    return f'<path transform="{place}" fill="#000000" shape-rendering="crispEdges" d="{dark}"/>'
