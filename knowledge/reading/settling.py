"""From the parts that the sums, lengths and head-counts of a story play to its facts; what is not sure stays None.

    owed     = the sum that is owed; else all of several debts together; else the total, or the debt as it stood
               before, less every payment; else the total; else what each is owed
    monthly, daily, days, months = the one value that plays this part; else the months that were named; else all from
               the first to the last unpaid one, where nothing was paid
    heads    = those who are owed; else those besides the speaker, and him

How sure a value is: its chance, less the chance that another is the one, or the least of the chances it is made of.
Where the rules make the same of the story less is asked for. Two wages are one if the rules say which was agreed.
Where two firms owe a sum each, none is the claim.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from knowledge.reading.debts import Amount
from knowledge.reading.headcount import Headcount
from knowledge.reading.lengths import Unit, read_length
from knowledge.reading.mentions import Mention
from knowledge.reading.parts import Chances, likeliest
from knowledge.reading.surroundings import Guess

_ALIKE = Decimal("0.005")
_LONGEST = 24  # months that are believed without the rules
_A_YEAR = 12  # months from the first to the last that are believed to be unpaid altogether
_SMALLEST_CLAIM = 10  # yuan; 一块钱都没拿到 is none

Read = Sequence[tuple[Mention, Chances]]
Worth = Callable[[Mention], Decimal | None]
_Claim = tuple[Sequence[Mention], Decimal, float]  # the sums it is made of, yuan, how sure


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a story; sums in yuan."""

    owed: Amount | None = None
    monthly: Decimal | None = None
    daily: Decimal | None = None
    days: Decimal | None = None
    months: Decimal | None = None
    heads: Headcount | None = None


class _Bar(NamedTuple):
    """How sure to be of a value that the rules read, too, and of one that they do not read."""

    agreed: float
    alone: float


_BARS = {
    "owed": _Bar(0.3, 0.55),
    "monthly": _Bar(0.35, 0.7),
    "daily": _Bar(0.35, 0.6),
    "days": _Bar(0.3, 0.6),
    "months": _Bar(0.2, 0.6),
    "heads": _Bar(0.35, 0.55),
}


@dataclass(frozen=True, slots=True)
class _Sure:
    """A value and how sure it is, 0 to 1."""

    value: Decimal
    chance: float

    def settled(self, guessed: Decimal | None, bar: "_Bar") -> bool:
        """Whether it is sure enough beside what the rules say."""
        return self.chance >= (bar.agreed if _same(self.value, guessed) else bar.alone)


def settled(read: Read, guess: Guess, between: int | None = None) -> Numbers:
    """The numbers of a story whose mentions were read with these chances; `between` months were unpaid."""
    return Numbers(
        owed=None if guess.apart and guess.owed is None else _owed(read, guess.owed),
        monthly=_wage(read, "monthly", guess.monthly),
        daily=_wage(read, "daily", guess.daily),
        days=_one(read, "days", _of("day"), guess.days),
        months=_months(read, guess.months, between),
        heads=_heads(read, guess.heads),
    )


def _owed(read: Read, guessed: Decimal | None) -> Amount | None:
    found = [it for it in read if it[0].sum and (_yuan(it[0]) or _SMALLEST_CLAIM) >= _SMALLEST_CLAIM]
    for way in (_told, _together, _rest, _less_paid, _whole, _each):
        sure = way(found)
        if sure is None:
            continue
        its, value, chance = sure
        if not _Sure(value, chance).settled(guessed, _BARS["owed"]):
            return None
        return Amount(value, any(it.sum.amount.approximate for it in its if it.sum and it.sum.amount))
    return None


def _told(read: Read) -> _Claim | None:
    """The sum that is owed."""
    its = _playing(read, "owed")
    if not its:
        return None
    best = _likeliest(read, "owed", _yuan)
    if best is None or any(_yuan(it) is None for it in its):
        return [], Decimal(0), 0.0
    return [it for it in its if _same(_yuan(it), best.value)][:1], best.value, best.chance


def _together(read: Read) -> _Claim | None:
    """All the debts that are told beside each other."""
    its = _playing(read, "owed_part")
    return _sum_of(its, _least(read, "owed_part")) if its else None


def _rest(read: Read) -> _Claim | None:
    """The total less all that was paid."""
    return _minus_paid(read, "total")


def _less_paid(read: Read) -> _Claim | None:
    """A debt as it stood before, less all that was paid."""
    return _minus_paid(read, "owed_before")


def _minus_paid(read: Read, part: str) -> _Claim | None:
    wholes, paid = _playing(read, part), _playing(read, "paid")
    whole = _only(wholes)
    if not paid or whole is None:
        return None
    parts = _sum_of(paid, min(_least(read, part), _least(read, "paid")))
    if parts is None or parts[1] >= whole:
        return [], Decimal(0), 0.0
    return [*wholes, *paid], whole - parts[1], parts[2]


def _whole(read: Read) -> _Claim | None:
    """The total, where nothing is said to be paid."""
    totals = _playing(read, "total")
    whole = _only(totals)
    return (totals, whole, _least(read, "total")) if whole is not None else None


def _each(read: Read) -> _Claim | None:
    """What each is owed."""
    its = _playing(read, "owed_each")
    one = _only(its)
    return (its, one, _least(read, "owed_each")) if one is not None else None


def _sum_of(its: Sequence[Mention], chance: float) -> _Claim | None:
    values = [_yuan(it) for it in its]
    known = [it for it in values if it is not None]
    return (its, sum(known, Decimal(0)), chance) if len(known) == len(values) else None


def _wage(read: Read, part: str, guessed: Decimal | None) -> Decimal | None:
    """The wage; of two that are likely the one that the rules say was agreed."""
    told = {_yuan(it) for it in _playing(read, part)}
    if len(told) > 1 and guessed in told:
        return guessed
    return _one(read, part, _yuan, guessed)


def _one(read: Read, part: str, worth: Worth, guessed: Decimal | None) -> Decimal | None:
    best = _likeliest(read, part, worth)
    return best.value if best and best.settled(guessed, _BARS[part]) else None


def _months(read: Read, guessed: Decimal | None, between: int | None) -> Decimal | None:
    """The months unpaid; years of them only where the rules say so, too, for they are mostly how long one waits."""
    told = _one(read, "months", _of("month"), guessed)
    if told is None or (told > _LONGEST and not _same(told, guessed)):
        return _named(read, guessed) or _wholly_unpaid(read, between)
    return told


def _wholly_unpaid(read: Read, between: int | None) -> Decimal | None:
    """All the months from the first unpaid one to the last, where nothing was paid and they are not a whole job."""
    if between is None or between > _A_YEAR or _playing(read, "paid"):
        return None
    return Decimal(between)


def _named(read: Read, guessed: Decimal | None) -> Decimal | None:
    """The months that the rules counted from their names, where the story counts none."""
    counted = any(read_length(it.words).value == guessed for it, _ in read if it.kind == "length")
    return None if counted else guessed


def _heads(read: Read, guessed: int | None) -> Headcount | None:
    rule = None if guessed is None else Decimal(guessed)
    ours, others = (_likeliest(read, part, _people) for part in ("heads", "heads_others"))
    if others and (ours is None or others.chance > ours.chance):
        one_more = _Sure(others.value + 1, others.chance)
        return _count(read, others.value, 1) if one_more.settled(rule, _BARS["heads"]) else None
    return _count(read, ours.value, 0) if ours and ours.settled(rule, _BARS["heads"]) else None


def _count(read: Read, value: Decimal, more: int) -> Headcount | None:
    for it, _ in read:
        if it.heads and _people(it) == value:
            return Headcount(it.heads.people and it.heads.people + more, it.heads.at_least and it.heads.at_least + more)
    return None


def _likeliest(read: Read, part: str, worth: Worth) -> _Sure | None:
    """The value that most likely plays a part, and how sure that it alone does; alike values are one."""
    values = sorted(_values(read, part, worth), key=lambda it: -it[1])
    if not values:
        return None
    best, chance = values[0]
    other = next((chance for value, chance in values if not _same(value, best)), 0.0)
    return _Sure(best, chance * (1 - other))


def _values(read: Read, part: str, worth: Worth) -> Iterator[tuple[Decimal, float]]:
    for it, chances in read:
        value = worth(it)
        if value is not None:
            yield value, chances.get(part, 0.0)


def _playing(read: Read, part: str) -> list[Mention]:
    """The mentions that most likely play a part."""
    return [it for it, chances in read if likeliest(chances) == part]


def _least(read: Read, part: str) -> float:
    return min((chances[part] for _, chances in read if likeliest(chances) == part), default=0.0)


def _only(its: Sequence[Mention]) -> Decimal | None:
    values = {_yuan(it) for it in its}
    return values.pop() if len(values) == 1 else None


def _yuan(it: Mention) -> Decimal | None:
    return it.sum.amount.yuan if it.sum and it.sum.amount else None


def _people(it: Mention) -> Decimal | None:
    return Decimal(it.heads.people or it.heads.at_least or 0) if it.heads else None


def _of(unit: Unit) -> Worth:
    def worth(it: Mention) -> Decimal | None:
        length = read_length(it.words) if it.kind == "length" else None
        return length.value if length and length.unit == unit else None

    return worth


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= _ALIKE * other
