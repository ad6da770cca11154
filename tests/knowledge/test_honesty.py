"""What we measure ourselves by was never learned: no labelled question, nor its like, stands among the sentences."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from knowledge.catalogue import training_sentences
from knowledge.evaluation import OWN, breaches, judge_all, moved, table_of
from knowledge.library import Library

BESIDE = Path(__file__).parents[3] / "shared" / "eval" / "dev_questions.jsonl"  # where somebody keeps such a file
SHORTEST, ALIKE = 8, 0.8  # characters from which likeness counts; shared pairs of characters, of all pairs
LIKEST = 5  # candidates looked at for each question


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


@pytest.mark.parametrize("file", [OWN, BESIDE], ids=["own", "beside"])
def test_no_question_that_measures_was_learned(library: Library, file: Path) -> None:
    """
    Neither the same sentence nor one that shares four fifths of its pairs of characters.
    """
    if not file.exists():
        pytest.skip("there is no such file here")
    sentences = [(text, pairs(text)) for text in learned_from(library)]
    holders = defaultdict[str, list[int]](list)
    for n, (_, its) in enumerate(sentences):
        for pair in its:
            holders[pair].append(n)
    same = {text for text, _ in sentences}

    found = []
    for line in file.read_text("utf-8").splitlines():
        asked = bare(json.loads(line)["text"])
        shared = Counter(n for pair in pairs(asked) for n in holders[pair]).most_common(LIKEST)
        alike = any(count / len(pairs(asked) | sentences[n][1]) >= ALIKE for n, count in shared)
        if asked in same or (len(asked) >= SHORTEST and alike):
            found.append(asked)

    assert found == []


def test_our_own_questions_are_answered_as_agreed(library: Library) -> None:
    """
    A change of articles, sentences or deciding that answers fewer of them, or more of them wrongly, is not taken; one
    that moves questions is taken once somebody has looked at them and accepted it.
    """
    judged = judge_all(library, OWN)

    assert breaches(table_of(judged)) == []
    assert moved(judged) == []
