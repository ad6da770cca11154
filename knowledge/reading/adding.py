"""How the sums of a story add up: a rest of a total and what was paid, a wage times the time, a sum told twice."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from knowledge.reading.lengths import read_length
from knowledge.reading.mentions import Mention

_MOST = 12  # sums of a story that are added up


def added_up(found: Sequence[Mention]) -> dict[int, list[str]]:
    """What each sum of a story is to the others, by its place among the mentions."""
    worth = {at: it.sum.amount.yuan for at, it in enumerate(found) if it.sum and it.sum.amount}
    features = {at: [f"sums {min(len(worth), 6)}", f"rank {_rank(at, worth)}"] for at in worth}
    few = list(worth.items())[:_MOST]
    for (one, first), (other, second) in combinations(few, 2):
        if first == second:
            features[one].append("told again later")
            features[other].append("told before")
        for third, whole in few:
            if third not in (one, other) and first + second == whole:
                for at, name in ((third, "whole"), (one, "part one"), (other, "part two")):
                    features[at].append(f"adds up: {name}")
                    features[at].append(f"adds up: {name} of {_order(one, other, third)}")
    for at, name in _products(found, worth):
        features[at].append(name)
    return features


def _order(one: int, other: int, whole: int) -> str:
    return "first" if whole < one else "last" if whole > other else "between"


def _rank(at: int, worth: Mapping[int, Decimal]) -> str:
    if len(worth) == 1:
        return "only"
    larger = sum(value > worth[at] for value in worth.values())
    return "largest" if not larger else "smallest" if larger == len(worth) - 1 else "between"


def _products(found: Sequence[Mention], worth: Mapping[int, Decimal]) -> Iterator[tuple[int, str]]:
    """The sums that are another sum times a length or a head-count of the story."""
    times = {(length.unit, length.value) for it in found if it.kind == "length" for length in [read_length(it.words)]}
    heads = {("heads", Decimal(it.heads.people)) for it in found if it.heads and it.heads.people}
    factors = [(unit, value) for unit, value in times | heads if value and value > 1]
    for at, value in list(worth.items())[:_MOST]:
        for other, rate in list(worth.items())[:_MOST]:
            for unit, factor in factors[:_MOST]:
                if other != at and value == rate * factor:
                    yield at, f"product of {unit}"
                    yield other, f"factor of {unit}"
