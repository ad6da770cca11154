"""Groups questions that say the same thing, so that whoever writes articles sees twelve gaps, not nine hundred lines.

The question that most others are near to becomes the middle of the first group and takes them with it; so on with what
is left. The same questions in the same order give the same groups.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import ChineseFeatures
from knowledge.search import Index
from knowledge.words import shared_words

NEAR = 0.25  # cosine from which two questions say the same thing
MOST = 2000  # questions that are compared, each with each; the rest is left out

Group = tuple[int, ...]  # places of the questions, the middle of the group first


def groups(questions: Sequence[str]) -> list[Group]:
    """The first MOST questions in groups of what is alike, the largest group first; a lonely question is a group."""
    asked = questions[:MOST]
    near = _nearness(asked) >= NEAR
    left, found = np.ones(len(asked), dtype=bool), list[Group]()
    while left.any():
        middle = int(np.argmax(np.where(left, (near & left).sum(axis=1), -1)))
        members = np.flatnonzero(near[middle] & left)
        found.append((middle, *(int(n) for n in members if n != middle)))
        left[members] = False
        left[middle] = False
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _nearness(questions: Sequence[str]) -> NDArray[np.float64]:
    """How near each question is to each, as cosines."""
    features = ChineseFeatures(shared_words())
    index = Index.of([(str(n), said) for n, said in enumerate(questions)], features)
    rows = [index.scores(features.codes(said)) for said in questions]
    return np.array(rows, dtype=np.float64).reshape(len(questions), len(questions))
