"""All we know, loaded once and never changed: when an article changes, a new library replaces the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article, Citation, NextStep, Ring
from knowledge.catalogue import Topic, other_sentences, training_sentences
from knowledge.errors import KnowledgeError, UnknownArticleError
from knowledge.features import ChineseFeatures, EnglishFeatures
from knowledge.search import Index
from knowledge.shelf import LANGUAGES, MAIN_LANGUAGE, Shelf
from knowledge.words import Words

__all__ = [
    "LANGUAGES",
    "MAIN_LANGUAGE",
    "Article",
    "Citation",
    "KnowledgeError",
    "Library",
    "NextStep",
    "Ring",
    "Shelf",
    "Topic",
    "UnknownArticleError",
]


@dataclass(frozen=True, slots=True)
class Library(Shelf):
    """The shelf with an index per language, ready to find the topic of a question; share it freely."""

    indexes: Mapping[str, Index]

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read every article under `folder` (default: those shipped) and index them; about a second.

        Raises KnowledgeError as Shelf.load does.
        """
        shelf = Shelf.load(folder)
        return cls(shelf.topics, shelf.versions, _indexes(shelf))


def _indexes(shelf: Shelf) -> Mapping[str, Index]:
    titles = [(topic.id, topic.title) for topic in shelf.topics.values()]
    chinese = titles + training_sentences() + other_sentences() + _spoken(shelf, MAIN_LANGUAGE)
    indexes = {
        MAIN_LANGUAGE: Index(chinese, ChineseFeatures(Words())),
        "en": Index(_spoken(shelf, "en"), EnglishFeatures()),
    }
    return MappingProxyType(indexes)


def _spoken(shelf: Shelf, language: str) -> list[tuple[str, str]]:
    """What the articles themselves bring to the index: title, questions and lead of their newest version."""
    newest = [stand[-1] for (tongue, _), stand in shelf.versions.items() if tongue == language]
    return [(it.id, text) for it in newest for text in (it.title, *it.questions, " ".join(it.lead))]
