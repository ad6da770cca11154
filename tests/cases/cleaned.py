"""What the tests of masking look at: what passed, and how a viewer paints it."""

import io

from PIL import Image, ImageChops

from cases.masking import Masked, masked


def cleaned(content: bytes, kind: str = "document", mime: str = "") -> Masked:
    """What passes; fails if nothing does."""
    found = masked(kind, mime, content)
    assert found is not None
    return found


def shown(content: bytes) -> Image.Image:
    """The picture as a viewer paints it."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image.convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pictures in one colour of one pixel, of 255."""
    return max(int(most) for _, most in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]
