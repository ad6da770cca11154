"""Decides whether we answer, ask back, or say that we do not know, before any text is written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal

from knowledge.features import is_chinese, plain
from knowledge.library import MAIN_LANGUAGE, Citation, Library
from knowledge.reading.danger import Danger, read_danger
from knowledge.reading.when import day_of_facts
from knowledge.search import Ranked

Outcome = Literal["answer", "clarify", "abstain", "danger"]

OFFERED = 4  # titles a reader is asked to choose from; fewer than two are no choice
WORD = 4  # Chinese characters (or one English word) that only name a matter and ask nothing yet
KEPT = 5  # candidates that are told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that was considered and how near it was; the nearer, the greater."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do with a question.

    `answer`: show the article `topic`. `clarify`: offer the titles of `candidates`, in their order. `abstain`: say that
    we do not know and offer a person. `danger`: first the words for `danger`; `topic` may still name an article.
    `law_of` is the day by whose law an article answers: that of the facts where the question names a time that is over
    and an article tells of it, otherwise the day of asking.
    """

    outcome: Outcome
    topic: str | None = None
    candidates: tuple[Candidate, ...] = ()
    citations: tuple[Citation, ...] = ()
    danger: Danger | None = None
    law_of: date | None = None


def answer(library: Library, text: str, *, language: str = MAIN_LANGUAGE, on: date | None = None) -> Answer:
    """Decide about one question, for the law as it stands on the day `on`; never raises, whatever the text holds."""
    danger = read_danger(text)
    said = _decide(library, text, on)
    topic = (_crisis(library, danger, on) if danger else None) or said.topic
    if topic is None:
        return replace(said, outcome="danger", danger=danger) if danger else said
    day = _day_of(library, topic, text, on)
    citations = library.article(topic, language, day).citations
    return Answer("danger" if danger else said.outcome, topic, said.candidates, citations, danger, day)


def _day_of(library: Library, topic: str, text: str, on: date | None) -> date | None:
    told = day_of_facts(text, on) if on else None
    return told if told and library.covers(topic, told) else on


def _crisis(library: Library, danger: Danger, on: date | None) -> str | None:
    return "mental-crisis" if danger == "self_harm" and library.covers("mental-crisis", on) else None


def _decide(library: Library, text: str, on: date | None) -> Answer:
    reading = library.readers[MAIN_LANGUAGE if is_chinese(text) else "en"].read(text)
    candidates = _candidates(it for it in reading.ranked if it.topic in library.topics)
    if not reading.ours:
        return Answer("abstain", candidates=candidates)
    best = reading.ranked[0]
    if library.covers(best.topic, on) and reading.sure and not _only_names(text):
        return Answer("answer", best.topic, candidates)
    offered = [it for it in reading.ranked if library.covers(it.topic, on)][:OFFERED]
    if len(offered) > 1:
        return Answer("clarify", candidates=_candidates(offered))
    return Answer("abstain", candidates=candidates)


def _only_names(text: str) -> bool:
    return len(plain(text)) <= WORD if is_chinese(text) else len(text.split()) <= 1


def _candidates(ranked: Iterable[Ranked]) -> tuple[Candidate, ...]:
    return tuple(Candidate(it.topic, round(it.score, 4)) for it in islice(ranked, KEPT))
