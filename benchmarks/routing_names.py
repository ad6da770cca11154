"""Invented employers, and who acts for one: the house's own comparison of names, with its index kept in memory.

An employer's own name is three characters that together mean nothing, so that none is part of another and nobody is
real. The worker calls him by a shorter one, as people do; the lawyer has declared the whole one.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cases.conflicts import Sought, label, names_of
from storage.declared import Declared, Name

_SIGNS = "乾坤震巽坎离艮兑甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥角亢氐房心尾箕斗"
_TRADES = ("建筑工程", "劳务", "建设", "机械", "餐饮", "物业", "路桥", "市政工程")


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer in the prefecture or county `place`; `also` is what workers call him."""

    name: str
    place: str
    also: tuple[str, ...]


def draw_employers(dice: random.Random, places: Sequence[str], many: int) -> tuple[Employer, ...]:
    """So many employers, each with a name of his own."""
    own = dice.sample(range(len(_SIGNS) ** 3), many)
    return tuple(_employer(dice, _spelled(number), dice.choice(places)) for number in own)


class Acting:
    """Which lawyers act for whoever is called by a name, by the rules of cases.conflicts."""

    def __init__(self, clients: Mapping[str, Iterable[str]]) -> None:
        """`clients` are those declared, by the lawyer's id."""
        self._by_pair: dict[str, list[Name]] = {}
        for staff_id, names in clients.items():
            for name in names_of(staff_id, Declared(tuple(names))):
                for pair in pairs(name.core):
                    self._by_pair.setdefault(pair, []).append(name)
        self.against = cache(self._against)

    def _against(self, called: str) -> frozenset[str]:
        sought = Sought([label(called)], (), "")
        near = (name for pair in sought.pairs for name in self._by_pair.get(pair, ()))
        return frozenset(name.staff_id for name in near if sought.names(name))


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters."""
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _employer(dice: random.Random, own: str, place: str) -> Employer:
    trade = dice.choice(_TRADES)
    return Employer(f"甘肃{own}{trade}有限公司", place, (f"{own}{trade}", f"{own}公司", f"{own}{trade}公司"))


def _spelled(number: int) -> str:
    signs = ""
    for _ in range(3):
        number, sign = divmod(number, len(_SIGNS))
        signs += _SIGNS[sign]
    return signs
