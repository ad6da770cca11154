"""The first and the last month unpaid, from the parts that the times of a story play and from what the rules read.

    begin = the time that begins the unpaid work, or is all of it
    end   = the one that ends it, or is all of it; 到现在 is the month of asking

Years follow from the order of the times (see months.py). A time that names no month, a last month that may be still
running and two readings of which neither is sure leave it open. Where the rules see a month that no time seems to play,
it is none.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from knowledge.reading.mentions import Mention
from knowledge.reading.months import MONTH, NAMED, YEARS, named_in, resolved, written
from knowledge.reading.parts import Chances, likeliest
from knowledge.reading.since import may_be_running
from knowledge.reading.surroundings import Guess

_BEGINS, _ENDS, _NOW = ("begin", "begin_end"), ("end", "begin_end"), ("end_now",)
_MONTH = re.compile(rf"(?:{NAMED}|{MONTH}|(?:{YEARS}的?){MONTH})(?:底|初|末|中旬|上旬|下旬)?")

_ALONE = 0.65  # how sure to be of a month that the rules do not read
_AGAINST = 0.7  # and of one where they read another
_PLAYED = 0.1  # how likely some time must be to name the month that the rules read

_Time = tuple[Mention, Chances]


class Span(NamedTuple):
    """The first and the last month unpaid as "YYYY-MM"."""

    begin: str | None = None
    end: str | None = None

    @property
    def months(self) -> int | None:
        """How many months there are from the first to the last, both counted."""
        if self.begin is None or self.end is None:
            return None
        first, last = (int(it[:4]) * 12 + int(it[5:]) for it in (self.begin, self.end))
        return last - first + 1


class _Month(NamedTuple):
    """A month and how sure it is, 0 to 1."""

    name: str | None = None
    sure: float = 0.0


def unpaid_span(read: Sequence[_Time], guess: Guess, asked_on: date) -> Span:
    """The months between which a story says that work was unpaid."""
    begin, end = _told(read, asked_on)
    played = [max((_sure(it, parts) for it in read), default=0.0) for parts in (_BEGINS, _ENDS + _NOW)]
    found = Span(_settled(begin, guess.begin, played[0]), _settled(end, guess.end, played[1]))
    return found if (found.months or 1) > 0 else Span()


def _told(read: Sequence[_Time], asked_on: date) -> tuple[_Month, _Month]:
    """The first and the last month by the parts alone."""
    first, last, now = (_playing(read, parts) for parts in (_BEGINS, _ENDS, _NOW))
    told = [it for it in read if it in first or it in last]
    named = [month for it, _ in told if _MONTH.fullmatch(it.words) for month in named_in(it.words, asked_on)[:1]]
    months = [written(it) for it in resolved(named, asked_on)]
    if not told or len(months) < len(told) or (not now and may_be_running(named, asked_on)):
        return _Month(), _Month()
    begin = _Month(months[0], _sure(told[0], _BEGINS)) if told[0] in first else _Month()
    if now:
        return begin, _Month(written((asked_on.year, asked_on.month)), _sure(now[-1], _NOW))
    return begin, _Month(months[-1], _sure(told[-1], _ENDS)) if told[-1] in last else _Month()


def _settled(told: _Month, guessed: str | None, played: float) -> str | None:
    """The month that was told or that the rules read; `played` is how likely any time of the story names it."""
    if told.name is None or guessed is None:
        return told.name if told.sure >= _ALONE else guessed if played >= _PLAYED else None
    return told.name if told.sure >= _AGAINST else guessed


def _playing(read: Sequence[_Time], parts: Sequence[str]) -> list[_Time]:
    return [it for it in read if it[0].kind == "time" and likeliest(it[1]) in parts]


def _sure(time: _Time, parts: Sequence[str]) -> float:
    """How sure a time is to play one of these parts."""
    return sum(time[1].get(part, 0.0) for part in parts)
