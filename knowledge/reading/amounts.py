"""Sums of money, and which of them is still owed: a claim's amount must never be silently wrong.

Grammar of a sum:

    sum     = [ about ] numeral [ over ] [ scale ] [ over ] [ currency ] [ about ]
    about   = 近 约 大概 大约 差不多 将近 快 不到 | 左右 上下 以上 以内
    over    = 多 几 来 余

What is owed of them is told in debts.py. A range (两三千, 3到4万), a sum far from its digits (十几万, 几千块) or
another currency leave nothing.
"""

import re
from decimal import Decimal
from itertools import islice

from knowledge.patterns import Pattern
from knowledge.reading.debts import Amount, Sum, owed
from knowledge.reading.numerals import HAN, NUMERAL, fold, read_number
from knowledge.reading.roles import speaks_of_owing, told

_LARGEST = Decimal(1_000_000_000)
_SMALLEST_BARE = 100  # below this a number without 元 or 万 may be anything: 3 is often meant as 3万
_SMALLEST_CLAIM = 10  # yuan; 一块钱都没拿到 is none
_SHORT = 2  # characters of a count that may be apart from what it counts: 12 个人; a longer one is a sum by itself
_MOST = 300  # numbers of one text that are read
_AHEAD = 24  # characters after a sum that may say what it is

_BEFORE = r"(?:近|约|大概|大约|差不多|将近|接近|快|不到|至少|起码|好像|about|around|nearly|almost|over)"
_AFTER = r"(?:左右|上下|以上|以内|出头|不到)"
_OVER = r"[多几来余]"
_CURRENCY = r"(?:块钱|元钱|元|块|人民币|rmb|yuan|cny)"
_SUM = Pattern(
    rf"(?P<about>{_BEFORE})?\s*(?P<mark>[¥￥]|rmb|人民币)?\s*"
    rf"(?:(?P<numeral>{NUMERAL})(?P<over>{_OVER}?)(?P<scale>[百千万亿]*)|(?P<round>(?<=近)[百千]万|(?<=[数几上])[百千万]+))"
    rf"(?P<over2>{_OVER}?)\s*(?P<currency>{_CURRENCY})?(?P<over3>[多来])?\s*(?P<later>{_AFTER})?",
    re.IGNORECASE,
)
_ROUGHLY = Pattern(r"(?:大概|大约|差不多|将近|约|估计)[有是欠还我们的要差剩共一总拖工资]{0,6}$")
# What makes a number something other than money.
_COUNTED = Pattern(
    r"(?:个|天(?!水)|日|号|月(?![薪工底])|年(?![底前])|周|人(?!民币)|名|位|户|家(?!里)|岁|次|遍|点|小时|钟|分(?!文|钱|成)|秒|层|"
    r"楼|栋|幢|号楼|平|方|米|吨|斤|公里|里(?![没面头也还])|件|车(?!老板|主|队)|台|套|条|张(?!总|老板)|份|页|期|标|段|级|组|班|%|分之|度|届|府|项(?!目)|块地|"
    r"days?|months?|years?|workers?|people|persons?|hours?)",
    re.IGNORECASE,
)
_ALL_IN_ALL = Pattern(r"[加合算搁归]到?一块$")
_ORDINAL = Pattern(r"(?:第|周|星期|礼拜|[\d.:/A-Za-z-]|(?:热线|电话|手机|微信|qq)[:：是]?\s*)$", re.IGNORECASE)
_HOTLINE = Pattern(r"123(?:15|28|33|45|48|51|88)")
_EMERGENCY = Pattern(r"11[09]|120|315")
_YEAR = Pattern(r"(?:19|20)\d\d(?:\.\d{1,2})?")
_FOREIGN = Pattern(r"\$|€|£|美元|美金|港币|港元|欧元|日元|韩元|dollar|usd|euro|hkd", re.IGNORECASE)
_RANGE = Pattern(rf"[\d{HAN}][元块]?\s*(?:[-~～—–到至]|或者?|还是|to|or)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
_RANGE_BEFORE = Pattern(rf"[\d{HAN}][元块]?\s*(?:[-~～—–到至]|或者?|还是)\s*$")
_RANGE_AFTER = Pattern(
    rf"\s*(?:[-~～—–到至]|或者?|还是)\s*(?:[\d{HAN}]+(?:[元块多余]|[百千万](?!达))|\d{{3,6}}(?![\d年月日号]))"
)
_RATE_BESIDE = r"[一每]个?(?:天|日|工|小?时|小时|平方?米?|方|米|件|单|趟|节课?|套|吨|车|个|人)"
_SMALL_RATE = (Pattern(rf"{_RATE_BESIDE}\s*$"), Pattern(rf"\s*{_RATE_BESIDE}"))  # 一天90, 25一天
_SPACED = Pattern(r"1[3-9]\d[\s-]\d{4}[\s-]?\d{4}")  # a telephone number in groups is no sum
_LONG = Pattern(r"\d{9,}")  # phone, account and identity numbers

_IS_LAST = Pattern(r"\s|$|[，。！？,!?]")  # of its clause
_SENTENCE = Pattern(r"[。！？!?\n]")


def read_amount(text: str) -> Amount | None:
    """The sum that a typed answer to "how much is owed" names; None when it names none, several or a range."""
    folded = fold(text[:200])
    if _FOREIGN.search(folded) or _RANGE.search(folded) or _SPACED.search(folded) or _has_unreadable(folded):
        return None
    return owed([it for it in sums(folded) if it.role != "each"])


def read_payment(text: str) -> Amount | None:
    """The sum that a typed answer to "how much has come" names; None when it names none, several or a range.

    Beside what was paid he may say what is still owed (收到8000，还差24000): then it is the one that was paid.
    """
    folded = fold(text[:200])
    if _FOREIGN.search(folded) or _RANGE.search(folded) or _SPACED.search(folded) or _has_unreadable(folded):
        return None
    found = sums(folded)
    named = [it.amount for it in found if it.role == "paid"] or [it.amount for it in found]
    return named[0] if len(named) == 1 else None


def sums(folded: str) -> list[Sum]:
    """Every sum in a folded text, in order; numbers that count days, people or months are left out."""
    found: list[Sum] = []
    for match in islice(_SUM.finditer(folded), _MOST):
        if _is_no_money(folded, match):
            continue
        amount = _amount(match)
        if amount is None and not (_is_marked(match) and _is_unreadable(match)):
            continue
        found.append(_sum(folded, match, amount, found[-1].end if found else 0))
    return found


def claimed(folded: str) -> Amount | None:
    """What a story says is still owed; a sum that nothing explains counts only where the words speak of owing."""
    found = sums(folded)
    alone = sum(it.role == "plain" and it.marked for it in found) == 1
    return owed([it for it in found if _is_claim(it, folded, alone=alone)])


def _is_claim(it: Sum, folded: str, *, alone: bool) -> bool:
    if it.amount and it.amount.yuan < _SMALLEST_CLAIM:
        return False
    if it.role != "plain":
        return it.role not in ("total", "each") or it.told.wages or speaks_of_owing(folded)
    if alone and it.marked and (it.told.wages or (_IS_LAST.match(folded, it.end) and speaks_of_owing(folded))):
        return True
    near = _SENTENCE.split(folded[max(0, it.start - 25) : it.start])[-1] + folded[it.start : it.end + 8]
    return it.marked and speaks_of_owing(near)


def _sum(folded: str, match: re.Match[str], amount: Amount | None, since: int) -> Sum:
    end = _end(match)
    before, after = folded[since : match.start()], folded[end : end + _AHEAD]
    if amount and _ROUGHLY.search(before[-12:]):
        amount = Amount(amount.yuan, approximate=True)
    return Sum(amount, told(before, after), _start(match), end, _is_marked(match))


def _amount(match: re.Match[str]) -> Amount | None:
    if _is_unreadable(match):
        return None
    over = match["over"] or match["over2"] or match["over3"]
    value = _value(match)
    if value is None or (value < _SMALLEST_BARE and not _is_marked(match) and not _is_small_rate(match)):
        return None
    if not 0 < value < _LARGEST or value != value.quantize(Decimal("0.01")):
        return None
    return Amount(_tidy(value), bool(match["about"] or over or match["later"]))


def _is_small_rate(match: re.Match[str]) -> bool:
    before, after = match.string[max(0, _start(match) - 8) : _start(match)], match.string[_end(match) :][:8]
    return bool(match["numeral"] and len(match["numeral"]) > 1) and bool(
        _SMALL_RATE[0].search(before) or _SMALL_RATE[1].match(after)
    )


def _value(match: re.Match[str]) -> Decimal | None:
    if match["round"]:
        return read_number("一" + match["round"])
    if not match["over"]:
        return read_number(match["numeral"] + match["scale"])
    value = read_number(match["numeral"])
    scale = read_number("1" + match["scale"]) if len(match["scale"]) <= 1 else None
    return value * scale if value is not None and scale else None


def _is_marked(match: re.Match[str]) -> bool:
    return bool(match["currency"] or match["mark"] or re.search(r"[百千万]", match[0]))


def _tidy(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.quantize(Decimal("0.01"))


def _is_no_money(folded: str, match: re.Match[str]) -> bool:
    end = _end(match)
    before, after = folded[max(0, _start(match) - 12) : _start(match)], folded[end : end + 12]
    if match["currency"] or match["mark"]:
        return bool(_ALL_IN_ALL.search(before + match[0]))
    if _COUNTED.match(after if end - _start(match) > _SHORT else after.lstrip()):
        return True
    if _is_range(match):
        return False
    return bool(
        _ORDINAL.search(before)
        or _LONG.fullmatch(match["numeral"] or "")
        or (after[:1] in tuple("-:./") and after[1:2].isdigit())
        or _is_name(before, match[0].strip(), after)
    )


def _is_name(before: str, number: str, after: str) -> bool:
    """Whether a bare number is the name of a hotline or of a year."""
    if _YEAR.fullmatch(number):
        dated = re.search(r"[从自在于到至]$", before) or re.match(r"\s*(?:开始|起|到|至|[春夏秋冬欠]|[上下]半)", after)
        return "." in number or bool(dated)
    called = re.search(r"[打拨]了?$", before)
    return bool(_HOTLINE.fullmatch(number) and not before.endswith("欠")) or bool(
        _EMERGENCY.fullmatch(number) and called
    )


def _has_unreadable(folded: str) -> bool:
    """Whether some sum stands there that we cannot read, so that the others alone would mislead."""
    return any(
        _is_unreadable(match) and not _COUNTED.match(folded[match.end() :]) for match in _SUM.finditer(folded)
    ) or bool(re.search(r"好几[百千万]|几[百千万]|(?<![\d.])-\s*\d", folded))


def _is_unreadable(match: re.Match[str]) -> bool:
    """Whether a sum may be far from what its digits say: 十几万 from eleven on, 几十万, 3到4万, or no number at all."""
    few = match["over"] == "几" and match["numeral"] == "十"
    start = _start(match)
    first = match.string[start]
    vague = ("几", "数", "上", "成") if first in "百千万" else ("几", "数") if first == "十" else ("几",)
    several = match.string.endswith(vague, 0, start)
    return few or several or _is_range(match) or _value(match) is None


def _is_range(match: re.Match[str]) -> bool:
    before, after = (
        match.string[max(0, _start(match) - 8) : _start(match)],
        match.string[match.end() : match.end() + 12],
    )
    return bool(_RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after))


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())


def _start(match: re.Match[str]) -> int:
    return match.start("numeral") if match["numeral"] else match.start("round")
