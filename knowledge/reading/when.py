"""The day by whose law a question is to be answered: of what happened, when it is over, not of the asking."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from knowledge.reading.numerals import fold
from knowledge.reading.since import months

_READ = 500  # characters
_NOT_OVER = re.compile(
    r"现在|如今|目前|至今|今天|还在|一直|以后|将来|下个?月|明年|\bnow\b|\bstill\b|\bnext (?:month|year)\b"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!\s*的?\s*\d{1,2}月)")
_SPOKEN = re.compile(r"(大前年|前年|去年|last year)(?!\s*的?\s*(?:\d{1,2}|[一二三四五六七八九十正冬腊]{1,2})月)")
_BACK = {"大前年": 3, "前年": 2, "去年": 1, "last year": 1}


def day_of_facts(text: str, asked_on: date) -> date | None:
    """The last day of the last month or year that a question names; None if none is, or if it is not over yet.

    "2024年国庆加班" is judged by the law at the end of 2024, "去年5月到现在" by that of the day of asking.
    """
    folded = fold(text[:_READ]).casefold()
    if _NOT_OVER.search(folded):
        return None
    named = [*months(folded, asked_on), *((year, 12) for year in _years(folded, asked_on))]
    past = [it for it in named if it < (asked_on.year, asked_on.month)]
    if not past or len(past) < len(named):
        return None
    year, month = max(past)
    return date(year, month, calendar.monthrange(year, month)[1])


def _years(folded: str, asked_on: date) -> Iterator[int]:
    yield from (int(it[1]) for it in _YEAR.finditer(folded))
    yield from (asked_on.year - _BACK[it[1]] for it in _SPOKEN.finditer(folded))
