"""What a file is, by its bytes, whatever it is called."""

import pytest

from bot.sniffing import judge
from tests.cases import camera

PE = b"MZ\x90\0" + bytes(60)


@pytest.mark.parametrize(
    ("kind", "content", "judged"),
    [
        ("document", camera.jpeg(), "photo"),
        ("photo", camera.pdf(), "document"),
        ("voice", camera.ogg(), "voice"),
        ("audio", camera.ogg(), "audio"),
        ("video_note", camera.mp4(), "video_note"),
        ("sticker", camera.webp(), "sticker"),
        ("sticker", b"\x1f\x8b\x08", "sticker"),
        ("photo", b"nothing we know", "document"),
    ],
)
def test_the_kind_is_that_of_the_bytes(kind: str, content: bytes, judged: str) -> None:
    """
    A photo sent as a file is a photo; a voice note stays one, because its bytes cannot tell it from a song.
    """
    assert judge(kind, content)[0].kind == judged


@pytest.mark.parametrize("content", [PE, b"\x7fELF\x02", b"#!/bin/sh\n", b"PK\x03\x04" + bytes(26) + b"classes.dex"])
def test_a_program_is_known_under_any_name(content: bytes) -> None:
    """
    A program called 照片.jpg is a program.
    """
    found, flaw = judge("photo", content)

    assert (found.kind, flaw) == ("document", "program")


def test_a_paper_with_a_password_is_known() -> None:
    """
    An encrypted PDF is known as locked; one that can be read is not, nor a photo.
    """
    assert judge("document", camera.pdf(password="1234"))[1] == "locked"
    assert judge("document", camera.pdf())[1] == ""
    assert judge("photo", camera.jpeg())[1] == ""
    assert judge("document", camera.docx())[1] == ""
    assert judge("document", b"PK\x03\x04\x14\0\x01\0" + bytes(30))[1] == "locked"
