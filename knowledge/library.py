"""All we know, loaded once and never changed: when an article changes, a new library replaces the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article, Citation, NextStep, Ring
from knowledge.catalogue import Topic
from knowledge.errors import KnowledgeError, UnknownArticleError
from knowledge.indexing import indexes
from knowledge.search import Index
from knowledge.shelf import LANGUAGES, MAIN_LANGUAGE, Shelf

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
        """Read every article under `folder` (default: those shipped) with their index, which may have to be built.

        Raises KnowledgeError as Shelf.load does.
        """
        shelf = Shelf.load(folder)
        return cls(shelf.topics, shelf.versions, MappingProxyType(dict(indexes(shelf))))
