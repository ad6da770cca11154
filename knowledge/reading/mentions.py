"""The sums, times, lengths of time and head-counts that a story names, whatever part each of them plays.

Grammar, over the folded text (see numerals); where two overlap, the one that stands first in this list is taken:

    time    = month as months.py names it | 3(到6月) | year | 现在 今天 至今 … | 年底 过年 月底 中秋 …
    sum     = as amounts.py reads it; of 两三千 the least; a vague one has no amount
    heads   = [ 我和 | 连我 ] numeral [ 个 名 位 号 ] [ people ] | 我和 kin [ 两人 ] | 夫妻俩 | 我们仨 | 一家三口
    length  = numeral [ 多 几 来 ] ( 年 | 个月 | 天 | 工 | 小时 | 岁 … ) [ 半 | 零 numeral 个月 ] | 半年 …

What part each of them plays (owed, paid, a wage, the first month unpaid …) is learned; see parts.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, get_args

from knowledge.patterns import Pattern
from knowledge.reading.amounts import sums
from knowledge.reading.debts import Amount, Sum
from knowledge.reading.headcount import Headcount, headcounts
from knowledge.reading.months import MONTH, NAMED, START, YEARS, spell_out, spelled_runs
from knowledge.reading.numerals import fold, read_number

Kind = Literal["time", "sum", "heads", "length"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MOST = 30  # mentions of one kind in a text that are looked at
_READ = 1500  # characters; a longer letter has told by then what it is about

_LIST = r"(?:[、和与及]|到|至|[-~—–])"
_BARE = rf"(?:{YEARS}的?)?(?<![\d百千万亿.]){MONTH}(?={_LIST}{MONTH}(?:{_LIST}{MONTH}){{0,6}}月)"
_TURN = (
    r"(?:(?:年|月|季|学期)(?:底(?!薪)|末|初|中)|(?:过|大)?年(?:前|后)|过(?:完|了)?年|春节|(?:开|年)春|元宵|重阳|入冬|秋收|麦收|"
    r"[寒暑]假|秋|年三十|除夕|(?:过完|正月)十五|(?:清明|五一|端午|中秋|国庆|元旦)节?(?=前|后|之前|以前|以后))"
    r"(?:前|后|之前|以前|以后)?"
)
_TIME = Pattern(
    rf"{START}(?:{NAMED}|{_BARE})(?:底|初|末|中旬|上旬|下旬)?"
    rf"|(?:{YEARS}的?)?{_TURN}"
    rf"|{YEARS}(?:的?[春夏秋冬](?:天|季)?|[上下]半年)?"
    r"|(?:最后|头|第[一二三四五六七八九十]+|当|次|下|每)个?月(?:底(?!薪)|初)?"
    r"|(?:一直)?(?:到|至)(?:了)?(?:现在|如今|目前|今(?!年)天?)|至今|现在|目前|如今|今[天日]|昨[天日]|前[天日]|迄今|[这上下]个?(?:星期|礼拜|周)|当天"
    r"|(?<!\d)\d{1,2}[日号](?![楼线])"
)
_PAIR = Pattern(
    r"(?P<most>[一二三四五六七八九十]+[万千百])?(?P<least>[一二三四五六七八九])[一二三四五六七八九](?P<scale>十?[百千万]?)(?:多|来)?(?:块钱|元|块)?"
)
_N = r"(?:\d{1,3}(?:\.\d)?|[零一二三四五六七八九十百]{1,5}|好?几十?|十几)"
_LENGTH = Pattern(
    rf"(?<![\d第零一二三四五六七八九十百千万.])(?:"
    rf"[大小]?半(?:年|个?月|天)多?"
    rf"|{_N}[多几来余]?(?P<half>个?半)?(?:"
    rf"年多?(?:半|零?{_N}个半?月|[又零]?{_N}天)?|个(?:多|来)?月(?:多|半|[零又]?{_N}天)?|月(?<=半月)|天(?!水)半?|日(?!结|薪|工)"
    rf"|个半?工(?:日|天)?(?![资钱友人地程时])|工(?:日|天)?(?![资钱友人地程时作])"
    rf"|个?半?(?:小时|钟头)|个(?:钟|班)|分钟|(?:个|周)?(?:星期|礼拜)|周岁?|岁|个?学期))"
    r"(?![级薪])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One of them in a folded text: its `words` stand at start:end; a sum, or heads, where it is one."""

    kind: Kind
    start: int
    end: int
    words: str
    sum: Sum | None = field(default=None, compare=False)
    heads: Headcount | None = None


def told(text: str) -> str:
    """The text as mentions are sought in it: folded, 俩月 as 两个月, 七八月 as 七、八月."""
    return spelled_runs(fold(spell_out(text[:_READ])))


def mentions(folded: str) -> list[Mention]:
    """Everything of the four kinds in a folded text, in order, none overlapping another."""
    found = list[Mention]()
    for kind in KINDS:
        taken = bytearray(len(folded) + 1)
        for it in found:
            taken[it.start : it.end] = b"\1" * (it.end - it.start)
        found += [it for it in islice(_FINDERS[kind](folded), _MOST) if not any(taken[it.start : it.end])]
    return sorted(found, key=lambda it: it.start)


def _times(folded: str) -> Iterator[Mention]:
    yield from (Mention("time", *it.span(), it[0]) for it in _TIME.finditer(folded) if it[0])


def _sums(folded: str) -> Iterator[Mention]:
    for it in sums(folded):
        words = folded[it.start : it.end]
        yield Mention("sum", it.start, it.end, words, it if it.amount else replace(it, amount=_least(words)))


def _least(words: str) -> Amount | None:
    """The least that a sum of two neighbouring digits can be: 二三千 2,000, 三四十万 300,000, 二万三四 23,000."""
    pair = _PAIR.fullmatch(words)
    value = read_number(f"{pair['most'] or ''}{pair['least']}{pair['scale'] or ''}") if pair else None
    return None if value is None else Amount(value, approximate=True)


def _heads(folded: str) -> Iterator[Mention]:
    for start, end, count in headcounts(folded):
        yield Mention("heads", start, end, folded[start:end], heads=count)


def _lengths(folded: str) -> Iterator[Mention]:
    yield from (Mention("length", *it.span(), it[0]) for it in _LENGTH.finditer(folded))


_FINDERS = {"time": _times, "sum": _sums, "heads": _heads, "length": _lengths}
