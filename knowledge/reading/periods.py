"""For how many months of work, and for how many days, a story says that somebody worked or was not paid.

Grammar, over the folded text, asides in brackets left out:

    span     = numeral 个[半|多]月 | numeral 个月零 numeral 天 | 半个月 | 半年[多] | numeral 年[半 | 零 numeral 个月]
    owed     = 还欠 … span … wages                            what is still owed outweighs what was owed
             | 剩下 span … not paid | 欠 … span … wages | 欠我 span | 欠 … wages … span
             | span … not paid … wages | span … wages … not paid | 连着 span … not paid | span 没开支
             | 讨回 span wages | 拖我 span | 停发工资 span | 白干 span
             | the months whose wages the story names as unpaid (see since)
             | worked span less the months paid: 干了七个月只发了两个月
             | worked span … nothing paid: 干了三个月一分没给
    days     = worked numeral 天 | numeral 个工 | date 到 date numeral 天; a second spell (又干了) leaves it open

A delay (拖了三个月, 完工两年没给, 离职三个月了还没给), a rule (压一个月工资) and what is vague (大半年, 好几个月,
两三个月, 一年多) are no months owed; 八个多月 counts 8. Two different lengths of one kind leave the fact open.
"""

import re
from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal

from knowledge.patterns import Pattern
from knowledge.reading.months import spell_out
from knowledge.reading.numerals import fold, read_number
from knowledge.reading.since import owed_between, paid_until, unpaid_after, unpaid_months
from knowledge.reading.worked import work_ended, worked

_SURE_DEBT = Pattern(r"(?<![没不])欠|差我|还[差剩]|没[给发结付]|未[给发结付]|没拿到|[要讨]不")
_OWING = Pattern(
    r"(?<![没不])欠(?!缴|费)|差[我他她]|下欠|分文|一分|剩|还[差有]|拖着|工资一直拖|没钱|没[下着]落|[要讨]不|停发|回款|预支|应补|少[发给]|"
    r"[没未不][^,，。;；]{0,3}[给付发结](?![^,，。;；]{0,5}(?:合同|社保|保险|公积金|[交买缴签办假]|补偿|赔|证明))"
)
_LONGEST_OWED = 120  # months
_LONGEST_WORKED = 1000  # days
_DAYS_A_MONTH = 30

_HAS_MONTHS = Pattern(r"[月年]")
_ASIDE = Pattern(r"\([^()]{0,30}\)")
_SPACE = Pattern(r"(?<=\d) (?=[个天月年多半])|(?<=[个约近了欠干做满]) (?=\d)")

_N = r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_SPAN = (
    r"(?<![\d一二三四五六七八九十几数好大小第每~.到至-])"
    rf"(?P<span>半年多?|半个月|{_N}年半|{_N}年零{_N}个月|{_N}整?年整?(?=的?(?:工资|工钱|薪))|{_N}年(?![\d多几来级前]|左右)|"
    rf"{_N}个(?:半月|月零{_N}天|月半|[多整来]?月))"
    r"(?!零|[之以]?[前后内]|试用|一[结发次付]|才?[发结]一次|补偿|赔偿)"
)
_LENGTH = Pattern(
    rf"(?:(?P<years>{_N})整?年整?)?零?(?:(?P<months>{_N})个(?:[多整来]?月|(?=半月)))?(?P<half>半月?)?(?:零(?P<days>{_N})天)?"
)
_WAGES = r"(?:工资|工钱|薪|劳务费|人工费|血汗钱|粮(?![食油库仓站])|(?<!块)(?<!元)(?<!押)钱)"
_PAY = r"(?:发|给|开|结|拿|付|领|见)"
_NOT_GIVEN = rf"(?:(?<![发给付结])[没未不][^,。;赔补保愿签的有]{{0,5}}?{_PAY})"
_UNPAID = rf"(?:{_NOT_GIVEN}|[没未]有|没(?={_WAGES}))"
_NO_WAGES = r"(?![^,。;]{0,8}(?:合同|社保|保险|公积金|手续|证明|补偿|赔偿|假))"
_NO_PAY = r"的?(?:绩效|奖金?|提成|社保|加班|生活|房租|货款|补偿|利息)"
_NO_NUMERAL = r"[^,。;\d一二三四五六七八九十百千万赔]"
_EVEN = r"(?:左右|的|都|一直|全|也|还|就|连|全部|到现在|至今)"
_OF_MANY = (
    r"(?:[^,。;\d一二三四五六七八九十]{0,4}(?:\d{1,3}|[一二三四五六七八九十]{1,3})[多几来]?[个名位](?![月半多]))?"
)
_COUNTED = rf"(?!{_N}年){_SPAN}"
_STILL = Pattern(rf"还(?:拖)?欠{_NO_NUMERAL}{{0,6}}?{_SPAN}的?{_WAGES}")
_REST = Pattern(rf"(?:剩下?|剩余|余下|其余|后面|后)的?{_SPAN}[^,。;]{{0,10}}?(?:{_UNPAID}|欠|拖|说等|[要讨]不)")
_OWED = (
    Pattern(
        rf"(?:欠|差我|还差|{_NOT_GIVEN}){_OF_MANY}{_NO_NUMERAL}{{0,10}}?{_SPAN}[^,。;]{{0,3}}?{_WAGES}(?!的?(?:经济)?[补赔])"
    ),
    Pattern(
        rf"(?:欠了?|还差)(?:我们?|他们?|她们?|员工|工人|大家){_NO_NUMERAL}{{0,3}}{_COUNTED}(?!了|没|未|才|{_NO_PAY})"
    ),
    Pattern(
        rf"欠{_NO_NUMERAL}{{0,9}}{_WAGES}(?:总共|共|已?达?到?|已经|快|近|将近|超过|累计|长达|有|,){{0,2}}{_COUNTED}(?!才)"
    ),
    Pattern(rf"(?:连着|连续|一连|总共|一共|整整){_SPAN}(?!了|工资)[^,。;\d]{{0,6}}?{_UNPAID}"),
    Pattern(rf"{_WAGES}[^,。;\d]{{0,3}}(?:拖?欠|[没未]发|[没未]给)了?{_COUNTED}(?!才)"),
    Pattern(rf"[没未][付发]{_WAGES}(?:已?达?|共)?{_COUNTED}(?!才|了|[^,。;]{{0,3}}以上)"),
    Pattern(rf"共计?{_SPAN},?(?:合计|共计?)?[\d.万千百]{{1,9}}[元块]?钱?[没未]"),
    Pattern(rf"{_COUNTED}(?!了){_EVEN}{{0,2}}[^,。;\d]{{0,4}}?{_UNPAID}{_NO_WAGES}[^,。;]{{0,6}}?{_WAGES}"),
    Pattern(rf"{_COUNTED}{_EVEN}{{1,2}}{_UNPAID}{_NO_WAGES}"),
    Pattern(rf"{_COUNTED}[没未不](?:有|曾|见)?[发开领](?:过|到|下来)?(?:了|钱|工资|支)?(?![^,。;])"),
    Pattern(rf"(?<!没)停发(?:了|我们?|工资|,|停了|已经?|有){{0,4}}{_COUNTED}"),
    Pattern(rf"[共还总]欠了?{_COUNTED}(?!{_NO_PAY})"),
    Pattern(rf"(?:讨要?|[讨追要]回|追讨|索要)(?:我们?|被?拖欠|的){{0,2}}{_COUNTED}的?(?:拖欠)?的?{_WAGES}"),
    Pattern(
        rf"{_COUNTED}的?{_WAGES}(?:全|都|就|也|老板|公司){{0,2}}(?:打水漂|没影|没着落|说?没有|(?:一分|一毛|分文)[钱都也]{{0,2}}[没未不])"
    ),
    Pattern(rf"(?:拖|扣)(?:着|了|欠)?我们?{_COUNTED}(?=的?{_WAGES}|[,。;]|$)"),
    Pattern(rf"(?:我们?|每个?人|各|人均)(?:都|就)?(?:是|有|还有){_COUNTED}的?{_WAGES}(?![^,。;]{{0,6}}(?:补|赔))"),
    Pattern(rf"{_SPAN}的?(?:基本|全部|岗位|绩效)?{_WAGES}{_NO_NUMERAL}{{0,8}}?{_UNPAID}{_NO_WAGES}"),
    Pattern(rf"(?:连着|连续|一连){_SPAN}(?:都|全)?(?:是?这样|这个样)"),
)
# What stands before a span that counts a delay, a rule or somebody else's time instead of months of work unpaid.
_OTHER_TIME = Pattern(
    r"(?:离职|辞职|走|完工|完|停[工产]|退场|结束|竣工|回[国来家]|离开|过去?|等|要|找|催|讨|跑|追|入职|出院|躺|养|休息?|住院|放假|培训|拖|试用期?|合同|满|不到|不足|"
    r"押|压|补偿?|赔偿?|罚|扣)(?:了|都|也|已经?|快|有|我们?|他|将近|近|差不多|大概|整整|现在|又|到现在|的|这){0,3}$"
)
_WORK = r"(?:干|做|上班|上|打工|工作|做事|干活|务工|忙)"
_WORKED = (
    rf"(?<![不没未]){_WORK}(?:活|时间|工)?(?:了|满|够|过)*[^,。;\d一二三四五六七八九十了]{{0,4}}?(?:了|满|够)?{_SPAN}"
)
_PART = Pattern(
    rf"{_WORKED}[^。;]{{0,20}}?(?:只|就|才|仅)(?:拿|给|发|结|付|领|开)(?:到|过|了)*(?:我们?)?[头第前]?(?P<paid>{_N})个月"
)
_NOTHING = Pattern(
    rf"{_WORKED}(?:的?[活事班工])?(?:多|左右)?(?P<gap>[^。;\d月]{{0,24}}?)"
    r"(?:一[分毛块](?:钱|工资)?|分文|(?:到现在|至今|一直|都|全|也|还){1,2})[没未不](?:有|曾)?(?:拿|给|发|结|付|领|见|得|收)(?P<rest>[^,。;]{0,8})"
)
_FOR_NOTHING = Pattern(rf"白(?:干|做|忙|打工)了?{_SPAN}(?P<gap>)(?P<rest>)")
_WORKED_UNPAID = Pattern(
    rf"{_WORKED}(?:的?[活事班工])?(?P<gap>),?(?:工资|工钱|钱)?(?:都|也|还|一直)?[没未不](?:给|发|结|付)(?P<rest>[^,。;]{{0,8}})"
)
_OTHER_DEBT = Pattern(r"合同|社保|保险|证明|最后|受伤|提成|奖金|返费|押金|[辞离走]")
_SOME_PAID = Pattern(
    r"生活费|饭钱|预支|借支|还[欠差剩]|剩|尾款|少[给发]|(?:给|发|付|结|支|拿|领|开)(?:过|了)[^,。;没未]{0,6}?[\d一二三四五六七八九十百千万半]|"
    r"(?:只|就|才|仅)(?:给|发|付|结|拿|领|开)"
)
_PAID_BY_THE_DAY = Pattern(
    rf"(?:一天|每天|日薪|日工资)[\d一二三四五六七八九十百]{{2,5}}[元块]?钱?,?(?P<days>{_N})天(?P<half>半)?(?!一)"
)
_ON_THINGS = "摘搬砌贴刷装挖抹焊扎割种修铺拆绑喷收采栽卸扛送抬洗端炒缝刮锯钉喂"
_TOIL = rf"(?:{_WORK}|记|[出上开]工|出勤|[{_ON_THINGS}](?=了)|试工|打(?=了?{_N}天(?:零|散|短|暑假)?工))"
_ADDING = (
    r"(?:满|够|的是|了|是|的|共|一共|总共|合计|总计|累计|整整|大概|大约|差不多|将近|实际|正好|刚好|加起来|算下来|有|:)"
)
_DAYS = Pattern(
    rf"(?:(?<![以连着]){_TOIL}(?:活|工|班)?(?:天数)?{_ADDING}*|"
    rf"(?:出勤|记工|考勤|累计|共计|合计|实际|总?工日|工天|工时|连头带尾|做工|写着|我(?=[是有]?{_N}个))(?:天数|工日)?{_ADDING}?)"
    rf"(?P<days>\d{{1,3}}\.5|{_N})(?:[多来]?天(?!半|才|给|就[给发结]|假|休|三夜)|(?P<half>个半工|天半)|个?工(?:日|天)?(?![友人地程资钱时]))"
)
_DATED = Pattern(
    rf"\d{{1,2}}[日号]?(?:干|做)?(?:到|至|[-~—–])\d{{1,2}}月(?:\d{{1,2}}[日号]?),?{_ADDING}{{0,2}}(?P<days>{_N})天(?P<half>半)?(?![\d一二三四五六七八九十百])"
)
_HALF_MONTH = Pattern(rf"{_WORK}了?半个月(?!工资)")
_AGAIN = Pattern(r"(?:又|再|返工)[去来]?$")
_BY_RULE = Pattern(
    r"(?:[两二三四五六七八九\d]个?人[一总]?共|要|必须|需要?|得|说|没|不|连着?|(?:[一每]个?(?:月|周|星期|年))[^,。;]{0,4})$"
)


def months_owed(text: str, asked_on: date) -> Decimal | None:
    """The months of work that a story says are unpaid: as counted, or as named, or all that was worked; else None."""
    told = _plain(text)
    if not _HAS_MONTHS.search(told):
        return None
    named = unpaid_months(text, asked_on)
    for patterns in ((_STILL,), (_REST,), _OWED):
        lengths = _lengths(told, patterns)
        if lengths and not (named and _is_rough(told, patterns)):
            return _only(lengths)
    if named:
        return Decimal(len(named))
    return _only(set(_less_paid(told))) or _only(set(_all_unpaid(told)))


def days_worked(text: str) -> Decimal | None:
    """The days that a story says were worked, halves included; None when it says none, several numbers or a rule."""
    told = _plain(text)
    counted = [it for it in _DAYS.finditer(told) if not _BY_RULE.search(told[: it.start()][-8:])]
    if any(_AGAIN.search(told[: it.start()][-4:]) for it in counted):
        return None
    days = {_days(it) for it in counted or [*_PAID_BY_THE_DAY.finditer(told), *_DATED.finditer(told)]}
    only = _only(days) if days else Decimal(15) if _HALF_MONTH.search(told) else None
    return only if only and only < _LONGEST_WORKED else None


def owed_from_to(text: str, asked_on: date) -> tuple[str | None, str | None]:
    """The first and the last month a story says are unpaid: as named, since when, or of the work, as "YYYY-MM"."""
    named = unpaid_months(text, asked_on)
    if named:
        return named[0], named[-1]
    since = owed_between(text, asked_on)
    if since[0]:
        return since
    if not _OWING.search(fold(text)):
        return None, None
    begin, end = worked(text, asked_on)
    after = unpaid_after(text, asked_on)
    if after and (begin is None or end is None):
        return after, None
    if begin is None:
        return None, work_ended(text, asked_on)
    begin = _after_paid(begin, end, paid_until(text, asked_on))
    owed = months_owed(text, asked_on)
    if end is None:
        is_sure = owed is None and _SURE_DEBT.search(fold(text))
        return (begin, work_ended(text, asked_on)) if is_sure else (None, None)
    return (begin, end) if owed is None or owed >= _months_between(begin, end) - 1 else (None, None)


def _after_paid(begin: str, end: str | None, paid: list[int]) -> str:
    """The month after the last paid one of those from the first to the last; the first if none of them was paid."""
    first = int(begin[:4]) * 12 + int(begin[5:]) - 1
    length = _months_between(begin, end) if end else 0
    after = max((at + 1 for at in range(first, first + length - 1) if at % 12 + 1 in paid), default=first)
    return f"{after // 12:04d}-{after % 12 + 1:02d}"


def _plain(text: str) -> str:
    return _SPACE.sub("", re.sub(r"\s+", " ", _ASIDE.sub("", fold(spell_out(text))))).replace(" ", ",")


def _lengths(told: str, patterns: tuple[Pattern, ...]) -> set[Decimal | None]:
    return {_length(it["span"]) for pattern in patterns for it in pattern.finditer(told) if _counts_work(told, it)}


def _is_rough(told: str, patterns: tuple[Pattern, ...]) -> bool:
    """Whether all spans are rough ones, 半年多, that months named beside them make exact."""
    return all("多" in it["span"] for pattern in patterns for it in pattern.finditer(told))


def _counts_work(told: str, match: re.Match[str]) -> bool:
    return match[0][0] in "拖扣讨追要索" or not _OTHER_TIME.search(told[: match.start("span")][-12:])


def _only(lengths: Set[Decimal | None]) -> Decimal | None:
    return next(iter(lengths)) if len(lengths) == 1 else None


def _less_paid(told: str) -> Iterator[Decimal]:
    """干了七个月只发了两个月: five."""
    for match in _PART.finditer(told):
        worked_for, paid = _length(match["span"]), read_number(match["paid"])
        if worked_for and paid and worked_for > paid:
            yield worked_for - paid


def _all_unpaid(told: str) -> Iterator[Decimal | None]:
    """干了三个月一分没给: three, if the story tells of no payment at all."""
    if _SOME_PAID.search(told) or not re.search(rf"{_WAGES}|一[分毛块]|分文|白[干做]", told):
        return
    for pattern in (_NOTHING, _WORKED_UNPAID, _FOR_NOTHING):
        for match in pattern.finditer(told):
            of_years = (
                "年" in match["span"] and "半年" not in match["span"] and not re.search("一[分毛块]|分文", match[0])
            )
            if not of_years and not _OTHER_DEBT.search(match["gap"] + match["rest"]):
                yield _length(match["span"])


def _days(match: re.Match[str]) -> Decimal | None:
    number = read_number(match["days"])
    return number + Decimal("0.5") if number and match["half"] else number or None


def _length(span: str) -> Decimal | None:
    """The months of a span: 半年 6, 一年零两个月 14, 三个半月 3.5, 1个月零15天 1.5."""
    if span.startswith("半"):
        return Decimal("0.5") if span == "半个月" else Decimal(6)
    parts = _LENGTH.fullmatch(span)
    if parts is None:
        return None
    half = (6 if span.endswith("年半") else Decimal("0.5")) if parts["half"] else 0
    years, months, days = (read_number(parts[name]) if parts[name] else 0 for name in ("years", "months", "days"))
    if years is None or months is None or days is None:
        return None
    length = years * 12 + months + half + round(Decimal(days) / _DAYS_A_MONTH, 1)
    return length if 0 < length <= _LONGEST_OWED else None


def _months_between(begin: str, end: str) -> int:
    """How many months there are from the one to the other "YYYY-MM", both counted."""
    first, last = (int(it[:4]) * 12 + int(it[5:]) for it in (begin, end))
    return last - first + 1
