"""The parts that ship are those that the marked stories teach, and are noticed as soon as they are not."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import FileError
from knowledge.reading import parts, teaching
from knowledge.reading.mentions import mentions, told
from knowledge.reading.parts import NEEDED, Parts, likeliest
from knowledge.reading.surroundings import Guess
from knowledge.tables import read_tables

TAUGHT = """\
2026-05-01\t老板欠我{owed:3万}没给，说好{daily:一天280}，干了{days:40天}，我们{heads:6个人}，{begin:3月}去的
2026-05-01\t还欠我{owed:2万}没给，{end:5月}走的，干了{worked:两年}，厂里{heads_other:30个人}，押金{other:500}
2026-05-01\t公司欠我{owed:4万}没给，一天{daily:300}，干了{days:20天}，我们{heads:8个人}，{begin:4月}去的
2026-05-01\t他还欠{owed:1万}没给，{end:6月}走的，干了{worked:三年}，厂里{heads_other:50个人}，押金{other:800}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few marked stories and what they taught."""
    folder = tmp_path_factory.mktemp("stories")
    (folder / "a.txt").write_text(TAUGHT, "utf-8")
    teaching.write(folder / "parts.npz", folder)
    return folder


def test_the_parts_that_ship_were_taught_by_the_stories_that_ship() -> None:
    """
    Whoever changes a marked story or a word of the sums is told by this test to run `make knowledge-model`.
    """
    assert str(read_tables(parts.MODEL, NEEDED)["fingerprint"]) == teaching.fingerprint()


def test_the_parts_stay_small() -> None:
    """
    They go with every copy of the project.
    """
    assert parts.MODEL.stat().st_size < 1_000_000


def test_a_new_story_is_read_by_what_was_taught(small: Path) -> None:
    """
    The words around a sum tell what it is for.
    """
    folded = told("厂长欠我6万没给")
    found = mentions(folded)

    (chances,) = Parts.stored(read_tables(small / "parts.npz", NEEDED)).chances(folded, found, Guess())

    assert likeliest(chances) == "owed"
    assert sum(chances.values()) == pytest.approx(1)


def test_teaching_twice_gives_the_same_file(small: Path, tmp_path: Path) -> None:
    """
    The parts can be written again to the byte.
    """
    teaching.write(tmp_path / "again.npz", small)

    assert (tmp_path / "again.npz").read_bytes() == (small / "parts.npz").read_bytes()


def test_the_fingerprint_tells_when_a_story_was_changed(small: Path, tmp_path: Path) -> None:
    """
    A story more, and what was taught is stale.
    """
    (tmp_path / "a.txt").write_text(TAUGHT + "2026-05-01\t{owed:3万}\n", "utf-8")

    assert teaching.fingerprint(tmp_path) != teaching.fingerprint(small)


@pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 broken", None])
def test_broken_parts_are_named(tmp_path: Path, content: bytes | None) -> None:
    """
    A file that was cut off in the middle, or left out, is named with what to do.
    """
    if content is not None:
        (tmp_path / "parts.npz").write_bytes(content)

    with pytest.raises(FileError, match="make knowledge-model"):
        read_tables(tmp_path / "parts.npz", NEEDED)


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    """
    Another file of arrays is none of parts.
    """
    np.savez(tmp_path / "parts.npz", fingerprint=np.array("x"))

    with pytest.raises(FileError, match="damaged"):
        read_tables(tmp_path / "parts.npz", NEEDED)
