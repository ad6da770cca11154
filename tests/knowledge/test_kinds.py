"""The kinds of complaint as the file tells them, held to what else knows them."""

from pathlib import Path

import pytest

from handlers.fields import FIELDS
from knowledge.errors import KnowledgeError
from knowledge.kinds import KINDS, USUAL, kind_of, read_kinds
from knowledge.library import Library


def test_every_kind_asks_what_the_form_can_ask() -> None:
    """
    A question named in the file is one that the form knows, and every kind asks how the worker can be reached.
    """
    for kind in KINDS.values():
        assert set(kind.asks) <= set(FIELDS), kind.id
        assert kind.asks[-1] == "contact"


def test_every_kind_asks_little() -> None:
    """
    Nobody is asked more than eight things, and what most people come for is a kind.
    """
    assert max(len(kind.asks) for kind in KINDS.values()) <= 8
    assert USUAL in KINDS


def test_what_a_kind_is_known_by_exists(library: Library) -> None:
    """
    Each topic or category by which a kind is known is one, and none speaks for two kinds.
    """
    known = {*library.topics, *(topic.category for topic in library.topics.values())}
    named = [name for kind in KINDS.values() for name in kind.topics]

    assert set(named) <= known
    assert len(named) == len(set(named))


def test_a_topic_counts_before_its_category() -> None:
    """
    Compensation for an injury at an age beyond retirement is an injury; a way through court alone is of no kind.
    """
    assert getattr(kind_of("overage-worker-injury", "special-groups"), "id", None) == "injury"
    assert getattr(kind_of("injury-what-counts", "work-injury"), "id", None) == "injury"
    assert kind_of("court-fees", "court-and-enforcement") is None


@pytest.mark.parametrize("broken", ["wages: {to: lawyer}", "wages: {class: petition, to: nobody}", "- wages"])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    """
    Whoever breaks the file by hand reads which field is wrong.
    """
    file = tmp_path / "kinds.yaml"
    file.write_text(broken, "utf-8")

    with pytest.raises(KnowledgeError, match=r"kinds\.yaml"):
        read_kinds(file)
