"""The picture of a receipt."""

import asyncio
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from bot import card_drawer, cards, fonts
from bot.card_drawer import CardDrawer
from bot.cards import drawn
from bot.fetching import Gone
from bot.fonts import chinese_letters

FONT = chinese_letters()
LINES: Mapping[str, str] = {
    "title": "工会12351 回执",
    "number_is": "工单号",
    "number": "TS26112300001",
    "code_is": "回执码",
    "code": "KX7M-RQ2W",
    "at": "2026年11月23日 10:00",
    "next_is": "接下来",
    "next": "正在请一位工会律师签收，最晚 11月23日 16:30；没签收就转给下一位。",
    "call": "有事拨 12351",
}

needs_letters = pytest.mark.skipif(FONT is None, reason="no Chinese letters on this machine")


def picture(content: object) -> Image.Image:
    """What was drawn, opened."""
    assert isinstance(content, bytes)
    return Image.open(io.BytesIO(content)).convert("L")


@needs_letters
def test_a_card_fits_a_telephone() -> None:
    """
    As wide as two small screens, higher than wide, under 100 KB, with something in every part and nothing at the rim.
    """
    content = asyncio.run(CardDrawer().fetch(json.dumps(LINES)))
    card = picture(content)

    assert card.width == cards.WIDTH
    assert card.width < card.height < 3 * card.width
    assert isinstance(content, bytes)
    assert len(content) < 100_000
    below = card.crop((0, 140, card.width, card.height))
    box = below.point(lambda shade: 255 * (shade < 128)).getbbox()
    assert box is not None
    assert box[0] >= 40
    assert box[2] <= card.width - 40


@needs_letters
def test_long_sentences_are_broken_and_nothing_is_cut() -> None:
    """
    Four times the words need a longer card.
    """
    assert FONT
    short, long = (picture(drawn({**LINES, "next": LINES["next"] * times}, FONT)) for times in (1, 4))

    assert long.height > short.height + 200


@needs_letters
def test_the_words_of_a_card_make_the_difference() -> None:
    """
    Letters are drawn, not boxes: two Chinese signs look different.
    """
    assert FONT
    one, other = (drawn({**LINES, "next": sign}, FONT) for sign in ("工", "会"))

    assert one != other


def test_without_chinese_letters_there_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A machine without a font draws no boxes: the picture cannot be had, the text is enough.
    """
    monkeypatch.setattr(card_drawer, "chinese_letters", lambda: None)

    assert asyncio.run(CardDrawer().fetch(json.dumps(LINES))) == Gone()


def test_a_known_font_is_taken_before_fontconfig_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    What the image brings along is found without any other program.
    """
    font = tmp_path / "letters.ttc"
    font.touch()
    monkeypatch.setattr(fonts, "_FONTS", (font,))
    monkeypatch.setenv("PATH", "")
    chinese_letters.cache_clear()
    try:
        assert chinese_letters() == font
    finally:
        chinese_letters.cache_clear()
