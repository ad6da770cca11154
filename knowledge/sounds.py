"""What words sound like: reads pinyin that was typed out, and hears the word that was written by its sound alone.

A phone offers 老班 for 老板 and 仲才 for 仲裁, and whoever has no input method types "laoban bu gei gongzi". The words
are those of our own sentences, those that are worth hearing stand in misheard.txt; what they sound like is looked
up when the model is built (`of`), with pypinyin, which ships not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from itertools import accumulate
from math import inf, log
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import NoTeacher

MISHEARD = Path(__file__).parent / "misheard.txt"
_LEAST, _LEAST_ALONE = 3, 100  # times a word, or a lone character, occurs among ours to be read from pinyin
_OFTEN = 500  # times a word worth hearing counts at least: who types 自杀 in pinyin must not be read as 子啥
_MEANT = 3  # times a writing may occur among our own sentences and still be a slip
_LONGEST = 4  # characters of a word that is heard
_LETTERS_AT_MOST = 400  # of pinyin that are read
_NOT_LETTER = re.compile(r"[\s'’,.?!0-9-]+")
_LETTERS = re.compile(r"[a-z]+")


class Sounds:
    """The sounds of words; immutable, shared between threads."""

    def __init__(self, tables: Mapping[str, NDArray[Any]]) -> None:
        """The sounds that `tables` were made of."""
        self._tables = tables

    @classmethod
    def of(cls, cuts: Iterable[Sequence[str]]) -> Self:
        """The sounds of the words of sentences, each given as its words; raises NoTeacher without pypinyin."""
        cuts = list(cuts)
        counts = Counter(word for cut in cuts for word in cut if _is_han(word))
        counts |= Counter(dict.fromkeys(worth_hearing(), _LEAST))  # the greater of both
        words = [it for it, n in sorted(counts.items()) if n >= (_LEAST if len(it) > 1 else _LEAST_ALONE)]
        characters = sorted({one for word in counts for one in word})
        sound = _teacher()
        heard = cls(
            {
                "characters": np.array(characters, dtype=np.str_),
                "sounds": np.array([sound(one) for one in characters], dtype=np.str_),
                "words": np.array(words, dtype=np.str_),
                "spoken": np.array([sound(word) for word in words], dtype=np.str_),
                "counts": np.array([counts[word] for word in words], dtype=np.int32),
                "misheard": np.array(worth_hearing(), dtype=np.str_),
                "meant": np.array([], dtype="U1"),
            }
        )
        return cls({**heard._tables, "meant": np.array(heard._meant_by(cuts), dtype=np.str_)})

    def tables(self) -> Mapping[str, NDArray[Any]]:
        """Everything that the constructor needs, as arrays that can be written to a file."""
        return self._tables

    def read(self, text: str) -> str | None:
        """Pinyin as the most probable words; None for anything that is not pinyin from the first letter to the last."""
        letters = _NOT_LETTER.sub("", text[:_LETTERS_AT_MOST].casefold())
        if not _LETTERS.fullmatch(letters):
            return None
        cheapest, begins = [0.0] + [inf] * len(letters), [0] * (len(letters) + 1)
        for begin in range(len(letters)):
            for end in range(begin + 1, min(begin + self._longest, len(letters)) + 1):
                step = self._costs.get(letters[begin:end], inf)
                if cheapest[begin] + step < cheapest[end]:
                    cheapest[end], begins[end] = cheapest[begin] + step, begin
        return None if cheapest[-1] == inf else "".join(self._walk(letters, begins))

    def heard(self, cut: Sequence[str]) -> list[str]:
        """Words worth hearing that pieces of a sentence, given as its words, sound like without being words of ours."""
        return [word for written, word in self._alike(cut) if written not in self._meant]

    def _alike(self, cut: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Every run of pieces that sounds like a word worth hearing, with that word."""
        said, ends = "".join(cut), list(accumulate(map(len, cut)))
        sounds = [self._sound_of.get(one, "?") for one in said]
        for n, begin in enumerate([0, *ends[:-1]]):
            if tuple(sounds[begin : begin + 2]) not in self._beginnings:
                continue
            for end in ends[n : n + _LONGEST]:
                if end > begin + _LONGEST:
                    break
                written, word = said[begin:end], self._worth.get("".join(sounds[begin:end]))
                if word and len(word) == len(written) and written not in self._known:
                    yield written, word

    def _meant_by(self, cuts: Iterable[Sequence[str]]) -> list[str]:
        """What our own sentences write too often for a slip: it is meant."""
        found = Counter(written for cut in cuts for written, _ in self._alike(cut))
        return sorted(written for written, n in found.items() if n > _MEANT)

    def _walk(self, letters: str, begins: list[int]) -> list[str]:
        words, end = list[str](), len(letters)
        while end:
            words.append(self._best[letters[begins[end] : end]][0])
            end = begins[end]
        return words[::-1]

    @cached_property
    def _best(self) -> dict[str, tuple[str, int]]:
        """For each sound, the word of ours that is said most often, and how often."""
        best = dict[str, tuple[str, int]]()
        words = (self._tables[name].tolist() for name in ("spoken", "words", "counts"))
        worth = frozenset(self._tables["misheard"].tolist())
        for spoken, word, found in zip(*words, strict=True):
            count = max(found, _OFTEN) if word in worth else found
            if count > best.get(spoken, ("", 0))[1]:
                best[spoken] = (word, count)
        return best

    @cached_property
    def _costs(self) -> dict[str, float]:
        total = log(sum(count for _, count in self._best.values()) or 1)
        return {spoken: total - log(count) + 1 for spoken, (_, count) in self._best.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._best), default=1)

    @cached_property
    def _beginnings(self) -> frozenset[tuple[str, ...]]:
        """How words worth hearing begin: the sounds of their first two characters."""
        words = self._worth.values()
        return frozenset(tuple(self._sound_of.get(one, "?") for one in word[:2]) for word in words)

    @cached_property
    def _worth(self) -> dict[str, str]:
        spoken = dict(zip(self._tables["words"].tolist(), self._tables["spoken"].tolist(), strict=True))
        return {spoken[word]: word for word in self._tables["misheard"].tolist() if word in spoken}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._tables["words"].tolist())

    @cached_property
    def _sound_of(self) -> dict[str, str]:
        return dict(zip(self._tables["characters"].tolist(), self._tables["sounds"].tolist(), strict=True))

    @cached_property
    def _meant(self) -> frozenset[str]:
        return frozenset(self._tables["meant"].tolist())


def worth_hearing(file: Path = MISHEARD) -> list[str]:
    """The words of misheard.txt, in its order."""
    return [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _is_han(word: str) -> bool:
    return all("\u3400" <= one <= "\u9fff" for one in word)


def _teacher() -> Any:
    try:
        lazy_pinyin = import_module("pypinyin").lazy_pinyin
    except ModuleNotFoundError:
        raise NoTeacher from None
    return lambda word: "".join(lazy_pinyin(word)).replace("ü", "v")
