"""Says what is missing, expired or cited in vain in our articles, before a worker reads it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.article import Article, Citation
from knowledge.copied import Copied
from knowledge.laws import Law, read_laws
from knowledge.local_facts import LocalFacts, names_in
from knowledge.proofs import Proofs
from knowledge.rebuttals import Rebuttals
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.statutes import Statutes

LEAD_SENTENCES = 2
LONGEST_LEAD = {MAIN_LANGUAGE: 60, "en": 180}  # characters of one lead sentence
LONGEST_STEP = {MAIN_LANGUAGE: 92, "en": 280}
LONGEST_WATCH_OUT = {MAIN_LANGUAGE: 120, "en": 420}
STEPS = 5
QUESTIONS = 15  # at least, in Chinese


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in one article: which, in which language, which field, and what is wrong with it."""

    topic: str
    language: str
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.topic} ({self.language}), {self.field}: {self.problem}"


_Problems = Iterator[tuple[str, str]]


def check(shelf: Shelf, statutes: Path | None = None, *, today: date, local: LocalFacts | None = None) -> list[Finding]:
    """Everything to mend on the shelf on that day, in the order of its articles; an empty list means fit to ship.

    With `statutes` (a folder with index.json and statutes/*.md, or that inner folder) our list of laws is compared with
    the texts, and no sentence of them may stand in an article. `local`: the region's facts, by default those of 天水.
    Raises KnowledgeError when the folder, the list of laws or the local facts cannot be read.
    """
    laws, local = read_laws(), local or LocalFacts.load()
    texts = Statutes.load(statutes) if statutes else None
    copied = Copied(texts.whole(), (law.title for law in laws.values())) if texts else None
    findings = [*_uncovered(shelf), *_asked_twice(shelf)]
    for language in shelf.languages:
        for article in shelf.articles(language):
            problems = [*_complete(article), *_current(shelf, article, today), *_known(shelf, article, local)]
            problems += _cited(article, laws, texts, today)
            problems += _own_words(article, copied) if copied else ()
            findings += [Finding(article.id, language, field, problem) for field, problem in problems]
    return findings


def check_proofs(known: Proofs, statutes: Path | None = None, *, today: date) -> list[Finding]:
    """Everything to mend in the law behind what proves what; `statutes` and what it raises are as for `check`."""
    laws, findings = read_laws(), list[Finding]()
    texts = Statutes.load(statutes) if statutes else None
    copied = Copied(texts.whole(), (law.title for law in laws.values())) if texts else None
    for proof in known.by_name.values():
        problems = [*_lawful(proof.citations, laws, texts, today), *_own_points(proof.citations, copied)]
        findings += [Finding(f"proofs.{proof.name}", MAIN_LANGUAGE, "citations", problem) for problem in problems]
    return findings


def check_rebuttals(known: Rebuttals, statutes: Path | None = None, *, today: date) -> list[Finding]:
    """Everything to mend in what is said to offices that refuse; `statutes` and what it raises are as for `check`."""
    laws, findings = read_laws(), list[Finding]()
    texts = Statutes.load(statutes) if statutes else None
    copied = Copied(texts.whole(), (law.title for law in laws.values())) if texts else None
    for reason, n, one in ((reason, n, one) for reason, its in known.items() for n, one in enumerate(its)):
        said = copied.first(f"{one.says} {one.when}") if copied else None
        problems = [("citations", it) for it in _lawful(one.citations, laws, texts, today)]
        problems += [("citations", it) for it in _own_points(one.citations, copied)]
        problems += [("says", f"repeats a statute word for word: {said}")] if said else []
        findings += [Finding(f"rebuttals.{reason}[{n}]", MAIN_LANGUAGE, *problem) for problem in problems]
    return findings


def _uncovered(shelf: Shelf) -> Iterator[Finding]:
    for topic in shelf.topics:
        if not shelf.covers(topic):
            yield Finding(topic, MAIN_LANGUAGE, "id", "has no article")


def _asked_twice(shelf: Shelf) -> Iterator[Finding]:
    """One question cannot have two answers."""
    for language in shelf.languages:
        asked = defaultdict[str, set[str]](set)
        for article in shelf.articles(language):
            for question in article.questions:
                asked[question].add(article.id)
        for question, topics in asked.items():
            for topic in sorted(topics)[1:]:
                yield Finding(topic, language, "questions", f"{question!r} also stands in {min(topics)}")


def _complete(article: Article) -> _Problems:
    tongue = article.language if article.language in LONGEST_LEAD else "en"
    if not 1 <= len(article.lead) <= LEAD_SENTENCES:
        yield "lead", f"must be one or two sentences, not {len(article.lead)}"
    if not 1 <= len(article.steps) <= STEPS:
        yield "steps", f"must be one to {STEPS} steps, not {len(article.steps)}"
    parts = (
        *(("lead", it, LONGEST_LEAD[tongue]) for it in article.lead),
        *(("steps", it, LONGEST_STEP[tongue]) for it in article.steps),
        ("watch_out", article.watch_out, LONGEST_WATCH_OUT[tongue]),
    )
    for field, sentence, longest in parts:
        if len(sentence) > longest:
            yield field, f"has a sentence of {len(sentence)} characters; at most {longest}"
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


def _known(shelf: Shelf, article: Article, local: LocalFacts) -> _Problems:
    if article.language == MAIN_LANGUAGE and article.title != shelf.topics[article.id].title:
        yield "title", "is not the one of catalogue.yaml"
    for topic in article.related:
        if topic not in shelf.topics:
            yield "related", f"{topic!r} is not in the catalogue"
    for text in (*article.lead, *article.steps, article.watch_out):
        for name in names_in(text):
            if name not in local.unknown:
                yield "steps", f"{{{{ {name} }}}} is no local name; knowledge/local/CN.toml lists them"
    yield from _next(shelf, article)


def _next(shelf: Shelf, article: Article) -> _Problems:
    for step in article.next:
        if step.offer == "article" and (step.id is None or not shelf.covers(step.id)):
            yield "next", f"offers the article {step.id!r}, which does not exist"
        if step.offer == "complaint" and step.kind is None:
            yield "next", "offers a complaint without its kind"
        if step.offer == "office" and step.id is None:
            yield "next", "offers an office without its id"


def _cited(article: Article, laws: Mapping[str, Law], texts: Statutes | None, today: date) -> _Problems:
    found = _lawful(article.citations, laws, texts, today, article.valid_to)
    yield from (("citations", problem) for problem in found)


def _lawful(
    citations: Sequence[Citation],
    laws: Mapping[str, Law],
    texts: Statutes | None,
    today: date,
    until: date | None = None,
) -> Iterator[str]:
    for citation in citations:
        if citation.unverified:
            continue
        law = laws.get(citation.law)
        if law is None:
            yield f"{citation.law} is not in laws.yaml; add it there or mark the citation unverified"
            continue
        yield from law.problems(citation, today, until)
        yield from texts.differences(law) if texts else ()


def _own_points(citations: Sequence[Citation], copied: Copied | None) -> Iterator[str]:
    run = copied.first(" ".join(it.point for it in citations)) if copied else None
    if run:
        yield f"repeats a statute word for word: {run}"


def _own_words(article: Article, copied: Copied) -> _Problems:
    points = " ".join(it.point for it in article.citations)
    parts = (("lead", " ".join(article.lead)), ("steps", " ".join(article.steps)), ("watch_out", article.watch_out))
    for field, text in (*parts, ("citations", points), ("body", article.body)):
        if run := copied.first(text):
            yield field, f"repeats a statute word for word: {run}"
