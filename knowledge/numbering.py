"""How articles of law are numbered and how people write these numbers: 30, 第三十条, 276之1."""

import re
from functools import lru_cache

from knowledge.reading.numerals import read_number

HEADING = re.compile(r"^[#*\s]*第([零〇一二三四五六七八九十百千\d]+)条(?:之([一二三四五六七八九十]+))?", re.MULTILINE)
POINT = re.compile(r"^[#*\s]*([一二三四五六七八九十]+)、()", re.MULTILINE)  # notices count points, not articles
_CITED = re.compile(r"第?\s*(\d+|[零〇一二三四五六七八九十百千]+)\s*条?(?:\s*之\s*([一二三四五六七八九十]+|\d+))?")
_PARAGRAPH = re.compile(r"第?\s*(\d+|[一二三四五六七八九十]+)\s*[款项]")


@lru_cache(maxsize=4096)  # there are some hundred ways of citing in all articles, and each answer sorts its own
def numbers_in(cited: str) -> tuple[str, ...]:
    """The article numbers that a citation names, as 30 or 276之1; paragraphs and items are passed over."""
    return tuple(number(match) for match in _CITED.finditer(_PARAGRAPH.sub("", cited)))


def paragraph_in(cited: str) -> str:
    """The number of the paragraph that a citation names, as 2; empty if it means the whole article."""
    found = _PARAGRAPH.search(cited)
    return _arabic(found[1]) if found else ""


def number(match: re.Match[str]) -> str:
    """The number that a heading or a citation holds."""
    return _arabic(match[1]) + (f"之{_arabic(match[2])}" if match[2] else "")


def _arabic(numeral: str) -> str:
    return numeral if numeral.isdigit() else str(read_number(numeral.replace("〇", "零")))
