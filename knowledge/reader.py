"""How a question reads: which topics it is near, whether the first is meant, whether it is ours to answer at all.

Thresholds were chosen on development questions by cause, not by row; `hotline knowledge evaluate` shows what a change
does. A wrong answer costs more than a question back, and a question back more than an answer.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge.catalogue import is_ours
from knowledge.features import Features
from knowledge.search import Index, Ranked
from knowledge.separating import Scores, Separator

SEEN = 12  # topics that are told

# Where nothing was learned (English): nearness is a cosine.
SURE, AHEAD, LIKELY = 0.12, 1.2, 0.1

# Where lines were learned: a distance from a line, and nearness in standard deviations over all topics.
CLEAR = -0.4  # the first topic is answered from this side of its line on ...
APART = 1.0  # ... if it is so far ahead of the second
OURS, OURS_FOR_SURE = 0.5, 0.7  # below the one nobody is asked back, below the other nothing is answered at once
BORDER = 0.5  # what the gap between our best topic and the best of the others counts beside the border
NEARNESS = 0.5  # what the cosine counts beside the line


@dataclass(frozen=True, slots=True)
class Reading:
    """The topics of the catalogue that a question is nearest to, best first; `ours`: whether it is about any of them.

    `sure`: whether the first is meant. `other`: the kind of what we do not answer that it is nearest to.
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
    """Reads by nearness and by learned lines, which see different things: words in common, and what tells apart."""

    def __init__(self, index: Index, separator: Separator, features: Features) -> None:
        """A topic that the lines do not know yet is judged by nearness alone."""
        self._index, self._separator, self._features = index, separator, features
        number = {topic: n for n, topic in enumerate(separator.topics)}
        self._line_of = np.array([number.get(topic, -1) for topic in index.topics], dtype=np.int64)
        self._ours = np.array([is_ours(topic) for topic in index.topics], dtype=bool)

    def read(self, text: str) -> Reading:
        """How this question reads."""
        bag = self._features.codes(text)
        near, (lines, ours) = self._index.scores(bag), self._separator.scores(bag)
        if not near.any():  # nothing of it was ever seen
            return Reading()
        lines = np.where(self._line_of >= 0, lines[self._line_of], lines.mean())
        both = _spread(lines) + NEARNESS * _spread(near)
        order = np.argsort(-np.where(self._ours, both, -np.inf), kind="stable")[:SEEN]
        ranked = tuple(Ranked(self._index.topics[n], float(both[n])) for n in order if self._ours[n])
        first, second = order[0], order[1]
        about_us = float(ours + BORDER * (lines[self._ours].max() - lines[~self._ours].max()))
        clear = about_us >= OURS_FOR_SURE and lines[first] >= CLEAR and both[first] - both[second] >= APART
        other = self._index.topics[int(np.argmax(np.where(self._ours, -np.inf, lines)))]
        return Reading(ranked, ours=about_us >= OURS, sure=bool(clear), other=other)


def _spread(scores: Scores) -> Scores:
    """The scores in standard deviations from their mean."""
    return np.asarray((scores - scores.mean()) / (scores.std() or 1.0), dtype=np.float64)
