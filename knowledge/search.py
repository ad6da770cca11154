"""Finds the topic a question is about: each topic is the mean of the sentences people use for it.

A sentence is a bag of features weighted by how rare they are (tf-idf with binary counts), a topic the mean direction of
its sentences, nearness the cosine. It costs no training: English is read by it, and topics that were not learned yet;
`benchmarks/answering.py` compares it with its peers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Codes, Features

RAREST = 2  # sentences a feature must occur in to count
_COMMON = 500  # topics; a feature of more tells none of them apart, and to follow all its postings takes long


@dataclass(frozen=True, slots=True)
class Ranked:
    """A topic and how near the question is to it: the cosine, 0 to 1."""

    topic: str
    score: float


class Index:
    """Sentences by topic, ready to rank a question; immutable, shared between threads.

    `_features` (F,) are the known codes, sorted, with `_rarity` (F,). The topics that a feature speaks for are the run
    `_starts[f]:_starts[f + 1]` of `_topic_of` and `_weight`.
    """

    def __init__(self, topics: Sequence[str], features: Features) -> None:
        """An index without sentences yet; use `of` or `stored`."""
        self.topics, self._reader = tuple(topics), features

    @classmethod
    def of(cls, sentences: Iterable[tuple[str, str]], features: Features) -> Self:
        """The index of sentences, each with its topic."""
        pairs = list(sentences)
        index = cls(list(dict.fromkeys(topic for topic, _ in pairs)), features)
        number = {topic: n for n, topic in enumerate(index.topics)}
        bags = [features.codes(sentence) for _, sentence in pairs]
        index._build(np.array([number[topic] for topic, _ in pairs], dtype=np.int64), bags)
        return index

    @classmethod
    def stored(cls, tables: Mapping[str, NDArray[Any]], features: Features) -> Self:
        """The index that `tables` were taken from."""
        index = cls(tables["topics"].tolist(), features)
        index._features, index._rarity = tables["features"], tables["rarity"]
        index._starts, index._topic_of, index._weight = tables["starts"], tables["topic_of"], tables["weight"]
        return index

    def tables(self) -> dict[str, NDArray[Any]]:
        """Everything that `stored` needs, as arrays that can be written to a file."""
        return {
            "topics": np.array(self.topics, dtype=np.str_),
            "features": self._features,
            "rarity": self._rarity,
            "starts": self._starts,
            "topic_of": self._topic_of,
            "weight": self._weight,
        }

    def _build(self, topic_of: NDArray[np.int64], bags: list[Codes]) -> None:
        everything = np.concatenate([*bags, np.zeros(0, np.uint64)])
        codes, place, found = np.unique(everything, return_inverse=True, return_counts=True)
        kept = found >= RAREST
        self._features = codes[kept]
        self._rarity = (np.log((1 + len(bags)) / (1 + found[kept])) + 1).astype(np.float32)
        sentence = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])[kept[place]]
        place = (np.cumsum(kept) - 1)[place[kept[place]]]
        weight = self._rarity[place] / _lengths(self._rarity[place], sentence, len(bags))[sentence]
        self._post(place, topic_of[sentence], weight)

    def _post(self, place: NDArray[np.int64], topic: NDArray[np.int64], weight: NDArray[np.float64]) -> None:
        """Sum the weights of each feature in each topic and scale each topic to length 1."""
        count = max(len(self.topics), 1)
        postings, at = np.unique(place * count + topic, return_inverse=True)
        summed = np.bincount(at, weight, minlength=len(postings))
        self._topic_of = (postings % count).astype(np.int32)
        self._weight = (summed / _lengths(summed, self._topic_of, count)[self._topic_of]).astype(np.float32)
        self._starts = np.searchsorted(postings, np.arange(len(self._features) + 1) * count).astype(np.int32)

    def rank(self, text: str, limit: int = 5) -> list[Ranked]:
        """The nearest topics, best first, at most `limit`; empty when the text shares nothing with any sentence."""
        scores = self.nearness(text)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Ranked(self.topics[n], float(scores[n])) for n in best if scores[n] > 0]

    def nearness(self, text: str) -> NDArray[np.float64]:
        """How near a text is to each topic: the cosine."""
        return self.scores(self._reader.codes(text))

    def scores(self, bag: Codes) -> NDArray[np.float64]:
        """How near a bag of features is to each topic: the cosine."""
        known = places(self._features, bag)
        if not len(known):
            return np.zeros(len(self.topics))
        telling = known[self._starts[known + 1] - self._starts[known] <= _COMMON]
        at, runs = postings(self._starts, telling)
        scores = np.bincount(
            self._topic_of[at], self._weight[at] * np.repeat(self._rarity[telling], runs), len(self.topics)
        )
        return np.asarray(scores / self._length(known, len(bag) - len(known)), dtype=np.float64)

    def _length(self, known: NDArray[np.int64], unknown: int) -> float:
        """The length of a question; what we have never seen counts as the rarest, so that foreign matters score low."""
        return float(np.sqrt((self._rarity[known] ** 2).sum() + unknown * self._rarity.max() ** 2))


def places(features: Codes, bag: Codes) -> NDArray[np.int64]:
    """Where those of a bag's codes that are known stand among the features; both are sorted."""
    place = np.searchsorted(features, bag)
    place, bag = place[place < len(features)], bag[place < len(features)]
    return np.asarray(place[features[place] == bag], dtype=np.int64)


def postings(starts: NDArray[np.int32], known: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Every posting of these features, one run after the other, and how long each run is."""
    runs = starts[known + 1] - starts[known]
    offset = np.arange(runs.sum()) - np.repeat(np.cumsum(runs) - runs, runs)
    return np.repeat(starts[known], runs) + offset, runs


def _lengths(weights: NDArray[Any], owner: NDArray[Any], owners: int) -> NDArray[np.float64]:
    """The Euclidean length of each owner's weights; 1 for an owner without any."""
    squares = np.bincount(owner, weights**2, minlength=owners)
    return np.sqrt(np.where(squares > 0, squares, 1.0))
