"""What the words around a sum of money make of it: a rate, what is owed, paid, the total, or something else.

Grammar, within the clause of the sum and behind the sum before it:

    rate      = 每天 一个月 月薪 说好工资 … before it, /天 一个月 每人 … after it
    remaining = 还欠 还差 剩 下欠 尾款 …
    owed      = 欠 没给 未付 …, before or after it
    paid      = 给了 已付 预支 …, before or after it
    total     = 一共 总共 合计 应付 …
    other     = 押金 罚 医药费 货款 工程款 …, before or after it
    each      = 每人 一个人 … that is no rate
    mine      = 我的是 我自己 …
    plain     = none of these

The words stand in amounts.yaml, to be read and mended without a programmer; the nearest before the sum counts,
and words behind the last space of the clause before any others.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields
from knowledge.reading.numerals import HAN

Role = Literal["rate", "remaining", "owed", "paid", "total", "other", "each", "mine", "plain"]

Per = Literal["month", "day", "other"]

_NEAR = 60  # characters of a clause before a sum
_PER = r"(?:天|日|月|个月|年|小时|个?工时?|工日|平米?|平方米?|方|米|吨|件|个|车|趟|单|人|号|次)"
_AGREED = r"(?:原来|原先|原定|约定|说好|讲好|谈好)的?"
_WAGE = (
    r"(?:(?:(?<![欠差拖给发扣付补讨要算结])[我他她]|试用期|转正后?|开始|当时|原来|现在|后来|实习|正常|税[前后]|到手|固定|谈的|面试)(?:的|是|说)?(?:工资|薪资|薪水)"
    r"|(?:工资|薪资|薪水)[^，。；,;\d\s]{0,8}[涨调升加][到成至](?=\D{0,2}$)|[涨调升][到成至](?=\D{0,2}$))"
)
_RATE_BEFORE = re.compile(
    rf"(?:每{_PER}|每个(?:月|人|工|小时)|(?<![最后头第这那上下一二三四五六七八九十\d])(?:一个?|1个|1(?=天))(?:天|日|月|工日|[大小]工|工|小时|年|人|平|方|件|单|趟|车|吨)|[日月年时周]薪|日结|月入|"
    rf"(?<![个\d一二三四五六七八九十上本这当])[日月](?:工资|收入)|底薪|保底|人均|基本工资|工资标准|工价|单价|"
    rf"工资条上?|{_WAGE}|{_AGREED}(?:月薪|工资)|合同上?写|"
    rf"per\s?(?:day|month|hour)|monthly|daily)"
    rf"(?:[\d{HAN}]{{1,3}}个?半?(?:小时|钟头)|工资|工钱|薪资|薪水|收入|标准|挣|赚|合计|总共|一共|下来|加起来|到手|固定|保底|综合|税[前后]|写着|"
    rf"才?能?拿|每人|一个?人|个?工|实际|开口|打卡|干|定|约|写|我们?|俺|他|她|老板|是|给|开|发|为|算|按|说好|说|讲好|的|应该?发?|基本上?|大概|差不多|约|都|只|才|就|[:：\s])*+$",
    re.IGNORECASE,
)
_RATE_AFTER = re.compile(
    rf"\s*(?:的|钱)?\s*(?:[/每]\s*{_PER}|(?:一|1(?=个|天|小时))(?:天|日|个月|月|小时|个?工(?![资钱])|平|方|件|单|趟|车|吨|个?人|年)"
    rf"(?!合计|总共|一共|多|了|半|前|后|内)|(?:a|per)\s?(?:day|month|hour)|的?(?:月|日)(?:薪|工资))",
    re.IGNORECASE,
)
_ONE_MONTH_OWED = re.compile(r"(?:欠|差|[没少]发|[没少]给)[了着我们他她]{0,3}一个?月的?(?:工资|工钱|薪水)?[是共]?$")
_RAISED = re.compile(r"[涨调升加][到成至]")
_BASE = re.compile(r"底薪|保底|基本工资")
_EACH = re.compile(r"每个?人|一个?人|人均")
_MINE = re.compile(
    r"(?:欠|差|少)[了着]?[我俺](?:自己|个人|本人)?$|又[欠差]$|[我俺](?:现在|至今|自己|个人|也|还)*(?:还[剩差有欠]|尚欠)$"
)
_NOW = re.compile(r"(?:现在|目前|如今|至今|今天|迄今)[^，。；,;\s]{0,3}(?:还|尚|仍|就?只?剩)")
_SPACE = re.compile(r"(?<![a-z\s])\s+", re.IGNORECASE)  # between words that are no English
_STOP = re.compile(r"[，。；,;！？!?\n]")


@dataclass(frozen=True, slots=True)
class Told:
    """What the words say of one sum; `per` and `agreed` of a rate, `whole` and `wages` of the others."""

    role: Role
    per: Per | None = None  # what a rate is paid for
    agreed: bool = False  # said to be what was agreed
    raised: bool = False  # the wage after a rise
    base: bool = False  # only a part of the wage
    whole: bool = False  # said to be the sum of several
    mine: bool = False  # owed to the speaker
    now: bool = False  # said to be what is left today
    wages: bool = False  # said to be wages


@dataclass(frozen=True, slots=True)
class _Words:
    roles: re.Pattern[str]  # one named group for each role
    wages: re.Pattern[str]
    owed_after: re.Pattern[str]
    paid_after: re.Pattern[str]
    other_after: re.Pattern[str]
    not_wage: re.Pattern[str]
    agreed: re.Pattern[str]
    owing: re.Pattern[str]


def _read_words(file: Path) -> _Words:
    top = Fields(file, read_yaml_mapping(file))
    names, roles, after, rates = (top.mapping(name) for name in ("names", "roles", "after", "rates"))
    spelled = {name: names.text(name) for name in names.values}
    groups = "|".join(f"(?P<{role}>{roles.pattern(role, spelled).pattern})" for role in roles.values)
    return _Words(
        roles=re.compile(groups),
        wages=re.compile(spelled["wages"]),
        owed_after=_following(after.pattern("owed", spelled)),
        paid_after=re.compile(rf"[^，。；,;\d]{{0,6}}?(?:{after.pattern('paid', spelled).pattern})"),
        other_after=after.pattern("other", spelled),
        not_wage=rates.pattern("not_wage", spelled),
        agreed=rates.pattern("agreed", spelled),
        owing=top.pattern("owing", spelled),
    )


def _following(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The words in the rest of the clause, or at the head of the next one after 一直, 到现在 and the like."""
    filler = r"(?:到?现在|至今|一直|老板|公司|迟迟|始终|死活|就是|都|他|也|还|却){0,4}"
    said = f"(?:{pattern.pattern})"
    return re.compile(rf"[^，。；,;\d]{{0,8}}?{said}|[^，。；,;\d]{{0,4}}?[，,\s]{filler}{said}")


_WORDS = _read_words(Path(__file__).parent / "amounts.yaml")


def told(before: str, after: str) -> Told:
    """What is said of a sum by the text before it, up to the sum before that, and by the text after it."""
    before = _STOP.split(before[-_NEAR:])[-1]
    rate = None if _ONE_MONTH_OWED.search(before) else _rate(before, after)
    if rate:
        return rate
    said = _roles_said(before)
    return Told(
        _role(before, after, said),
        whole="total" in said,
        wages=bool(_WORDS.wages.search(before)),
        mine=bool(_MINE.search(before)),
        now=bool(_NOW.search(before)),
    )


def speaks_of_owing(text: str) -> bool:
    """Whether a text says that somebody owes or did not pay."""
    return bool(_WORDS.owing.search(text))


def _rate(before: str, after: str) -> Told | None:
    earlier, later = _RATE_BEFORE.search(before), _RATE_AFTER.match(after)
    if earlier and after[:1].isspace():
        later = None
    rate = later or earlier
    if rate is None:
        return None
    led = re.split(r"\s", before if later else before[: rate.start()])[-1][-4:]
    if _WORDS.not_wage.search(led + rate[0]) or _WORDS.not_wage.match(after):
        return Told("rate", "other")
    per = _per(rate[0])
    if per == "other" and _EACH.search(rate[0]):
        return Told("each")
    agreed = bool(_WORDS.agreed.search(before))
    return Told("rate", per, agreed, raised=bool(_RAISED.search(rate[0])), base=bool(_BASE.search(rate[0])))


def _roles_said(before: str) -> list[str]:
    return [match.lastgroup or "" for match in _WORDS.roles.finditer(before)]


def _role(before: str, after: str, said: list[str]) -> Role:
    """What the words make of a sum: the nearest before it; those after it where these leave it open."""
    parts = [_roles_said(part) for part in _SPACE.split(before)]
    nearest = next((roles for roles in reversed(parts) if roles), said)
    if not parts[-1] and _WORDS.owed_after.match(after) and not _WORDS.paid_after.match(after):
        return "owed"
    role = ([role for role in nearest if role != "mine"] or nearest or ["plain"])[-1]
    if "each" in nearest and _EACH.search(before) and {"owed", "remaining"} & set(said):
        return "each"
    if "each" in nearest or role == "debts" or (role != "paid" and _WORDS.other_after.match(after)):
        return "other"
    if role in ("plain", "mine", "total") and _WORDS.owed_after.match(after):
        return "owed"
    if role == "total" and {"remaining", "owed"} & set(said):
        return "remaining" if "remaining" in said else "owed"
    if role in ("total", "paid") and "other" in said and not _WORDS.wages.search(before):
        return "other"
    if role in ("plain", "owed") and _WORDS.paid_after.match(after):
        return "paid"
    return cast("Role", role)


def _per(rate: str) -> Per:
    if re.search(rf"月|底薪|工资条|保底|基本工资|month|{_WAGE}", rate, re.IGNORECASE):
        return "month"
    if re.search(r"[天日]|工(?![资钱时])|day", rate, re.IGNORECASE):
        return "day"
    return "month" if re.match(rf"{_AGREED}|合同", rate) else "other"
