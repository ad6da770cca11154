"""A phone's camera: what the codes of a sheet say."""

import re

import zxingcpp
from PIL import Image, ImageDraw

_CODE = re.compile(r'<path transform="[^"]+" fill="#000000"[^>]* d="(?P<d>[^"]+)"/>')
_FIELD = re.compile(r"M(\d+) (\d+)h1v1h-1z")
_DOTS = 8  # of a field


def codes_of_svg(document: str) -> list[str]:
    """What each code of an SVG says, from left to right."""
    return [_scan(_picture(match["d"])) for match in _CODE.finditer(document)]


def codes_of_picture(picture: Image.Image) -> list[str]:
    """What each code of a picture says."""
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


def _picture(path: str) -> Image.Image:
    fields = [(int(x), int(y)) for x, y in _FIELD.findall(path)]
    side = (max(x for x, _ in fields) + 5) * _DOTS  # with the quiet border
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for x, y in fields:
        pen.rectangle((x * _DOTS, y * _DOTS, (x + 1) * _DOTS - 1, (y + 1) * _DOTS - 1), 0)
    return picture


def _scan(picture: Image.Image) -> str:
    [found] = zxingcpp.read_barcodes(picture)
    assert found.ec_level in ("Q", "H"), found.ec_level
    return found.text
