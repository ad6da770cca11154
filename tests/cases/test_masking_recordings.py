"""Voice messages and films on their way to the other side: not a sample moves, places and names are gone."""

import struct

import pytest

from cases.masking import masked
from tests.cases import camera
from tests.cases.camera import SECRET
from tests.cases.cleaned import cleaned


def test_a_film_keeps_its_length_and_its_samples() -> None:
    """
    Nothing in a film moves: its sizes and samples are what they were; places, dates and names are zeros.
    """
    taken = camera.mp4(handlers=(b"vide", b"soun"))

    found = cleaned(taken)

    assert len(found.content) == len(taken)
    assert b"vide sample of 32 bytes" in found.content
    assert b"soun sample of 32 bytes" in found.content
    assert b"+34.5809" not in found.content
    assert b"\x12\x34\x56\x78" not in found.content
    assert b"\x77\x77" not in found.content
    assert b"udta" not in found.content


def test_where_a_camera_was_is_not_kept_in_a_track() -> None:
    """
    Some cameras write their position as a track of its own, beside picture and sound.
    """
    found = cleaned(camera.mp4(b"qt  ", (b"vide", b"meta")))

    assert b"vide sample of 32 bytes" in found.content
    assert b"meta sample" not in found.content


def test_films_that_cannot_be_told_apart_stay_here() -> None:
    """
    Photos in a film's wrapping, films in pieces with further tracks, and broken ones are not passed on.
    """
    piece = camera.box(b"moof", camera.box(b"mfhd", b"\x00" * 8))
    assert masked("document", "", camera.mp4(b"heic")) is None
    assert masked("video", "", camera.mp4(handlers=(b"vide", b"meta"), extra=piece)) is None
    assert masked("video", "", camera.mp4(handlers=(b"vide",), extra=piece)) is not None
    assert masked("video", "", camera.mp4()[:-90]) is None


@pytest.mark.parametrize("codec", ["opus", "vorbis"])
@pytest.mark.parametrize("length", [0, 20, 254, 255, 5000, 120_000])
def test_a_voice_message_keeps_its_pages(codec: str, length: int) -> None:
    """
    The pages of a voice message stay where they were, with right checksums; only the comments are empty now.
    """
    taken = camera.ogg(SECRET * (length // len(SECRET)), codec)

    found = cleaned(taken, "voice")

    assert (found.name, found.mime, len(found.content)) == ("voice.ogg", "audio/ogg", len(taken))
    assert SECRET not in found.content
    assert b"vendor" not in found.content
    pages = _pages_of(found.content)
    assert [page for page in pages if b"sound" in page] == [page for page in _pages_of(taken) if b"sound" in page]
    for page in pages:
        assert struct.unpack_from("<I", page, 22)[0] == camera.ogg_checksum(page[:22] + b"\x00" * 4 + page[26:])


def _pages_of(content: bytes) -> list[bytes]:
    return [b"OggS" + rest for rest in content.split(b"OggS")[1:]]


@pytest.mark.parametrize("open_end", [False, True])
def test_a_browser_s_voice_message_keeps_its_sound(open_end: bool) -> None:
    """
    A recording made on the web page, finished or cut off, keeps length and sound and names neither track nor program.
    """
    taken = camera.webm(open_end=open_end)

    found = cleaned(taken, "voice")

    assert (found.name, len(found.content)) == ("voice.webm", len(taken))
    assert camera.element("A3", b"\x81\x00\x00\x80sound") in found.content
    assert b"Browser" not in found.content


def test_browser_recordings_with_more_than_sound_and_picture_stay_here() -> None:
    """
    Subtitles and comments in a codec's private part could say anything.
    """
    assert masked("voice", "", camera.webm(kind=0x11)) is None
    assert masked("voice", "", camera.webm(codec=b"A_VORBIS")) is None


def test_an_old_phone_s_recording_passes_as_it_is() -> None:
    """
    AMR has no room for names; if something hangs on it nevertheless, it stays here.
    """
    frames = b"#!AMR\n" + b"\x3c" + b"\x11" * 31 + b"\x04" + b"\x22" * 12

    assert cleaned(frames, "voice").content == frames
    assert masked("voice", "", frames + b"\xff" + SECRET) is None
