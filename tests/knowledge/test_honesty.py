"""What we measure ourselves by was never learned: no labelled question, nor its like, stands among the sentences."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from knowledge.catalogue import training_sentences
from knowledge.evaluation import OWN, breaches, judge_all, moved, table_of
from knowledge.library import Library

BESIDE = Path(__file__).parents[3] / "shared" / "eval" / "dev_questions.jsonl"  # where somebody keeps such a file
SHORTEST, ALIKE = 8, 0.8  # characters from which likeness counts; shared pairs of characters, of all pairs


def bare(text: str) -> str:
    """A sentence without punctuation and spaces."""
    return re.sub(r"\W", "", text)


def pairs(text: str) -> frozenset[str]:
    """Its pairs of neighbouring characters."""
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def learned_from(library: Library) -> list[str]:
    """Everything that readers learn from."""
    spoken = [text for article in library.articles() for text in (article.title, *article.questions, *article.lead)]
    return sorted({bare(text) for text in (*spoken, *(it.text for it in training_sentences()))})


@dataclass(frozen=True, slots=True)
class Learned:
    """What readers learn from: the sentences with their pairs of characters, and for each pair who has it."""

    sentences: dict[str, frozenset[str]]
    holders: dict[str, list[str]]

    @classmethod
    def of(cls, texts: list[str]) -> Self:
        sentences, holders = {text: pairs(text) for text in texts}, defaultdict[str, list[str]](list)
        for text, its in sentences.items():
            for pair in its:
                holders[pair].append(text)
        return cls(sentences, holders)

    def has(self, asked: str) -> bool:
        """Whether it or its like was learned. Whoever shares so many pairs lacks few, so has one of the rarest."""
        its = pairs(asked)
        if asked in self.sentences or len(asked) < SHORTEST:
            return asked in self.sentences
        rarest = sorted(its, key=lambda pair: len(self.holders.get(pair, ())))
        few = rarest[: len(its) - int(ALIKE * len(its)) + 1]
        near = {text for pair in few for text in self.holders.get(pair, ())}
        return any(len(its & them) >= ALIKE * len(its | them) for them in map(self.sentences.__getitem__, near))


@pytest.fixture(scope="module")
def learned(library: Library) -> Learned:
    """Everything that ships to learn from."""
    return Learned.of(learned_from(library))


def test_the_like_of_what_was_learned_is_found() -> None:
    """
    A word more or less does not make it another sentence; another matter does.
    """
    learned = Learned.of(["老板拖欠我三个月工资一直不给怎么办", "工地上摔伤了算不算工伤"])

    assert learned.has("工地上摔伤了算不算工伤")
    assert learned.has("老板拖欠我三个月工资一直不给该怎么办")
    assert not learned.has("老板拖欠我加班费一直不给怎么办呢我想去告")


@pytest.mark.parametrize("file", [OWN, BESIDE], ids=["own", "beside"])
def test_no_question_that_measures_was_learned(learned: Learned, file: Path) -> None:
    """
    Neither the same sentence nor one that shares four fifths of its pairs of characters.
    """
    if not file.exists():
        pytest.skip("there is no such file here")

    asked = [bare(json.loads(line)["text"]) for line in file.read_text("utf-8").splitlines()]

    assert [one for one in asked if learned.has(one)] == []


def test_our_own_questions_are_answered_as_agreed(library: Library) -> None:
    """
    A change of articles, sentences or deciding that answers fewer of them, or more of them wrongly, is not taken; one
    that moves questions is taken once somebody has looked at them and accepted it.
    """
    judged = judge_all(library, OWN)

    assert breaches(table_of(judged)) == []
    assert moved(judged) == []
