"""How lawyers behave: whether and when somebody answers, writes, decides; the same for one case however it came to him.

Each draw depends on the number of the world, the colleague and the case alone, so that every way of choosing is tried
on the same people.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from benchmarks.routing_world import Person, Told
from cases import clocks
from cases.clocks import Hours

Answer = Literal["accepted", "declined", "silent"]
DECIDES = 3.0  # working hours that a supervisor takes, on average, to give a case to somebody himself

WRITES = 0.2  # of the time that he has for his first words, on average


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody makes of an offer: his answer and when, and in which share of his time he writes; None: never."""

    answer: Answer
    at: datetime
    writes_in: float | None


def reaction(seed: int, person: Person, told: Told, at: datetime, hours: Hours) -> Reaction:
    """What he makes of an offer of this case, made to him at this moment; `hours` are those of its clock."""
    dice = _dice(seed, person.id, told.number)
    chance, pace = dice.random(), dice.expovariate(1.0)
    answers = timedelta(hours=person.answers * pace) if hours else timedelta(minutes=4 * person.answers * pace)
    mute, writes = dice.random() < person.mute, dice.expovariate(1 / WRITES)
    silent, declines = chance < person.silent, chance < person.silent + person.declines
    answer: Answer = "silent" if silent else "declined" if declines else "accepted"
    return Reaction(answer, clocks.after_working(hours, at, answers), None if mute else writes)


def decides_after(seed: int, told: Told) -> timedelta:
    """How much working time a supervisor needs to give this case to somebody."""
    return timedelta(hours=_dice(seed, "S", told.number).expovariate(1 / DECIDES))


def _dice(seed: int, *whose: str) -> random.Random:
    drawn = blake2b("/".join((str(seed), *whose)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(drawn))
