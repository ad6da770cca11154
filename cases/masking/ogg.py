"""Voice messages: Ogg with Opus or Vorbis, its comments blanked in place so that every page stays where it was."""

import struct
from dataclasses import dataclass

from cases.masking.unclean import Unclean

_FIXED = 27
_FIRST = 0x02
_POLYNOMIAL = 0x04C11DB7


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: where it starts, where its content lies, and the lengths by which it is laced into packets."""

    start: int
    body: int
    end: int
    laces: bytes


def is_ogg(content: bytes) -> bool:
    """Whether the bytes begin as an Ogg does."""
    return content.startswith(b"OggS")


def clean(content: bytes) -> bytes:
    """The recording with empty comments; raises Unclean for other codecs and for more than one stream."""
    pages = _pages(content)
    blank = _blank_for(content[pages[0].body : pages[0].end])
    cleaned = bytearray(content[: pages[-1].end])
    spots, touched = _second_packet(pages)
    packet = b"".join(content[start:end] for start, end in spots)
    if not packet.startswith(blank[:7]) or len(packet) < len(blank):
        raise Unclean
    at = 0
    for start, end in spots:
        cleaned[start:end] = blank.ljust(len(packet), b"\x00")[at : at + end - start]
        at += end - start
    for page in touched:
        _seal(cleaned, page)
    return bytes(cleaned)


def _blank_for(head: bytes) -> bytes:
    """Comments without a word for the codec named in the first packet; RFC 7845 and Vorbis I allow zeros after."""
    if head.startswith(b"OpusHead"):
        return b"OpusTags" + b"\x00" * 8
    if head.startswith(b"\x01vorbis"):
        return b"\x03vorbis" + b"\x00" * 8 + b"\x01"
    raise Unclean


def _pages(content: bytes) -> list[_Page]:
    pages, at = list[_Page](), 0
    while at < len(content):
        if content[at : at + 4] != b"OggS" or at + _FIXED > len(content):
            raise Unclean
        laces = content[at + _FIXED : at + _FIXED + content[at + 26]]
        body = at + _FIXED + len(laces)
        page = _Page(at, body, body + sum(laces), laces)
        is_first, same = bool(content[at + 5] & _FIRST), content[at + 14 : at + 18] == content[14:18]
        if page.end > len(content) or not same or is_first != (at == 0):
            raise Unclean
        pages.append(page)
        at = page.end
    return pages


def _second_packet(pages: list[_Page]) -> tuple[list[tuple[int, int]], list[_Page]]:
    """Where the pieces of the second packet lie, and on which pages."""
    spots, touched, packet = list[tuple[int, int]](), list[_Page](), 0
    for page in pages:
        at = page.body
        for lace in page.laces:
            if packet == 1:
                spots.append((at, at + lace))
                touched += [] if page in touched[-1:] else [page]
            at += lace
            packet += lace < 255
            if packet == 2:
                return spots, touched
    raise Unclean


def _seal(content: bytearray, page: _Page) -> None:
    content[page.start + 22 : page.start + 26] = b"\x00" * 4
    checksum = 0
    for byte in content[page.start : page.end]:
        checksum = (checksum << 8 & 0xFFFFFFFF) ^ _CHECKSUMS[(checksum >> 24) ^ byte]
    struct.pack_into("<I", content, page.start + 22, checksum)


def _checksum_of(byte: int) -> int:
    rest = byte << 24
    for _ in range(8):
        rest = (rest << 1 ^ _POLYNOMIAL if rest & 0x80000000 else rest << 1) & 0xFFFFFFFF
    return rest


_CHECKSUMS = tuple(_checksum_of(byte) for byte in range(256))
