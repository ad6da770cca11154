"""What the other side gets of a file: what it shows, and nothing about who made it, where and when."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.masking import Masked, masked
from tests.cases import camera
from tests.cases.camera import SECRET
from tests.cases.cleaned import cleaned

EVERY_KIND = {
    "photo.jpg": camera.jpeg(),
    "photo.png": camera.png(),
    "photo.gif": camera.gif(),
    "photo.webp": camera.webp(),
    "document.pdf": camera.pdf(),
    "document.docx": camera.docx(),
    "audio.ogg": camera.ogg(),
    "audio.m4a": camera.mp4(b"M4A ", (b"soun",)),
    "video.mov": camera.mp4(b"qt  "),
    "video.mp4": camera.mp4(handlers=(b"vide", b"soun")),
    "audio.webm": camera.webm(),
    "audio.mp3": camera.mp3(),
    "audio.wav": camera.wav(),
}


@pytest.mark.parametrize("name", EVERY_KIND)
def test_no_file_says_whose_it_is(name: str) -> None:
    """
    A worker's name stands all over every kind of file; on the other side it stands nowhere, and the name is neutral.
    """
    content = EVERY_KIND[name]
    assert SECRET in content or name == "document.docx"

    found = cleaned(content)

    assert found.name == name
    assert SECRET not in found.content
    assert b"13800000000" not in found.content


@pytest.mark.parametrize("name", EVERY_KIND)
def test_what_went_through_once_goes_through_again(name: str) -> None:
    """
    Passing a cleaned file on cleans nothing more: it is already what it should be.
    """
    once = cleaned(EVERY_KIND[name])

    assert cleaned(once.content).name == name
    if name.split(".", maxsplit=1)[0] != "document":
        assert cleaned(once.content).content == once.content


def test_neither_name_nor_declared_type_decides() -> None:
    """
    A PDF that says it is a photo arrives as a PDF; a program that says it is a photo does not arrive.
    """
    assert cleaned(camera.pdf(), "photo", "image/jpeg").mime == "application/pdf"
    assert masked("photo", "image/jpeg", b"MZ\x90\x00\x03\x00\x00\x00 a program") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_passes(encoding: str) -> None:
    """
    A note typed on a phone arrives as it is, in either of the encodings that phones here write.
    """
    note = "三月工资 5000 元\n没有发".encode(encoding)

    assert cleaned(note) == Masked("document.txt", "text/plain", note)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><meta name='author' content='Zhang'></html>",
        b"{\\rtf1{\\author Zhang}}",
        b"BEGIN:VCARD\nFN:Zhang",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        b"PK\x03\x04 a broken archive",
        camera.package({"wages.txt": b"a plain archive"}),
        b"GIF89a",
        b"%PDF-1.7 nothing more",
        b"\xff\xd8\xff\xe1",
        b"OggS",
        b"ID3",
        b"\x1a\x45\xdf\xa3\x93\x42\x82\x88webm",
    ],
)
def test_what_cannot_be_cleaned_does_not_pass(content: bytes) -> None:
    """
    Formats we cannot look into, and broken files, wait for the lawyer to open the original.
    """
    assert masked("document", "", content) is None


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow warns of broken EXIF and goes on, as it should
@given(st.sampled_from(sorted(EVERY_KIND)), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_cleaned_or_refused_but_never_breaks_anything(
    name: str, damage: list[tuple[int, int]]
) -> None:
    """
    Whatever happened to a file on the way, asking for the masked one gives an answer.
    """
    content = bytearray(EVERY_KIND[name])
    for at, byte in damage:
        content[at % len(content)] = byte

    found = masked("document", "", bytes(content))

    assert found is None or found.content


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(st.sampled_from(sorted(EVERY_KIND)), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_a_file_cut_off_anywhere_is_cleaned_or_refused(name: str, at: int) -> None:
    """
    The same for one that ends too early.
    """
    content = EVERY_KIND[name]

    found = masked("document", "", content[: at % len(content)])

    assert found is None or (found.content and SECRET not in found.content)


@given(st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"%PDF-", b"OggS", b"\x00\x00\x00\x18ftypisom"]), st.binary())
@settings(max_examples=150, deadline=None)
def test_noise_is_refused_or_passes_as_text(start: bytes, noise: bytes) -> None:
    """
    Bytes that only pretend to be a file are never an error.
    """
    found = masked("photo", "image/jpeg", start + noise)

    assert found is None or found.content
