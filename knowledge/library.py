"""All we know, loaded once and never changed: when an article changes, a new library replaces the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article, Citation, NextStep, Ring
from knowledge.catalogue import Topic
from knowledge.errors import KnowledgeError, UnknownArticleError
from knowledge.indexing import readers, sentences_of
from knowledge.local_facts import LocalFacts
from knowledge.reader import Reader
from knowledge.shelf import LANGUAGES, MAIN_LANGUAGE, Shelf

__all__ = [
    "LANGUAGES",
    "MAIN_LANGUAGE",
    "Article",
    "Citation",
    "KnowledgeError",
    "Library",
    "LocalFacts",
    "NextStep",
    "Ring",
    "Shelf",
    "Topic",
    "UnknownArticleError",
]


@dataclass(frozen=True, slots=True)
class Library(Shelf):
    """The shelf with a reader of questions per language and what is true in this region; share it freely."""

    readers: Mapping[str, Reader]
    local: LocalFacts

    @classmethod
    def load(cls, folder: Path | None = None, local: LocalFacts | None = None) -> Self:
        """Read every article under `folder` (default: those shipped) with their index, which may have to be built anew.

        `local`: the facts of the region, those shipped for 天水 by default. Raises KnowledgeError as Shelf.load does.
        """
        shelf = Shelf.load(folder)
        return cls(
            shelf.topics, shelf.versions, MappingProxyType(readers(sentences_of(shelf))), local or LocalFacts.load()
        )
