"""A font file may hold several faces, one for each country's way to write the same sign."""

from pathlib import Path

from PIL import ImageFont

_FACES = 10  # of one file, at most, that are looked through


def simplified(font: Path) -> int:
    """Which face of a font file is the one for simplified letters; the first if none says so."""
    for face in range(_FACES):
        try:
            name = ImageFont.truetype(font, 10, index=face).getname()[0] or ""
        except OSError:
            break
        if name.endswith(" SC"):
            return face
    return 0
