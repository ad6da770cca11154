"""Which part each sum, time, head-count and length of a story plays: owed, paid, a wage, the first month unpaid …

Each part has a line through the features of a mention (see surroundings.py), learned from marked stories when the model
is built (see teaching.py); how far a mention lies on its side is its chance. A story is read twice: the second time
with what the other mentions seemed to be the first time. What the rules make of a mention is a feature among others.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.mentions import KINDS, Kind, Mention
from knowledge.reading.surroundings import Guess, echoes, surroundings
from knowledge.tables import Tables, read_tables

MODEL = Path(__file__).parent / "parts.npz"
FIRST, AGAIN = "first", "again"
NEEDED = f"{AGAIN}/{KINDS[-1]}/bias"  # the table that is written last

Chances = Mapping[str, float]  # of each part, 0 to 1, together 1


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the parts of one kind: `codes` (F,) sorted, `weights` (F, P) in steps of `scale`, `bias` (P,)."""

    parts: Sequence[str]
    codes: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: float
    bias: NDArray[np.float32]

    def chances(self, codes: Set[int]) -> Chances:
        """The chance of each part for a mention whose features have these codes."""
        bag = np.fromiter(codes, dtype=np.uint32, count=len(codes))
        at = np.minimum(np.searchsorted(self.codes, bag), len(self.codes) - 1)
        known = at[self.codes[at] == bag]
        said = self.weights[known].sum(axis=0, dtype=np.int64) * (self.scale * length(len(bag))) + self.bias
        sides = 1 / (1 + np.exp(-said.astype(np.float64)))
        return dict(zip(self.parts, (sides / sides.sum()).tolist(), strict=True))


class Parts:
    """The lines of every kind, for the first reading and the second; immutable, shared between threads."""

    def __init__(self, lines: Mapping[tuple[str, Kind], Lines]) -> None:
        self._lines = lines

    @classmethod
    def stored(cls, tables: Tables) -> Self:
        """The lines that `tables` hold."""
        return cls({(time, kind): _lines(tables, f"{time}/{kind}") for time in (FIRST, AGAIN) for kind in KINDS})

    def chances(self, folded: str, found: Sequence[Mention], guess: Guess) -> list[Chances]:
        """The chances of the parts of each mention of a folded text."""
        codes = [codes_of(its) for its in surroundings(folded, found, guess)]
        first = [likeliest(it) for it in self._read(FIRST, found, codes)]
        again = [its | codes_of(echoes(found, first, number)) for number, its in enumerate(codes)]
        return self._read(AGAIN, found, again)

    def _read(self, time: str, found: Sequence[Mention], codes: Sequence[Set[int]]) -> list[Chances]:
        return [self._lines[time, it.kind].chances(its) for it, its in zip(found, codes, strict=True)]


@cache
def shipped() -> Parts:
    """The parts that ship, read once in a process; raises FileError when their file is missing or damaged."""
    return Parts.stored(read_tables(MODEL, NEEDED))


def likeliest(chances: Chances) -> str:
    """The part with the greatest chance; of equal ones the first by name."""
    return max(sorted(chances), key=lambda part: chances[part])


def codes_of(features: Iterable[str]) -> frozenset[int]:
    """A number of 32 bits for each feature, the same in every process."""
    return frozenset([crc32(it.encode("utf-8", "replace")) for it in features])


def length(features: int) -> float:
    """What a feature counts where there are so many: the more, the less each."""
    return float(3 / np.sqrt(max(features, 1)))


def _lines(tables: Tables, name: str) -> Lines:
    its = {column: tables[f"{name}/{column}"] for column in ("parts", "codes", "weights", "scale", "bias")}
    return Lines(its["parts"].tolist(), its["codes"], its["weights"], float(its["scale"]), its["bias"])
