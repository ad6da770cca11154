"""Draws papers and photographs them badly: turned, tilted, blurred, in the dark, from the side."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

Picture = Image.Image
_PAPER, _INK, _TABLE = (250, 248, 242), (35, 35, 40), (110, 96, 80)
_SIZE = (1200, 1600)  # pixels
_MARGIN, _LETTER = 90, 40  # pixels


@cache
def font_file() -> str | None:
    """A font with Chinese letters on this machine; None if there is none."""
    try:
        asked = ["fc-list", ":lang=zh-cn", "--format=%{file}\n"]
        found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return None
    return min(filter(None, found), key=lambda file: ("Sans" not in file, "Regular" not in file, file), default=None)


@cache
def letters(size: int) -> ImageFont.FreeTypeFont:
    """The font in this height, in pixels."""
    return ImageFont.truetype(font_file() or "", size)


def written(title: str, lines: Sequence[str], size: tuple[int, int] = _SIZE) -> Picture:
    """A sheet with a title in the middle and lines below it."""
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    wide = pen.textlength(title, font=letters(64))
    pen.text(((size[0] - wide) / 2, _MARGIN), title, _INK, letters(64))
    for place, line in enumerate(lines):
        pen.text((_MARGIN, 240 + place * 84), line, _INK, letters(_LETTER))
    return sheet


def ruled(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Picture:
    """A sheet with a table; `head` are lines between title and table, `widths` of its columns in pixels."""
    sheet = Image.new("RGB", (sum(widths) + 2 * _MARGIN, 320 + len(head) * 70 + len(rows) * 80), _PAPER)
    pen = ImageDraw.Draw(sheet)
    wide = pen.textlength(title, font=letters(56))
    pen.text(((sheet.width - wide) / 2, 60), title, _INK, letters(56))
    for place, line in enumerate(head):
        pen.text((_MARGIN, 170 + place * 70), line, _INK, letters(36))
    top = 180 + len(head) * 70
    for place, row in enumerate(rows):
        _row(pen, top + place * 80, row, widths)
    return sheet


def _row(pen: ImageDraw.ImageDraw, top: int, row: Sequence[str], widths: Sequence[int]) -> None:
    left = _MARGIN
    for cell, width in zip(row, widths, strict=True):
        pen.rectangle((left, top, left + width, top + 80), outline=_INK, width=2)
        wide = pen.textlength(cell, font=letters(34))
        pen.text((left + (width - wide) / 2, top + 18), cell, _INK, letters(34))
        left += width


def jpeg(picture: Picture, orientation: int = 1, quality: int = 85) -> bytes:
    """The file as a phone would send it; `orientation` is the EXIF value that says how the phone was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=quality, exif=exif)
    return kept.getvalue()


def _tilted(picture: Picture, degrees: float = 5) -> Picture:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE)


def _blurred(picture: Picture) -> Picture:
    return picture.filter(ImageFilter.GaussianBlur(2.2))


def _dark(picture: Picture) -> Picture:
    grey = ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(0.35)).enhance(0.8)
    noise = Image.effect_noise(picture.size, 22).convert("RGB")
    return Image.blend(grey, noise, 0.12)


def _from_the_side(picture: Picture) -> Picture:
    """Lying on a table, photographed from below right."""
    wide, high = picture.size
    table = Image.new("RGB", (int(wide * 1.2), int(high * 1.2)), _TABLE)
    corners = (
        (wide * 0.22, high * 0.08),
        (wide * 0.06, high * 1.14),
        (wide * 1.15, high * 1.06),
        (wide * 0.98, high * 0.1),
    )
    laid = picture.transform(
        table.size, Image.Transform.PERSPECTIVE, _coefficients(corners, picture.size), Image.Resampling.BICUBIC
    )
    mask = Image.new("L", table.size)
    ImageDraw.Draw(mask).polygon(list(corners), fill=255)
    table.paste(laid, mask=mask)
    return table


def _coefficients(corners: Sequence[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """What Pillow wants: for each place of the result, where in the sheet it comes from; corners counter-clockwise."""
    wide, high = size
    sheet = ((0, 0), (0, high), (wide, high), (wide, 0))
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, sheet, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(one) for one in np.linalg.solve(np.array(rows, float), np.array(right, float))]


WAYS: Mapping[str, Callable[[Picture], Picture]] = {
    "plain": lambda picture: picture,
    "turned 90": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "turned 180": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "turned 270": lambda picture: picture.transpose(Image.Transpose.ROTATE_270),
    "tilted": _tilted,
    "blurred": _blurred,
    "dark": _dark,
    "from the side": _from_the_side,
}
