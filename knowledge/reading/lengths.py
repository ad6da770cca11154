"""What a length of time is worth: 五十多天 is 50 days, 一年零两个月 14 months, 两三个月 nothing certain."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from knowledge.reading.numerals import read_number

Unit = Literal["day", "month", "hour", "age", "other"]

_LONGEST = 1000
_DAYS_A_MONTH = 30
_UNITS: tuple[tuple[str, Unit], ...] = (
    ("岁", "age"),
    ("小时|钟", "hour"),
    ("月|年", "month"),
    ("天|工|班|日", "day"),
)
_VAGUE = re.compile(r"几|[大小]半|[一二三四五六七八九]{2}|年多|月多|多年")
_YEARS = re.compile(r"(?P<n>[\d.零一二三四五六七八九十百]+)年(?P<half>半)?")
_MONTHS = re.compile(r"(?P<n>[\d.零一二三四五六七八九十百]+)[多来]?个(?P<half>半)?[多来整]?月(?P<more>半)?")
_DAYS = re.compile(
    r"(?P<n>[\d.零一二三四五六七八九十百]+)[多来余]?(?:天|日|个?(?P<half>半)?(?:工|班))(?:日|天)?(?P<more>半)?"
)
_HALVES = {"半年": Decimal(6), "半年多": Decimal(6), "半个月": Decimal("0.5"), "半月": Decimal("0.5")}


class Length(NamedTuple):
    """A length in its unit; no value where it is vague."""

    unit: Unit
    value: Decimal | None


def read_length(words: str) -> Length:
    """The length that folded words name: days, months, hours or years of age."""
    unit: Unit = next((unit for signs, unit in _UNITS if re.search(signs, words)), "other")
    if words in _HALVES:
        return Length(unit, _HALVES[words])
    if _VAGUE.search(words) or unit not in ("day", "month"):
        return Length(unit, None)
    value = _months(words) if unit == "month" else _counted(_DAYS.search(words))
    return Length(unit, value if value and 0 < value < _LONGEST else None)


def _months(words: str) -> Decimal:
    years, months, days = (pattern.search(words) for pattern in (_YEARS, _MONTHS, _DAYS))
    whole = (_counted(years) or 0) * 12 + (_counted(months) or 0)
    return Decimal(whole) + round((_counted(days) or Decimal(0)) / _DAYS_A_MONTH, 1)


def _counted(match: re.Match[str] | None) -> Decimal | None:
    if match is None:
        return None
    number = read_number(match["n"])
    half = match["half"] or match.groupdict().get("more")
    return None if number is None else number + (Decimal("0.5") if half else 0)
