"""Judges our answers to labelled questions: right, near, missed or wrong, by kind of question.

A line of the file is one JSON object: `qid`, `text`, `topics` (every topic that is right), `kinds` (what the question
may be taken for: topic, unclear, uncovered, off_topic, chitchat), `stratum`. Where several kinds are given, the
kindest verdict counts.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from knowledge.answering import Answer, answer
from knowledge.errors import FileError
from knowledge.library import Library

Verdict = Literal["wrong", "missed", "near", "right"]
VERDICTS: tuple[Verdict, ...] = ("wrong", "missed", "near", "right")  # worst first
SHOWN = 4  # choices of a clarification that count


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question."""

    qid: str
    text: str
    topics: frozenset[str]
    kinds: tuple[str, ...]
    stratum: str


@dataclass(frozen=True, slots=True)
class Row:
    """The shares of each verdict among `n` questions of a group; `right_95` is half the 95 % interval of `right`."""

    n: int
    right_95: float
    right: float
    near: float
    missed: float
    wrong: float
    reached: float


Table = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, what we would do with it, and the verdict on that."""

    question: Question
    given: Answer
    verdict: Verdict


def evaluate(library: Library, questions: Path) -> Table:
    """The table of verdicts by group for a file of labelled questions; raises FileError for any other line."""
    return table_of(judge_all(library, questions))


def judge_all(library: Library, questions: Path) -> list[Judged]:
    """Every question of a file, answered and judged, in its order; raises FileError for a line that is none."""
    asked = [(it, answer(library, it.text)) for it in read_questions(questions)]
    return [Judged(question, given, judge(question, given)) for question, given in asked]


def table_of(judged: Iterable[Judged]) -> Table:
    """The shares of the verdicts by group of questions."""
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for it in judged:
        counts[_group(it.question)][it.verdict] += 1
    return {group: _row(count) for group, count in counts.items()}


def judge(question: Question, given: Answer) -> Verdict:
    """The kindest verdict on an answer over the kinds that the question may be taken for."""
    return max((_judge_as(kind, question, given) for kind in question.kinds), key=VERDICTS.index)


def read_questions(file: Path) -> list[Question]:
    """The labelled questions of a JSON Lines file; raises FileError naming the line that is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(file, "cannot be read as UTF-8 text") from error
    return [_question(file, n, line) for n, line in enumerate(lines, start=1) if line.strip()]


def _question(file: Path, n: int, line: str) -> Question:
    try:
        row = json.loads(line)
        kinds = tuple(cast("Iterable[str]", row["kinds"]))
        question = Question(str(row["qid"]), str(row["text"]), frozenset(row["topics"]), kinds, str(row["stratum"]))
    except (ValueError, KeyError, TypeError) as error:
        raise FileError(file, f"line {n} is no labelled question") from error
    if not kinds:
        raise FileError(file, f"line {n} has no kind")
    return question


def _judge_as(kind: str, question: Question, given: Answer) -> Verdict:
    answered = given.outcome == "answer" or (given.outcome == "danger" and given.topic is not None)
    hit = given.topic in question.topics
    match kind:
        case "topic":
            return _judge_topic(question, given, answered=answered)
        case "unclear":
            return "right" if hit or given.outcome in ("clarify", "abstain") else "wrong"
        case "uncovered":
            return "wrong" if answered else "right"
        case _:
            return "right" if given.outcome == "abstain" else "near" if given.outcome == "clarify" else "wrong"


def _judge_topic(question: Question, given: Answer, *, answered: bool) -> Verdict:
    if answered:
        return "right" if given.topic in question.topics else "wrong"
    shown: Sequence[str] = [it.topic for it in given.candidates[:SHOWN]] if given.outcome == "clarify" else []
    return "near" if question.topics.intersection(shown) else "missed"


def _group(question: Question) -> str:
    if "topic" in question.kinds:
        return "labour"
    names = {"labour": "labour, unclear or uncovered", "hard_negative": "hard negative"}
    return names.get(question.stratum, "off topic")


def _row(count: Counter[Verdict]) -> Row:
    n = count.total()
    share = {verdict: round(count[verdict] / n, 4) for verdict in VERDICTS}
    right = count["right"] / n
    half = 1.96 * (right * (1 - right) / n) ** 0.5
    reached = round((count["right"] + count["near"]) / n, 4)
    return Row(n, round(half, 3), share["right"], share["near"], share["missed"], share["wrong"], reached)
