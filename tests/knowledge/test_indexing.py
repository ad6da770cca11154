"""The stored index says exactly what the built one says, and is passed over as soon as a sentence differs."""

from pathlib import Path

import numpy as np
import pytest

from knowledge import indexing
from knowledge.shelf import Shelf

QUESTIONS = ("老板不给工钱咋办", "没签合同怎么证明干过活", "法律援助要钱吗", "今天天气咋样", "")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_the_model_that_ships_was_made_of_the_articles_that_ship(shelf: Shelf) -> None:
    """
    Whoever changes an article or a sentence is told by this test to run `make knowledge-model`.
    """
    with np.load(indexing.MODEL) as model:
        assert str(model["fingerprint"]) == indexing.fingerprint(indexing.sentences_of(shelf))


def test_a_stored_index_answers_as_the_built_one(shelf: Shelf, tmp_path: Path) -> None:
    """
    Taking the index from its file changes no answer.
    """
    indexing.write(shelf, tmp_path / "model.npz")

    stored = indexing.indexes(shelf, tmp_path / "model.npz")["zh-CN"]
    built = indexing.build(indexing.sentences_of(shelf))["zh-CN"]

    for question in QUESTIONS:
        assert stored.rank(question) == built.rank(question)


def test_writing_twice_gives_the_same_file(shelf: Shelf, tmp_path: Path) -> None:
    """
    The model can be rebuilt to the byte.
    """
    for name in ("a.npz", "b.npz"):
        indexing.write(shelf, tmp_path / name)

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 broken"])
def test_a_broken_model_is_passed_over(shelf: Shelf, tmp_path: Path, content: bytes) -> None:
    """
    A file that was cut off in the middle costs a second, not the answers.
    """
    (tmp_path / "model.npz").write_bytes(content)

    assert indexing.indexes(shelf, tmp_path / "model.npz")["zh-CN"].rank("老板不给工钱咋办")
