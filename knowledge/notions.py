"""The thesaurus of the trade: what people mean by their words, whichever of many words they take.

A question is told apart by what meets in it: who was injured and dismissed asks another thing than who was either. A
line between topics cannot see that two things meet unless their meeting is a thing of its own; of characters and words
there are too many for that, of broad notions about a hundred. The fine ones are read one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge.errors import FileError

_HERE = Path(__file__).parent / "thesaurus"
BROAD, FINE = _HERE / "broad.txt", _HERE / "fine.txt"


Listed = Mapping[str, Sequence[str]]  # words by notion, or notions by word


@dataclass(frozen=True, slots=True)
class Meant:
    """The notions that a text means."""

    broad: set[str]
    fine: set[str]


class Thesaurus:
    """Words by what they mean; immutable, shared between threads."""

    def __init__(self, broad: Listed, fine: Listed) -> None:
        """Broad notions, which are read in pairs, and fine ones, which are read alone; a word may mean several."""
        self._broad, self._fine = _by_word(broad), _by_word(fine)
        by_length = sorted(self._broad.keys() | self._fine.keys(), key=len)
        self._longest = {word[:2]: len(word) for word in by_length}  # by how it begins

    @classmethod
    def read(cls, broad: Path = BROAD, fine: Path = FINE) -> Self:
        """The thesaurus of two files; raises FileError naming a line that is no notion with its words."""
        return cls(_read(broad), _read(fine))

    def meant(self, said: str) -> Meant:
        """The notions of every word that stands in a text made plain (`features.plain`)."""
        found = {
            said[begin:end]
            for begin in range(len(said))
            for end in (begin + 1, *range(begin + 2, begin + self._longest.get(said[begin : begin + 2], 0) + 1))
        }
        return Meant(_notions(self._broad, found), _notions(self._fine, found))


def _notions(meaning: Listed, words: set[str]) -> set[str]:
    return {notion for word in words & meaning.keys() for notion in meaning[word]}


def _by_word(notions: Listed) -> dict[str, list[str]]:
    meaning: dict[str, list[str]] = {}
    for notion, words in notions.items():
        for word in words:
            meaning.setdefault(word, []).append(notion)
    return meaning


def _read(file: Path) -> dict[str, list[str]]:
    """The notions of a file, a line each: its name, then its words."""
    notions: dict[str, list[str]] = {}
    for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        notion, *words = line.split()
        if not words or notion in notions:
            raise FileError(file, f"line {n} must be a notion that is not there yet, and its words")
        notions[notion] = words
    return notions
