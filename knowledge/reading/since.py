"""Months as people name them: 2025年3月, 去年腊月, 三月份, 上个月, last March.

Grammar of a typed answer to "since when":

    answer  = [ year ] month | month-back | year-end
    year    = 2025年 | 25年 | 今年 | 去年 | 前年 | 大前年 | this year | last year
    month   = 3月[份] | 三月 | 腊月 | 正月 | 冬月 | 农历八月 | March | 2025-03 | 2025.3 | 2025/3
    month-back = 这个月 | 上个月 | 上上个月 | N个月前 | last month
    year-end = 年底 | 年初 | 春节 | 过年

A month without a year is the last one that has begun by the day of asking. A bare year (2024年) has no month: None.
"""

import re
from datetime import date

from lunar_python import Lunar

from knowledge.reading.numerals import fold, read_number

_MONTH = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_YEAR = (
    r"(?:(?P<year>(?:19|20)\d{2}|\d{2}|[二一][零九][零一二三四五六七八九]{2}|[零一二][零一二三四五六七八九])年|"
    r"(?P<spoken>今年|去年|前年|大前年|当年))"
)
_LUNAR_NAMES = {"正": 1, "冬": 11, "腊": 12}
_SOLAR = re.compile(rf"{_YEAR}?\s*的?(?<!\d)(?P<month>{_MONTH})月(?!薪|工资)")
_LUNAR = re.compile(rf"{_YEAR}?\s*的?\s*(?:(?:农历|阴历|旧历)\s*(?P<month>{_MONTH}|[正冬腊])|(?P<name>[正冬腊]))月")
_LUNAR_YEAR = re.compile(rf"(?:农历|阴历|旧历)\s*{_YEAR}\s*的?(?P<month>{_MONTH})月")
_DASHED = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*[-./]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)")
_BACK = (
    (re.compile(r"上上个?月"), 2),
    (re.compile(r"上个?月|last month"), 1),
    (re.compile(r"这个?月|本月|当月|this month"), 0),
)
_AGO = re.compile(r"(?P<n>[\d零一二三四五六七八九十]+)个月(?:之?前|以前)|(?P<m>\d+) months? ago")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = re.compile(
    rf"\b(?:(?P<last>last|this)\s+)?(?P<name>{'|'.join(_ENGLISH)})[a-z]*\.?,?\s*(?P<year>(?:19|20)\d{{2}})?\b",
    re.IGNORECASE,
)
_NAMED = (
    r"(?:(?:[\d零一二三四五六七八九]{2,4}年|今年|去年|前年|大前年)的?)?(?:农历|阴历|旧历)?"
    rf"(?:{_MONTH}|[正冬腊])月份?(?:\d{{1,2}}[日号])?"
)
_SINCE = rf"(?<![\d零一二三四五六七八九十年者或、到至和])(?P<since>{_NAMED}|上?上个月)(?!左右|前后|或|、)"
_NOW = ("现在", "今天", "今", "目前", "如今")
_UNTIL = rf"(?:一直)?(?:到|至)了?(?P<until>{'|'.join(_NOW)}|{_NAMED})"
_FROM = r"(?:从|自|打)"
_ON = r"(?:就?开始|起|以来|以后)"
_UNPAID = (
    r"(?:(?<![不没未])(?:拖欠|欠|差我)|[没未不][^,。;]{0,5}?(?:发|给|结|付|开))"
    r"(?![^,。;]{0,8}(?:合同|社保|保险|公积金|假|手续|证明))"
)
_IDLY = r"(?:(?!干|做|上班|工作|入职|进|来|去|到|至)[^,。;\d]){0,10}?"
_WORK = r"(?:干|做|上班|工作)"
_WORKED = re.compile(rf"{_SINCE}{_ON}?[^,。;\d]{{0,8}}?{_WORK}[^,。;\d]{{0,4}}?{_UNTIL}")
_OWED_SINCE = (
    re.compile(rf"{_FROM}{_SINCE}(?:{_UNTIL})?{_ON}?,?{_IDLY}{_UNPAID}"),
    re.compile(rf"{_SINCE}{_ON},?{_IDLY}{_UNPAID}"),
    re.compile(rf"(?<![不没未])欠[^,。;]{{0,10}},?{_FROM}{_SINCE}(?:{_UNTIL}|{_ON})"),
    re.compile(rf"{_SINCE}(?:到|至|-|~){_NAMED}的?[^,。;]{{0,4}}(?:工资|工钱)"),
    re.compile(rf"{_WORKED.pattern}[^。;]{{0,12}}一分(?:钱)?(?:都|也)?[没未]"),
)
_SPOKEN_YEARS = {"今年": 0, "当年": 0, "去年": 1, "前年": 2, "大前年": 3}
_EARLIEST = 1980


def read_since(text: str, asked_on: date) -> str | None:
    """The month a typed answer names as "YYYY-MM", counted from the day of asking.

    None when it names no month, several different ones, one that has not begun, or only a year.
    """
    found = set(months(fold(text[:200]).casefold(), asked_on))
    if len(found) != 1:
        return None
    year, month = found.pop()
    if year < _EARLIEST or (year, month) > (asked_on.year, asked_on.month):
        return None
    return f"{year:04d}-{month:02d}"


def owed_since(text: str, asked_on: date) -> str | None:
    """The month since which a story says that wages are owed, as "YYYY-MM", counted from the day of asking.

    从今年3月开始欠我三万二, 3月到5月的工资没给, 从3月干到9月一分没给. None when it says only since when somebody
    worked, says it roughly, or names several months.
    """
    folded = _plain(text)
    found = {read_since(match["since"], asked_on) for each in _OWED_SINCE for match in each.finditer(folded)}
    return found.pop() if len(found) == 1 else None


def worked(text: str, asked_on: date) -> tuple[str | None, str | None]:
    """The first and the last month of the one span of work that a story tells; 到现在 is the month of asking."""
    spans = {(match["since"], match["until"]) for match in _WORKED.finditer(_plain(text))}
    if len(spans) != 1:
        return None, None
    since, until = spans.pop()
    begin, end = read_since(since, asked_on), _end(since, until, asked_on)
    return (begin, end) if begin and end and begin <= end else (None, None)


def _end(since: str, until: str, asked_on: date) -> str | None:
    """去年3月干到9月: the second month is of the year that was named, unless it names its own."""
    if until in _NOW:
        return f"{asked_on.year:04d}-{asked_on.month:02d}"
    year = re.match(r"[^年]{1,4}年", since)
    return read_since(f"{year[0]}{until}" if year and "年" not in until else until, asked_on)


def _plain(text: str) -> str:
    """The folded text without spaces, and with one kind of comma."""
    return re.sub(r"[、，](?=[从自打])|，", ",", re.sub(r"[ \t\u3000]+", "", fold(text))).replace("；", ";")


def months(folded: str, asked_on: date) -> list[tuple[int, int]]:
    """Every month named in a folded text as (year, month), in no particular order."""
    found = [(int(match["year"]), int(match["month"])) for match in _DASHED.finditer(folded)]
    rest = _DASHED.sub(" ", folded)
    for pattern in (_LUNAR_YEAR, _LUNAR):
        found += [_from_lunar(match, asked_on) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    found += [_from_solar(match, asked_on) for match in _SOLAR.finditer(rest)]
    found += [_from_english(match, asked_on) for match in _ENGLISH_MONTH.finditer(rest)]
    return found + _counted_back(rest, asked_on)


def _counted_back(rest: str, asked_on: date) -> list[tuple[int, int]]:
    for pattern, back in _BACK:
        if pattern.search(rest):
            return [_months_before(asked_on, back)]
    ago = _AGO.search(rest)
    number = read_number(ago["n"] or ago["m"]) if ago else None
    return [] if number is None else [_months_before(asked_on, int(number))]


def _from_solar(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    month = int(read_number(match["month"]) or 0)
    year = _year(match["year"], match["spoken"], asked_on)
    return (year if year is not None else _last_year_with(month, asked_on), month)


def _from_lunar(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    name = match["month"] or match.groupdict()["name"]
    month = _LUNAR_NAMES[name] if name in _LUNAR_NAMES else int(read_number(name) or 0)
    year = _year(match["year"], match["spoken"], asked_on)
    if year is not None:
        return _solar_of(year, month)
    lately = (_solar_of(asked_on.year - back, month) for back in range(3))
    return next(it for it in lately if it <= (asked_on.year, asked_on.month))


def _solar_of(year: int, month: int) -> tuple[int, int]:
    """The month of our calendar in which the larger part of a lunar month lies (its middle day)."""
    solar = Lunar.fromYmd(year, month, 15).getSolar()
    return solar.getYear(), solar.getMonth()


def _from_english(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    month = _ENGLISH.index(match["name"].lower()[:3]) + 1
    return (int(match["year"]) if match["year"] else _last_year_with(month, asked_on), month)


def _year(written: str | None, spoken: str | None, asked_on: date) -> int | None:
    if spoken:
        return asked_on.year - _SPOKEN_YEARS[spoken]
    if not written:
        return None
    digits = "".join(str("零一二三四五六七八九".index(it)) if not it.isdigit() else it for it in written)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _last_year_with(month: int, asked_on: date) -> int:
    return asked_on.year if month <= asked_on.month else asked_on.year - 1


def _months_before(day: date, back: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return year, month + 1
