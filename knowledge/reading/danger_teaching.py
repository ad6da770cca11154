"""Learns the lines of danger_lines.py from messages, when the model is built; needs scikit-learn.

The messages of `training/danger/` are labelled with a danger or `none`. What people asked and posted (`training/`) is
none, except under topics that somebody in danger asks about, which teach nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import TRAINING, read_sentences, training_files, training_sentences
from knowledge.errors import FileError, NoTeacher
from knowledge.reading import danger_ages, danger_signs
from knowledge.reading.danger import DANGERS
from knowledge.reading.danger_lines import MODEL, Lines, counted
from knowledge.reading.danger_signs import NOTIONS, Codes, Notions, Signs, signs
from knowledge.reading.marked import read_marked

NONE = "none"
_IN_DANGER = frozenset(("mental-crisis", "accident-emergency", "child-labour", "forced-labour", "police-when-to-call"))
_KIND = "1"  # of signs and lines; another number makes every older file stale
_COST = 1.0  # how much a message on the wrong side of a line costs
_TOLD = 0.5  # how much a story about wages counts beside a message that was labelled
_POSTED = 0.2  # how much a post counts beside a message that was labelled
_SEEN = 2  # messages a sign must occur in to be learned
_NEAR = -0.5  # the side of the first line from which on a stretch of a harmless message teaches by itself
_STEPS = 127  # of a weight
_KEPT = 40_000  # signs that are kept: those that say most of danger
_PART = 1000  # messages that are read at a time


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message with its label and how much it counts."""

    label: str
    signs: Signs
    weight: float


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is learned from: a row of signs for each stretch, its label and how much it counts."""

    signs: Sequence[Signs]
    labels: Sequence[str]
    weights: Sequence[float]


def lessons(folder: Path = TRAINING) -> list[Lesson]:
    """Everything that is to be learned from; raises FileError naming a file with an unknown label."""
    told = [(label, text, 1.0) for label, text in labelled(folder / "danger")]
    told += [(NONE, it.text, _POSTED) for it in training_sentences(folder) if not _IN_DANGER & {*it.topics}]
    told += [(NONE, it.text, _TOLD) for it in read_marked(folder / "stories")]
    each = read_all([text for _, text, _ in told])
    return [Lesson(label, its, weight) for (label, _, weight), its in zip(told, each, strict=True)]


def labelled(folder: Path) -> Iterator[tuple[str, str]]:
    """The messages of a folder with their labels; raises FileError naming a file with an unknown one."""
    for file in sorted(folder.glob("*.tsv")):
        for it in read_sentences(file):
            if it.topics[0] not in (*DANGERS, NONE):
                raise FileError(file, f"{it.topics[0]!r} is no danger; the dangers are {', '.join(DANGERS)}")
            yield it.topics[0], it.text


def read_all(texts: Sequence[str]) -> list[Signs]:
    """The signs of many messages, read on all processors. Raises NoTeacher where scikit-learn is not installed."""
    _teacher()
    joblib = import_module("joblib")
    parts = [texts[n : n + _PART] for n in range(0, len(texts), _PART)]
    read = joblib.Parallel(n_jobs=-1)(joblib.delayed(_read)(part) for part in parts)
    return [its for part in read for its in part]


def learn(taught: Sequence[Lesson]) -> Lines:
    """The lines; the same lessons give the same lines. Raises NoTeacher where scikit-learn is not installed.

    Learned twice. The first line, from whole messages, says which signs matter, which stretch of a long message tells
    of the danger, and which stretches of harmless ones look as if they did; the lines that are kept learn from those.
    """
    wholes = [it.signs.part(0) for it in taught]
    rows = _Rows(wholes, [it.label for it in taught], [it.weight for it in taught])
    codes = _codes(wholes)
    rarity = _rarity(wholes, codes)
    first = _drawn(rows, codes, rarity, [NONE])
    kept = np.sort(np.argsort(-np.abs(first.weights[:, 0].astype(np.int64)), kind="stable")[:_KEPT])
    return _drawn(_telling(taught, first), codes[kept], rarity[kept], [NONE, *DANGERS])


def write(model: Path = MODEL, folder: Path = TRAINING) -> None:
    """Learn from the messages of a folder and write; the same messages give the same file."""
    tables = learn(lessons(folder)).tables()
    np.savez_compressed(model, fingerprint=np.array(fingerprint(folder)), **tables)  # type: ignore[arg-type]


def fingerprint(folder: Path = TRAINING) -> str:
    """What the lines depend on, in 64 hex digits."""
    code = [Path(it.__file__ or "") for it in (danger_ages, danger_signs)]
    told = [*sorted((folder / "danger").glob("*.tsv")), *sorted((folder / "stories").glob("*.txt"))]
    files = [*told, *(file for file, _ in training_files(folder)), NOTIONS, *code]
    return sha256("\n".join([_KIND, *(it.read_text("utf-8") for it in files)]).encode()).hexdigest()


def _read(texts: Sequence[str]) -> list[Signs]:
    notions = Notions.read()
    return [signs(text, notions) for text in texts]


def _telling(taught: Sequence[Lesson], first: Lines) -> _Rows:
    """The rows of whole messages, of the stretches that tell of danger, and of the harmless ones that seem to."""
    signs_, labels, weights = list[Signs](), list[str](), list[float]()
    for it in taught:
        stretches = _stretches(it, first)
        weight = it.weight / 2 if stretches and it.label != NONE else it.weight
        for n in (0, *stretches):
            signs_.append(it.signs.part(n))
            labels.append(it.label)
            weights.append(it.weight if n else weight)
    return _Rows(signs_, labels, weights)


def _stretches(it: Lesson, first: Lines) -> list[int]:
    """Which stretches of a longer message teach by themselves."""
    if it.signs.stretches == 1:
        return []
    sides = first.danger(it.signs)[1:]
    return [int(sides.argmax()) + 1] if it.label != NONE else (np.flatnonzero(sides > _NEAR) + 1).tolist()


def _codes(messages: Sequence[Signs]) -> Codes:
    codes, found = np.unique(np.concatenate([it.codes for it in messages]), return_counts=True)
    return codes[found >= _SEEN]


def _rarity(messages: Sequence[Signs], codes: Codes) -> NDArray[np.float32]:
    every = np.concatenate([it.codes for it in messages])
    found = np.searchsorted(np.sort(every), codes, side="right") - np.searchsorted(np.sort(every), codes)
    return (np.log((1 + len(messages)) / (1 + found)) + 1).astype(np.float16).astype(np.float32)


def _drawn(rows: _Rows, codes: Codes, rarity: NDArray[np.float32], names: Sequence[str]) -> Lines:
    """A line for each name, between what has this label and what has not; for none, what has and what has it not."""
    joblib = import_module("joblib")
    matrix, weights = _matrix(rows.signs, codes, rarity), np.array(rows.weights)
    belongs = [np.array([(label == name) != (name == NONE) for label in rows.labels]) for name in names]
    tasks = (joblib.delayed(_line)(matrix, its, weights) for its in belongs)
    lines = list(joblib.Parallel(n_jobs=-1, max_nbytes="1M")(tasks))
    slopes = np.array([its for its, _ in lines]).T
    scale = float(np.abs(slopes).max() / _STEPS) or 1.0
    bias = np.array([bias for _, bias in lines], dtype=np.float32)
    return Lines(codes, rarity, np.round(slopes / scale).astype(np.int8), scale, bias)


def _line(matrix: Any, belongs: NDArray[np.bool_], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """What each sign says for or against, and where the line lies.

    In a process of its own: two that learn in one disturb each other's chance. What nobody told of is never told.
    """
    if not belongs.any():
        return np.zeros(matrix.shape[1]), -1.0
    line = _teacher()(C=_COST, random_state=0)
    line.fit(matrix, belongs, sample_weight=weights)
    return line.coef_[0], float(line.intercept_[0])


def _matrix(messages: Sequence[Signs], codes: Codes, rarity: NDArray[np.float32]) -> Any:
    """A row for each message, a column for each sign."""
    rows = [counted(it, codes, rarity) for it in messages]
    ends = np.cumsum([0, *(len(at) for _, at, _ in rows)])
    parts = (np.concatenate([counts for _, _, counts in rows]), np.concatenate([at for _, at, _ in rows]), ends)
    return import_module("scipy.sparse").csr_matrix(parts, shape=(len(messages), len(codes)))


def _teacher() -> Any:
    try:
        return import_module("sklearn.svm").LinearSVC
    except ModuleNotFoundError:
        raise NoTeacher from None
