"""Photos and other pictures on their way to the other side: the same to the eye, and nothing beside it."""

import io

import pytest
from PIL import Image

from cases.masking import masked
from tests.cases import camera
from tests.cases.camera import SECRET
from tests.cases.cleaned import cleaned, differ, shown


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_keeps_every_pixel(mode: str, progressive: bool) -> None:
    """
    A photo that lies right is not compressed again; its place, maker, profile and comment are gone.
    """
    taken = camera.jpeg(progressive=progressive, mode=mode)

    found = cleaned(taken)

    image = Image.open(io.BytesIO(found.content))
    assert dict(image.getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile", "photoshop"} & image.info.keys()
    assert differ(shown(found.content), shown(taken)) == 0


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photo_stays_the_right_way_up(orientation: int) -> None:
    """
    A phone that was held upright noted that in EXIF; without EXIF the photo still stands upright, hardly changed.
    """
    taken = camera.jpeg(orientation)

    found = cleaned(taken)

    image = Image.open(io.BytesIO(found.content))
    assert dict(image.getexif()) == {}
    expected = {5: (32, 48), 6: (32, 48), 7: (32, 48), 8: (32, 48)}.get(orientation, (48, 32))
    assert image.size == expected
    red_corner = {2: (40, 4), 3: (40, 4), 4: (4, 4), 5: (4, 4), 6: (4, 4), 7: (4, 40), 8: (4, 40)}[orientation]
    colours = shown(found.content).getpixel(red_corner)
    assert isinstance(colours, tuple)
    assert colours[0] > 180
    assert colours[2] < 80


def test_a_photo_cut_off_on_the_way_still_shows_what_arrived() -> None:
    """
    Half a photo sent over a bad network is half a photo for the lawyer too, and no reason to keep it from him.
    """
    big = io.BytesIO()
    Image.effect_noise((400, 400), 60).save(big, "JPEG", comment=SECRET)
    half = big.getvalue()[: len(big.getvalue()) // 2]

    found = cleaned(half)

    assert SECRET not in found.content
    assert Image.open(io.BytesIO(found.content)).size == (400, 400)


def test_moving_pictures_keep_moving() -> None:
    """
    A GIF, a moving PNG and a moving WebP have as many frames afterwards as before.
    """
    for taken in (camera.gif(3), camera.png(frames=3), camera.webp(frames=3)):
        found = Image.open(io.BytesIO(cleaned(taken).content))
        before = Image.open(io.BytesIO(taken))
        assert getattr(found, "n_frames", 1) == getattr(before, "n_frames", 1) == 3
        for n in range(3):
            found.seek(n)
            before.seek(n)
            assert differ(found.convert("RGB"), before.convert("RGB")) == 0


@pytest.mark.parametrize("taken", [camera.png(6), camera.webp(6), camera.webp(6, lossless=False)])
def test_other_pictures_stay_the_right_way_up(taken: bytes) -> None:
    """
    PNG and WebP can be turned by a note too.
    """
    found = cleaned(taken)

    assert SECRET not in found.content
    assert shown(found.content).size == (32, 48)


def test_a_bomb_does_not_pass() -> None:
    """
    A picture that would fill the memory of whoever opens it is not passed on.
    """
    assert masked("photo", "image/png", camera.bomb()) is None
