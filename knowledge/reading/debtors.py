"""Whether two firms are said to owe a sum each, so that none of the sums is the claim.

debt = firm [又 | 还 | 也] 欠 [我 | 我们] … sum, in one clause; firm ends in 公司, 集团, 厂, 店
"""

import re
from collections.abc import Sequence
from itertools import combinations

from knowledge.reading.debts import Sum

_NEAR = 40  # characters before a sum
_STOP = re.compile(r"[,。;!?\s，；！？]")
_DEBT = re.compile(
    r"(?P<firm>[^,。;]{2,30}(?:公司|集团|厂|店))(?:老板)?(?:又|还|也|都|一共|总共){0,2}(?<![没不])(?:拖?欠|差)"
)


def owe_apart(folded: str, found: Sequence[Sum]) -> bool:
    """Whether two firms with different names owe a sum of the folded text each."""
    firms = [match["firm"] for it in found if (match := _DEBT.search(_clause(folded, it.start)))]
    return any(not _alike(one, other) for one, other in combinations(firms, 2))


def _clause(folded: str, start: int) -> str:
    return _STOP.split(folded[max(0, start - _NEAR) : start])[-1]


def _alike(one: str, other: str) -> bool:
    """Whether the longer ends as the shorter: 我们公司 is 公司; words before a name are not told from it."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short)
