"""Learns the lines of parts.py from the marked stories, when the model is built; needs scikit-learn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import NoTeacher
from knowledge.reading.guessing import guess
from knowledge.reading.marked import STORIES, Marked, read_marked
from knowledge.reading.mentions import KINDS, Kind, Mention, mentions
from knowledge.reading.parts import AGAIN, FIRST, MODEL, Lines, codes_of, length, likeliest
from knowledge.reading.surroundings import CUES, echoes, surroundings
from knowledge.words import OWN_WORDS

_KIND = "2"  # of features; another number makes every older file stale
_WORDS = (Path(__file__).parent / "amounts.yaml", CUES, OWN_WORDS)
_COST = 3.0  # how much a mention on the wrong side of a line costs
_SEEN = 2  # mentions a feature must occur in to be learned
_FOLDS = 4  # parts of the stories; each is read by what the others teach, for the second reading
_ROUNDS = 50  # of learning one line, at most
_NEAR_ENOUGH = 1e-3  # change of a line after which learning stops
_STEPS = 127  # of a weight
_LEAST = 4  # steps that a weight must have for some part for its feature to be kept


@dataclass(frozen=True, slots=True)
class Lesson:
    """A marked story with its mentions, the features of each, and the part it plays."""

    found: Sequence[Mention]
    features: Sequence[Sequence[str]]
    parts: Sequence[str]


def lesson(story: Marked) -> Lesson:
    """What is to be learned from a marked story."""
    found = mentions(story.folded)
    features = surroundings(story.folded, found, guess(story.text, story.asked_on))
    return Lesson(found, features, story.parts(found))


def learn(lessons: Sequence[Lesson]) -> dict[tuple[str, Kind], Lines]:
    """The lines for both readings; the same lessons give the same lines. Raises NoTeacher without scikit-learn."""
    teacher = _teacher()
    told = list(lessons)
    for fold in range(_FOLDS):
        others = [it for number, it in enumerate(lessons) if number % _FOLDS != fold]
        lines = _learn(teacher, FIRST, others)
        for number in range(fold, len(lessons), _FOLDS):
            told[number] = _echoed(lessons[number], lines)
    return {**_learn(teacher, FIRST, lessons), **_learn(teacher, AGAIN, told)}


def write(model: Path = MODEL, stories: Path = STORIES) -> None:
    """Learn from the marked stories of a folder and write; the same stories give the same file."""
    lines = learn([lesson(it) for it in read_marked(stories)])
    tables = {f"{time}/{kind}/{name}": table for (time, kind), its in lines.items() for name, table in _tables(its)}
    np.savez_compressed(model, fingerprint=np.array(fingerprint(stories)), **tables)  # type: ignore[arg-type]


def fingerprint(stories: Path = STORIES) -> str:
    """What the lines depend on, in 64 hex digits."""
    files = [*sorted(stories.glob("*.txt")), *_WORDS]
    return sha256("\n".join([_KIND, *(it.read_text("utf-8") for it in files)]).encode()).hexdigest()


def _echoed(it: Lesson, lines: Mapping[tuple[str, Kind], Lines]) -> Lesson:
    """The lesson with what its mentions seemed to be when they were first read."""
    parts = [
        likeliest(lines[FIRST, each.kind].chances(codes_of(its)))
        for each, its in zip(it.found, it.features, strict=True)
    ]
    return Lesson(it.found, [[*its, *echoes(it.found, parts, at)] for at, its in enumerate(it.features)], it.parts)


def _learn(teacher: Any, time: str, lessons: Sequence[Lesson]) -> dict[tuple[str, Kind], Lines]:
    """The lines of one reading, of each kind by itself."""
    learned = {}
    for kind in KINDS:
        its = [
            (features, part)
            for it in lessons
            for each, features, part in zip(it.found, it.features, it.parts, strict=True)
            if each.kind == kind
        ]
        learned[time, kind] = _lines(teacher, [features for features, _ in its], [part for _, part in its])
    return learned


def _lines(teacher: Any, features: Sequence[Sequence[str]], parts: Sequence[str]) -> Lines:
    bags = [np.array(sorted(codes_of(its)), dtype=np.uint32) for its in features]
    counts = Counter(it for bag in bags for it in bag.tolist())
    codes = np.array(sorted(it for it, count in counts.items() if count >= _SEEN), dtype=np.uint32)
    matrix, names = _matrix(bags, codes), sorted(set(parts))
    joblib = import_module("joblib")
    tasks = (joblib.delayed(_line)(teacher, matrix, np.array([part == name for part in parts])) for name in names)
    lines = list(joblib.Parallel(n_jobs=-1, max_nbytes="1M")(tasks))
    slopes, bias = np.array([its for its, _ in lines]).T, np.array([its for _, its in lines])
    scale = float(np.abs(slopes).max() / _STEPS) or 1.0
    weights = np.round(slopes / scale).astype(np.int8)
    kept = np.abs(weights).max(axis=1) >= _LEAST
    return Lines(names, codes[kept], weights[kept], scale, bias.astype(np.float32))


def _line(teacher: Any, matrix: Any, plays: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """What each feature says for or against a part, and where its line lies.

    In a process of its own: two that learn in one disturb each other's chance.
    """
    line = teacher(C=_COST, solver="liblinear", dual=True, max_iter=_ROUNDS, tol=_NEAR_ENOUGH, random_state=0)
    line.fit(matrix, plays)
    return line.coef_[0], float(line.intercept_[0])


def _matrix(bags: Sequence[NDArray[np.uint32]], codes: NDArray[np.uint32]) -> Any:
    """A row for each mention, a column for each feature."""
    known, weights, ends = [], [], [0]
    for bag in bags:
        at = np.minimum(np.searchsorted(codes, bag), len(codes) - 1)
        known.append(at[codes[at] == bag])
        weights.append(np.full(len(known[-1]), length(len(bag))))
        ends.append(ends[-1] + len(known[-1]))
    parts = (np.concatenate(weights), np.concatenate(known), np.array(ends))
    return import_module("scipy.sparse").csr_matrix(parts, shape=(len(bags), len(codes)))


def _tables(lines: Lines) -> list[tuple[str, NDArray[Any]]]:
    return [
        ("parts", np.array(lines.parts, dtype=np.str_)),
        ("codes", lines.codes),
        ("weights", lines.weights),
        ("scale", np.array(lines.scale)),
        ("bias", lines.bias),
    ]


def _teacher() -> Any:
    try:
        return import_module("sklearn.linear_model").LogisticRegression
    except ModuleNotFoundError:
        raise NoTeacher from None
