"""A promise of money as colleagues write it: a line for each instalment, with its day and its sum."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.reading.amounts import read_payment
from knowledge.reading.promising import read_day

_SAYS_SO = re.compile(r"\s*(?:约定|承诺付款|promised?)\s*[:：,，]?\s*", re.IGNORECASE)
_SIGN = re.compile(r"\s*(?:约定|promised?)(?=[\s:：\d])", re.IGNORECASE)
_LINES = re.compile(r"[\n;；]+")


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment: its day in China and its sum in yuan."""

    day: date
    amount: Decimal


class UnreadLine(Exception):
    """A line names no day to come, or not one sum; `line` is its number, 1 and up, `words` what stands there."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(f"line {line} names no day to come, or not one sum")
        self.line, self.words = line, words


def is_plan(text: str) -> bool:
    """Whether it begins like a promise that is to be written down: 约定 2026-12-15 付 8000."""
    return _SIGN.match(text) is not None


def read_plan(text: str, today: date) -> list[Due]:
    """Every instalment that the lines name; none for no lines. Raises UnreadLine.

    A day that has begun counts, one that is over or a year away does not.
    """
    lines = [line.strip() for line in _LINES.split(_SAYS_SO.sub("", text, count=1) if _SIGN.match(text) else text)]
    return [_due(at, line, today) for at, line in enumerate(filter(None, lines), 1)]


def _due(at: int, line: str, today: date) -> Due:
    named = read_day(line, today, lambda day: day.weekday() < 5)
    sum_ = read_payment(named[1]) if named else None
    if named is None or sum_ is None or sum_.approximate:
        raise UnreadLine(at, line)
    return Due(named[0], sum_.yuan)
