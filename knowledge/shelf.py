"""The articles with all their versions and the catalogue of topics, without an index, so that it loads at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article, read_article
from knowledge.catalogue import Topic, read_topics
from knowledge.errors import FieldError, FileError, UnknownArticleError

MAIN_LANGUAGE = "zh-CN"
LANGUAGES = (MAIN_LANGUAGE, "en")

_ARTICLES = Path(__file__).parent / "articles"
_Versions = Mapping[tuple[str, str], tuple[Article, ...]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles by topic and language, oldest version first, and the catalogue of topics; share it freely."""

    topics: Mapping[str, Topic]
    versions: Mapping[tuple[str, str], tuple[Article, ...]]

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read every article under `folder` (default: those shipped with the hotline).

        Raises KnowledgeError, naming file and field, when an article cannot be read, does not lie under its own
        language, category and id, or has an id that is not in the catalogue.
        """
        topics = read_topics()
        versions = _read_all(folder or _ARTICLES, topics)
        return cls(MappingProxyType(topics), MappingProxyType(versions))

    def article(self, topic: str, language: str = MAIN_LANGUAGE, on: date | None = None) -> Article:
        """The article on a topic in a language, or in Chinese where it is not translated.

        `on` chooses the version valid on that day; without it the newest counts. Raises UnknownArticleError.
        """
        for tongue in (language, MAIN_LANGUAGE):
            versions = self.versions.get((tongue, topic), ())
            fitting = [version for version in versions if on is None or version.valid_on(on)]
            if fitting:
                return fitting[-1]
        raise UnknownArticleError(topic)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which articles are written, Chinese first."""
        return tuple(it for it in LANGUAGES if any(tongue == it for tongue, _ in self.versions))

    def covers(self, topic: str, on: date | None = None) -> bool:
        """Whether an article answers this topic on that day (None: at any time)."""
        versions = self.versions.get((MAIN_LANGUAGE, topic), ())
        return any(on is None or version.valid_on(on) for version in versions)

    def articles(self, language: str = MAIN_LANGUAGE) -> tuple[Article, ...]:
        """Every version of every article written in this language, by category and id, oldest version first."""
        return tuple(
            version for (tongue, _), versions in self.versions.items() if tongue == language for version in versions
        )

    def title(self, topic: str, language: str = MAIN_LANGUAGE) -> str:
        """The title to show for a topic, from the catalogue where no article is written; raises UnknownArticleError."""
        if self.covers(topic):
            return self.article(topic, language).title
        if topic in self.topics:
            return self.topics[topic].title
        raise UnknownArticleError(topic)


def _read_all(folder: Path, topics: Mapping[str, Topic]) -> dict[tuple[str, str], tuple[Article, ...]]:
    versions = {}
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*/*.md")):
            articles = read_article(file, language)
            _check_place(file, articles[0], topics)
            versions[language, file.stem] = articles
    if not versions:
        raise FileError(folder, "holds no article")
    return versions


def _check_place(file: Path, article: Article, topics: Mapping[str, Topic]) -> None:
    if article.id != file.stem:
        raise FieldError(file, "id", f"must be {file.stem!r}, the name of the file")
    if article.category != file.parent.name:
        raise FieldError(file, "category", f"must be {file.parent.name!r}, the name of the folder")
    if article.id not in topics:
        raise FieldError(file, "id", "is not in knowledge/catalogue.yaml")
