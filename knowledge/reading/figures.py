"""What the figures of a message say, as far as they decide what it is about: an age, a crowd, how long, a grade.

    age      = numeral ( 岁 | 周岁 )                          13岁 child, 17 young, 40 grown, 55 ageing, 62 old
    crowd    = numeral [ 多 | 几 | 来 | 余 ] [ 个 | 名 | 位 ] people       1 alone, 2-9 some, 10 and more a crowd
    months   = numeral 个 [ 多 ] 月                           under 2, under 6, under 12, a year and more
    years    = numeral [ 多 ] 年                              up to 1, under 10, under 15, 15 and more
    hours    = numeral [ 个 ] ( 小时 | 钟头 )                  up to 8, more
    grade    = numeral 级                                     a known one; 几级 asks for it

A calendar year is no number of years. What has two readings says nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence

from knowledge.patterns import Pattern
from knowledge.reading.numerals import NUMERAL, fold, read_number

_PEOPLE = "工人|民工|农民工|工友|员工|职工|同事|兄弟|老乡|号人|人|名|位"
# What is told, by what, and from which values on it is another kind of the same.
_TOLD: Sequence[tuple[str, Pattern, Sequence[float]]] = (
    ("age", Pattern(rf"({NUMERAL})\s*周?岁"), (16, 18, 50, 60)),
    ("crowd", Pattern(rf"({NUMERAL})\s*[多几来余]?\s*[个名位号]?(?:{_PEOPLE})"), (2, 10)),
    ("months", Pattern(rf"({NUMERAL})\s*个多?月"), (2, 6, 12)),
    ("years", Pattern(rf"(?<!\d)({NUMERAL})\s*多?年(?![级前代\d底初终后月])"), (1.5, 10, 15)),
    ("hours", Pattern(rf"({NUMERAL})\s*个?(?:小时|钟头)"), (8.5,)),
    ("grade", Pattern(r"([一二三四五六七八九十]|(?<!\d)(?:\d|10))级"), ()),
)
_CALENDAR = 1900


def figures_told(text: str) -> list[str]:
    """What the figures of a text tell ("age 2", "crowd 1"), each once, in order; never raises."""
    folded = fold(text)
    found = set()
    for kind, pattern, bands in _TOLD:
        for match in pattern.finditer(folded):
            value = read_number(match[1])
            if value is not None and 0 < value < _CALENDAR:
                found.add(f"{kind} {bisect_right(bands, float(value))}")
    return sorted(found)
