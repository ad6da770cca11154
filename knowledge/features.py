"""What counts as a feature of a sentence: in Chinese its character n-grams and words, in English its words.

A feature is a number of 64 bits. Sentences are bags: how often a feature occurs in one does not matter, because people
repeat themselves when they are upset.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.words import Words

Codes = NDArray[np.uint64]
LONGEST = 2000  # characters of a question that are read; the rest of a longer text is ignored

_POINT = np.uint64(21)  # bits of one code point: three fit below _WORD
_WORD = np.uint64(1 << 63)  # marks the code of a word
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"(?<!\d)(123\d\d|110|119|120)(?!\d)|\d+")  # public lines stay themselves
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")
# Words that say nothing about the matter. Stems as _ENDING leaves them.
_EMPTY = frozenset(
    word
    for line in (
        "a an the i m my me we our us you your it its he his him she her they them this that thes thos is ar am wa wer",
        "b been be do don did doe didn doesn can could would will shall should may might must hav ha had having",
        "in on at of for to from by with and or but so if as than then there her what how when wher who which why",
        "not no t s ll ve re pl plea tell want know about any som get go need",
    )
    for word in line.split()
)


class Features(Protocol):
    """Turns a sentence into the distinct codes of its features; `learn` gives words not seen before a code."""

    def codes(self, text: str, *, learn: bool) -> Codes:
        """The codes of one sentence, sorted, each once; never raises, whatever the text holds."""
        ...

    def learned(self) -> list[str]:
        """The words that have a code, in the order in which they got it."""
        ...

    def remember(self, words: list[str]) -> None:
        """Give these words the codes they had when they were learned in this order."""
        ...


def is_chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: it has a Chinese character, or no Latin word at all."""
    return bool(_CHINESE.search(text[:LONGEST])) or not _LATIN_WORD.search(text[:LONGEST].casefold())


def plain(text: str) -> str:
    """A Chinese text as it is compared: full-width folded, lower case, numbers alike, no punctuation."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return _NOT_WORD.sub("", _DIGITS.sub(lambda number: number[1] or "0", folded))


class _Learning:
    """Words get numbers when they are first learned."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def learned(self) -> list[str]:
        """The words that have a code, in the order in which they got it."""
        return list(self._numbers)

    def remember(self, words: list[str]) -> None:
        """Give these words the codes they had when they were learned in this order."""
        self._numbers = {word: number for number, word in enumerate(words)}

    def _codes_of(self, words: list[str], *, learn: bool) -> Codes:
        if learn:
            for word in words:
                self._numbers.setdefault(word, len(self._numbers))
        unknown = len(self._numbers) + 1
        return np.array([self._numbers.get(word, unknown) for word in words], dtype=np.uint64) | _WORD


class ChineseFeatures(_Learning):
    """Character n-grams of one to three, and jieba words of two characters and more."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def codes(self, text: str, *, learn: bool) -> Codes:
        """The codes of one sentence; see Features."""
        said = plain(text)
        points = np.frombuffer(said.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
        pairs = points[:-1] << _POINT | points[1:]
        triples = pairs[:-1] << _POINT | points[2:]
        words = [word for word in self._words.cut(said) if len(word) > 1]
        return np.unique(np.concatenate([points, pairs, triples, self._codes_of(words, learn=learn)]))


class EnglishFeatures(_Learning):
    """Stems of words that say something, alone and in pairs."""

    def codes(self, text: str, *, learn: bool) -> Codes:
        """The codes of one sentence; see Features."""
        said = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
        stems = [_ENDING.sub("", word) if len(word) > 4 else word for word in _LATIN_WORD.findall(said)]
        stems = [stem for stem in stems if stem not in _EMPTY]
        pairs = [f"{first} {second}" for first, second in pairwise(stems)]
        return np.unique(self._codes_of(stems + pairs, learn=learn))
