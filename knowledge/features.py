"""What counts as a feature of a sentence: in Chinese its character n-grams and words, in English its words.

A feature is a number of 64 bits. Sentences are bags: how often a feature occurs in one does not matter, because people
repeat themselves when they are upset.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.notions import Thesaurus
from knowledge.reading.figures import figures_told
from knowledge.reading.questions import what_is_asked
from knowledge.words import Words

Codes = NDArray[np.uint64]
LONGEST = 500  # characters of a question that are read: of a longer one, its beginning and its end

_POINT = np.uint64(21)  # bits of one code point: three fit below _WORD
_WORD = np.uint64(1 << 63)  # marks the code of a word
_ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads the first code of a pair over all bits
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"(?<!\d)(123\d\d|110|119|120)(?!\d)|\d+")  # public lines stay themselves
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_JAPANESE_OR_KOREAN = re.compile(r"[\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af]")  # where Han is not Chinese
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
    """Turns a sentence into the distinct codes of its features, the same in every process."""

    def codes(self, text: str) -> Codes:
        """The codes of one sentence, sorted, each once; never raises, whatever the text holds."""
        ...


def ends(text: str) -> str:
    """What is read of a text: all of it, or the two ends of a letter, which say what it is about and what it asks."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}"


def is_chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: it has a Chinese character, or no word of another script at all."""
    said = ends(text)
    if _JAPANESE_OR_KOREAN.search(said):
        return False
    return bool(_CHINESE.search(said)) or not _LATIN_WORD.search(said.casefold())


def plain(text: str) -> str:
    """A Chinese text as it is compared: full-width folded, lower case, numbers alike, no punctuation."""
    folded = unicodedata.normalize("NFKC", ends(text)).casefold()
    return _NOT_WORD.sub("", _DIGITS.sub(lambda number: number[1] or "0", folded))


@lru_cache(maxsize=50_000)
def _code(word: str) -> int:
    """A number for a word that never changes; that two words share one is as likely as winning every lottery."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _codes_of(words: list[str]) -> Codes:
    return np.array([_code(word) for word in words], dtype=np.uint64) | _WORD


class Hearing(Protocol):
    """Hears words that were written by their sound."""

    def heard(self, cut: Sequence[str]) -> list[str]:
        """The words that pieces of a sentence, given as its words, sound like."""
        ...


class ChineseFeatures:
    """What a Chinese sentence is made of and, given a thesaurus, what it means.

    It is made of n-grams of one to three characters and of jieba's words of two characters and more, also those that
    are only heard. It means the notions of the thesaurus and what its figures tell, and each two broad ones that meet
    in it. The words and notions of the clause that asks count as themselves and once more as what is asked: in a story
    of six lines the rest would drown them.
    """

    def __init__(self, words: Words, hearing: Hearing | None = None, thesaurus: Thesaurus | None = None) -> None:
        self._words, self._hearing, self._thesaurus = words, hearing, thesaurus

    def codes(self, text: str) -> Codes:
        """The codes of one sentence; see Features."""
        text = ends(text)
        said = plain(text)
        cut = self._words.cut(said)
        heard = self._hearing.heard(cut) if self._hearing else []
        words = [word for word in (*cut, *heard) if len(word) > 1]
        grams = [part for written in (said, *heard) for part in _grams(written)]
        clause = plain(what_is_asked(text))
        asked = [f"?{word}" for word in self._words.cut(clause) if len(word) > 1]
        whole = "\n".join((said, *heard))
        meant = self._meant(self._thesaurus, text, whole, clause) if self._thesaurus else []
        return np.unique(np.concatenate([*grams, _codes_of(words + asked), *meant]))

    def _meant(self, thesaurus: Thesaurus, text: str, said: str, clause: str) -> list[Codes]:
        """The codes of notions and figures, of those that are asked for, and of each two that meet."""
        whole, part = thesaurus.meant(said), thesaurus.meant(clause)
        told = _codes_of([f"#{it}" for it in (*whole.broad, *figures_told(text))])
        asked = _codes_of([f"#?{it}" for it in part.broad])
        told.sort()
        first, second = np.triu_indices(len(told), 1)
        fine = [f"##{it}" for it in whole.fine] + [f"##?{it}" for it in part.fine]
        pairs = _meeting(told[first], told[second]), _meeting(asked[:, None], told[None, :]).ravel()
        return [told, asked, _codes_of(fine), *pairs]


def _meeting(one: Codes, other: Codes) -> Codes:
    """The codes of pairs."""
    return (one * _ODD + other) | _WORD


def _grams(said: str) -> tuple[Codes, Codes, Codes]:
    """The codes of single characters, of two and of three in a row."""
    points = np.frombuffer(said.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    pairs = points[:-1] << _POINT | points[1:]
    return points, pairs, pairs[:-1] << _POINT | points[2:]


class EnglishFeatures:
    """Stems of words that say something, alone and in pairs."""

    def codes(self, text: str) -> Codes:
        """The codes of one sentence; see Features."""
        said = unicodedata.normalize("NFKC", ends(text)).casefold()
        stems = [_ENDING.sub("", word) if len(word) > 4 else word for word in _LATIN_WORD.findall(said)]
        stems = [stem for stem in stems if stem not in _EMPTY]
        pairs = [f"{first} {second}" for first, second in pairwise(stems)]
        return np.unique(_codes_of(stems + pairs))
