"""Sounds in plain wrappings: MP3 without its tags, WAV with nothing but sound, AMR, which has nothing else."""

import struct

from cases.masking.unclean import Unclean

_WAV_KEPT = (b"fmt ", b"data", b"fact")
_AMR_NARROW, _AMR_WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_FRAMES = {
    _AMR_NARROW: (12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0),
    _AMR_WIDE: (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0),
}
_ID3_HEAD = 10
_TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"\x00")
_MPEG_1, _MPEG_2, _MPEG_2_5 = 3, 2, 0
_KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = (44_100, 48_000, 32_000)


def is_mp3(content: bytes) -> bool:
    """Whether the bytes begin with a tag or a frame of MPEG audio, layer III."""
    return content.startswith(b"ID3") or _starts_a_frame(content)


def mp3(content: bytes) -> bytes:
    """The frames without the tags before and after them; raises Unclean if there is anything else between them."""
    start = 0
    while content[start : start + 3] == b"ID3":
        size = content[start + 6 : start + _ID3_HEAD]
        start += _ID3_HEAD + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
    while content[start : start + 1] == b"\x00":
        start += 1
    end = start
    while _starts_a_frame(content[end : end + 4]):
        end += _frame_length(content[end : end + 4])
    if end == start or (end < len(content) and not content.startswith(_TAGS, end)):
        raise Unclean
    return content[start:end]


def _starts_a_frame(content: bytes) -> bool:
    """Eleven bits of sync, layer III, and no free, reserved or forbidden version, bit rate or sampling rate."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        return False
    return content[1] & 0x18 != 0x08 and content[2] >> 4 not in (0, 15) and content[2] & 0x0C != 0x0C


def _frame_length(head: bytes) -> int:
    """The length of a frame in bytes, by the tables of ISO 11172-3 and 13818-3 for layer III."""
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    kilobits = (_KILOBITS_1 if version == _MPEG_1 else _KILOBITS_2)[rate - 1]
    hertz = _HERTZ[sampling] // {_MPEG_1: 1, _MPEG_2: 2, _MPEG_2_5: 4}[version]
    return (144 if version == _MPEG_1 else 72) * kilobits * 1000 // hertz + (head[2] >> 1 & 1)


def is_wav(content: bytes) -> bool:
    """Whether the bytes begin as a WAV does."""
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def wav(content: bytes) -> bytes:
    """The sound and how to play it, nothing else; raises Unclean if there is no sound."""
    kept, at = dict[bytes, bytes](), 12
    while at + 8 <= len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at + 8 : at + 8 + length]
        if kind in _WAV_KEPT:
            kept[kind] = kind + struct.pack("<I", len(chunk)) + chunk + b"\x00" * (len(chunk) % 2)
        at += 8 + length + length % 2
    if not {b"fmt ", b"data"} <= kept.keys():
        raise Unclean
    body = b"WAVE" + b"".join(kept[kind] for kind in (b"fmt ", b"fact", b"data") if kind in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def is_amr(content: bytes) -> bool:
    """Whether the bytes begin as an AMR recording does (RFC 4867, section 5)."""
    return content.startswith((_AMR_NARROW, _AMR_WIDE))


def amr(content: bytes) -> bytes:
    """The recording as it is, since the format has no room for anything else; raises Unclean if something is there."""
    head = _AMR_WIDE if content.startswith(_AMR_WIDE) else _AMR_NARROW
    sizes, at = _FRAMES[head], len(head)
    while at < len(content):
        if content[at] & 0x83:
            raise Unclean
        at += 1 + sizes[content[at] >> 3 & 0x0F]
    return content
