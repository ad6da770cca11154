"""Tells topics apart by what speaks for and against each: a line between its sentences and all others.

The lines are a linear support vector machine's, learned when the model is built (`knowledge/learning.py`) and stored
with it, so that a process needs neither the teacher nor the time. What matters little is left out and the rest kept as
whole numbers: a sixth of the numbers and a quarter of a digit each decide the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Codes
from knowledge.search import places, postings

Scores = NDArray[np.float64]


class Separator:
    """The lines of all topics, and one between what is ours to answer and what is not; immutable.

    What feature f says of the topics is the run `_starts[f]:_starts[f + 1]` of `_topic_of` and `_weight`.
    """

    def __init__(self, topics: Sequence[str], tables: Mapping[str, NDArray[Any]]) -> None:
        """The separator that `tables` were made of; `topics` in the order of its lines."""
        self.topics = tuple(topics)
        self._features, self._rarity = tables["features"], tables["rarity"]
        self._starts, self._topic_of, self._weight = tables["starts"], tables["topic_of"], tables["weight"]
        self._bias, self._ours = tables["bias"], tables["ours"]
        self._scale, self._ours_scale, self._ours_bias = (float(it) for it in tables["scales"])

    @classmethod
    def stored(cls, tables: Mapping[str, NDArray[Any]]) -> Self:
        """The separator that was written as these tables."""
        return cls(tables["topics"].tolist(), tables)

    def scores(self, bag: Codes) -> tuple[Scores, float] | None:
        """How far a bag of features lies on each topic's side of its line, and on ours of the last one.

        None if none of them was ever seen.
        """
        known = places(self._features, bag)
        if not len(known):
            return None
        weight = self._rarity[known] / np.sqrt((self._rarity[known] ** 2).sum())
        at, runs = postings(self._starts, known)
        said = np.bincount(self._topic_of[at], self._weight[at] * np.repeat(weight, runs), len(self.topics))
        ours = float((self._ours[known] * weight).sum())
        return said * self._scale + self._bias, ours * self._ours_scale + self._ours_bias
