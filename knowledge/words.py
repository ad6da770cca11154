"""Chinese has no spaces: this cuts a sentence into the words of jieba's dictionary and of our own.

The cut is jieba's own without its hidden Markov model: of all ways to read a sentence as words, the most probable one.
We walk it ourselves because the hotline must be back within three seconds after it was killed: importing jieba and
building its prefix tree took 1.2 seconds where reading the dictionary here took 0.3, and its walk twice our time. It
also leaves out jieba's cache in a shared temporary directory, its messages on the terminal and its import warnings.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from knowledge.errors import FileError

OWN_WORDS = Path(__file__).parent / "dictionary.txt"
_OWN_COUNT = 2000  # occurrences that make our word win against its parts
# Words of at most seven characters, found ten times or more in jieba's corpus; the rarer two thirds are mostly names.
_COMMON = re.compile(r"^(\S{1,7}) (\d{2,}) ", re.MULTILINE)


class Words:
    """The words of a text; immutable, so that one may be shared between threads.

    The dictionary is read when the first text is cut; raises FileError then if jieba is not installed with it.
    """

    def __init__(self, own_words: Path = OWN_WORDS) -> None:
        self._own_words = own_words

    @cached_property
    def _costs(self) -> "_Costs":
        return _Costs.read(self._own_words)

    def cut(self, text: str) -> list[str]:
        """The words of a text in order, together the whole text; never raises, whatever the text holds."""
        ends, words = self._steps_back(text), []
        at = len(text)
        while at > 0:
            words.append(text[ends[at] : at])
            at = ends[at]
        return words[::-1]

    def _steps_back(self, text: str) -> list[int]:
        """For each position, where the last word of the cheapest way to it begins."""
        costs = self._costs
        length, cheapest, begins = len(text), [0.0] + [math.inf] * len(text), [0] * (len(text) + 1)
        for begin in range(length):
            longest = costs.longest.get(text[begin : begin + 2], 1)
            for end in range(begin + 1, min(begin + longest, length) + 1):
                step = costs.cost.get(text[begin:end], costs.unknown if end == begin + 1 else math.inf)
                if cheapest[begin] + step < cheapest[end]:
                    cheapest[end], begins[end] = cheapest[begin] + step, begin
        return begins


@cache
def shared_words() -> Words:
    """The words of the dictionaries that ship, read once in a process."""
    return Words()


@dataclass(frozen=True, slots=True)
class _Costs:
    """What a word costs on the way through a text: the rarer, the more; `longest` word by its first two characters."""

    unknown: float
    cost: Mapping[str, float]
    longest: Mapping[str, int]

    @classmethod
    def read(cls, own_words: Path) -> Self:
        counts = {word: int(count) for word, count in _COMMON.findall(_jieba_dictionary())}
        for line in own_words.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                counts[line.strip()] = max(counts.get(line.strip(), 0), _OWN_COUNT)
        unknown = math.log(sum(counts.values()))
        by_length = sorted((word for word in counts if len(word) > 1), key=len)
        cost = {word: unknown - math.log(count) for word, count in counts.items()}
        return cls(unknown, cost, {word[:2]: len(word) for word in by_length})


def _jieba_dictionary() -> str:
    """The text of jieba's dictionary, found without importing jieba: lines of word, count and kind of word."""
    spec = find_spec("jieba")
    file = Path(spec.origin).with_name("dict.txt") if spec and spec.origin else Path("jieba/dict.txt")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(file, "cannot be read; install jieba") from error
