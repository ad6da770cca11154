"""Learns the lines of `separating.py` from the sentences, when the model is built; needs scikit-learn, which ships not.

The teacher is asked for by name: only whoever runs `make knowledge-model` has it.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import is_ours
from knowledge.errors import NoTeacher
from knowledge.features import Codes, Features
from knowledge.search import RAREST

Tables = dict[str, NDArray[Any]]

_LEAST = 0.05  # what a feature must say of a topic to be kept
_STEPS = 127  # of a weight


def learn(sentences: Sequence[tuple[str, str]], features: Features) -> Tables:
    """The tables of a separator for these sentences, each with its topic; the same sentences give the same tables.

    Raises NoTeacher where scikit-learn is not installed.
    """
    teacher = _teacher()
    topics = list(dict.fromkeys(topic for topic, _ in sentences))
    bags = [features.codes(said) for _, said in sentences]
    codes, found = np.unique(np.concatenate(bags), return_counts=True)
    codes, found = codes[found >= RAREST], found[found >= RAREST]
    rarity = (np.log((1 + len(bags)) / (1 + found)) + 1).astype(np.float32)
    matrix, topic_of = _matrix(bags, codes, rarity), np.array([topics.index(topic) for topic, _ in sentences])
    lines = teacher(C=0.5, random_state=0).fit(matrix, topic_of)
    ours = np.array([is_ours(topic) for topic, _ in sentences])
    border = teacher(C=0.1, class_weight="balanced", random_state=0).fit(matrix, ours)
    said, scale = _whole(np.where(np.abs(lines.coef_) >= _LEAST, lines.coef_, 0).T)
    ours_said, ours_scale = _whole(border.coef_[0])
    place, topic = np.nonzero(said)
    return {
        "topics": np.array(topics, dtype=np.str_),
        "features": codes,
        "rarity": rarity,
        "starts": np.searchsorted(place, np.arange(len(codes) + 1)).astype(np.int32),
        "topic_of": topic.astype(np.int16),
        "weight": said[place, topic],
        "bias": lines.intercept_.astype(np.float32),
        "ours": ours_said,
        "scales": np.array([scale, ours_scale, border.intercept_[0]], dtype=np.float64),
    }


def _teacher() -> Any:
    try:
        return import_module("sklearn.svm").LinearSVC
    except ModuleNotFoundError:
        raise NoTeacher from None


def _matrix(bags: Sequence[Codes], codes: Codes, rarity: NDArray[np.float32]) -> Any:
    """A row of length 1 for each sentence, a column for each feature."""
    places, weights, ends = [], [], [0]
    for bag in bags:
        known = np.searchsorted(codes, bag[np.isin(bag, codes, assume_unique=True)])
        weight = rarity[known]
        places.append(known)
        weights.append(weight / (np.sqrt((weight**2).sum()) or 1))
        ends.append(ends[-1] + len(known))
    parts = (np.concatenate(weights), np.concatenate(places), np.array(ends))
    return import_module("scipy.sparse").csr_matrix(parts, shape=(len(bags), len(codes)))


def _whole(weights: NDArray[Any]) -> tuple[NDArray[np.int8], float]:
    """The weights as whole numbers of 8 bits, and what one of them is worth."""
    scale = float(np.abs(weights).max() / _STEPS) or 1.0
    return np.round(weights / scale).astype(np.int8), scale
