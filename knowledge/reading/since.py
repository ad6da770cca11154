"""Since when wages are unpaid, and for which months: what a typed answer or a story says of it.

Grammar of a typed answer to "since when": one month of those that months.py can read. A bare year (2024年) and the
turn of one (去年年底) have no month: None.

Grammar of the months in a story, asides in brackets left out:

    named   = month { 、 | 和 | 还有 | month } | month 到|至|- month      2月和5月, 7、8、9三个月, 七八月份, 一季度
    unpaid  = owed … named … wages | named … wages … not paid | 欠 … named      a month still running only by 这个月
    since   = [ 从 ] month [ 到 month | 现在 ] [ 开始 | 起 | 以来 ] … not paid | 今年一直 … not paid
    paid    = named … paid | wages paid up to a month: since the one after it

到现在 is the month of asking.
"""

import re
from datetime import date

from knowledge.patterns import Pattern
from knowledge.reading.months import (
    BARE,
    EARLIEST,
    FIRST,
    MONTH,
    NAMED,
    START,
    Named,
    months,
    named_in,
    plain,
    resolved,
    written,
)
from knowledge.reading.numerals import fold, read_number
from knowledge.reading.worked import left, worked

__all__ = [
    "may_be_running",
    "months",
    "owed_between",
    "owed_since",
    "paid_until",
    "read_since",
    "unpaid_after",
    "unpaid_months",
]

_RANGE = rf"{START}(?:{NAMED}|{BARE})(?:一直)?(?:到|至|[~—–-])了?{NAMED}"
_AND = r"(?:的?(?:工资)?(?:[、和与及跟,]|还有|以及|加上?)|的)?"
_SERIES = (
    rf"(?:{_RANGE}|{START}(?<!到)(?:(?:{NAMED}|{BARE}){_AND}){{0,11}}"
    rf"(?:{NAMED}|(?<=[、和与及]){MONTH}(?=[二三四五六七八九2-9]个月)))(?!底|初|末|中旬|左右|前后|之?前|以前)"
)
_SINCE = rf"{FIRST}(?<![\d零一二三四五六七八九十年者或、到至和])(?P<since>{NAMED})(?!左右|前后|或|、|底|初|末)"
_NOW = r"(?:现在|今天|今(?!年)|目前|如今)"
_UNTIL = rf"(?:一直)?(?:到|至)了?(?P<until>{_NOW}|{NAMED})"
_FROM = r"(?:从|自|打)"
_ON = r"(?:就?开始|起|[以之]?来|以后)"
_WAGES = r"(?:工资|工钱|薪|劳务费|人工费|跑单费|课时费|血汗钱)"
_PAY = r"(?:发|给|结|付|开|拿|打|到账|见|领)"
_PARTLY = rf"(?:(?:只|就|才|仅){_PAY}[^,。;]{{0,3}}?(?:一半|[一二三四五六七八九]成|生活费|基本生活|百分之)|打一半)"
_UNPAID = (
    rf"(?:(?<![不没未])(?:拖欠|欠|差我|停发)|[没未不][^,。;]{{0,5}}?{_PAY}|一分钱?[都也]?[没未]|分文[没未不]|{_PARTLY})"
    r"(?![^,。;]{0,8}(?:合同|社保|保险|公积金|假|手续|证明))"
)
_IDLY = r"(?:(?!干|做|上班|工作|入职|进|来|去|到|至|停|完|走|离|辞|投诉|反映)[^,。;\d]){0,10}?"
_WORK = r"(?:干|做|上班|工作)"
_WORKED = Pattern(rf"{_SINCE}{_ON}?[^,。;\d]{{0,8}}?,?(?:一直)?{_WORK}[^,。;\d]{{0,4}}?{_UNTIL}")
_OWED_SINCE = (
    Pattern(rf"{_FROM}{_SINCE}{_ON}?(?:{_UNTIL})?{_ON}?,?{_IDLY}{_UNPAID}"),
    Pattern(rf"{_SINCE}{_ON},?{_IDLY}{_UNPAID}"),
    Pattern(rf"{_SINCE}(?:一直)?(?:到|至)(?P<until>{_NOW}),?{_IDLY}{_UNPAID}"),
    Pattern(rf"(?<![不没未])欠[^,。;]{{0,10}},?{_FROM}{_SINCE}(?:{_UNTIL}|{_ON})"),
    Pattern(rf"{_SINCE}(?:到|至|-|~)(?P<until>{NAMED})的?[^,。;]{{0,4}}(?:工资|工钱)"),
)
_THIS_YEAR = Pattern(rf"今年(?:以来|一直|(?:一直)?到(?P<until>现在)){_IDLY}{_UNPAID}[^,。;]{{0,4}}{_WAGES}")
_HABIT = Pattern(
    r"[^,。;]{0,12},?(?:一般|每次都?拖|每个?月都?拖|经常|才[发给])|[^,。;]{0,20}(?:按时|及时|准时|足额|全额|断断续续|晚)"
)
_COUNTED = r"(?:[二三四五六七八九十2-9]个月|份|的|这|全部|所有|我们?|基本|绩效)"
_STILL = r"(?:(?:都|一直|全|也|还|就|再|至今|老板|公司|厂里|单位|他|说){0,3})"
_UNPAID_MONTHS = (
    Pattern(rf"(?P<named>{_SERIES}){_COUNTED}{{0,3}}{_WAGES}"),
    Pattern(
        rf"(?P<named>{_SERIES}){_COUNTED}{{0,3}}{_STILL}"
        rf"(?:[没未不](?:有|曾|见)?{_PAY}[到过下]?[我们工资薪钱]{{0,4}}(?![^,。;])|[就都也]?(?:一分|分文)钱?[就都也]?[没未不]|停发)"
    ),
    Pattern(
        rf"(?:欠|差(?=[我他她]))(?:了|我们?|他们?|她们?|员工|工人|的[就都]?是|着){{0,2}}(?P<named>{_SERIES})"
        r"(?=[二三四五六七八九2-9]个月|的?[,。;]|的?$|的?[还和]|的?\d{1,2}天)"
    ),
    Pattern(
        rf"(?P<named>{_SERIES})(?P<count>[二三四五六七八九2-9])个月(?:一?共|总共|合计|,){{0,2}}[\d一二三四五六七八九]"
    ),
)
_PAID_UNTIL = Pattern(
    rf"(?:(?P<to>(?:工资|钱)[^,。;没未不\d]{{0,6}}(?:发|结|付|给|开)(?:放|算)?到了?|[发结]完了?)|(?:只|就|才|仅){_PAY}[了过到]{{0,2}})"
    rf"(?P<paid>{_SERIES}|{NAMED})(?![^,。;]{{0,4}}一半)"
)
_WAGE_OR_DEBT = Pattern(rf"{_WAGES}|欠|差[我他她]|[没未]发|没给")
_OWED_BEFORE = Pattern(r"欠|差[我他她]|克扣|[没未不][^,。;]{0,5}[发给结付]")
_OWED_AFTER = Pattern(r"欠|拖|[没未不][^,。;]{0,5}[发给结付拿到见领]|[要讨]不|一分|分文|没影|没[有着下]|打水漂|没见")
_PAID_BEFORE = Pattern(r"(?:[发给结付][了完]|发放了?|结清|付清|拿[了到]|领了?|从|自|打|说|答应|预支|(?<![没未不])发)$")
_PAID_AFTER = Pattern(r"[^,。;没未不]{0,8}?(?:发了|给了|结了|付了|结清|付清|到账|发放|只|才|仅|一半|就[发给])")
_NEXT_MONTH = Pattern(rf"{MONTH}月|[上这]个?月")
_NOTHING = Pattern(r"一分钱?[都也]?[没未]|分文[没未]")
_LONGEST = 120  # months


def read_since(text: str, asked_on: date) -> str | None:
    """The month a typed answer names as "YYYY-MM", counted from the day of asking.

    None when it names no month, several different ones, one that has not begun, or only a year.
    """
    found = set(months(fold(text[:200]).casefold(), asked_on))
    if len(found) != 1:
        return None
    year, month = found.pop()
    if year < EARLIEST or (year, month) > (asked_on.year, asked_on.month):
        return None
    return f"{year:04d}-{month:02d}"


def owed_since(text: str, asked_on: date) -> str | None:
    """The month since which a story says that wages are owed, as "YYYY-MM", counted from the day of asking.

    从今年3月开始欠我三万二, 3月到5月的工资没给, 从3月干到9月一分没给. None when it says only since when somebody
    worked, says it roughly, or names several months.
    """
    since, _ = owed_between(text, asked_on)
    begin, end = worked(text, asked_on) if since is None and _NOTHING.search(text) else (None, None)
    return since or (begin if end else None)


def owed_between(text: str, asked_on: date) -> tuple[str | None, str | None]:
    """The first and, if it is told, the last month since which a story says that wages are owed."""
    told = plain(text)
    matches = [it for each in _OWED_SINCE for it in each.finditer(told) if not _is_habit(told, it)]
    spans = {_span(it["since"], it.groupdict().get("until"), asked_on) for it in matches}
    begins, ends = ({span[side] for span in spans} - {None} for side in (0, 1))
    if not matches:
        return _this_year(told, asked_on)
    if len(begins) != 1 or (None, None) in spans:
        return None, None
    return begins.pop(), ends.pop() if len(ends) == 1 else None if ends else left(told, asked_on)


def unpaid_months(text: str, asked_on: date) -> list[str]:
    """The months whose wages a story names as unpaid, in order; 2月和5月的工资没发, 欠我5月到7月的工资."""
    told = plain(text)
    if not _WAGE_OR_DEBT.search(told):
        return []
    matches = (it for each in _UNPAID_MONTHS for it in each.finditer(told) if _is_unpaid(told, it))
    return sorted({month for it in matches for month in _counted(it, asked_on)})


def paid_until(text: str, asked_on: date) -> list[int]:
    """The months, 1 to 12, of which a story says that they alone, or that all up to them, were paid: 只发了3月的."""
    matches = _PAID_UNTIL.finditer(plain(text))
    return [named[-1].month for it in matches if (named := named_in(it["paid"], asked_on))]


def unpaid_after(text: str, asked_on: date) -> str | None:
    """The month after the last one paid, 工资只发到今年5月; None if a story names several or that of asking."""
    ends = {it["paid"] for it in _PAID_UNTIL.finditer(plain(text)) if it["to"]}
    found = resolved(named_in(ends.pop(), asked_on)[:1], asked_on) if len(ends) == 1 else []
    after = [(year + month // 12, month % 12 + 1) for year, month in found]
    return written(after[0]) if after and after[0] <= (asked_on.year, asked_on.month) else None


def _counted(match: re.Match[str], asked_on: date) -> list[str]:
    """The months of a match, none if it counts them otherwise: 5月6月两个月."""
    found = _series(match["named"], asked_on)
    count = match.groupdict().get("count")
    return found if count is None or read_number(count) == len(found) else []


def _span(since: str, until: str | None, asked_on: date) -> tuple[str | None, str | None]:
    named = [*named_in(since, asked_on)[:1], *(named_in(until, asked_on)[:1] if until else ())]
    found = [written(it) for it in resolved(named, asked_on)]
    if len(found) != 1 + (until is not None):
        return None, None
    return found[0], found[1] if until else None


def may_be_running(named: list[Named], asked_on: date) -> bool:
    """Whether the months stand without a year and the last is that of asking: this year's, or last year's."""
    return all(it.year is None for it in named) and named[-1].month == asked_on.month


def _this_year(told: str, asked_on: date) -> tuple[str | None, str | None]:
    match = _THIS_YEAR.search(told)
    if match is None or _is_habit(told, match):
        return None, None
    return f"{asked_on.year:04d}-01", written((asked_on.year, asked_on.month)) if match["until"] else None


def _is_habit(told: str, match: re.Match[str]) -> bool:
    return _HABIT.match(told[match.end() - 2 :][:24]) is not None or re.search("按时|及时|足额", match[0]) is not None


def _is_unpaid(told: str, match: re.Match[str]) -> bool:
    """Whether words beside the named wages say that they are owed, and none that they were paid or only promised."""
    before = re.split(r"[。;]", told[: match.start("named")][-40:])[-1]
    after = _NEXT_MONTH.split(told[match.end("named") : match.end() + 16], maxsplit=1)[0]
    if _PAID_BEFORE.search(before) or _PAID_AFTER.match(told[match.end() : match.end() + 12]):
        return False
    if match.groupdict().get("count"):
        return _OWED_BEFORE.search(told) is not None
    return bool(_OWED_BEFORE.search(before.rsplit(",", 1)[-1]) or _OWED_AFTER.search(after))


def _series(series: str, asked_on: date) -> list[str]:
    """The months of a list or of a whole range; none if the last may be the one still running, not owed yet."""
    named = named_in(series, asked_on)
    if all(it.year is not None for it in named):
        named.sort()
    found = resolved(named, asked_on)
    if not found or may_be_running(named, asked_on):
        return []
    if len(found) == 2 and re.search(r"[到至~—–]|(?<!\d{4})-", series):
        first, last = (year * 12 + month - 1 for year, month in found)
        found = [(at // 12, at % 12 + 1) for at in range(first, min(last, first + _LONGEST) + 1)]
    return [written(it) for it in found]
