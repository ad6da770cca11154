"""How many workers are owed.

Grammar of a typed answer:

    answer    = just-me | people
    just-me   = 就我 | 我一个 | 只有我 | 我自己 | 1
    people    = [ about ] numeral [ 多 | 几 | 来 ] ( 人 | 个 | 名 | 位 | people … ) | numeral | 我们 numeral 个
              | 我 ( 和 | 跟 ) numeral 个 工友      the speaker is counted too
    vague     = 十几个 11 | 二十多 21 | 六七个 6 | 几十个 20 | 好几个 3      the least it can be
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.reading.numerals import NUMERAL, fold, read_number

_LARGEST = 10_000
_ALONE = re.compile(r"就我|只有我|我自己|我本人|就一个|我一个|一个人|only me|just me|myself|alone", re.IGNORECASE)
_UNIT = r"(?:个?(?:人|工友|工人|民工|农民工|兄弟|老乡|同事|员工)|个|名|位|口|号人|people|persons?|workers?|of us)"
_PAIR = re.compile(rf"([一二三四五六七八九])([一二三四五六七八九])(十|百)?(?:来|多)?{_UNIT}?")
_OVER = re.compile(rf"({NUMERAL})\s*[多几来]\s*{_UNIT}?")
_PLAIN = re.compile(rf"(?<![\d第])({NUMERAL})\s*(?:{_UNIT})?(?![\d年月日天块元万千号点.]|个[月工半])", re.IGNORECASE)
_WITH_ME = re.compile(r"(?:我[和跟与同]|加上我|还有我|连我还有|me and|and me|besides me)")
_VAGUE = (
    (re.compile(r"好?几百"), 200),
    (re.compile(r"好?几十"), 20),
    (re.compile(r"十几|十来|十多"), 11),
    (re.compile(r"好?几个|几人"), 3),
)


@dataclass(frozen=True, slots=True)
class Headcount:
    """People owed, the speaker included: either exactly `people`, or at least `at_least`."""

    people: int | None = None
    at_least: int | None = None


def read_headcount(text: str) -> Headcount | None:
    """The number of workers that a typed answer names; None when it names none, several or an impossible one."""
    folded = fold(text[:200])
    vague = _read_vague(folded)
    if vague is not None:
        return Headcount(at_least=vague)
    numbers = {read_number(match[1]) for match in _PLAIN.finditer(folded)}
    if not numbers or _ALONE.search(folded):
        return Headcount(people=1) if _ALONE.search(folded) and numbers <= {Decimal(1)} else None
    people = numbers.pop()
    if numbers or people is None or people != int(people) or not 0 < people <= _LARGEST:
        return None
    return Headcount(people=int(people) + bool(_WITH_ME.search(folded)))


def _read_vague(folded: str) -> int | None:
    pair = _PAIR.search(folded)
    if pair:
        value = read_number(pair[1] + (pair[3] or ""))
        return None if value is None else int(value)
    for pattern, least in _VAGUE:
        if re.search(rf"(?<![{'一二三四五六七八九'}])(?:{pattern.pattern})", folded):
            return least
    over = _OVER.search(folded)
    value = read_number(over[1]) if over else None
    return int(value) + 1 if value is not None and 0 < value < _LARGEST else None
