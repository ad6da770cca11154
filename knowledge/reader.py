"""How a question reads: which topics it is near, whether the first is meant, whether it is ours to answer at all.

Thresholds were chosen on development questions by cause, not by row; `hotline knowledge evaluate` shows what a change
does. A wrong answer costs more than a question back, and a question back more than an answer.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge.catalogue import is_labour, is_ours
from knowledge.features import Features, plain
from knowledge.search import Index, Ranked
from knowledge.separating import Separator

SEEN = 12  # topics that are told

# Where nothing was learned (English): nearness is a cosine.
SURE, AHEAD, LIKELY = 0.12, 1.2, 0.1

# Where lines were learned: distances from a line, 1 where a topic is beyond doubt and -1 where it is out of question.
CLEAR = -0.3  # the first topic is answered from this side of its line on ...
APART = 0.2  # ... if it is so far ahead of the second
OURS, OURS_FOR_SURE = 0.3, 0.55  # below the one nobody is asked back, below the other nothing is answered at once
BORDER = 0.5  # what the gap between our best topic and the best of the others counts beside the border
NO_WORK, MUCH_WORK = -0.4, 0.3  # what it counts that no word of work.txt is there, or more than one
UNLEARNED = -0.8  # where a topic begins that has no line yet; its nearness is added
WORK = Path(__file__).parent / "work.txt"


@dataclass(frozen=True, slots=True)
class Reading:
    """The topics of the catalogue that a question is nearest to, best first; `ours`: whether it is about any of them.

    `sure`: whether the first is meant. `other`: the kind of what we do not answer that it is, if that is clear.
    """

    ranked: tuple[Ranked, ...] = ()
    ours: bool = False
    sure: bool = False
    other: str = ""


class Reader(Protocol):
    """Reads questions of one language."""

    def read(self, text: str) -> Reading:
        """How this question reads; never raises, whatever the text holds."""
        ...


class Nearest:
    """Reads by nearness alone."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def read(self, text: str) -> Reading:
        """How this question reads."""
        ranked = self._index.rank(text, SEEN)
        if not ranked or ranked[0].score < LIKELY:
            return Reading(tuple(ranked))
        runner_up = ranked[1].score if len(ranked) > 1 else 0.0
        sure = ranked[0].score >= max(SURE, AHEAD * runner_up)
        return Reading(tuple(ranked), ours=True, sure=sure)


class Learned:
    """Reads by learned lines: what tells each topic from all others, and what is ours from what is not."""

    def __init__(self, index: Index, separator: Separator, features: Features) -> None:
        """A topic that the lines do not know yet is judged by nearness alone."""
        self._index, self._separator, self._features = index, separator, features
        number = {topic: n for n, topic in enumerate(separator.topics)}
        self._line_of = np.array([number.get(topic, -1) for topic in index.topics], dtype=np.int64)
        self._ours = np.array([is_ours(topic) for topic in index.topics], dtype=bool)
        self._is_unlearned = self._line_of < 0
        self._words_of_work = words_of_work()
        self._labour = np.array([is_labour(topic) for topic in index.topics], dtype=bool)

    def read(self, text: str) -> Reading:
        """How this question reads."""
        said = self._separator.scores(self._features.codes(text))
        if said is None:
            return Reading()
        lines, border = said
        scores = lines[self._line_of]
        if self._is_unlearned.any():
            scores = np.where(self._is_unlearned, UNLEARNED + self._index.nearness(text), scores)
        order = np.argsort(-np.where(self._ours, scores, -np.inf), kind="stable")[:SEEN]
        ranked = tuple(Ranked(self._index.topics[n], float(scores[n])) for n in order if self._ours[n])
        gap = scores[self._labour].max() - scores[~self._labour].max()
        about_us = float(border + BORDER * gap + self._work(text))
        first, second = scores[order[:2]]
        sure = about_us >= OURS_FOR_SURE and first >= CLEAR and first - second >= APART
        other = int(np.argmax(np.where(self._ours, -np.inf, scores)))
        kind = self._index.topics[other] if scores[other] >= CLEAR else ""
        return Reading(ranked, about_us >= OURS, bool(sure), kind)

    def _work(self, text: str) -> float:
        """What the words of work in a question say for its being ours."""
        found = len(set(self._words_of_work.findall(plain(text))))
        return MUCH_WORK if found > 1 else 0.0 if found else NO_WORK


def words_of_work(file: Path = WORK) -> re.Pattern[str]:
    """Finds the words of work.txt."""
    lines = file.read_text("utf-8").splitlines()
    return re.compile("|".join(re.escape(line) for line in lines if line and not line.startswith("#")))
