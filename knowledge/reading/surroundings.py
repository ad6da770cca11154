"""What stands around a mention, as features that a part is learned from: short texts, the same in every process.

Around a mention stand the words of its clause and of its neighbours, with how far they are; other mentions as their
kind only. Besides: what the rules make of it, what it is worth, how the sums of the story add up, and where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields
from knowledge.reading.adding import added_up
from knowledge.reading.debts import Sum
from knowledge.reading.lengths import read_length
from knowledge.reading.mentions import Mention
from knowledge.words import shared_words

_SIGNS = {"time": "T", "sum": "S", "heads": "P", "length": "D"}
_BORDERS = re.compile(r"[,。;:!?\s、()]")
_STOPS = frozenset(",。;!? ")
_NEAR, _FAR = 4, 14  # words
_SHORT = 6  # signs right beside a mention
_FELT = 20  # signs to either side that count wherever they stand
CUES = Path(__file__).parent / "cues.yaml"
_SEEN = 40  # signs to either side of a mention in which cues are sought


@dataclass(frozen=True, slots=True)
class _Cues:
    words: re.Pattern[str]  # one named group for each cue
    matters: tuple[str, ...]


def _read_cues(file: Path) -> _Cues:
    top = Fields(file, read_yaml_mapping(file))
    cues = top.mapping("cues")
    groups = "|".join(f"(?P<{name}>{cues.pattern(name, {}).pattern})" for name in cues.values)
    return _Cues(re.compile(groups), tuple(top.text("matters").split()))


_CUES = _read_cues(CUES)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rules make of the whole story; sums in yuan, months "YYYY-MM"."""

    owed: Decimal | None = None
    monthly: Decimal | None = None
    daily: Decimal | None = None
    days: Decimal | None = None
    months: Decimal | None = None
    heads: int | None = None
    begin: str | None = None
    end: str | None = None
    apart: bool = False  # two firms owe a sum each


@dataclass(frozen=True, slots=True)
class _Words:
    """A story as words, a mention being one word; `at` says where each mention stands."""

    words: Sequence[str]
    at: Sequence[int]


def surroundings(folded: str, found: Sequence[Mention], guess: Guess) -> list[list[str]]:
    """The features of each mention of a folded text."""
    words = _words(folded, found)
    sums = added_up(found)
    story = [f"story {it}" for it in _CUES.matters if it in folded]
    return [
        [
            *_beside(words, at),
            *_cues(folded, found, number),
            *_signs(folded, found, number),
            *_letters(folded, found, number),
            *_worth(found[number], guess),
            *sums.get(number, ()),
            *_place(found, number),
            *story,
        ]
        for number, at in enumerate(words.at)
    ]


def echoes(found: Sequence[Mention], parts: Sequence[str], number: int) -> Iterator[str]:
    """What the parts of the other mentions, as first read, say of this one."""
    for away in (-3, -2, -1, 1, 2, 3):
        other = number + away
        yield f"part {away} {parts[other] if 0 <= other < len(parts) else '-'}"
    its = [at for at, it in enumerate(found) if it.kind == found[number].kind]
    here = its.index(number)
    for away in (-2, -1, 1, 2):
        yield f"like {away} {parts[its[here + away]] if 0 <= here + away < len(its) else '-'}"
    yield f"like both {parts[its[here - 1]] if here else '-'} {parts[its[here + 1]] if here + 1 < len(its) else '-'}"
    for side, some in (("before", parts[:number]), ("after", parts[number + 1 :])):
        yield from (f"{side} {part}" for part in sorted(set(some)))


def _words(folded: str, found: Sequence[Mention]) -> _Words:
    words, at, last, cut = list[str](), list[int](), 0, shared_words().cut
    for it in found:
        words += cut(folded[last : it.start])
        at.append(len(words))
        words.append(_SIGNS[it.kind])
        last = it.end
    words += cut(folded[last:])
    return _Words(["," if word.isspace() else word for word in words], at)


def _beside(words: _Words, at: int) -> Iterator[str]:
    said = words.words
    left, right = said[max(0, at - _FAR) : at][::-1], said[at + 1 : at + 1 + _FAR]
    for name, side in (("L", left), ("R", right)):
        clause = 0
        for away, word in enumerate(side, start=1):
            if away <= _NEAR:
                yield f"{name}{away} {word}"
            if word in _STOPS:
                clause += 1
            elif clause < 3:
                yield f"{name}c{clause} {word}"
                yield f"{name} {word}"
        yield f"{name}2 {' '.join(side[:2])}"
        yield f"{name}3 {' '.join(side[:3])}"
    yield f"LR {left[0] if left else '^'} {right[0] if right else '$'}"
    yield f"LLR {' '.join(left[:2])} {right[0] if right else '$'}"
    yield f"LRR {left[0] if left else '^'} {' '.join(right[:2])}"


def _signs(folded: str, found: Sequence[Mention], number: int) -> Iterator[str]:
    """The signs right before and behind, and all that stands between it and its neighbours where that is short."""
    it = found[number]
    before, after = _gap(folded, found, number)
    yield from (f"b {before[-length:]}" for length in range(1, len(before) + 1))
    yield from (f"a {after[:length]}" for length in range(1, len(after) + 1))
    for side, other in (("previous", number - 1), ("next", number + 1)):
        if not 0 <= other < len(found):
            yield f"{side} none"
            continue
        gap = folded[found[other].end : it.start] if other < number else folded[it.end : found[other].start]
        yield f"{side} {found[other].kind} {gap if len(gap) <= 6 else len(_BORDERS.findall(gap[:60]))}"
        yield f"{side} {_rule(found[other])}"
        yield f"{side} {found[other].kind}"


def _letters(folded: str, found: Sequence[Mention], number: int) -> Iterator[str]:
    """Each sign, and each two together, between a mention and its neighbours, wherever they stand there."""
    since, until = _room(folded, found, number)
    before, after = folded[since : found[number].start][-_FELT:], folded[found[number].end : until][:_FELT]
    for side, signs in (("before", before), ("after", after)):
        yield from (f"{side} has {it}" for it in signs)
        yield from (f"{side} has {one}{other}" for one, other in pairwise(signs))


def _room(folded: str, found: Sequence[Mention], number: int) -> tuple[int, int]:
    """Where the mention before ends and the one behind begins."""
    since = found[number - 1].end if number else 0
    return since, found[number + 1].start if number + 1 < len(found) else len(folded)


def _gap(folded: str, found: Sequence[Mention], number: int) -> tuple[str, str]:
    """The signs before and behind a mention, at most as many as tell, the neighbour being one sign."""
    it, before, after = found[number], "", ""
    if number:
        before = _SIGNS[found[number - 1].kind] + folded[found[number - 1].end : it.start]
    else:
        before = "^" + folded[: it.start]
    if number + 1 < len(found):
        after = folded[it.end : found[number + 1].start] + _SIGNS[found[number + 1].kind]
    else:
        after = folded[it.end :] + "$"
    return before[-_SHORT:], after[:_SHORT]


def _cues(folded: str, found: Sequence[Mention], number: int) -> Iterator[str]:
    """What the nearest telling words say, whichever of many alike were chosen."""
    it = found[number]
    since, until = _room(folded, found, number)
    before = _cues_in(folded, max(0, it.start - _SEEN), it.start)
    after = _cues_in(folded, it.end, it.end + _SEEN)
    near = [name for name, at, _ in before if at >= since]
    next_ones = [name for name, at, _ in after if at < until]
    for side, names in (("near before", near[::-1]), ("near after", next_ones)):
        yield f"{side} {names[0] if names else '-'}"
        yield f"{side} two {' '.join(names[:2])}"
        yield from (f"{side} any {name}" for name in sorted(set(names)))
    yield f"near both {near[-1] if near else '-'} {next_ones[0] if next_ones else '-'}"
    clause = _BORDERS.split(folded[since : it.start])[-1]
    said = [name for name, at, _ in before if at >= it.start - len(clause)]
    yield f"clause {' '.join(said[-2:])} | {' '.join(next_ones[:1])}"
    yield f"far before {' '.join(name for name, _, _ in before[-3:])}"
    yield f"far after {' '.join(name for name, _, _ in after[:3])}"
    yield from (f"cue {name} {word}" for name, _, word in before[-2:])
    yield from (f"cue after {name} {word}" for name, _, word in after[:2])


def _cues_in(folded: str, start: int, end: int) -> list[tuple[str, int, str]]:
    return [
        (it.lastgroup or "", it.start(), it[0]) for it in _CUES.words.finditer(folded, start, min(end, len(folded)))
    ]


def _rule(it: Mention) -> str:
    if it.sum is None:
        return it.kind
    told = it.sum.told
    return f"{told.role} {told.per or ''}"


def _worth(it: Mention, guess: Guess) -> Iterator[str]:
    yield f"begins {it.words[:1]}"
    yield f"ends {it.words[-1:]}"
    yield f"ends {it.words[-2:]}"
    if it.sum:
        yield from _sum_worth(it.sum, guess)
    elif it.kind == "length":
        length = read_length(it.words)
        yield f"unit {length.unit}"
        yield f"length {length.unit} {_size(length.value)}"
        yield f"guessed {length.value is not None and length.value == guess.days} {length.unit == 'day'}"
        yield f"guessed months {length.value is not None and length.value == guess.months}"
    elif it.kind == "heads":
        yield f"people {_size(Decimal(it.heads.people or it.heads.at_least or 0)) if it.heads else None}"
        yield f"guessed {it.heads is not None and (it.heads.people or it.heads.at_least) == guess.heads}"
        yield f"guess {guess.heads is None}"
    else:
        yield f"time {re.sub('[0-9零一二三四五六七八九十]+', '0', it.words)}"
        yield f"guess {guess.begin is None} {guess.end is None}"


def _sum_worth(it: Sum, guess: Guess) -> Iterator[str]:
    told, amount = it.told, it.amount
    yield f"rule {told.role}"
    yield f"rule {told.role} {told.per} {told.agreed} {told.base}"
    yield from (f"rule {name}" for name in ("whole", "mine", "now", "wages", "raised") if getattr(told, name))
    yield f"marked {it.marked}"
    yield f"approximate {amount.approximate if amount else None}"
    yuan = amount.yuan if amount else None
    yield f"size {_size(yuan)}"
    yield f"round {len(str(yuan)) - len(str(yuan).rstrip('0'))}"
    for name, value in (("owed", guess.owed), ("monthly", guess.monthly), ("daily", guess.daily)):
        yield f"guessed {name} {'none' if value is None else value == yuan}"
    yield f"guessed {'owed' if yuan and yuan == guess.owed else ''} {told.role}"


def _size(value: Decimal | None) -> str:
    """How large a number is, in steps of a half: the digits before its point, and whether it begins small."""
    if value is None:
        return "unknown"
    digits = str(int(value))
    return f"{len(digits)}{'+' if digits[0] > '3' else '-'}"


def _place(found: Sequence[Mention], number: int) -> Iterator[str]:
    its = [at for at, it in enumerate(found) if it.kind == found[number].kind]
    here = its.index(number)
    yield f"of {min(len(its), 4)} {min(here, 4)}"
    yield f"last {here == len(its) - 1}"
    kinds = {it.kind for it in found}
    yield from (f"with {kind}" for kind in sorted(kinds))
