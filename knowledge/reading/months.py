"""Months as people name them: 2025年3月, 去年腊月, 三月份, 上个月, last March.

Grammar:

    month   = [ year ] 3月[份][5号] | 三月 | 腊月 | 正月[初六] | 冬月 | 农历八月 | March | 2025-03 | 2025.3 | 2025/3
    year    = 2025年 | 25年 | 今年 | 去年 | 前年 | 大前年 | this year | last year
    back    = 这个月 | 上个月 | 上上个月 | N个月前 | last month
    quarter = 一季度 | 第二季度 | 上半年 | 下半年, where wages are named with it, is its months from first to last

A month without a year is the last one that has begun by the day of asking. 清明, 端午, 中秋, 国庆, 五一 and 元旦 are
months where a span begins or ends.
"""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from lunar_python import LunarYear, Solar

from knowledge.patterns import Pattern
from knowledge.reading.numerals import fold, read_number

Month = tuple[int, int]  # year, month

MONTH = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_YEAR = (
    r"(?:(?P<year>(?:19|20)\d{2}|\d{2}|[二一][零九][零一二三四五六七八九]{2}|[零一二][零一二三四五六七八九])年|"
    r"(?P<spoken>今年|去年|前年|大前年|当年))"
)
_LUNAR_DAY = (
    r"(?:初(?:十|[一二三四五六七八九]|10|[1-9])|(?:[一二]?十|廿)[一二三四五六七八九]?|三十|[12]\d(?!\d)|30)"
    r"(?![一二三四五六七八九十多几来个天元块万千百月])"
)
_LUNAR_NAMES = {"正": 1, "冬": 11, "腊": 12}
_SOLAR = Pattern(rf"{_YEAR}?\s*的?(?<!\d)(?P<month>{MONTH})月(?!薪|工资)")
_LUNAR = Pattern(
    rf"{_YEAR}?\s*的?\s*(?:(?:农历|阴历|旧历)\s*(?P<month>{MONTH}|[正冬腊])|(?P<name>[正冬腊]))月份?(?P<day>{_LUNAR_DAY})?"
)
_LUNAR_YEAR = Pattern(rf"(?:农历|阴历|旧历)\s*{_YEAR}\s*的?(?P<month>{MONTH})月(?P<day>{_LUNAR_DAY})?")
_DASHED = Pattern(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*[-./]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)")
_BACK = (
    (Pattern(r"上上个?月"), 2),
    (Pattern(r"上个?月|last month"), 1),
    (Pattern(r"这个?月|本月|当月|this month"), 0),
)
_AGO = Pattern(r"(?P<n>[\d零一二三四五六七八九十]+)个月(?:之?前|以前)|(?P<m>\d+) months? ago")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = Pattern(
    rf"\b(?:(?P<last>last|this)\s+)?(?P<name>{'|'.join(_ENGLISH)})[a-z]*\.?,?\s*(?P<year>(?:19|20)\d{{2}})?\b",
    re.IGNORECASE,
)
YEARS = re.sub(r"\?P<\w+>", "?:", _YEAR)
_FEASTS = {"清明": (4, 5), "五一": (5, 1), "端午": (5, 5), "中秋": (8, 15), "国庆": (10, 1), "元旦": (1, 1)}
_BY_THE_MOON = ("端午", "中秋")
_FEAST = rf"(?:{'|'.join(_FEASTS)})节?(?![前后])"
_MOON = r"(?:农历|阴历|旧历)"
_HAN_DAY = r"(?:[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_NUMBER = r"\d{1,2}(?![\d.月、和与及多几来个天元块万千百人名份])"
_DAY = rf"(?:{_NUMBER}(?:(?=[到至~—–-]|入|离|进|开|走|退|就)|[日号](?:[到至~-]\d{{1,2}}[日号])?)|{_HAN_DAY}[日号])"
_MOON_DAY = rf"(?:{_LUNAR_DAY}|[一二三四五六七八九](?![个多几点天年月千百万十、]))"
NAMED = (
    rf"(?:上?上个?月|这个?月|本月|(?:19|20)\d{{2}}[-./](?:1[0-2]|0?[1-9])(?!\d)(?:[-./]\d{{1,2}}(?!\d))?[日号]?|"
    rf"(?:{YEARS}的?)?(?:{_FEAST}|(?:{_MOON}{MONTH}|{_MOON}?[正冬腊])月份?{_MOON_DAY}?[日号]?|"
    rf"{MONTH}月(?!节)份?(?:{_DAY}|{_LUNAR_DAY})?))"
)
BARE = rf"(?:(?:{YEARS}的?)?{MONTH}(?=[、和与及到至~—–-]))"
FIRST = r"(?=[\d零一二三四五六七八九十正冬腊农阴旧上这本去今前大当清端中国元])"  # what a named month can begin with
START = rf"{FIRST}(?<![\d.每零一二三四五六七八九十])"
_PART = Pattern(
    rf"(?P<back>上?上个?月|这个?月|本月)|(?P<now>现在|今天|目前|如今|今(?!年))|"
    rf"(?P<in>(?:19|20)\d{{2}})[-./](?P<number>1[0-2]|0?[1-9])(?!\d)(?:[-./]\d{{1,2}}(?!\d))?[日号]?|"
    rf"(?:{_YEAR}的?)?(?:(?P<feast>{'|'.join(_FEASTS)})|(?P<moon>{_MOON})?(?P<month>{MONTH}|[正冬腊](?=月))"
    rf"(?:月份?(?:{_HAN_DAY}[日号]|(?P<day>{_MOON_DAY}(?!\d*[日号]))|{_NUMBER})?[日号]?(?:[到至~-]\d{{1,2}}[日号])?)?)"
)
_QUARTERS = {
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
}
_QUARTER = Pattern(
    r"(?P<year>(?:19|20)\d{2}年|去年|今年|前年)?的?第?(?P<quarter>[一二三四1-4]季度|[上下]半年)"
    r"(?=的?(?:全部|所有|基本)?(?:工资|工钱|薪|劳务))"
)
_RUN = Pattern(r"(?<![一二三四五六七八九十])[一二三四五六七八九]{2,4}(?=月|[二三四五]个月)")
_SHORT_COUNT = Pattern(r"([两俩仨])个?(?=半?月)")
_SOUTHERN = str.maketrans({"冇": "没", "咗": "了", "嘅": "的", "俾": "给", "畀": "给", "喺": "在", "仲": "还"})
_ASIDE = Pattern(r"\([^()]{0,30}\)")
_SPOKEN_YEARS = {"今年": 0, "当年": 0, "去年": 1, "前年": 2, "大前年": 3}
EARLIEST = 1980


class Named(NamedTuple):
    """A month as it is named: of a year or of none yet, by our calendar or, with its day, by the farmers'."""

    year: int | None
    month: int
    lunar_day: int = 0

    def near(self, year: int) -> list[Month]:
        """The month in the year it names; if it names none, in those around another year."""
        years = [self.year] if self.year else range(year - 2, year + 2)
        return [_solar_of(it, self.month, self.lunar_day) if self.lunar_day else (it, self.month) for it in years]


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


def named_in(piece: str, asked_on: date) -> list[Named]:
    """The months in a piece of a story; once the farmers' calendar is spoken, the months after it are of it, too."""
    found, moon = list[Named](), False
    for match in _PART.finditer(re.sub(r"[二三四五六七八九2-9]个月", "", piece)):
        moon = bool(match["moon"] or (match["day"] or "").startswith("初")) or (moon and match[0][-1] not in "日号")
        found.append(_part(match, asked_on, moon))
    return found


def _part(match: re.Match[str], asked_on: date, moon: bool) -> Named:
    if match["back"] or match["now"]:
        back = 0 if match["now"] or match["back"][0] in "这本" else match["back"].count("上")
        return Named(*months_before(asked_on, back))
    if match["in"]:
        return Named(int(match["in"]), int(match["number"]))
    year = _year(match["year"], match["spoken"], asked_on)
    if match["feast"]:
        month, day = _FEASTS[match["feast"]]
        return Named(year, month, day if match["feast"] in _BY_THE_MOON else 0)
    if moon or match["month"] in _LUNAR_NAMES:
        month = _LUNAR_NAMES.get(match["month"]) or int(read_number(match["month"]) or 1)
        return Named(year, month, _lunar_day(match["day"]))
    return Named(year, int(read_number(match["month"]) or 1))


def resolved(named: list[Named], asked_on: date) -> list[Month]:
    """The months in the order they are told, each in the year that keeps the order; none if one has not begun.

    去年10月到3月 ends this year; where no year is named, the last month is the last one that has begun.
    """
    today = (asked_on.year, asked_on.month)
    dated = next((at for at, it in enumerate(named) if it.year is not None), len(named) - 1)
    found: list[Month] = []
    for it in reversed(named[: dated + 1]):
        latest = found[0] if found else today
        found.insert(0, max(month for month in it.near(latest[0]) if it.year or month <= latest))
    for it in named[dated + 1 :]:
        found.append(min(month for month in it.near(found[-1][0]) if it.year or month >= found[-1]))
    is_past = all((EARLIEST, 1) <= it <= today for it in found)
    return found if is_past and found == sorted(found) else []


def written(month: Month) -> str:
    """A month as "YYYY-MM"."""
    return f"{month[0]:04d}-{month[1]:02d}"


def spell_out(text: str) -> str:
    """The text with 两月 and 仨月 as 两个月 and 三个月, which folding would make months, and 冇俾 as 没给."""
    return _SHORT_COUNT.sub(lambda match: "三个" if match[1] == "仨" else "两个", text.translate(_SOUTHERN))


def plain(text: str) -> str:
    """The folded text without asides and spaces, with one kind of comma; 七八月 as 七、八月, 一季度 as its months."""
    told = re.sub(r"\s+", " ", _ASIDE.sub("", fold(spell_out(text))))
    told = re.sub(r"(?<=\d) (?!\d)|(?<![\d发给结付资钱了]) (?=\d)", "", told)
    told = re.sub(r"[、,](?=[从自打])| ", ",", told)
    return spelled_runs(told)


def spelled_runs(folded: str) -> str:
    """A folded text with 七八月 as 七、八月 and 一季度, where wages are named with it, as its first and last month."""
    return _QUARTER.sub(_as_span, _RUN.sub(_as_list, folded))


def _as_span(match: re.Match[str]) -> str:
    quarter = match["quarter"].translate(str.maketrans("1234", "一二三四"))
    first, last = _QUARTERS[quarter]
    return f"{match['year'] or ''}{first}月到{last}月"


def _as_list(run: re.Match[str]) -> str:
    return "、".join(run[0]) if run[0] in "一二三四五六七八九" else run[0]


def _counted_back(rest: str, asked_on: date) -> list[tuple[int, int]]:
    for pattern, back in _BACK:
        if pattern.search(rest):
            return [months_before(asked_on, back)]
    ago = _AGO.search(rest)
    number = read_number(ago["n"] or ago["m"]) if ago else None
    return [] if number is None else [months_before(asked_on, int(number))]


def _from_solar(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    month = int(read_number(match["month"]) or 0)
    year = _year(match["year"], match["spoken"], asked_on)
    return (year if year is not None else _last_year_with(month, asked_on), month)


def _from_lunar(match: re.Match[str], asked_on: date) -> tuple[int, int]:
    name = match["month"] or match.groupdict()["name"]
    month = _LUNAR_NAMES[name] if name in _LUNAR_NAMES else int(read_number(name) or 0)
    year = _year(match["year"], match["spoken"], asked_on)
    day = _lunar_day(match["day"])
    if year is not None:
        return _solar_of(year, month, day)
    lately = (_solar_of(asked_on.year - back, month, day) for back in range(3))
    return next(it for it in lately if it <= (asked_on.year, asked_on.month))


def _solar_of(year: int, month: int, day: int) -> Month:
    """The month of our calendar in which a day of the farmers' calendar lies; every month there has 29."""
    first = _farmers_year(year).getMonth(month).getFirstJulianDay()
    solar = Solar.fromJulianDay(first + min(day, 29) - 1)
    return solar.getYear(), solar.getMonth()


@cache
def _farmers_year(year: int) -> LunarYear:
    """A year of the farmers' calendar; reckoning one takes some milliseconds."""
    return LunarYear.fromYear(year)


def _lunar_day(day: str | None) -> int:
    """初六 is 6; without a day the middle of the month, where its larger part lies."""
    return int(read_number((day or "15").removeprefix("初").replace("廿", "二十")) or 15)


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


def months_before(day: date, back: int) -> tuple[int, int]:
    """The month that many months before that of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return year, month + 1
