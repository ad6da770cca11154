"""Long texts, cut where a reader would pause."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.parts import LIMIT, length, split


def test_a_text_that_fits_is_left_alone() -> None:
    """
    An ordinary answer is one message, with its blank lines as they were written.
    """
    assert split("  第一段\n\n第二段  ") == ["  第一段\n\n第二段  "]


def test_emoji_count_twice() -> None:
    """
    Telegram counts an emoji as two characters, so 4096 of them are two messages.
    """
    assert length("工😀") == 3
    assert [length(part) for part in split("😀" * 4096)] == [LIMIT, LIMIT]


def test_a_cut_falls_between_paragraphs_first() -> None:
    """
    A reader gets whole paragraphs, even if a sentence more would have fitted.
    """
    first, second = "一" * 60 + "\n\n" + "二" * 20 + "。", "三" * 30

    assert split(first + second, 100) == ["一" * 60, "二" * 20 + "。" + second]


def test_a_cut_falls_between_sentences_next() -> None:
    """
    Where a paragraph is too long, a reader gets whole sentences.
    """
    assert split("一" * 60 + "。" + "二" * 60, 100) == ["一" * 60 + "。", "二" * 60]


def test_a_text_without_pauses_is_cut_where_it_is_full() -> None:
    """
    A link or number without end arrives in full parts.
    """
    assert split("一" * 250, 100) == ["一" * 100, "一" * 100, "一" * 50]


@given(st.text(st.sampled_from(["工", "😀", "。", " ", "\n", "a", "\x00"]), max_size=400), st.integers(2, 40))
def test_nothing_is_lost(text: str, limit: int) -> None:
    """
    Whatever a text is made of, every part fits, none is empty, and together they say all of it.
    """
    parts = split(text, limit)

    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(length(part) <= limit for part in parts)
    assert all(part.strip() for part in parts) or not text.strip()
