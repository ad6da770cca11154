"""Videos and sounds in MP4's and QuickTime's boxes: whatever no player needs is blanked in place, no size changes."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cases.masking.unclean import Unclean

_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_VIDEO = re.compile(rb"hdlr.{8}vide", re.DOTALL)
# What may stand inside what. Everything else (udta, meta, uuid, tref, gps ...) turns into free space full of zeros.
_KEPT = {
    b"": frozenset([b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"sidx", b"mfra"]),
    b"moov": frozenset([b"mvhd", b"trak", b"mvex", b"iods"]),
    b"trak": frozenset([b"tkhd", b"edts", b"mdia", b"tapt"]),
    b"mdia": frozenset([b"mdhd", b"hdlr", b"minf", b"elng"]),
    b"minf": frozenset([b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"]),
    b"dinf": frozenset([b"dref"]),
    b"stbl": frozenset(
        [b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stco", b"co64", b"sdtp", b"sgpd", b"sbgp"]
    ),
    b"moof": frozenset([b"mfhd", b"traf"]),
    b"traf": frozenset([b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd"]),
}
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_SEEN_OR_HEARD = (b"vide", b"soun")
_LONGEST_DREF = 12 + 16


@dataclass(frozen=True, slots=True)
class _Box:
    """One box: its kind, where its head starts, where its content lies."""

    kind: bytes
    start: int
    body: int
    end: int


def is_mp4(content: bytes) -> bool:
    """Whether the bytes begin as a file of boxes does."""
    return content[4:8] == b"ftyp"


def is_quicktime(content: bytes) -> bool:
    """Whether it is Apple's kind of it."""
    return content[4:12] == b"ftypqt  "


def is_sound(content: bytes) -> bool:
    """Whether it has no picture."""
    return is_mp4(content) and not _VIDEO.search(content)


def clean(content: bytes) -> bytes:
    """The recording without places, names, dates and tracks that are neither seen nor heard; raises Unclean.

    In `mdat` only what a picture or sound track points to stays, for cameras write their positions there too.
    """
    cleaned, top = bytearray(content), list(_boxes(content, 0, len(content)))
    brands = next((content[box.body : box.end] for box in top if box.kind == b"ftyp"), b"")
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None or any(brands[at : at + 4] in _PICTURE_BRANDS for at in range(0, len(brands), 4)):
        raise Unclean
    tracks = [box for box in _boxes(content, moov.body, moov.end) if box.kind == b"trak"]
    kept = [track for track in tracks if _handler(content, track) in _SEEN_OR_HEARD]
    in_pieces = any(box.kind == b"moof" for box in top)
    if not kept or (in_pieces and len(kept) < len(tracks)):
        raise Unclean
    _sweep(cleaned, content, b"", _Box(b"", 0, 0, len(content)))
    for track in tracks:
        if track not in kept:
            _free(cleaned, track)
    if not in_pieces:
        _keep_only(cleaned, [box for box in top if box.kind == b"mdat"], _spans(content, kept))
    return bytes(cleaned)


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    """The boxes between two positions; raises Unclean where they do not fit."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        body = at + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", content, at + 8)[0], at + 16
        elif size == 0:
            size = end - at
        if at + size < body or at + size > end:
            raise Unclean
        yield _Box(kind, at, body, at + size)
        at += size


def _sweep(cleaned: bytearray, content: bytes, parent: bytes, outer: _Box) -> None:
    """Blank what may not stand inside `outer`, and go down into what may."""
    last = outer.body
    for box in _boxes(content, outer.body, outer.end):
        last = box.end
        if box.kind not in _KEPT[parent]:
            _free(cleaned, box)
        elif box.kind in _KEPT:
            _sweep(cleaned, content, box.kind, box)
        elif box.kind in _DATED:
            _undate(cleaned, box)
        elif box.kind == b"hdlr":
            _zero(cleaned, box.body + 12, box.end)
        elif box.kind == b"dref" and box.end - box.body > _LONGEST_DREF:
            raise Unclean  # points to other files by their path
    _zero(cleaned, last, outer.end)


def _zero(cleaned: bytearray, start: int, end: int) -> None:
    if end > start:
        cleaned[start:end] = bytes(end - start)


def _free(cleaned: bytearray, box: _Box) -> None:
    cleaned[box.start + 4 : box.start + 8] = b"free"
    _zero(cleaned, box.body, box.end)


def _undate(cleaned: bytearray, box: _Box) -> None:
    """When it was made and changed: four bytes each, or eight in version 1."""
    width = 16 if cleaned[box.body] == 1 else 8
    _zero(cleaned, box.body + 4, min(box.body + 4 + width, box.end))


def _inside(content: bytes, box: _Box, *path: bytes) -> _Box:
    for kind in path:
        found = next((one for one in _boxes(content, box.body, box.end) if one.kind == kind), None)
        if found is None:
            raise Unclean
        box = found
    return box


def _handler(content: bytes, track: _Box) -> bytes:
    handler = _inside(content, track, b"mdia", b"hdlr")
    return content[handler.body + 8 : handler.body + 12]


def _keep_only(cleaned: bytearray, stores: list[_Box], spans: list[tuple[int, int]]) -> None:
    for store in stores:
        at = store.body
        for start, end in spans:
            if end > at and start < store.end:
                _zero(cleaned, at, min(start, store.end))
                at = max(at, end)
        _zero(cleaned, at, store.end)


def _spans(content: bytes, tracks: list[_Box]) -> list[tuple[int, int]]:
    """From where to where the samples of these tracks lie in the file, in order."""
    return sorted(span for track in tracks for span in _chunks(content, track))


def _chunks(content: bytes, track: _Box) -> Iterator[tuple[int, int]]:
    table = {box.kind: box for box in _boxes(content, *_extent(_inside(content, track, b"mdia", b"minf", b"stbl")))}
    if not {b"stsz", b"stsc"} <= table.keys():
        raise Unclean
    sizes = _sizes(content, table[b"stsz"])
    at, wide = 0, b"co64" in table
    offsets = _numbers(content, table[b"co64"] if wide else table[b"stco"], 4, ">Q" if wide else ">I")
    for offset, count in zip(offsets, _per_chunk(content, table[b"stsc"], len(offsets)), strict=True):
        yield offset, offset + sum(sizes[at : at + count])
        at += count


def _extent(box: _Box) -> tuple[int, int]:
    return box.body, box.end


def _numbers(content: bytes, box: _Box, skip: int, form: str) -> list[int]:
    """The numbers of a table: `skip` bytes of version, then how many, then the numbers."""
    (count,) = struct.unpack_from(">I", content, box.body + skip)
    end = box.body + skip + 4 + count * struct.calcsize(form)
    if end > box.end:
        raise Unclean
    return [number for (number,) in struct.iter_unpack(form, content[box.body + skip + 4 : end])]


def _sizes(content: bytes, box: _Box) -> list[int]:
    """The size of each sample in bytes; raises Unclean for raw sound, whose sizes are told elsewhere."""
    (same,) = struct.unpack_from(">I", content, box.body + 4)
    if same:
        raise Unclean
    return _numbers(content, box, 8, ">I")


def _per_chunk(content: bytes, box: _Box, chunks: int) -> list[int]:
    """How many samples each chunk holds; raises Unclean if the runs do not rise from chunk to chunk that there is."""
    entries = [struct.unpack_from(">II", content, box.body + 8 + 12 * n) for n in range(_count(content, box))]
    firsts = [first for first, _ in entries] + [chunks + 1]
    if firsts[0] < 1 or any(after < first for first, after in pairwise(firsts)):
        raise Unclean
    return [each for (first, each), after in zip(entries, firsts[1:], strict=True) for _ in range(first, after)]


def _count(content: bytes, box: _Box) -> int:
    count: int = struct.unpack_from(">I", content, box.body + 4)[0]
    if box.body + 8 + 12 * count > box.end:
        raise Unclean
    return count
