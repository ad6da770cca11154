"""All we know, loaded once and never changed: when an article changes, a new library replaces the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article, Citation, NextStep, Ring
from knowledge.catalogue import Topic
from knowledge.errors import KnowledgeError, UnknownArticleError
from knowledge.features import is_chinese
from knowledge.indexing import Said, stored
from knowledge.local_facts import LocalFacts
from knowledge.reader import Reader, Reading
from knowledge.reading import parts
from knowledge.script import in_our_script
from knowledge.shelf import LANGUAGES, MAIN_LANGUAGE, Shelf
from knowledge.sounds import Sounds

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
    sounds: Sounds
    local: LocalFacts

    @classmethod
    def load(cls, folder: Path | None = None, local: LocalFacts | None = None) -> Self:
        """Read every article under `folder` (default: those shipped) with their index, which may have to be built anew.

        `local`: the facts of the region, those shipped for 天水 by default. Raises KnowledgeError as Shelf.load does,
        and where what stories are read with is missing or damaged.
        """
        parts.shipped()
        shelf = Shelf.load(folder)
        reads = stored(Said.on(shelf))
        readers = MappingProxyType(reads.readers)
        return cls(shelf.topics, shelf.versions, readers, reads.sounds, local or LocalFacts.load())

    def read(self, text: str) -> Reading:
        """How a text reads in the language it is written in; `in_our_script` first."""
        return self.readers[MAIN_LANGUAGE if is_chinese(text) else "en"].read(text)

    def in_our_script(self, text: str) -> str:
        """The text as our sentences are written: Simplified for Traditional, words for typed pinyin."""
        return in_our_script(text, self.sounds)
