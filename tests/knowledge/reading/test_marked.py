from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import FileError
from knowledge.reading.marked import read_marked
from knowledge.reading.mentions import mentions


def test_a_mark_is_found_again_where_folding_moved_the_words(tmp_path: Path) -> None:
    """
    12,000 loses its comma and 俩月 grows when a story is folded; the marks go along.
    """
    (tmp_path / "a.txt").write_text(
        "# told\n2026-05-01\t总共{total:12,000元}，给了{paid:3千}，干了{months:俩月}，还有{owed:9000}没给\n", "utf-8"
    )
    (story,) = read_marked(tmp_path)
    found = mentions(story.folded)

    assert story.text == "总共12,000元，给了3千，干了俩月，还有9000没给"
    assert story.asked_on == date(2026, 5, 1)
    assert list(zip([it.words for it in found], story.parts(found), strict=True)) == [
        ("12000元", "total"),
        ("3千", "paid"),
        ("二个月", "months"),
        ("9000", "owed"),
    ]
    assert story.unseen(found) == []


def test_what_is_not_marked_plays_no_part(tmp_path: Path) -> None:
    """
    一天 in 一天280 is no length of the story.
    """
    (tmp_path / "a.txt").write_text("2026-05-01\t一天{daily:280}\n", "utf-8")
    (story,) = read_marked(tmp_path)
    assert story.parts(mentions(story.folded)) == ["none", "daily"]


@pytest.mark.parametrize("line", ["no day", "2026-05-01\t{owned:3万}", "2026-05-01\t{owed:3万", "May\t{owed:3万}"])
def test_a_line_that_is_no_marked_story_is_named(tmp_path: Path, line: str) -> None:
    """
    Whoever mends the stories is told which line to look at.
    """
    (tmp_path / "a.txt").write_text(f"# told\n{line}\n", "utf-8")
    with pytest.raises(FileError, match="line 2"):
        read_marked(tmp_path)


def test_nearly_everything_that_is_marked_is_found() -> None:
    """
    What no mention sees can never be read; the stories that ship say how much that is.
    """
    stories = read_marked()
    marks = sum(len(it.marks) for it in stories)
    unseen = sum(len(it.unseen(mentions(it.folded))) for it in stories)
    assert unseen / marks < 0.03
