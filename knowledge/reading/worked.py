"""From when to when somebody worked, as a story tells it.

Grammar, over the plain text of a story (see months), where every named month is judged by the words around it:

    begins   = month … 进场 | 入职 | 开工 | 去的 | 在 … 干活      9月12号经老乡介绍去的, 三月来的, 8月底进场
    ends     = 干到 month | 到 month … 完 | month … 离职 | 退场 | 完工 | 停工 | 回的
    range    = month [ 起 | 干 … ] 到|至|- month | 现在

A range whose clause is about a contract, leave, insurance, an authority, or wages that were paid is no work, and a
month with two such meanings none either. 到现在 is the month of asking.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from knowledge.patterns import Pattern
from knowledge.reading.months import BARE, NAMED, START, YEARS, Named, named_in, plain, resolved, written
from knowledge.reading.numerals import HAN

Span = tuple[str | None, str | None]  # "YYYY-MM"

_NOW = r"(?:现在|今天|今(?!年)|目前|如今)"
_ROUGH = r"(?:底|初|末|中旬|上旬|下旬|左右)?"
_MONTH = Pattern(rf"(?<![个])(?:{START}(?:{NAMED}|{BARE}){_ROUGH}|(?<=[到至]){_NOW})")
_WORK = r"(?:干|做|上班|工作|打工|务工|施工|忙|打)"
_RANGE = Pattern(
    rf"份?(?:就?开始|起|以?后|,)?(?:[^,。;\d]{{0,8}}?,?(?:一直)?{_WORK}[^,。;\d]{{0,4}}?)?,?(?:一直|,)?(?:到|至|[~—–-])了?"
)
_LABOUR = r"(?:干|做|打工|务工|修|盖|装|铺|砌|栽|种|摘|贴|搬|砍|挖|工地|项目|上班)"
_ENTERED = (
    r"(?:进的?场|入场|上的班|[干做]的活|的活(?!动)|进厂|入职|开工|到岗|[来去进]的|开始(?![^,。;]{0,8}[欠没不拖]))"
)
_BEGUN = Pattern(
    rf"份?以?后?(?:我们?|就|正式|才|全部)*(?:{_ENTERED}|(?:开始|来|去|到)[^,。;]{{0,12}}?{_LABOUR}|"
    rf"[^,。;没未不]{{0,10}}介绍[^。;没未]{{0,25}}?{_LABOUR}|"
    rf"(?:我们?|俺们?)?(?:跟着?|在|给|帮)(?!我)[^,。;没未]{{1,24}}?{_LABOUR})"
)
_EMPLOYED = Pattern(r"入职|进厂|到岗|上班|开始")
_DONE = r"(?:干|做|铺|装|盖|修|搬|刷|建|种|摘|割|施工)完"
_OVER = (
    rf"(?:离职|辞职|辞退|退的?场|撤场|结束|完工|竣工|交工|停工|收工|封顶|{_DONE}|[走回]的|回来|回家|离开|被辞|被裁|"
    r"开除|不干了?)"
)
_ENDS = Pattern(rf"份?(?:我们?|就|全部|才|正式|已|被)*[^,。;没未不前后月\d]{{0,6}}?{_OVER}")
_TO = Pattern(rf"(?:{_WORK}[^,。;\d]{{0,5}}?(?:到|至)了?|,(?:一直)?(?:到|至|止于))$")
_OTHER = Pattern(
    r"合同|产假|住院|怀孕|休|社保|保险|公积金|监察|仲裁|立案|起诉|判|答复|租|试用|放假|停[工产]|每年|培训|罚|赔|付清|还清|结清|期限|利息"
    r"|(?:的|工资)都?[结发付给]了"
)
_DATE = rf"(?:(?!初[^{HAN}])[^,。;前后底末])"
_ENDED = Pattern(
    rf"(?P<end>(?:{YEARS})的?{_DATE}{{1,10}}?)(?:就|我们?|全部|才|时){{0,2}}(?:干完|做完|完工|停工|竣工|退场|收工|工程结束)"
)
_LEFT = Pattern(
    rf"(?P<end>(?:{YEARS}){_DATE}{{1,8}}?)(?:我们?|就|正式|正常){{0,2}}(?:离职|辞职|干完|做完|完工|停工|竣工|退场|收工)"
)
_MOST = 60  # months that are looked at
_LONG = {True: 14, False: 24}  # months of a post in a firm, or of other work; for some of a longer time one was paid


class _Stay(NamedTuple):
    """The pieces of a story that name the first and the last month, and whether it was a post in a firm."""

    begin: str | None
    end: str | None
    is_post: bool = False


def worked(text: str, asked_on: date) -> Span:
    """The first and the last month of the one span of work that a story tells; (None, None) if it tells several."""
    told = plain(text)
    spans = {_resolved(it, asked_on) for it in _ranges(told)} - {(None, None)}
    if not spans:
        return _resolved(_by_turns(told), asked_on)
    return spans.pop() if len(spans) == 1 else (None, None)


def work_ended(text: str, asked_on: date) -> str | None:
    """The month of a named year in which a story says that the work was done or stopped; None if it names several."""
    return _end(plain(text), _ENDED, asked_on)


def left(told: str, asked_on: date) -> str | None:
    """The month of a named year in which the work was done or somebody went; None if a plain text names several."""
    return _end(told, _LEFT, asked_on)


def _end(told: str, over: Pattern, asked_on: date) -> str | None:
    ends = {month for it in over.finditer(told) for month in resolved(named_in(it["end"], asked_on), asked_on)}
    return written(ends.pop()) if len(ends) == 1 else None


def _ranges(told: str) -> Iterator[_Stay]:
    """What is said as one: 3月干到9月, 2022.11.3-2023.1.15, 去年10月至3月在果园."""
    months = list(_MONTH.finditer(told))[:_MOST]
    ended = None
    for first, last in pairwise(months):
        between = told[first.end() : last.start()]
        clause = _before(told, first) + between + _after(told, last)
        if len(between) < 30 and first is not ended and _RANGE.fullmatch(between) and not _OTHER.search(clause):
            ended = last
            yield _Stay(first[0], last[0])


def _by_turns(told: str) -> _Stay:
    """What is said apart: 5月去的 … 10月回的; a month that begins or ends it twice over leaves it open."""
    months = list(_MONTH.finditer(told))[:_MOST]
    begins = [it for it in months if not _OTHER.search(_before(told, it)) and _BEGUN.match(told, it.end())]
    ends = [it for it in months if it not in begins and _is_end(told, it)]
    if len(begins) != 1 or len(ends) > 1 or (ends and ends[0].start() < begins[0].start()):
        return _Stay(None, None)
    is_post = _EMPLOYED.search(told[begins[0].end() :][:8]) is not None
    return _Stay(begins[0][0], ends[0][0] if ends else None, is_post)


def _is_end(told: str, month: re.Match[str]) -> bool:
    if re.fullmatch(_NOW, month[0]):
        return False
    if _TO.search(told[: month.start()][-12:]):
        return not _OTHER.search(_after(told, month))
    return _ENDS.match(told, month.end()) is not None and not re.search("说|让|要", _before(told, month)[-4:])


def _resolved(stay: _Stay, asked_on: date) -> Span:
    if stay.begin is None or (stay.end is None and stay.is_post):
        return None, None
    named = named_in(",".join(it for it in (stay.begin, stay.end) if it), asked_on)
    found = resolved(named, asked_on)
    if len(found) != 1 + (stay.end is not None) or len(found) != len(named) or _may_be_running(named, stay, asked_on):
        return None, None
    if _length(found[0], found[-1]) > _LONG[stay.is_post]:
        return None, None
    return written(found[0]), written(found[1]) if stay.end else None


def _length(first: tuple[int, int], last: tuple[int, int]) -> int:
    return (last[0] - first[0]) * 12 + last[1] - first[1]


def _may_be_running(named: list[Named], stay: _Stay, asked_on: date) -> bool:
    """Whether the months stand without a year and the last is that of asking: this year's, or last year's."""
    return stay.end is not None and all(it.year is None for it in named) and named[-1].month == asked_on.month


def _before(told: str, month: re.Match[str]) -> str:
    return re.split(r"[,。;]", told[: month.start()][-30:])[-1]


def _after(told: str, month: re.Match[str]) -> str:
    return re.split(r"[,。;]", told[month.end() :][:30])[0]
