"""Pictures without what their cameras wrote into them, bit for bit the same where that is possible.

Colour profiles go too: a screenshot's profile can name the screen and its owner.
"""

import io
import re
import struct
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin

from cases.masking.unclean import Unclean

MOST_PIXELS = 80_000_000
_ORIENTATION = 0x0112
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    [
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"sRGB",
        b"cHRM",
        b"sBIT",
        b"bKGD",
        b"acTL",
        b"fcTL",
        b"fdAT",
    ]
)
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # fill bytes before it count as the scan's
_SOS, _EOI, _APP14 = 0xDA, 0xD9, 0xEE
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} | {0xDA, 0xDB, 0xDD, 0xDC})
_PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE_LENGTH = 12


def is_jpeg(content: bytes) -> bool:
    """Whether the bytes begin as a JPEG does."""
    return content.startswith(b"\xff\xd8\xff")


def is_png(content: bytes) -> bool:
    """Whether the bytes begin as a PNG does."""
    return content.startswith(_PNG_START)


def is_gif(content: bytes) -> bool:
    """Whether the bytes begin as a GIF does."""
    return content[:6] in (b"GIF87a", b"GIF89a")


def is_webp(content: bytes) -> bool:
    """Whether the bytes begin as a WebP does."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def jpeg(content: bytes) -> bytes:
    """The photo without its notes; one that a note turns is turned for good, with the tables it was saved with."""
    image = _opened(content, "JPEG")
    if not _is_turned(image):
        return stripped_jpeg(content)
    kept = {"qtables": getattr(image, "quantization", None), "subsampling": JpegImagePlugin.get_sampling(image)}
    return stripped_jpeg(
        _turned(image, "JPEG", **{name: value for name, value in kept.items() if value not in (None, -1)})
    )


def stripped_jpeg(content: bytes) -> bytes:
    """The same coded picture without APPn, comments, thumbnail and whatever follows its end; raises Unclean.

    Of the application segments only a plain JFIF header and Adobe's twelve bytes, which decide about colours, stay.
    """
    kept, at = [b"\xff\xd8"], 2
    while True:
        at = _marker(content, at)
        kind = content[at]
        if kind == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        length = int.from_bytes(content[at + 1 : at + 3], "big")
        segment = content[at + 1 : at + 1 + length]
        if length < 2 or len(segment) < length:
            raise Unclean
        kept.append(_kept_segment(kind, segment))
        at += 1 + length
        if kind == _SOS:
            end = _AFTER_SCAN.search(content, at)
            kept.append(content[at : end.start() if end else len(content)])
            if end is None:  # cut off on the way: what arrived is shown, as it would be without us
                return b"".join([*kept, b"\xff\xd9"])
            at = end.start()


def _marker(content: bytes, at: int) -> int:
    """Where the code of the marker stands that must come here."""
    found = _NEXT_MARKER.match(content, at)
    if found is None:
        raise Unclean
    return found.end() - 1


def _kept_segment(kind: int, segment: bytes) -> bytes:
    if kind in _JPEG_FRAMES:
        return bytes([0xFF, kind]) + segment
    if kind == 0xE0 and segment[2:7] == b"JFIF\x00":
        return _PLAIN_JFIF
    if kind == _APP14 and segment[2:7] == b"Adobe" and len(segment) == 2 + _ADOBE_LENGTH:
        return bytes([0xFF, kind]) + segment
    if kind == 0xFE or 0xE0 <= kind <= 0xEF:
        return b""
    raise Unclean


def png(content: bytes) -> bytes:
    """The picture, moving or not, with nothing but its pixels; raises Unclean."""
    image = _opened(content, "PNG")
    if _is_turned(image) and not _moves(image):
        return png(_turned(image, "PNG"))
    kept, at, kind = [_PNG_START], len(_PNG_START), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        if at + 12 + length > len(content) or (kind not in _PNG_KEPT and kind[:1].isupper()):
            raise Unclean
        if kind in _PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def gif(content: bytes) -> bytes:
    """The picture, moving or not, without comments and what applications added; raises Unclean."""
    _opened(content, "GIF")
    at = 13 + _table(content[10])
    kept = [content[:at]]
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            end = _blocks_end(content, at + 11 + _table(content[at + 9]))
            kept.append(content[at:end])
        elif content[at] == 0x21:
            end = _blocks_end(content, at + 2)
            kept.append(content[at:end] if _belongs_to_gif(content, at, end) else b"")
        else:
            raise Unclean
        at = end
    return b"".join([*kept, b"\x3b"])


def _table(packed: int) -> int:
    """The length in bytes of the colour table that a GIF announces."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _belongs_to_gif(content: bytes, at: int, end: int) -> bool:
    """Whether an extension is needed to show it: the timing of a frame, or how often it plays."""
    loops = content[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0") and end - at <= 19
    return content[at + 1] == 0xF9 or (content[at + 1] == 0xFF and loops)


def webp(content: bytes) -> bytes:
    """The picture, moving or not, without EXIF, XMP and colour profile; raises Unclean."""
    image = _opened(content, "WEBP")
    if _is_turned(image) and not _moves(image):
        lossless = b"VP8L" in content[12:64]
        return webp(_turned(image, "WEBP", lossless=lossless, quality=100 if lossless else 95))
    size = int.from_bytes(content[4:8], "little")
    body = b"WEBP" + _webp_chunks(content[12 : 8 + size])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunks(content: bytes) -> bytes:
    kept, at = [], 0
    while at + 8 <= len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at + 8 : at + 8 + length]
        if len(chunk) < length:
            raise Unclean
        kept.append(_webp_chunk(kind, chunk))
        at += 8 + length + length % 2
    return b"".join(kept)


def _webp_chunk(kind: bytes, chunk: bytes) -> bytes:
    """A chunk as it may stay; the flags of the header no longer promise a profile, EXIF or XMP."""
    if kind == b"VP8X":
        chunk = bytes([chunk[0] & ~0x2C]) + chunk[1:10]
    elif kind == b"ANMF":
        chunk = chunk[:16] + _webp_chunks(chunk[16:])
    elif kind not in (b"VP8 ", b"VP8L", b"ALPH", b"ANIM"):
        return b""
    return kind + struct.pack("<I", len(chunk)) + chunk + b"\x00" * (len(chunk) % 2)


def _opened(content: bytes, kind: str) -> Image.Image:
    """The picture, its header read and its size found bearable; nothing is unpacked yet. Raises what Pillow raises."""
    image = Image.open(io.BytesIO(content), formats=[kind])
    if image.width * image.height > MOST_PIXELS:
        raise Unclean
    return image


def _moves(image: Image.Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _is_turned(image: Image.Image) -> bool:
    return image.getexif().get(_ORIENTATION, 1) in range(2, 9)


def _turned(image: Image.Image, kind: str, **how: Any) -> bytes:
    written = io.BytesIO()
    upright = ImageOps.exif_transpose(image)
    upright.info = {}
    upright.save(written, kind, **how)
    return written.getvalue()
