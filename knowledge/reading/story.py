"""The facts a worker's story states; what it does not state stays None, because a wrong fact is worse than none.

Grammar, over the folded text (see numerals), clause by clause:

    amount     = what amounts.owed makes of the sums that a currency or scale marks as money and that are no fine,
                 deposit, rent, loan or medical bill
    wage       = a sum per month or per day
    months     = owed … numeral 个月 … wages, or numeral 个月 … not paid; 半年 is 6; a delay (拖了三个月) is none
    period     = month 到|至|、|和 month … wages
    headcount  = numeral people, vague counts as the least they can be
    flags      = a phrase that says so; both a phrase for and one against leave the flag open
"""

import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from knowledge.reading.amounts import Per, Sum, owed, sums
from knowledge.reading.headcount import Headcount, read_headcount
from knowledge.reading.names import find_employer, find_foreman, find_place
from knowledge.reading.numerals import HAN, NUMERAL, fold, read_number
from knowledge.reading.since import months, owed_since, worked

_LONGEST = 10_000  # characters that are read

_OTHER_SUM = re.compile(
    r"罚|赔|押金|保证金|医药费|医疗费|借了|贷款|律师费|房租|租金|投资|扣了|保险|违约金|生活费|车费|路费|注册资[本金]"
)
_OWING = re.compile(r"欠|[没未不]给|[没未不]付|[没未不]发|[没未不]结|差我|差她|差他|工资|工钱|血汗钱|打了?条")
_DAYS = re.compile(
    rf"(?:干|做|上班|上|出勤|干活|记的?是?)(?:满|够)?了?\s*({NUMERAL})\s*(?:天|个工(?![友人地程])|工(?![友人地程资钱]))"
)
_SPAN = rf"(?P<n>半年|一年|[\d{HAN}]+个?多?月|[\d{HAN}]+个半月)"
_UNPAID = r"(?:没|未|不)[^，。；,;]{0,5}?(?:发|给|开|结|拿|付)"
_WAGES = r"(?:工资|工钱|薪|钱)"
_MONTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:欠|{_UNPAID})[^，。；,;]{{0,10}}?{_SPAN}[^，。；,;]{{0,3}}{_WAGES}",
        rf"欠[^，。；,;]{{0,8}}{_WAGES}[^，。；,;\d]{{0,4}}?{_SPAN}",
        rf"{_SPAN}[^，。；,;前后]{{0,8}}?(?:{_UNPAID}|没有)[^，。；,;]{{0,6}}{_WAGES}",
        rf"{_SPAN}的?{_WAGES}[^，。；,;]{{0,8}}?{_UNPAID}",
    )
)
_PEOPLE = re.compile(
    rf"(?:我们|咱们|一共|共|总共)?\s*(?:[\d{HAN}两]+[多几来]?|十几|几十|好几)\s*(?:名|个|位|号)?"
    r"(?:人|工人|工友|农民工|民工|妇女|兄弟|老乡|员工|职工|同事)(?!月|次|份)"
)
_PERIOD = re.compile(
    r"[^，。；,;]{0,12}?月(?:份)?\s*(?:到|至|-|~|、|和|与)\s*[^，。；,;]{0,8}?月(?:份)?[^，。；,;]{0,6}?(?:工资|工钱)"
)
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9})(?!\d)")
_NOT_MINE = re.compile(r"(?:老板|工头|他|她|经理|公司|对方|负责人)[^，。；,;]{0,6}(?:电话|手机|号码)?[^，。；,;]{0,4}$")

_CONTRACT = (
    re.compile(
        r"(?<![没未不])签(?:了|过|订了?|的)(?:劳动|书面|用工)?合同|合同(?:也|都)?签了|(?<!没)有(?:劳动|书面)合同|劳动合同上"
    ),
    re.compile(
        r"(?:没有?|未|不)(?:跟我|和我|给我|与我|同我)?(?:签订?|签过)[^，。；,;]{0,6}合同|(?:没有?|无)[^，。；,;签]{0,3}合同|合同[^，。；,;]{0,4}[没未](?:给我)?签"
    ),
)
_IOU = (
    re.compile(
        r"(?:打|写|开|出)(?:有|了|过|的)[^，。；,;]{0,5}(?:欠条|条子|白条|借条|结[算账帐]单|工资条子)|(?<!没)有[^，。；,;没]{0,4}(?:欠条|白条)|(?:欠条|条子)[^，。；,;没]{0,3}(?:打|写)了"
    ),
    re.compile(
        r"(?:没有?|未|不(?:给|肯)?)(?:给我)?(?:打|写|开)?(?:过)?欠条|欠条[^，。；,;]{0,3}(?:没|不)[^，。；,;]{0,3}(?:打|写|开)"
    ),
)
_BUILDING = (
    re.compile(
        r"工地|砌墙|抹灰|瓦工|木工|钢筋|架子工|塔吊|水电活|总包|分包|包工头|工程款|项目部|楼盘|建筑(?:公司|工)|修路|修[国省县]道|铺路|混凝土|"
        r"脚手架|外墙|施工|砖墙|打地坪|安装工|贴砖|刷漆|腻子|吊顶|房屋?建|盖房|修房|路桥|隧道|建设集团"
    ),
    re.compile(
        r"车间|厨师|服务员|酒店|饭店|饭馆|超市|学校|教师|老师|医院|护士|保安|保洁|奶茶|快递|外卖|司机|电子厂|砖厂|物业|幼儿园|网吧|"
        r"扫大街|环卫|收银|店员|销售|文员|理发|工厂|流水线|套袋|采摘|培训|教育|物流"
    ),
)
_LEFT = (
    re.compile(
        r"(?<!没)(?<!还没)离职|辞职了|辞了|被辞|辞退|开除|不干了|干完|完工|停工|退场|解雇|不用[去来]上班|已经?走了|天走的|回国|回老家了|我们?已回"
    ),
    re.compile(r"还在[^，。；,;]{0,4}(?:上班|岗|干|厂)|[没未]离职|没辞职|在职"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a story says about the debt; sums in yuan, months "YYYY-MM", strings are pieces of the text."""

    amount_owed: Decimal | None = None
    amount_approx: bool | None = None
    monthly_wage: Decimal | None = None
    daily_wage: Decimal | None = None
    days_worked: int | None = None
    months_owed: int | None = None
    headcount: int | None = None
    headcount_min: int | None = None
    owed_from: str | None = None
    owed_to: str | None = None
    employer: str | None = None
    foreman: str | None = None
    site: str | None = None
    place: str | None = None
    has_written_contract: bool | None = None
    has_iou: bool | None = None
    construction: bool | None = None
    left_job: bool | None = None
    phone: str | None = None

    def as_json(self) -> dict[str, object]:
        """The facts as JSON can carry them: sums as int or float yuan."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def read_story(text: str, asked_on: date) -> Facts:
    """The facts that a story states, dates resolved against the day of asking; never raises."""
    text = text[:_LONGEST]
    folded = fold(text)
    found = sums(folded)
    amount = owed([it for it in found if _is_claim(it, folded)])
    people = _people(folded)
    begin, end = _owed_months(text, folded, asked_on)
    return Facts(
        amount_owed=amount.yuan if amount else None,
        amount_approx=amount.approximate if amount else None,
        monthly_wage=_rate(found, "month"),
        daily_wage=_rate(found, "day"),
        days_worked=_days(folded),
        months_owed=_months_owed(folded),
        headcount=people.people if people else None,
        headcount_min=people.at_least if people else None,
        owed_from=begin,
        owed_to=end,
        employer=find_employer(text),
        foreman=find_foreman(text),
        place=find_place(text),
        has_written_contract=_flag(_CONTRACT, text),
        has_iou=_flag(_IOU, text),
        construction=_building(text),
        left_job=_flag(_LEFT, text),
        phone=_phone(folded),
    )


def _is_claim(it: Sum, folded: str) -> bool:
    if it.role in ("owed", "remaining"):
        return True
    before = re.split(r"[，。；,;\s]", folded[: it.start])[-1][-8:]
    if _OTHER_SUM.search(before) or not (it.marked or it.role == "total"):
        return False
    return it.role != "plain" or bool(_OWING.search(folded[max(0, it.start - 25) : it.end + 8]))


def _rate(found: list[Sum], per: Per) -> Decimal | None:
    rates = {it.amount.yuan for it in found if it.role == "rate" and it.per == per}
    return rates.pop() if len(rates) == 1 else None


def _days(folded: str) -> int | None:
    days = {read_number(match[1]) for match in _DAYS.finditer(folded)}
    only = days.pop() if len(days) == 1 else None
    return int(only) if only is not None and only == int(only) and 0 < only < 1000 else None


def _months_owed(folded: str) -> int | None:
    spans = {match["n"] for pattern in _MONTHS for match in pattern.finditer(folded)}
    lengths = {_length(span) for span in spans}
    return lengths.pop() if len(lengths) == 1 else None


def _length(span: str) -> int | None:
    if span in ("半年", "一年"):
        return 6 if span == "半年" else 12
    number = read_number(re.sub(r"个?半?多?月|个", "", span)) if "个" in span else None
    return int(number) if number is not None and 0 < number <= 120 else None


def _people(folded: str) -> Headcount | None:
    said = {read_headcount(match[0]) for match in _PEOPLE.finditer(folded)}
    said.discard(None)
    said.discard(Headcount(people=1))
    return said.pop() if len(said) == 1 else None


def _owed_months(text: str, folded: str, asked_on: date) -> tuple[str | None, str | None]:
    """The wages' period as it is named; else since when they are owed, or the span of unpaid work."""
    begin, end = _period(folded, asked_on)
    if begin:
        return begin, end
    first, last = worked(text, asked_on) if _OWING.search(folded) else (None, None)
    return owed_since(text, asked_on) or first, last


def _period(folded: str, asked_on: date) -> tuple[str | None, str | None]:
    match = _PERIOD.search(folded)
    named = sorted(set(months(match[0].casefold(), asked_on))) if match else []
    if len(named) != 2 or named[1] > (asked_on.year, asked_on.month):
        return None, None
    begin, end = (f"{year:04d}-{month:02d}" for year, month in named)
    return begin, end


def _flag(phrases: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> bool | None:
    yes, no = (pattern.search(text) is not None for pattern in phrases)
    return yes if yes != no else None


def _building(text: str) -> bool | None:
    """Words of the building trade outweigh those of another one: a school or a factory may be what is being built."""
    building, other = (pattern.search(text) is not None for pattern in _BUILDING)
    return True if building else False if other else None


def _phone(folded: str) -> str | None:
    numbers = {match[1]: folded[: match.start()] for match in _PHONE.finditer(folded)}
    mine = [number for number, before in numbers.items() if not _NOT_MINE.search(before)]
    return mine[0] if len(mine) == 1 else None


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value
