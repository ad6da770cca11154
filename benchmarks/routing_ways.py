"""Ways of choosing a lawyer: ours, and those that are usual elsewhere, under the same hard rules."""

import random
from collections.abc import Callable, Mapping, Sequence

from cases import routing
from cases.routing import Choice, Lawyer, Need, Points, bar, points, strain

Way = Callable[[Need, Sequence[Lawyer]], Choice]
Pick = Callable[[Need, list[Lawyer]], Lawyer]
OURS = "choose"
PEERS = ("round_robin", "least_loaded", "random")


def way(name: str, seed: int) -> Way:
    """The way of this name; what it draws comes from `seed`."""
    if name == OURS:
        return routing.choose
    picks: Mapping[str, Pick] = {
        "round_robin": _InTurn(),
        "least_loaded": _least_loaded,
        "random": _at_random(random.Random(seed)),
    }
    return _by(picks[name])


def _by(pick: Pick) -> Way:
    """Rule out as we do, then pick; the points are ours, so that what was picked can be compared."""

    def choose(need: Need, lawyers: Sequence[Lawyer]) -> Choice:
        ruled_out = {one.id: why for one in lawyers if (why := bar(need, one))}
        eligible = [one for one in lawyers if one.id not in ruled_out]
        if not eligible:
            return Choice(None, (), ruled_out)
        usual = sum(sorted(map(strain, eligible))) / len(eligible)
        picked = pick(need, sorted(eligible, key=lambda one: one.id))
        its: Points = points(need, picked, usual=usual)
        return Choice(picked.id, (its,), ruled_out)

    return choose


class _InTurn:
    """Whoever comes after the one who was picked last, by id; each prefecture has its own turn."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def __call__(self, need: Need, eligible: list[Lawyer]) -> Lawyer:
        where = (need.district or "")[:4]
        last = self._last.get(where, "")
        picked = next((one for one in eligible if one.id > last), eligible[0])
        self._last[where] = picked.id
        return picked


def _least_loaded(need: Need, eligible: list[Lawyer]) -> Lawyer:
    return min(eligible, key=lambda one: ((one.load + one.waiting) / one.capacity, one.id))


def _at_random(dice: random.Random) -> Pick:
    return lambda need, eligible: dice.choice(eligible)
