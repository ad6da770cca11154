"""The form of an article, so that a lawyer can write one in a text editor and every mistake is named.

A file is YAML front matter between two `---` lines, then optional Markdown. `versions` in the front matter is a list
of mappings, each with its own `valid_from` and `valid_to` and whichever other fields read differently in that time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

import yaml

from knowledge.errors import FieldError, FileError
from knowledge.fields import Fields

Offer = Literal["complaint", "article", "office", "person"]
OFFERS = ("complaint", "article", "office", "person")

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<front>.*?)\r?\n---[ \t]*(?:\r?\n(?P<body>.*))?\Z", re.DOTALL)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a law and what it is cited for; `unverified` where no official text could be checked."""

    law: str
    article: str
    point: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something the reader can do from here: a complaint of a kind, an article, an office, a person."""

    offer: Offer
    kind: str | None = None
    id: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """A number to ring now, and what for."""

    number: str
    what_for: str


@dataclass(frozen=True, slots=True)
class Article:
    """One vetted answer in one language, as it reads from `valid_from` to `valid_to` (both included; None: still)."""

    id: str
    language: str
    title: str
    category: str
    region: str
    valid_from: date
    valid_to: date | None
    reviewed_on: date
    review_by: date
    lead: tuple[str, ...]
    steps: tuple[str, ...]
    watch_out: str
    questions: tuple[str, ...]
    citations: tuple[Citation, ...]
    related: tuple[str, ...]
    next: tuple[NextStep, ...]
    urgent: bool = False
    ring: tuple[Ring, ...] = ()
    reviewed_by: str | None = None
    body: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether this version is the law's state on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read_article(file: Path, language: str) -> tuple[Article, ...]:
    """Every version in one file, oldest first.

    Raises FileError when there is no front matter or no YAML in it, FieldError naming the field that is wrong.
    """
    front, body = _split(file)
    versions = front.pop("versions", None) or []
    if not isinstance(versions, list) or not all(isinstance(version, dict) for version in versions):
        raise FieldError(file, "versions", "must be a list of mappings")
    stand = [front, *({**front, **version} for version in versions)]
    articles = [_article(Fields(file, fields), language, body) for fields in stand]
    return tuple(sorted(articles, key=lambda article: article.valid_from))


def _split(file: Path) -> tuple[dict[str, object], str]:
    try:
        match = _FRONT.match(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(file, "is not UTF-8 text") from error
    if match is None:
        raise FileError(file, "must begin with front matter between two lines of ---")
    try:
        front = yaml.load(match["front"], Loader=_Loader)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        raise FileError(file, f"the front matter is not YAML ({error})") from error
    if not isinstance(front, dict):
        raise FileError(file, "the front matter must be a mapping")
    return cast("dict[str, object]", front), (match["body"] or "").strip()


def _article(fields: Fields, language: str, body: str) -> Article:
    return Article(
        id=fields.text("id"),
        language=language,
        title=fields.text("title"),
        category=fields.text("category"),
        region=fields.text("region"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day_or_none("valid_to"),
        reviewed_on=fields.day("reviewed_on"),
        review_by=fields.day("review_by"),
        lead=fields.texts("lead"),
        steps=fields.texts("steps"),
        watch_out=fields.text("watch_out"),
        questions=fields.texts("questions"),
        citations=tuple(_citation(entry) for entry in fields.entries("citations")),
        related=fields.texts("related"),
        next=tuple(_next(entry) for entry in fields.entries("next")),
        urgent=fields.flag("urgent"),
        ring=tuple(Ring(entry.text("number"), entry.text("what_for")) for entry in fields.entries("ring", empty=True)),
        reviewed_by=fields.text_or_none("reviewed_by"),
        body=body,
    )


def _citation(entry: Fields) -> Citation:
    return Citation(entry.text("law"), entry.text("article"), entry.text("point"), entry.flag("unverified"))


def _next(entry: Fields) -> NextStep:
    offer = entry.one_of("offer", OFFERS)
    return NextStep(cast("Offer", offer), *(entry.text_or_none(name) for name in ("kind", "id", "number")))


def read_yaml_list(file: Path) -> list[Mapping[str, object]]:
    """The list of mappings in a YAML file of ours; raises FileError when it holds anything else."""
    entries = _read_yaml(file)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FileError(file, "must be a list of mappings")
    return entries


def read_yaml_mapping(file: Path) -> Mapping[str, object]:
    """The mapping in a YAML file of ours; raises FileError when it holds anything else."""
    mapping = _read_yaml(file)
    if not isinstance(mapping, dict):
        raise FileError(file, "must be a mapping")
    return mapping


def _read_yaml(file: Path) -> object:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - both loaders are safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileError(file, "cannot be read as YAML") from error
