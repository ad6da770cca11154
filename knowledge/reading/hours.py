"""When somebody may be called, from his own words: 晚上8点以后, 中午12点到1点, 只能发信息别打电话.

Read are a stretch (…到…), a beginning (…以后), an end (…以前) and the parts of a day by name. Of several the first
counts. What says no time at all is None: then the hotline's own hours apply.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

_LATEST, _EARLIEST = time(22), time(8)  # nobody is called later or earlier, whatever he wrote
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_DIGITS |= {"十一": 11, "十二": 12}
_PART = r"早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚"
_HOUR = rf"(?:({_PART})的?)?\s*(\d{{1,2}}|十[一二]?|[一二两三四五六七八九])\s*(?:[:：](\d{{2}})|[点时](半)?)"
_STRETCH = re.compile(rf"{_HOUR}\s*(?:到|至|-|—|~)\s*{_HOUR}")
_AFTER, _BEFORE = re.compile(rf"{_HOUR}\s*(?:以后|之后|过后|后)"), re.compile(rf"{_HOUR}\s*(?:以前|之前|前)")
_NAMED = (
    (re.compile(r"中午"), time(12), time(14)),
    (re.compile(r"早上|早晨|上午"), time(8), time(12)),
    (re.compile(r"下午"), time(14), time(18)),
    (re.compile(r"晚上|傍晚|夜里|下班|收工"), time(19), time(21)),
)
_NO_CALLS = re.compile(
    r"(?:别|不要|不能|莫|不方便|不准|不)(?:给我)?(?:打|接)电?话?"
    r"|只(?:能|要|可以)?(?:发|回|看)(?:信息|消息|短信|微信)|(?:don't|do not|never|no) call|text only|message only",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, on any day in China; `calls` is False if he does not want to be called at all."""

    begin: time
    end: time
    calls: bool = True

    def next_moment(self, at: datetime) -> datetime:
        """`at`, or else the next time of day at which he may be called; `at` is aware and in his own zone."""
        if self.begin <= at.time() < self.end:
            return at
        day = at.date() if at.time() < self.begin else at.date() + timedelta(days=1)
        return datetime.combine(day, self.begin, at.tzinfo)


def read_hours(text: str) -> Hours | None:
    """The hours in these words; None if they name none."""
    calls = _NO_CALLS.search(text) is None
    if found := _STRETCH.search(text):
        begin = _time(found.groups()[:4])
        end = _time(found.groups()[4:], since=begin, part_before=found[1])
        return _hours(begin, end, calls)
    if found := _AFTER.search(text):
        return _hours(_time(found.groups()), _LATEST, calls)
    if found := _BEFORE.search(text):
        return _hours(_EARLIEST, _time(found.groups()), calls)
    named = next((Hours(begin, end, calls) for word, begin, end in _NAMED if word.search(text)), None)
    return named or (None if calls else Hours(_EARLIEST, _LATEST, calls=False))


def _hours(begin: time | None, end: time | None, calls: bool) -> Hours | None:
    if begin is None or end is None:
        return None
    begin, end = max(begin, _EARLIEST), min(end, _LATEST)
    return Hours(begin, end, calls) if begin < end else None


def _time(said: tuple[Any, ...], since: time | None = None, part_before: str | None = None) -> time | None:
    """The time of day that was said: part, hour, minutes, half; after another it is the later one that it may be."""
    named, hour, minute, half = said
    count = int(hour) if hour.isdigit() else _DIGITS[hour]
    part = named or part_before
    if _is_later(part, count) or (since and count < since.hour and count <= 12):
        count += 12
    minutes = int(minute) if minute else 30 if half else 0
    return time(count % 24, minutes) if count < 24 and minutes < 60 else None


def _is_later(part: str | None, hour: int) -> bool:
    """Whether an hour of this part of the day is one of the afternoon."""
    if part == "中午":
        return hour < 4
    return part in ("下午", "傍晚", "晚上", "晚", "夜里") and hour < 12
