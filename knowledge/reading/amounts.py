"""Sums of money, and which of them is still owed: a claim's amount must never be silently wrong.

Grammar of a sum:

    sum     = [ about ] numeral [ over ] [ scale ] [ over ] [ currency ] [ about ]
    about   = 近 约 大概 大约 差不多 将近 快 不到 | 左右 上下 以上 以内
    over    = 多 几 来 余
    role    = rate       每天 一个月 日薪 … before it, /天 一个月 每人 … after it
            | remaining  还欠 还差 剩 下欠 尾款 …
            | owed       欠 没给 未付 …, before or after it
            | paid       给了 已付 预支 …
            | total      一共 总共 合计 应付 …
            | plain

What is owed is the remaining sum; else the owed one; else total minus paid; else the only sum there is. Two different
sums in one role, a range (两三千, 3到4万) or another currency leave nothing.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.reading.numerals import HAN, NUMERAL, fold, read_number

Role = Literal["rate", "remaining", "owed", "paid", "total", "plain"]

Per = Literal["month", "day", "other"]

_LARGEST = Decimal(1_000_000_000)
_SMALLEST_BARE = 100  # below this a number without 元 or 万 may be anything: 3 is often meant as 3万

_BEFORE = r"(?:近|约|大概|大约|差不多|将近|接近|快|不到|至少|起码|好像|about|around|nearly|almost|over)"
_AFTER = r"(?:左右|上下|以上|以内|出头|不到)"
_OVER = r"[多几来余]"
_CURRENCY = r"(?:块钱|元钱|元|块|人民币|rmb|yuan|cny)"
_SUM = re.compile(
    rf"(?P<about>{_BEFORE})?\s*(?P<mark>[¥￥]|rmb|人民币)?\s*"
    rf"(?P<numeral>{NUMERAL})(?P<over>{_OVER}?)(?P<scale>[百千万亿]*)(?P<over2>{_OVER}?)"
    rf"\s*(?P<currency>{_CURRENCY})?(?P<over3>[多来])?\s*(?P<later>{_AFTER})?",
    re.IGNORECASE,
)
# What makes a number something other than money.
_COUNTED = re.compile(
    r"\s*(?:个|天|日|号|月|年|周|人|名|位|户|家|岁|次|遍|点|小时|钟|分|秒|层|楼|栋|幢|号楼|平|方|米|吨|斤|公里|里|件|车|台|套|"
    r"条|张|份|页|期|标|段|级|组|班|%|分之|度|届|项|块地|days?|months?|years?|workers?|people|persons?|hours?)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:第|周|星期|礼拜|[\d.:/-])$")
_FOREIGN = re.compile(r"\$|€|£|美元|美金|港币|港元|欧元|日元|韩元|dollar|usd|euro|hkd", re.IGNORECASE)
_RANGE = re.compile(rf"[\d{HAN}][元块]?\s*(?:[-~～—–到至]|或者?|还是|to|or)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
_SPACED = re.compile(r"1[3-9]\d[\s-]\d{4}[\s-]?\d{4}")  # a telephone number in groups is no sum
_LONG = re.compile(r"\d{9,}")  # phone, account and identity numbers

_PER = r"(?:天|日|月|个月|年|小时|个?工时?|工日|平米?|平方米?|方|米|吨|件|个|车|趟|单|人|号|次)"
_RATE_BEFORE = re.compile(
    rf"(?:每{_PER}|每个(?:月|人|工|小时)|一个?(?:天|日|月|工|小时|年|人|平|方|件|单|趟|车|吨)|[日月年时周]薪|[日月]工资|底薪|人均|"
    rf"基本工资|工资标准|工价|单价|生活费|per\s?(?:day|month|hour)|monthly|daily)"
    rf"(?:工资|工钱|薪资|是|给|开|发|为|算|按|说好|应该|基本|大概|约|的|[:：\s])*$",
    re.IGNORECASE,
)
_RATE_AFTER = re.compile(
    rf"\s*(?:的|钱)?\s*(?:[/每]\s*{_PER}|一(?:天|日|个月|月|小时|个?工|平|方|件|单|趟|车|吨|人|年)|"
    rf"(?:a|per)\s?(?:day|month|hour)|的?(?:月|日)(?:薪|工资))",
    re.IGNORECASE,
)
_ROLES_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("remaining", re.compile(r"(?:还[欠差剩]|尚欠|仍欠|下欠|剩[下余]?|余款|余额|尾款|still\s+owe[sd]?|remaining)")),
    ("owed", re.compile(r"(?:[没未不]给|[没未]付|[没未]结|[没未]发|没拿到|少给|少发|克扣)")),
    ("total", re.compile(r"(?:一共|总共|共计|合计|总计|总额|总价|应该?[付给得]|in\s+total|total)")),
    (
        "paid",
        re.compile(r"(?:[给付结支领拿发打转](?:过|了)|已经?[给付结支领发]|预支|借支|支取|先给|收到|到账|预付|paid)"),
    ),
    ("owed", re.compile(r"(?:欠|差我|差他|差我们|owe[sd]?)")),
)
_OWED_AFTER = re.compile(
    r"[^，。；,;\d]{0,6}?(?:[没未不]给|[没未]付|[没未]结|[没未]发|没拿到|没到账|要不[来回到]|拖着|unpaid)"
)
_STOP = re.compile(r"[，。；,;！？!?\n]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in yuan as it was said; `approximate` with 多, 左右, 大概 and the like."""

    yuan: Decimal
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum in a text, what the words around it make of it, and where it stands in the folded text."""

    amount: Amount
    role: Role
    start: int
    end: int
    marked: bool  # a currency or a scale says that it is money
    per: Per | None = None  # for a rate: what it is paid for


def read_amount(text: str) -> Amount | None:
    """The sum that a typed answer to "how much is owed" names; None when it names none, several or a range."""
    folded = fold(text[:200])
    if _FOREIGN.search(folded) or _RANGE.search(folded) or _SPACED.search(folded) or _has_unreadable(folded):
        return None
    return owed(sums(folded))


def sums(folded: str) -> list[Sum]:
    """Every sum in a folded text, in order; numbers that count days, people or months are left out."""
    found: list[Sum] = []
    for match in _SUM.finditer(folded):
        amount = _amount(match)
        if amount is None or _is_no_money(folded, match):
            continue
        since = found[-1].end if found else 0
        role, per = _role(folded, match, since)
        found.append(Sum(amount, role, match.start("numeral"), match.end(), _is_marked(match), per))
    return found


def owed(found: list[Sum]) -> Amount | None:
    """What is still owed according to the sums of one text; None when they leave it open."""
    by_role = {role: _different(found, role) for role in ("remaining", "owed", "total", "paid", "plain")}
    if by_role["remaining"]:
        return _only(by_role["remaining"])
    if by_role["owed"]:
        return None if _paid_afterwards(found) else _only(by_role["owed"])
    if by_role["total"]:
        return _total_minus_paid(by_role["total"], by_role["paid"])
    return None if by_role["paid"] else _only(by_role["plain"])


def _different(found: list[Sum], role: Role) -> list[Amount]:
    return list({it.amount.yuan: it.amount for it in found if it.role == role}.values())


def _only(amounts: list[Amount]) -> Amount | None:
    return amounts[0] if len(amounts) == 1 else None


def _paid_afterwards(found: list[Sum]) -> bool:
    last = max(it.start for it in found if it.role == "owed")
    return any(it.role == "paid" and it.start > last for it in found)


def _total_minus_paid(total: list[Amount], paid: list[Amount]) -> Amount | None:
    if len(total) != 1 or len(paid) > 1:
        return None
    if not paid:
        return total[0]
    left = total[0].yuan - paid[0].yuan
    return Amount(left, total[0].approximate or paid[0].approximate) if left > 0 else None


def _amount(match: re.Match[str]) -> Amount | None:
    over = match["over"] or match["over2"] or match["over3"]
    if _is_unreadable(match):
        return None
    value = read_number(match["numeral"] + match["scale"] if not match["over"] else match["numeral"])
    if value is None:
        return None
    if match["over"]:
        scale = read_number("1" + match["scale"]) if len(match["scale"]) <= 1 else None
        value = value * scale if scale else Decimal(0)
    if value < _SMALLEST_BARE and not _is_marked(match):
        return None
    if not 0 < value < _LARGEST or value != value.quantize(Decimal("0.01")):
        return None
    return Amount(_tidy(value), bool(match["about"] or over or match["later"]))


def _is_marked(match: re.Match[str]) -> bool:
    return bool(match["currency"] or match["mark"] or re.search(r"[百千万]", match[0]))


def _tidy(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.quantize(Decimal("0.01"))


def _is_no_money(folded: str, match: re.Match[str]) -> bool:
    before, after = folded[: match.start("numeral")], folded[match.end() :]
    if match["currency"] or match["mark"]:
        return False
    return bool(
        _COUNTED.match(after)
        or _ORDINAL.search(before)
        or _LONG.fullmatch(match["numeral"])
        or (after[:1] in tuple("-:./") and after[1:2].isdigit())
    )


def _has_unreadable(folded: str) -> bool:
    """Whether some sum stands there that we cannot read, so that the others alone would mislead."""
    return any(
        _is_unreadable(match) and not _COUNTED.match(folded[match.end() :]) for match in _SUM.finditer(folded)
    ) or bool(re.search(r"好几[百千万]|几[百千万]|(?<![\d.])-\s*\d", folded))


def _is_unreadable(match: re.Match[str]) -> bool:
    """Whether a sum may be far from what its digits say: 十几万 from eleven on, 几十万, or no number at all."""
    few = match["over"] == "几" and match["numeral"] == "十"
    several = match.string[: match.start("numeral")].endswith(("几", "数", "上", "成"))
    return few or several or read_number(match["numeral"] + ("" if match["over"] else match["scale"])) is None


def _role(folded: str, match: re.Match[str], since: int) -> tuple[Role, Per | None]:
    before = _STOP.split(folded[since : match.start()])[-1]
    after = folded[match.end() : match.end() + 14]
    rate = _RATE_AFTER.match(after) or _RATE_BEFORE.search(before)
    if rate:
        return "rate", _per(rate[0])
    for role, pattern in _ROLES_BEFORE:
        if pattern.search(before):
            return role, None
    return ("owed" if _OWED_AFTER.match(after) else "plain"), None


def _per(rate: str) -> Per:
    if re.search(r"月|底薪|month", rate, re.IGNORECASE):
        return "month"
    return "day" if re.search(r"[天日]|工(?![资钱])|day", rate, re.IGNORECASE) else "other"
