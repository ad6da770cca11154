"""What a file is, told by its bytes: its name, the browser and the channel may say anything."""

import re
from dataclasses import dataclass

from storage.files import Flaw

ENOUGH = 64 * 1024  # bytes from the beginning that are looked at


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A kind of `storage.files` and a MIME type."""

    kind: str
    mime: str


_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "photo", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "photo", "image/png"),
    (b"GIF8", "photo", "image/gif"),
    (b"%PDF-", "document", "application/pdf"),
    (b"PK\x03\x04", "document", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "document", "application/x-ole-storage"),
    (b"OggS", "audio", "audio/ogg"),
    (b"#!AMR", "audio", "audio/amr"),
    (b"fLaC", "audio", "audio/flac"),
    (b"ID3", "audio", "audio/mpeg"),
    (b"\xff\xfb", "audio", "audio/mpeg"),
    (b"\xff\xf3", "audio", "audio/mpeg"),
    (b"\xff\xf1", "audio", "audio/aac"),
    (b"\xff\xf9", "audio", "audio/aac"),
)
_RIFF = {b"WEBP": ("photo", "image/webp"), b"WAVE": ("audio", "audio/wav"), b"AVI ": ("video", "video/x-msvideo")}
_PICTURE_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif"}
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_UNKNOWN = Sniffed("document", "application/octet-stream")
_PROGRAMS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux, Android
    b"\xfe\xed\xfa\xce",  # macOS, of 32 and 64 bits, in either order of bytes
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"dex\n",
)
_SCRIPT = re.compile(rb"#!\s*/")
_PACKED_PROGRAMS = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF")  # in a zip: APK, JAR
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ZIP = 1  # the bit of a zip entry's flags that says so
_FINER = {"voice": "audio", "video_note": "video", "sticker": "photo"}  # what bytes cannot tell, and what they tell
_ANIMATED = b"\x1f\x8b"  # a sticker that moves is a drawing, compressed


def sniff(head: bytes, *, recorded: bool = False) -> Sniffed:
    """What the first bytes say; a document when they say nothing.

    `recorded`: it was spoken into the page, which makes a sound a voice message; it is never a video.
    """
    head = head[:ENOUGH]
    found = _riff(head) or _boxes(head, recorded) or _matroska(head, recorded) or _by_beginning(head)
    return Sniffed("voice", found.mime) if recorded and found.kind == "audio" else found


def judge(kind: str, content: bytes) -> tuple[Sniffed, Flaw]:
    """What the whole content is, and what is wrong with it; `kind` is what its channel calls it.

    That counts only for what bytes cannot tell: a voice message from a song, a round video from another.
    """
    found = sniff(content)
    if _FINER.get(kind) == found.kind or (kind == "sticker" and content.startswith(_ANIMATED)):
        found = Sniffed(kind, found.mime)
    return found, flaw_of(content)


def flaw_of(content: bytes) -> Flaw:
    """Whether it is a program, or locked with a password."""
    if _is_program(content[:ENOUGH]):
        return "program"
    return "locked" if _is_locked(content) else ""


def _is_program(head: bytes) -> bool:
    if head.startswith(b"PK\x03\x04"):
        return any(name in head for name in _PACKED_PROGRAMS) and not any(folder in head for folder, _ in _OFFICE)
    return head.startswith(_PROGRAMS) or _SCRIPT.match(head) is not None


def _is_locked(content: bytes) -> bool:
    """Papers say it in plain words, whatever else of them is sealed; PDF near its end, mostly."""
    if content.startswith(b"%PDF-"):
        return _ENCRYPTED_PDF.search(content) is not None
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _ENCRYPTED_OFFICE in content
    return content.startswith(b"PK\x03\x04") and bool(int.from_bytes(content[6:8], "little") & _ENCRYPTED_ZIP)


def _by_beginning(head: bytes) -> Sniffed:
    for beginning, kind, mime in _BEGINNINGS:
        if head.startswith(beginning):
            return Sniffed(kind, _office(head) if mime == "application/zip" else mime)
    return _UNKNOWN


def _office(head: bytes) -> str:
    return next((mime for folder, mime in _OFFICE if folder in head), "application/zip")


def _riff(head: bytes) -> Sniffed | None:
    if head[:4] != b"RIFF" or head[8:12] not in _RIFF:
        return None
    return Sniffed(*_RIFF[head[8:12]])


def _boxes(head: bytes, recorded: bool) -> Sniffed | None:
    """MP4 and its kin. Which tracks are inside often stands at the end, so what was not seen is taken for video."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return Sniffed("photo", _PICTURE_BRANDS[brand])
    if recorded or brand.startswith(b"M4A") or (b"soun" in head and b"vide" not in head):
        return Sniffed("audio", "audio/mp4")
    return Sniffed("video", "video/3gpp" if brand.startswith(b"3gp") else "video/mp4")


def _matroska(head: bytes, recorded: bool) -> Sniffed | None:
    """WebM and Matroska: codecs of pictures are called V_, those of sounds A_."""
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    if recorded or (b"A_" in head and b"V_" not in head):
        return Sniffed("audio", "audio/webm")
    return Sniffed("video", "video/webm")
