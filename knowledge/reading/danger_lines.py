"""The lines between messages that tell of danger and those that do not, learned from examples (danger_teaching.py).

The first line parts any danger from none; one for each danger says which it is. A message lies as far on the side of
danger as the stretch of it that lies farthest.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.danger_signs import Codes, Notions, Signs, signs
from knowledge.tables import Tables, read_tables

MODEL = Path(__file__).parent / "danger.npz"
NEEDED = "bias"
_FEW = 200.0  # what the squares of some five signs come to


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines: `codes` (F,) sorted, `weights` (F, 1 + D) in steps of `scale`, `bias` (1 + D,), any danger first.

    A sign counts by its `rarity` (F,), and the less the more there are in its stretch.
    """

    codes: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.int8]
    scale: float
    bias: NDArray[np.float32]

    @classmethod
    def stored(cls, tables: Tables) -> Self:
        """The lines that `tables` hold."""
        rarity, scale = tables["rarity"].astype(np.float32), float(tables["scale"])
        return cls(tables["codes"], rarity, tables["weights"], scale, tables["bias"])

    def tables(self) -> Tables:
        """What is stored."""
        scale, rarity = np.array(self.scale), self.rarity.astype(np.float16)
        return {"codes": self.codes, "rarity": rarity, "weights": self.weights, "scale": scale, "bias": self.bias}

    def danger(self, its: Signs) -> NDArray[np.float64]:
        """How far each stretch of a message lies on the side of danger."""
        stretch, at, counts = counted(its, self.codes, self.rarity)
        said = np.bincount(stretch, self.weights[at, 0] * counts, its.stretches)
        return np.asarray(said * self.scale + self.bias[0], dtype=np.float64)

    def which(self, stretch: Signs) -> int:
        """Which danger a stretch lies nearest to."""
        _, at, counts = counted(stretch, self.codes, self.rarity)
        return int((counts @ self.weights[at, 1:] * self.scale + self.bias[1:]).argmax())


@dataclass(frozen=True, slots=True)
class Learned:
    """How far a message lies on the side of danger, and which danger of `DANGERS` (by number) it would be."""

    side: float
    danger: int


class Watch:
    """Reads messages with lines and notions; immutable, shared between threads."""

    def __init__(self, lines: Lines, notions: Notions) -> None:
        self._lines, self._notions = lines, notions

    def read(self, text: str) -> Learned:
        """What a message tells; never raises, whatever it holds."""
        its = signs(text, self._notions)
        sides = self._lines.danger(its)
        worst = int(sides.argmax())
        return Learned(float(sides[worst]), self._lines.which(its.part(worst)))


@cache
def shipped() -> Watch:
    """The lines that ship, read once in a process; raises FileError when their file is missing or damaged."""
    return Watch(Lines.stored(read_tables(MODEL, NEEDED)), Notions.read())


def counted(
    its: Signs, codes: Codes, rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Of each sign that is among `codes`: its stretch, its place there, and what it counts.

    Squared, the counts of a stretch are together 1, and less where there are few: three characters say little.
    """
    at = np.minimum(np.searchsorted(codes, its.codes), len(codes) - 1)
    known = codes[at] == its.codes
    stretch, at = its.stretch[known], at[known]
    counts = rarity[at].astype(np.float64)
    lengths = np.sqrt(np.bincount(stretch, counts**2, its.stretches) + _FEW)
    return stretch, at, counts / lengths[stretch]
