"""What differs from place to place: said with its last day, or honestly not known."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.local_facts import LocalFacts

TODAY = date(2026, 11, 22)
WAGE = """
[minimum_wage]
"zh-CN" = "每月九千元。"
source = "某厅某号"
checked_on = 2026-11-01
since = 2026-01-01
expires = 2027-06-30
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A federation's own file with one value."""
    file = tmp_path / "local.toml"
    file.write_text(WAGE, "utf-8")
    return file


def test_what_ships_for_tianshui_states_no_figure() -> None:
    """
    Nothing local could be read in an official source, so every name leads to somebody who knows, in both languages.
    """
    local = LocalFacts.load()

    assert local.region == "天水"
    assert local.missing(TODAY) == tuple(local.unknown)
    assert all("12" in local.sentence(name, tongue, TODAY) for name in local.unknown for tongue in ("zh-CN", "en"))
    assert {"12351", "12333", "12348", "12345", "12309", "12356", "110", "119", "120"} == local.lines.keys()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 12, 31), "打12333问"),
        (date(2026, 1, 1), "每月九千元。"),
        (date(2027, 6, 30), "每月九千元。"),
        (date(2027, 7, 1), "打12333问"),
    ],
)
def test_an_old_figure_is_never_told(own: Path, day: date, said: str) -> None:
    """
    A value is said between its days, both included; before and after, the worker is told whom to ask.
    """
    local = LocalFacts.load(own=own)

    assert said in local.filled("先看清单。{{ minimum_wage }}", "zh-CN", day)
    assert ("minimum_wage" in local.missing(day)) is ("打12333" in said)


def test_somebody_is_told_in_time(own: Path) -> None:
    """
    Two months before a value ends, and after, it is due.
    """
    local = LocalFacts.load(own=own)

    assert [local.due(day) for day in (date(2027, 4, 1), date(2027, 5, 1), date(2027, 8, 1))] == [
        (),
        ("minimum_wage",),
        ("minimum_wage",),
    ]


def test_a_language_without_its_sentence_gets_the_chinese_one(own: Path) -> None:
    """
    Better a sentence somebody can have read to him than none.
    """
    assert LocalFacts.load(own=own).sentence("minimum_wage", "en", TODAY) == "每月九千元。"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("[minimum_wage]", "[minimum_wages]"), "minimum_wages is no local name"),
        (("expires = 2027-06-30", ""), "minimum_wage.expires"),
        (('source = "某厅某号"', ""), "minimum_wage.source"),
        (('"zh-CN" = "每月九千元。"', ""), "minimum_wage.zh-CN"),
        (("[minimum_wage]", "[minimum_wage"), "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(own: Path, change: tuple[str, str], told: str) -> None:
    """
    Whoever keeps the file reads which entry to mend; a value without source or end is not taken.
    """
    own.write_text(WAGE.replace(*change), "utf-8")

    with pytest.raises(KnowledgeError, match=told):
        LocalFacts.load(own=own)
