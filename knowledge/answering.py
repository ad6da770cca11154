"""Decides whether we answer, ask back, or say that we do not know, before any text is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal

from knowledge.choosing import Chooser, choose
from knowledge.features import is_chinese, plain
from knowledge.library import MAIN_LANGUAGE, Citation, Library
from knowledge.reading.danger import Danger, hear_danger, read_danger
from knowledge.reading.questions import questions_in
from knowledge.reading.when import day_of_facts
from knowledge.search import Ranked

Outcome = Literal["answer", "clarify", "abstain", "danger"]

OFFERED = 4  # titles a reader is asked to choose from; fewer than two are no choice
WORD = 4  # Chinese characters (or one English word) that only name a matter and ask nothing yet
KEPT = 5  # candidates that are told
LETTER = 300  # characters from which a message is a letter, that is, one question
AT_ONCE = 3  # questions of one message that are answered one after the other

SmallTalk = Literal["greeting", "chat", "abuse"]
_SMALL_TALK: Mapping[str, SmallTalk] = {"other-greeting": "greeting", "other-chat": "chat", "other-abuse": "abuse"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that was considered and how near it was; the nearer, the greater."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do with a question.

    `answer`: show the article `topic`, then those of `also`, which answer other questions of the same message.
    `clarify`: offer the titles of `candidates`, in their order. `abstain`: say that we do not know and offer a person;
    with `small_talk`, say something human instead. `danger`: first the words for `danger`; `topic` may still name an
    article. `law_of` is the day by whose law an article answers: that of the facts where the question names a time that
    is over and an article tells of it, otherwise the day of asking.
    """

    outcome: Outcome
    topic: str | None = None
    candidates: tuple[Candidate, ...] = ()
    citations: tuple[Citation, ...] = ()
    danger: Danger | None = None
    law_of: date | None = None
    small_talk: SmallTalk | None = None
    also: tuple["Answer", ...] = ()


def answer(
    library: Library,
    text: str,
    *,
    language: str = MAIN_LANGUAGE,
    on: date | None = None,
    chooser: Chooser | None = None,
) -> Answer:
    """Decide about one message, for the law as it stands on the day `on`; never raises, whatever the text holds.

    Of a letter only the phrases of danger are heard here; whoever receives it reads it whole (`read_danger`).
    `chooser` is asked where we ourselves would ask back; see `knowledge/choosing.py`.
    """
    text = library.in_our_script(text)
    danger = read_danger(text) if len(text) <= LETTER else hear_danger(text)
    said = _decide_all(library, text, on, None if danger else chooser)
    topic = _in_danger(library, text, danger, said.topic, on) if danger else said.topic
    if topic is None:
        return replace(said, outcome="danger", danger=danger, small_talk=None) if danger else said
    first = answer_with(library, topic, text, language=language, on=on)
    also = tuple(answer_with(library, it.topic, text, language=language, on=on) for it in said.also if it.topic)
    return replace(
        first, outcome="danger" if danger else said.outcome, danger=danger, candidates=said.candidates, also=also
    )


def answer_with(
    library: Library, topic: str, text: str, *, language: str = MAIN_LANGUAGE, on: date | None = None
) -> Answer:
    """The answer that shows this article, by the law of the time the text tells of."""
    day = _day_of(library, topic, text, on)
    return Answer("answer", topic, citations=library.article(topic, language, day).citations, law_of=day)


def _day_of(library: Library, topic: str, text: str, on: date | None) -> date | None:
    told = day_of_facts(text, on) if on else None
    return told if told and library.covers(topic, told) else on


def _in_danger(library: Library, text: str, danger: Danger, asked: str | None, on: date | None) -> str | None:
    """What somebody in danger reads besides whom to ring.

    It is what helps in despair, unless no phrase tells of that and he asks something that has its own answer.
    """
    if danger != "self_harm" or not library.covers("mental-crisis", on):
        return asked
    return "mental-crisis" if asked is None or hear_danger(text, sure=False) else asked


def _decide_all(library: Library, text: str, on: date | None, chooser: Chooser | None) -> Answer:
    """One decision for the message; several where it asks several things, and each of them is clear."""
    parts = questions_in(text) if len(text) <= LETTER else [text]
    if len(parts) > 1:
        clear = {it.topic: it for it in (_decide(library, part, on, None) for part in parts) if it.topic}
        if len(clear) > 1:
            first, *others = list(clear.values())[:AT_ONCE]
            return replace(first, also=tuple(others))
    return _decide(library, text, on, chooser)


def _decide(library: Library, text: str, on: date | None, chooser: Chooser | None) -> Answer:
    reading = library.read(text)
    candidates = _candidates(it for it in reading.ranked if it.topic in library.topics)
    if not reading.ours:
        return Answer("abstain", candidates=candidates, small_talk=_SMALL_TALK.get(reading.other))
    best = reading.ranked[0]
    if library.covers(best.topic, on) and reading.sure and not _only_names(text):
        return Answer("answer", best.topic, candidates)
    offered = [it for it in reading.ranked if library.covers(it.topic, on)]
    chosen = choose(chooser, library, text, [it.topic for it in offered]) if chooser else None
    if chosen:
        return Answer("answer", chosen, candidates)
    if len(offered) > 1:
        return Answer("clarify", candidates=_candidates(offered[:OFFERED]))
    return Answer("abstain", candidates=candidates)


def _only_names(text: str) -> bool:
    return len(plain(text)) <= WORD if is_chinese(text) else len(text.split()) <= 1


def _candidates(ranked: Iterable[Ranked]) -> tuple[Candidate, ...]:
    return tuple(Candidate(it.topic, round(it.score, 4)) for it in islice(ranked, KEPT))
