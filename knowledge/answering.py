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

# Nearness is a cosine. Chosen on development questions by cause, not by row; `hotline knowledge evaluate` shows what
# a change does.
SURE = 0.12  # the best topic is answered from here on ...
AHEAD = 1.2  # ... if it is this many times as near as the next one
LIKELY = 0.1  # below this nothing is offered either
BESIDE = 0.45  # when the best topic has an article, others with one are offered from this share of its nearness ...
INSTEAD = 0.95  # ... and when it is no matter of ours, from this share
OFFERED = 4  # titles a reader is asked to choose from; fewer than two are no choice
WORD = 4  # Chinese characters (or one English word) that only name a matter and ask nothing yet
SEEN = 12  # nearest topics that are looked at
KEPT = 5  # candidates that are told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that was considered and how near it was (cosine, 0 to 1)."""

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
    ranked = library.indexes[MAIN_LANGUAGE if is_chinese(text) else "en"].rank(text, SEEN)
    candidates = _candidates(it for it in ranked if it.topic in library.topics)
    if not ranked or ranked[0].score < LIKELY:
        return Answer("abstain", candidates=candidates)
    best = ranked[0]
    covered = library.covers(best.topic, on)
    if covered and _is_sure(ranked) and not _only_names(text):
        return Answer("answer", best.topic, candidates)
    near = best.score * (BESIDE if covered else INSTEAD)
    offered = [it for it in ranked if it.score >= near and library.covers(it.topic, on)]
    if len(offered) == 1 and best.score >= SURE:
        offered += _beside(library, offered[0], ranked, on)
    if len(offered) > 1:
        return Answer("clarify", candidates=_candidates(offered[:OFFERED]))
    return Answer("abstain", candidates=candidates)


def _beside(library: Library, lone: Ranked, ranked: list[Ranked], on: date | None) -> list[Ranked]:
    """Titles to set beside a lone one: those its own article leads to, then the next nearest."""
    article = library.article(lone.topic, MAIN_LANGUAGE, on)
    score = {it.topic: it.score for it in ranked}
    leads = (*article.related, *(step.id for step in article.next if step.offer == "article" and step.id), *score)
    topics = [topic for topic in dict.fromkeys(leads) if topic != lone.topic and library.covers(topic, on)]
    return [Ranked(topic, score.get(topic, 0.0)) for topic in topics[: OFFERED - 2]]


def _is_sure(ranked: list[Ranked]) -> bool:
    best = ranked[0].score
    runner_up = ranked[1].score if len(ranked) > 1 else 0.0
    return best >= SURE and best >= AHEAD * runner_up


def _only_names(text: str) -> bool:
    return len(plain(text)) <= WORD if is_chinese(text) else len(text.split()) <= 1


def _candidates(ranked: Iterable[Ranked]) -> tuple[Candidate, ...]:
    return tuple(Candidate(it.topic, round(it.score, 4)) for it in islice(ranked, KEPT))
