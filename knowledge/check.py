"""Says what is missing, expired or cited in vain in our articles, before a worker reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.article import Article, Citation, read_yaml_list
from knowledge.fields import Fields
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.statutes import Statutes

LEAD_SENTENCES = 2
LONGEST_LEAD = {MAIN_LANGUAGE: 60, "en": 180}  # characters of one lead sentence
STEPS = 5
QUESTIONS = 15  # at least, in Chinese

_LAWS = Path(__file__).parent / "laws.yaml"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in one article: which, in which language, which field, and what is wrong with it."""

    topic: str
    language: str
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.topic} ({self.language}), {self.field}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Law:
    """A law that articles may cite by its short name, and the day it came into force."""

    cite_as: str
    title: str
    in_force_from: date


def read_laws(file: Path = _LAWS) -> dict[str, Law]:
    """The laws that may be cited, by short name; raises KnowledgeError when the file is not as it must be."""
    entries = [Fields(file, entry, f"[{n}].") for n, entry in enumerate(read_yaml_list(file))]
    laws = (Law(it.text("cite_as"), it.text("title"), it.day("in_force_from")) for it in entries)
    return {law.cite_as: law for law in laws}


def check(shelf: Shelf, statutes: Path | None = None, *, today: date) -> list[Finding]:
    """Everything to mend on the shelf on that day, in the order of its articles; an empty list means fit to ship.

    With `statutes` (a folder with index.json and statutes/*.md, or that inner folder) each cited article number must
    stand in the text of its law. Raises KnowledgeError when the folder or the list of laws cannot be read.
    """
    laws, texts = read_laws(), Statutes.load(statutes) if statutes else None
    findings: list[Finding] = []
    for language in shelf.languages:
        for article in shelf.articles(language):
            problems = (*_complete(article), *_current(shelf, article, today), *_known(shelf, article))
            problems += tuple(it for citation in article.citations for it in _cited(citation, laws, texts, today))
            findings += [Finding(article.id, language, field, problem) for field, problem in problems]
    return findings


_Problems = Iterator[tuple[str, str]]


def _complete(article: Article) -> _Problems:
    longest = LONGEST_LEAD.get(article.language, LONGEST_LEAD["en"])
    if not 1 <= len(article.lead) <= LEAD_SENTENCES:
        yield "lead", f"must be one or two sentences, not {len(article.lead)}"
    for sentence in article.lead:
        if len(sentence) > longest:
            yield "lead", f"has a sentence of {len(sentence)} characters; at most {longest}"
    if not 1 <= len(article.steps) <= STEPS:
        yield "steps", f"must be one to {STEPS} steps, not {len(article.steps)}"
    if article.language == MAIN_LANGUAGE and len(set(article.questions)) < QUESTIONS:
        yield "questions", f"must be at least {QUESTIONS} different ones, not {len(set(article.questions))}"
    if article.urgent and not article.ring:
        yield "ring", "an urgent article must name a number to ring"


def _current(shelf: Shelf, article: Article, today: date) -> _Problems:
    if article.valid_to is not None and article.valid_to < article.valid_from:
        yield "valid_to", "lies before valid_from"
    if article.valid_to is not None and article.valid_to < today and not shelf.covers(article.id, today):
        yield "valid_to", f"expired on {article.valid_to} and no version follows"
    if article.reviewed_on > today:
        yield "reviewed_on", "lies in the future"
    if article.review_by < today and article.valid_on(today):
        yield "review_by", f"was due on {article.review_by}"


def _known(shelf: Shelf, article: Article) -> _Problems:
    for topic in article.related:
        if topic not in shelf.topics:
            yield "related", f"{topic!r} is not in the catalogue"
    for step in article.next:
        if step.offer == "article" and (step.id is None or not shelf.covers(step.id)):
            yield "next", f"offers the article {step.id!r}, which does not exist"
        if step.offer == "complaint" and step.kind is None:
            yield "next", "offers a complaint without its kind"
        if step.offer == "office" and step.id is None:
            yield "next", "offers an office without its id"


def _cited(citation: Citation, laws: Mapping[str, Law], texts: Statutes | None, today: date) -> _Problems:
    if citation.unverified:
        return
    law = laws.get(citation.law)
    if law is None:
        yield "citations", f"{citation.law} is not in laws.yaml; add it there or mark the citation unverified"
        return
    if law.in_force_from > today:
        yield "citations", f"{citation.law} comes into force only on {law.in_force_from}"
    problem = texts.problem(citation.law, citation.article) if texts else None
    if problem:
        yield "citations", problem
