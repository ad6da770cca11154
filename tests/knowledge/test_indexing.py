"""What ships to read with says exactly what was learned from what ships, and is built anew as soon as that differs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import indexing
from knowledge.catalogue import Sentence
from knowledge.errors import FileError
from knowledge.indexing import Said
from knowledge.shelf import Shelf

ASKED = {
    "zh-CN": [
        *(Sentence(("wage-slip-and-ledger",), f"工资条{it}怎么要") for it in ("没有", "不给", "丢了", "看不懂")),
        *(Sentence(("legal-aid-where",), f"法律援助在哪里{it}") for it in ("申请", "办", "找人", "排队")),
        *(Sentence(("other-household",), f"面条{it}才好吃") for it in ("怎么煮", "煮多久", "放多少水", "配什么")),
    ],
    "en": [
        Sentence(("legal-aid-where",), "where do i apply for legal aid"),
        Sentence(("wage-slip-and-ledger",), "i want a pay slip"),
    ],
}
SMALL = Said([], ASKED, Path("there is none"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of a few sentences."""
    file = tmp_path_factory.mktemp("model") / "model.npz"
    indexing.write(SMALL, file)
    return file


def test_the_model_that_ships_was_made_of_the_articles_that_ship() -> None:
    """
    Whoever changes an article or a sentence is told by this test to run `make knowledge-model`.
    """
    with np.load(indexing.MODEL) as model:
        assert str(model["fingerprint"]) == Said.on(Shelf.load()).fingerprint()


def test_the_model_stays_small() -> None:
    """
    It goes with every copy of the project.
    """
    assert indexing.MODEL.stat().st_size < 20_000_000


def test_a_question_finds_what_was_learned(small: Path) -> None:
    """
    A question is read by its topic, and what is no matter of ours is known for it.
    """
    reader = indexing.stored(SMALL, small).readers["zh-CN"]

    assert reader.read("工资条老是不给").ranked[0].topic == "wage-slip-and-ledger"
    assert not reader.read("面条煮多久").ours
    assert {it.topic for it in reader.read("面条煮多久").ranked} <= {"wage-slip-and-ledger", "legal-aid-where"}


def test_what_was_changed_since_is_read_too(small: Path) -> None:
    """
    An editor adds a question and starts the hotline: it is found before anybody has written the model again, also for a
    topic that the lines do not know.
    """
    added = [Sentence(("housing-fund",), f"公积金{it}提取") for it in ("怎么", "何时")]
    changed = {**ASKED, "zh-CN": [*ASKED["zh-CN"], *added]}

    ranked = indexing.stored(replace(SMALL, brought=changed), small).readers["zh-CN"].read("公积金怎么提取").ranked

    assert "housing-fund" in [it.topic for it in ranked]


@pytest.mark.parametrize("file", ["own.tsv", "posts/own.tsv"])
def test_a_sentence_in_a_file_is_read_as_soon_as_it_is_there(small: Path, tmp_path: Path, file: str) -> None:
    """
    An editor writes into a file of sentences, by topic or as posted: it counts from the next start on, and the model
    is known to be of before.
    """
    added = tmp_path / file
    added.parent.mkdir(exist_ok=True)
    added.write_text("housing-fund\t公积金怎么提取\nhousing-fund\t公积金何时提取\n", encoding="utf-8")
    said = replace(SMALL, folder=tmp_path)

    ranked = indexing.stored(said, small).readers["zh-CN"].read("公积金怎么提取").ranked

    assert "housing-fund" in [it.topic for it in ranked]
    assert said.fingerprint() != SMALL.fingerprint()


def test_writing_twice_gives_the_same_file(small: Path, tmp_path: Path) -> None:
    """
    The model can be written again to the byte.
    """
    indexing.write(SMALL, tmp_path / "again.npz")

    assert (tmp_path / "again.npz").read_bytes() == small.read_bytes()


@pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 broken", None])
def test_a_broken_model_is_named(tmp_path: Path, content: bytes | None) -> None:
    """
    A file that was cut off in the middle, or left out, is named with what to do.
    """
    if content is not None:
        (tmp_path / "model.npz").write_bytes(content)

    with pytest.raises(FileError, match="make knowledge-model"):
        indexing.stored(SMALL, tmp_path / "model.npz")
