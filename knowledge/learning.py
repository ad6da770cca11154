"""Learns the lines of `separating.py` from the sentences, when the model is built; needs scikit-learn, which ships not.

The teacher is asked for by name: only whoever runs `make knowledge-model` has it.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Sentence, is_labour
from knowledge.errors import NoTeacher
from knowledge.features import Codes, Features
from knowledge.search import places

Tables = dict[str, NDArray[Any]]

_TOPIC, _BORDER = 0.25, 0.1  # how much a sentence on the wrong side of a line costs
_SEEN = 3  # sentences a feature must occur in to be learned
_ROUNDS = 300  # of learning one line, at most
_PERHAPS = -0.3  # the side of a line that posts drew from which a sentence may belong to its topic
_LEAST = 0.05  # what a feature must say of a topic to be kept
_STEPS = 127  # of a weight


def learn(sentences: Sequence[Sentence], features: Features) -> Tables:
    """The tables of a separator for these sentences; the same sentences give the same tables.

    A sentence with several topics speaks for each of them. Those that were written topic by topic name only the one
    they were written for: against another that the posts would give them, too, they do not speak.
    Raises NoTeacher where scikit-learn is not installed.
    """
    teacher = _teacher()
    topics = sorted({topic for it in sentences for topic in it.topics})
    bags = [features.codes(it.text) for it in sentences]
    codes, found = np.unique(np.concatenate(bags), return_counts=True)
    codes, found = codes[found >= _SEEN], found[found >= _SEEN]
    rarity = (np.log((1 + len(bags)) / (1 + found)) + 1).astype(np.float32)
    matrix, weights = _matrix(bags, codes, rarity), np.array([it.weight for it in sentences])
    belongs = np.array([[topic in it.topics for topic in topics] for it in sentences])
    counts = _what_counts(teacher, matrix, belongs, weights)
    lines = _lines(teacher, matrix, belongs, counts)
    border = teacher(C=_BORDER, class_weight="balanced", random_state=0)
    border.fit(matrix, [any(map(is_labour, it.topics)) for it in sentences], sample_weight=weights)
    said, scale = _whole(np.array([np.where(np.abs(slopes) >= _LEAST, slopes, 0) for slopes, _ in lines]).T)
    ours_said, ours_scale = _whole(border.coef_[0])
    place, topic = np.nonzero(said)
    return {
        "topics": np.array(topics, dtype=np.str_),
        "features": codes,
        "rarity": rarity,
        "starts": np.searchsorted(place, np.arange(len(codes) + 1)).astype(np.int32),
        "topic_of": topic.astype(np.int16),
        "weight": said[place, topic],
        "bias": np.array([bias for _, bias in lines], dtype=np.float32),
        "ours": ours_said,
        "scales": np.array([scale, ours_scale, border.intercept_[0]], dtype=np.float64),
    }


def _what_counts(
    teacher: Any, matrix: Any, belongs: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much each sentence counts for each topic's line."""
    posted = weights > 1
    counts = np.repeat(weights[:, None], belongs.shape[1], axis=1)
    if not posted.any() or posted.all():
        return counts
    asked = [topic for topic, its in enumerate(belongs[posted].T) if its.any()]
    lines = _lines(teacher, matrix[posted], belongs[posted][:, asked], counts[posted][:, asked])
    score = matrix @ np.array([slopes for slopes, _ in lines]).T + np.array([bias for _, bias in lines])
    perhaps = np.zeros_like(belongs)
    perhaps[:, asked] = score > _PERHAPS
    return np.where(perhaps & ~belongs & ~posted[:, None], 0, counts)


def _lines(
    teacher: Any, matrix: Any, belongs: NDArray[np.bool_], counts: NDArray[np.float64]
) -> list[tuple[NDArray[np.float32], float]]:
    """For each topic what each feature says for or against it, and where its line lies.

    In processes of their own, as many as there are processors: two that learn in one disturb each other's chance.
    """
    joblib = import_module("joblib")
    tasks = (joblib.delayed(_line)(teacher, matrix, *both) for both in zip(belongs.T, counts.T, strict=True))
    return list(joblib.Parallel(n_jobs=-1, max_nbytes="1M")(tasks))


def _line(
    teacher: Any, matrix: Any, belongs: NDArray[np.bool_], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float32], float]:
    taken = counts > 0
    line = teacher(C=_TOPIC, random_state=0, max_iter=_ROUNDS)
    line.fit(matrix[taken], belongs[taken], sample_weight=counts[taken])
    return line.coef_[0].astype(np.float32), float(line.intercept_[0])


def _teacher() -> Any:
    try:
        return import_module("sklearn.svm").LinearSVC
    except ModuleNotFoundError:
        raise NoTeacher from None


def _matrix(bags: Sequence[Codes], codes: Codes, rarity: NDArray[np.float32]) -> Any:
    """A row of length 1 for each sentence, a column for each feature."""
    known_ones, weights, ends = [], [], [0]
    for bag in bags:
        known = places(codes, bag)
        weight = rarity[known].astype(np.float64)
        known_ones.append(known)
        weights.append(weight / (np.sqrt((weight**2).sum()) or 1))
        ends.append(ends[-1] + len(known))
    parts = (np.concatenate(weights), np.concatenate(known_ones), np.array(ends))
    return import_module("scipy.sparse").csr_matrix(parts, shape=(len(bags), len(codes)))


def _whole(weights: NDArray[Any]) -> tuple[NDArray[np.int8], float]:
    """The weights as whole numbers of 8 bits, and what one of them is worth."""
    scale = float(np.abs(weights).max() / _STEPS) or 1.0
    return np.round(weights / scale).astype(np.int8), scale
