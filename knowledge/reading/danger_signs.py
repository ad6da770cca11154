"""What of a message may speak of danger: its words, the notions behind them and the ages it tells, stretch by stretch.

A danger in the middle of a long story must not drown, so a message is read whole and once more in stretches of
neighbouring clauses. What a message says of the past, of the news or of the law holds for each of its stretches.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import FileError
from knowledge.reading.danger_ages import ages_told

NOTIONS = Path(__file__).parent / "danger_notions.txt"
LONGEST = 5000  # characters that are read

Codes = NDArray[np.uint32]
Span = tuple[int, int]  # from one word up to another

_SHORT = 24  # words of a message that is read whole only
_STRETCH = 28  # words of a stretch, at most
_STEP = 10  # words from the beginning of one stretch to the next, at least
_CLAUSE = 18  # words after which a clause without a mark ends
_APART = re.compile(r"[\W_]+")
_WORD = re.compile(r"[a-z]+|\d+|\S")
_KEPT = frozenset(("110", "119", "120", "12345", "12351", "12333"))  # numbers that mean something
_HALF = np.uint64(32)
_ODD = np.uint32(0x9E3779B1)  # spreads the first code of a pair over all bits


@dataclass(frozen=True, slots=True)
class Notions:
    """Words of danger by what they mean; `everywhere` are the notions that hold for a whole message."""

    meaning: Mapping[str, Sequence[str]]
    longest: Mapping[str, int]  # word by how it begins
    everywhere: frozenset[str]

    @classmethod
    def read(cls, file: Path = NOTIONS) -> Self:
        """The notions of a file: a line each, its name, its words; raises FileError naming a line that is none."""
        meaning: dict[str, list[str]] = {}
        names = set[str]()
        for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if not line or line.startswith("#"):
                continue
            name, *words = line.split()
            if not words or name in names:
                raise FileError(file, f"line {n} must be a notion that is not there yet, and its words")
            names.add(name)
            for word in words:
                meaning.setdefault(word.replace("_", " "), []).append(name)
        longest = {word[:2]: len(word) for word in sorted(meaning, key=len)}
        return cls(meaning, longest, frozenset(name for name in names if name.startswith("@")))

    def found(self, said: str) -> list[tuple[str, int]]:
        """Each notion that a text means, with where it stands."""
        found = list[tuple[str, int]]()
        for begin in range(len(said)):
            longest = self.longest.get(said[begin : begin + 2], 0)
            for end in (begin + 1, *range(begin + 2, begin + longest + 1)) if longest else (begin + 1,):
                if said[begin:end] in self.meaning:
                    found += [(notion, begin) for notion in self.meaning[said[begin:end]]]
        return found


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a message: `codes` (S,) in `stretch` (S,), each once in a stretch; stretch 0 is the whole."""

    stretches: int
    stretch: NDArray[np.int64]
    codes: Codes

    def part(self, stretch: int) -> "Signs":
        """One stretch, as a message of its own."""
        codes = self.codes[self.stretch == stretch]
        return Signs(1, np.zeros(len(codes), dtype=np.int64), codes)


def signs(text: str, notions: Notions) -> Signs:
    """The signs of the whole text and of each of its stretches; never raises, whatever the text holds."""
    said = _APART.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).lower()).strip()
    words = list(_WORD.finditer(said))
    starts = np.array([word.start() for word in words], dtype=np.int64)
    spans = _spans(said, starts)
    found = [*notions.found(said), *ages_told(said)]
    meant = _meant(found, starts, spans)
    everywhere = np.array([_code(f"@{name}") for name, _ in found if name in notions.everywhere], dtype=np.uint32)
    rows = [*_in_spans(_grams([word[0] for word in words]), spans), *meant]
    rows += [(n, everywhere) for n in range(len(spans))]
    return _once(len(spans), [(n, codes) for n, codes in rows if len(codes)])


def _once(stretches: int, rows: Sequence[tuple[int, Codes]]) -> Signs:
    if not rows:
        return Signs(stretches, np.array([], dtype=np.int64), np.array([], dtype=np.uint32))
    numbers = np.repeat(np.array([n for n, _ in rows], dtype=np.uint64), [len(codes) for _, codes in rows])
    both = np.unique(numbers << _HALF | np.concatenate([codes for _, codes in rows]))
    return Signs(stretches, (both >> _HALF).astype(np.int64), both.astype(np.uint32))


def _in_spans(grams: Sequence[Codes], spans: Sequence[Span]) -> list[tuple[int, Codes]]:
    """Of each span the codes that lie in it whole."""
    return [
        (n, codes[begin : max(end - longer, begin)])
        for n, (begin, end) in enumerate(spans)
        for longer, codes in enumerate(grams)
    ]


def _meant(
    found: Sequence[tuple[str, int]], starts: NDArray[np.int64], spans: Sequence[Span]
) -> list[tuple[int, Codes]]:
    """Of each span the notions, and each two that meet in it."""
    numbers = {name: n for n, name in enumerate(sorted({name for name, _ in found}))}
    codes = np.array([_code(f"#{name}") for name in numbers], dtype=np.uint32)
    at = np.searchsorted(starts, [place for _, place in found], side="right") - 1
    which = np.array([numbers[name] for name, _ in found], dtype=np.int64)
    rows = []
    for n, (begin, end) in enumerate(spans):
        there = np.zeros(len(numbers), dtype=np.bool_)
        there[which[(at >= begin) & (at < end)]] = True
        its = codes[there]
        first, second = _pairs(len(its))
        rows.append((n, np.concatenate((its, its[first] * _ODD + its[second]))))
    return rows


@lru_cache(maxsize=200)
def _pairs(many: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.triu_indices(many, 1)
    return first, second


def _grams(words: Sequence[str]) -> tuple[Codes, Codes, Codes]:
    """The codes of single words, of two and of three in a row; a Chinese character is a word."""
    one = np.array([_code(word) for word in words], dtype=np.uint32)
    two = one[:-1] * _ODD + one[1:]
    return one, two, two[:-1] * _ODD + one[2:]


@lru_cache(maxsize=20_000)
def _code(word: str) -> int:
    """A number of 32 bits for a word or a notion, the same in every process; figures are alike."""
    if word.isascii() and word.isdigit() and word not in _KEPT:
        word = "0"
    return crc32(word.encode("utf-8", "replace"))


def _spans(said: str, starts: NDArray[np.int64]) -> list[Span]:
    """The whole text, and the stretches of a longer one, as positions of words."""
    total = len(starts)
    spans = [(0, total)]
    if total <= _SHORT:
        return spans
    edges = _edges(said, starts.tolist())
    begin = 0
    while begin < len(edges) - 1:
        end = max(bisect_right(edges, edges[begin] + _STRETCH) - 1, begin + 1)
        spans.append((edges[begin], edges[end]))
        if edges[end] == total:
            break
        begin = max(bisect_left(edges, edges[begin] + _STEP), begin + 1)
    return spans


def _edges(said: str, starts: Sequence[int]) -> list[int]:
    """Where clauses begin, and the end; a clause that goes on and on is cut."""
    edges = [0]
    for n, start in enumerate(starts[1:], start=1):
        apart = said[start - 1] == " " and not said[start - 2 : start + 1].isascii()
        if apart or n - edges[-1] >= _CLAUSE:
            edges.append(n)
    return [*edges, len(starts)]
