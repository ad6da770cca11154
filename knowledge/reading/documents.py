"""What the papers of working life say for certain, out of the words that an engine has read on a photo.

A wrong fact is worse than a missing one: an IOU's sum counts only if it stands there in words and in figures and both
agree, a payslip's wage only if days and pay agree with it, a company only if it ends like one. A card of a person or a
bank is known as such, and nothing of it is told.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.reading.amounts import sums
from knowledge.reading.debts import agreed_rate
from knowledge.reading.headcount import find_headcount
from knowledge.reading.numerals import fold, read_number
from knowledge.reading.periods import owed_from_to
from knowledge.reading.sheets import Sheet, alike
from knowledge.reading.sites import find_site

Kind = Literal["iou", "payslip", "attendance", "contract", "notice", "transfer", "card"]

_TITLES: Mapping[Kind, tuple[str, ...]] = {
    "notice": ("维权告示牌", "维权信息", "告示牌", "公示牌", "维权公示", "用工公示", "工资支付公示"),
    "iou": ("欠条", "欠据", "欠款条", "欠款证明", "欠薪证明", "欠款协议", "还款协议", "还款承诺"),
    "attendance": ("考勤表", "考勤记录", "考勤统计", "出勤表", "记工表", "点工表", "记工单"),
    "contract": ("劳动合同", "劳务合同", "用工合同", "劳务协议", "用工协议"),
    "payslip": ("工资条", "工资单", "工资表", "薪资条", "薪资单", "工资明细", "薪资明细", "工资结算", "工资发放"),
    "transfer": ("电子回单", "业务回单", "转账凭证", "交易明细", "账单详情", "流水明细"),
}
_SIGNS: Mapping[Kind, tuple[str, ...]] = {
    "iou": ("今欠", "兹欠", "现欠", "欠款人"),
    "transfer": (
        "付款方",
        "收款方",
        "交易单号",
        "转账单号",
        "付款账户",
        "收款账户",
        "对方账户",
        "交易时间",
        "转账成功",
    ),
    "payslip": ("应发工资", "实发工资", "基本工资", "出勤天数", "实发金额", "应发合计"),
    "contract": ("用人单位", "劳动者", "合同期限", "工作岗位", "工作内容"),
    "notice": ("建设单位", "施工总承包", "劳资专管员", "监察投诉", "最低工资标准"),
}
_CARDS = (
    ("公民身份号码",),
    ("性别", "民族", "住址"),
    ("签发机关", "有效期限"),
    ("银联", "借记卡"),
    ("UnionPay",),
    ("储蓄卡", "卡号"),
)
_COMPANY = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{2,36}"
    r"(?:公司|集团|[一-龥]厂|施工队|劳务队|工程队|经营部|事务所|合作社|工程处))"
)
_PERSON = re.compile(r"(?P<name>[\u4e00-\u9fff·]{2,4}?)(?=\s|$|[,。;(]|联系|电话|手机|签|身份|日期|\d)")
_NEXT_LABEL = re.compile(
    r"\s{2,}|[,。;]|(?:建设|施工|监理|分包|用工|用人|发包|承包)单位|项目经理|负责人|地址|工期|班组|日期|姓名|月份|联系|电话"
)
_SIGNED = ("欠款人", "欠款方", "欠款单位", "欠条人", "立据人", "立字人", "借款人")
_EMPLOYER = ("用工单位", "用人单位", "单位名称", "公司名称", "企业名称", "工作单位", "劳务公司", "单位", "公司")
_SITE = ("项目名称", "工程名称", "工地名称", "项目", "工程", "工地")
_LEADER = ("带班", "带班人", "带班班长", "班组长", "班长", "工长", "工头", "包工头", "代班")
_PARTY = ("甲方", "用人单位", "用工单位", "单位名称")
_BELOW = ("分包单位", "劳务分包单位", "专业分包单位", "劳务单位", "用工单位", "劳务公司")
_ABOVE = ("施工总承包单位", "施工总承包企业", "总承包单位", "总包单位", "施工单位", "承建单位")
_PAYER = ("付款方", "付款人", "付款户名", "付款方户名", "付款人户名", "付款人名称", "付款方名称", "对方户名")
_DAILY = ("日工资", "日薪", "日工资标准", "每日工资", "工日单价", "日单价", "工价")
_MONTHLY = ("月工资", "月薪", "月工资标准", "月薪标准")
_DAYS = ("出勤天数", "出勤", "工日", "工数", "工作天数", "天数", "出工天数", "考勤天数", "出勤合计")
_ALL_DAYS = ("合计", "总计", "合计天数", "总天数")
_GROSS = ("应发工资", "应发金额", "应发合计", "应发", "应付工资")
_WAGES = re.compile(r"工资|工钱|劳务|人工|民工|务工|薪|血汗|生活费|工人")
_HAN = "零一二三四五六七八九十百千万亿"
_IN_WORDS = re.compile(rf"(?P<numeral>[{_HAN}]{{2,}})\s*元(?P<fen>零?[一二三四五六七八九][角分])?")
_MARK = r"(?:[¥Y半羊]|小写[:;]?)\s*"  # 半 and 羊 are what an engine makes of ¥
_IN_FIGURES = re.compile(rf"{_MARK}(\d+(?:\.\d{{1,2}})?)(?![\d万千])|(?<![\d.])(\d+(?:\.\d{{1,2}})?)\s*元")
_NOT_AGREED = re.compile(r"[^,。;\n]*(?:最低工资|试用)[^,。;\n]*")
_PLAUSIBLE = {"daily_wage": (50.0, 2_000.0), "monthly_wage": (800.0, 60_000.0), "days_worked": (0.5, 31.0)}
_SIGN_ENOUGH = 2  # signs of a kind that make it one without a title


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper, None for anything else, and its facts as a form keeps them: sums "32000.00", flags "yes"."""

    kind: Kind | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


Found = dict[str, str | None]


def read_paper(sheet: Sheet, today: date) -> Paper:
    """Which paper this is and what it says; months are resolved against the day of reading. Never raises."""
    kind = _kind(sheet)
    reader = _READERS.get(kind) if kind else None
    found = reader(sheet, today) if reader else {}
    return Paper(kind, {name: value for name, value in found.items() if value is not None})


def _kind(sheet: Sheet) -> Kind | None:
    text = sheet.text
    if any(all(sign in text for sign in signs) for signs in _CARDS):
        return "card"
    for kind, titles in _TITLES.items():
        if any(alike(row, title) for row in sheet.titles() for title in titles):
            return kind
    counted = {kind: sum(sign in text for sign in signs) for kind, signs in _SIGNS.items()}
    best = max(counted, key=lambda kind: counted[kind])
    return best if counted[best] >= _SIGN_ENOUGH else None


def _iou(sheet: Sheet, today: date) -> Found:
    """Who owes and how much; without a word of work it may be any loan, and says nothing."""
    if not _WAGES.search(sheet.running):
        return {}
    begin, end = owed_from_to(sheet.running, today)
    people = find_headcount(fold(sheet.running))
    return {
        "has_iou": "yes",
        "employer": _company(sheet, _SIGNED) or _alone(sheet),
        "foreman": _person(sheet, _SIGNED),
        "site": _site(sheet) or find_site(sheet.running),
        "amount": _sum_said_twice(sheet.running),
        "since": begin,
        "until": end,
        "headcount": str(people.people) if people and people.people else None,
    }


def _payslip(sheet: Sheet, _today: date) -> Found:
    """Wage and days of a slip for one person, where they agree with the pay; what is on it is paid or not: no debt."""
    found: Found = {"employer": _company(sheet, _EMPLOYER) or _in_title(sheet), "site": _site(sheet)}
    if sheet.people() > 1:
        return found
    daily, days, gross = (_only(sheet.figures(names)) for names in (_DAILY, _DAYS, _GROSS))
    if not (daily and days and gross) or abs(daily * days - gross) <= 1:
        found |= {"daily_wage": _yuan("daily_wage", daily), "days_worked": _days(days)}
    return {**found, "monthly_wage": _yuan("monthly_wage", _only(sheet.figures(_MONTHLY)))}


def _attendance(sheet: Sheet, _today: date) -> Found:
    """Where somebody worked, under whom and for how many days of a month; of a sheet of many no days."""
    days = _only(sheet.figures((*_ALL_DAYS, *_DAYS))) if sheet.people() == 1 else None
    return {
        "employer": _company(sheet, _EMPLOYER) or _in_title(sheet),
        "site": _site(sheet),
        "foreman": _person(sheet, _LEADER),
        "days_worked": _days(days),
    }


def _contract(sheet: Sheet, _today: date) -> Found:
    """The employer and the wage of a contract that is filled in; one that names nobody is a form, and says nothing."""
    employer = _company(sheet, _PARTY)
    if employer is None:
        return {}
    agreed = sums(fold(_NOT_AGREED.sub("", sheet.running)))
    return {
        "has_contract": "yes",
        "employer": employer,
        "site": _site(sheet) or find_site(sheet.text),
        "daily_wage": _yuan("daily_wage", agreed_rate(agreed, "day")),
        "monthly_wage": _yuan("monthly_wage", agreed_rate(agreed, "month")),
    }


def _notice(sheet: Sheet, _today: date) -> Found:
    """The project, and who employs on it: the one labour contractor that is named, else the general contractor."""
    employer = _company(sheet, _BELOW) or _company(sheet, _ABOVE)
    return {"construction": "yes", "employer": employer, "site": _site(sheet)}


def _transfer(sheet: Sheet, _today: date) -> Found:
    """Who paid, if it was a company; what was paid is no debt."""
    return {"employer": _company(sheet, _PAYER)}


_READERS: Mapping[Kind, Callable[[Sheet, date], Found]] = {
    "iou": _iou,
    "payslip": _payslip,
    "attendance": _attendance,
    "contract": _contract,
    "notice": _notice,
    "transfer": _transfer,
}


def _company(sheet: Sheet, labels: tuple[str, ...]) -> str | None:
    """The one company behind any of these labels; None for none, or for several."""
    matches = (_COMPANY.match(value) for value in sheet.values(labels))
    return _one({match["name"] for match in matches if match})


def _alone(sheet: Sheet) -> str | None:
    """The one company that stands alone in a line, as under a signature."""
    matches = (_COMPANY.fullmatch(line.text.removesuffix("(盖章)")) for row in sheet.rows for line in row)
    return _one({match["name"] for match in matches if match})


def _in_title(sheet: Sheet) -> str | None:
    """The one company with which a title begins: 甲方公司7月工资表."""
    return _one({match["name"] for row in sheet.titles()[:2] if (match := _COMPANY.match(row))})


def _site(sheet: Sheet) -> str | None:
    cut = (_NEXT_LABEL.split(value)[0].strip(" .") for value in sheet.values(_SITE))
    return _one({one for one in cut if 4 <= len(one) <= 36 and re.search(r"[\u4e00-\u9fff]{3}", one)})


def _person(sheet: Sheet, labels: tuple[str, ...]) -> str | None:
    """The name of a person behind a label; a company is none."""
    values = (value for value in sheet.values(labels) if not _COMPANY.match(value))
    return _one({match["name"] for value in values if (match := _PERSON.match(value))})


def _sum_said_twice(text: str) -> str | None:
    """The one sum of a paper, in words and in figures that agree; None if one is missing, or there are several."""
    folded = fold(text)
    words = {None if it["fen"] else read_number(it["numeral"]) for it in _IN_WORDS.finditer(folded)}
    figures = {Decimal(it[1] or it[2]) for it in _IN_FIGURES.finditer(folded)}
    amount = words.pop() if len(words) == 1 else None
    return f"{amount:.2f}" if amount and figures == {amount} else None


def _yuan(name: str, value: Decimal | None) -> str | None:
    return f"{value:.2f}" if value is not None and _is_plausible(name, value) else None


def _days(value: Decimal | None) -> str | None:
    whole_or_half = value is not None and value * 2 == (value * 2).to_integral()
    return f"{value.normalize():f}" if value and whole_or_half and _is_plausible("days_worked", value) else None


def _is_plausible(name: str, value: Decimal) -> bool:
    least, most = _PLAUSIBLE[name]
    return least <= value <= most


def _only(figures: list[Decimal]) -> Decimal | None:
    return figures[0] if len(set(figures)) == 1 else None


def _one(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None
