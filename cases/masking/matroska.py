"""Recordings as browsers make them (WebM): names, dates, tags and attachments are voided in place."""

import re
from dataclasses import dataclass

from cases.masking.unclean import Unclean

_EBML, _SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK, _GROUP = (
    0x1A45DFA3,
    0x18538067,
    0x1F43B675,
    0x1549A966,
    0x1654AE6B,
    0xAE,
    0xA0,
)
_SEEK, _CUES, _VOID = 0x114D9B74, 0x1C53BB6B, 0xEC
_MUXING_APP, _WRITING_APP, _TRACK_TYPE, _CODEC = 0x4D80, 0x5741, 0x83, 0x86
# What may stand inside what (RFC 9559). Everything else turns into void full of zeros.
_KEPT = {
    0: frozenset([_EBML, _SEGMENT]),
    _SEGMENT: frozenset([_SEEK, _INFO, _TRACKS, _CLUSTER, _CUES]),
    _INFO: frozenset([0x2AD7B1, 0x4489, _MUXING_APP, _WRITING_APP]),
    _TRACKS: frozenset([_TRACK]),
    _TRACK: frozenset(
        [
            0xD7,
            0x73C5,
            _TRACK_TYPE,
            0xB9,
            0x88,
            0x55AA,
            0x9C,
            0x22B59C,
            _CODEC,
            0x63A2,
            0x56AA,
            0x56BB,
            0xE0,
            0xE1,
            0x23E383,
        ]
    ),
    _CLUSTER: frozenset([0xE7, 0xA3, _GROUP, 0xAB, 0xA7]),
    _GROUP: frozenset([0xA1, 0x9B, 0xFB, 0x75A2, 0x75A1]),
}
_PICTURE = re.compile(rb"\x86[\x81-\xff]V_")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class _Element:
    """One element: its id, where its head starts, where its content lies."""

    id: int
    start: int
    body: int
    end: int


def is_webm(content: bytes) -> bool:
    """Whether the bytes begin as a WebM does."""
    return content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]


def is_sound(content: bytes) -> bool:
    """Whether it has no picture."""
    return is_webm(content) and not _PICTURE.search(content[:_HEAD])


def clean(content: bytes) -> bytes:
    """The recording without anything no player needs; raises Unclean for tracks that are neither seen nor heard."""
    cleaned = bytearray(content)
    _sweep(cleaned, content, 0, 0, len(content))
    return bytes(cleaned)


def _sweep(cleaned: bytearray, content: bytes, parent: int, at: int, end: int) -> int:
    """Blank what may not stand between two positions inside `parent`, and go down into what may; where it ended."""
    while at < end:
        element = _element(content, at, end)
        if parent == _CLUSTER and element.id > 0xFFFFFF:
            return at  # a cluster of unknown length ends where the next part of the segment begins
        at = element.end
        if element.id not in _KEPT[parent]:
            _void(cleaned, element)
        elif element.id in _KEPT:
            at = _sweep(cleaned, content, element.id, element.body, element.end)
        else:
            _check(cleaned, content, element)
    return at


def _check(cleaned: bytearray, content: bytes, element: _Element) -> None:
    inside = content[element.body : element.end]
    if element.id in (_MUXING_APP, _WRITING_APP):
        cleaned[element.body : element.end] = bytes(len(inside))
    elif element.id == _TRACK_TYPE and int.from_bytes(inside, "big") not in (1, 2):
        raise Unclean
    elif element.id == _CODEC and inside.startswith(b"A_VORBIS"):
        raise Unclean  # its private part carries comments


def _element(content: bytes, at: int, end: int) -> _Element:
    name, body = _number(content, at, keep_mark=True)
    length, body = _number(content, body, keep_mark=False)
    unknown = length == -1
    if unknown and name not in (_SEGMENT, _CLUSTER):
        raise Unclean
    stop = end if unknown else body + length
    if stop > end and name not in (_SEGMENT, _CLUSTER):  # these may have been cut off on the way
        raise Unclean
    return _Element(name, at, body, min(stop, end))


def _number(content: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number whose first bit that is set says how many bytes it has, and where it ends; -1 for an unknown length."""
    width = 9 - content[at].bit_length()
    if width > (4 if keep_mark else 8) or at + width > len(content):
        raise Unclean
    number = int.from_bytes(content[at : at + width], "big")
    if keep_mark:
        return number, at + width
    most = (1 << 7 * width) - 1
    return (-1 if number & most == most else number & most), at + width


def _void(cleaned: bytearray, element: _Element) -> None:
    whole = element.end - element.start
    width = 8 if whole >= 9 else 1
    length = (1 << 7 * width) | (whole - 1 - width)
    cleaned[element.start : element.end] = bytes([_VOID]) + length.to_bytes(width, "big") + bytes(whole - 1 - width)
