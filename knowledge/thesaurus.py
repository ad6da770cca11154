"""The thesaurus of the trade: what people mean by their words, whichever of many words they take.

A question is told apart by what meets in it: who was injured and dismissed asks another thing than who was either. A
line between topics cannot see that two things meet unless their meeting is a thing of its own; of characters and words
there are too many for that, of notions there are some hundreds.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.errors import FileError

THESAURUS = Path(__file__).parent / "thesaurus.txt"


class Thesaurus:
    """The notions of words; immutable, shared between threads."""

    def __init__(self, notions: Mapping[str, Iterable[str]]) -> None:
        """The words by what they mean; a word may mean several things."""
        self._meaning: dict[str, list[str]] = {}
        for notion, words in notions.items():
            for word in words:
                self._meaning.setdefault(word, []).append(notion)
        self._lengths = sorted({len(word) for word in self._meaning})

    @classmethod
    def read(cls, file: Path = THESAURUS) -> "Thesaurus":
        """The thesaurus of a file: on each line a notion and its words; raises FileError naming a line without words."""
        notions: dict[str, list[str]] = {}
        for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if not line or line.startswith("#"):
                continue
            notion, *words = line.split()
            if not words or notion in notions:
                raise FileError(file, f"line {n} must be a notion that is not there yet, and its words")
            notions[notion] = words
        return cls(notions)

    def notions(self, said: str) -> set[str]:
        """What a text means that was made plain (`features.plain`): the notions of every word that stands in it."""
        found = set[str]()
        for length in self._lengths:
            for at in range(len(said) - length + 1):
                found.update(self._meaning.get(said[at : at + length], ()))
        return found
