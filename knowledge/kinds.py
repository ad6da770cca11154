"""What a complaint can be about: a kind is data, read from kinds.yaml. Its proofs stand in proofs.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields

Class = Literal["question", "petition", "legal_service", "opinion", "assistance"]
Receiver = Literal["lawyer", "supervisor"]
USUAL = "wages"  # what most people come for, and what is taken until something else is known


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of complaint: the hotline's class, who gets it first, how fast, and what is asked, in this order.

    `topics` are the categories of topics, and the single topics, by which a story is known to be of this kind.
    """

    id: str
    of_class: Class
    to: Receiver
    asks: tuple[str, ...]
    topics: frozenset[str]
    urgency: str = "normal"


def read_kinds(file: Path = Path(__file__).parent / "kinds.yaml") -> Mapping[str, Kind]:
    """The kinds in a file by their ids, in its order; raises KnowledgeError when the file is not as it must be."""
    top = Fields(file, read_yaml_mapping(file))
    return {name: _kind(name, top.mapping(name)) for name in top.values}


def _kind(name: str, entry: Fields) -> Kind:
    return Kind(
        name,
        cast("Class", entry.one_of("class", get_args(Class))),
        cast("Receiver", entry.one_of("to", get_args(Receiver))),
        entry.texts("asks"),
        frozenset(entry.texts("topics")),
        entry.text_or_none("urgency") or "normal",
    )


KINDS = read_kinds()


def kind_of(topic: str, category: str) -> Kind | None:
    """The kind that a topic speaks of: named by itself before by its category; None if by neither."""
    for name in (topic, category):
        found = next((kind for kind in KINDS.values() if name in kind.topics), None)
        if found:
            return found
    return None
