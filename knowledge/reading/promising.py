"""What a colleague promises a worker in a letter, and by which day: 周五前给您答复, 我下周三去劳动监察大队问.

Grammar, clause by clause (clauses end at punctuation), after folding full-width forms:

    promise = [ 我 | 我们 ] with a day and an answer | 我 | 我们 with a day and an act     in one clause, by nobody else
    day     = 今天 明天 后天 大后天 | [ 这 本 下 下下 ] 周|星期|礼拜 一…日 | 本周(内) 下周(内) | [ 本 这 下 ] (个)月底
            | [ year ] month 月 day 日|号 | day 日|号 | n 天|日|周|工作日|小时 内   each with or without 前, 之前, 以前
    answer  = 答复 回复 回话 回信 回音 消息 结果 准信 … to 您|你, or 联系|告诉|通知 您|你 | 给您 打电话, 回电
    act     = 去 提交 递交 寄 写好 准备好 整理 催 问 查 核实 办 …

    English: I | we  will | 'll | shall … verb … by | on | before | within … day, or tomorrow

The day is the last on which it may still be kept: 周五前 is Friday. A day of the week alone is the next one, 下周五
that of the week that begins next Monday, a day without its month or year the next such day, if that is less than nine
months ahead. It is no promise when somebody else does it (老板说周五给), when the worker is asked to (请您周五前发来),
when it is denied, doubted, conditional, over or a question, when nothing is to be heard or done (周五开庭), or when its
day is past or more than a year ahead. What is not understood reads as none: a promise that is read is only offered to
the colleague, and one that is not he can enter by hand.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.reading.numerals import fold, read_number

IsWorkingDay = Callable[[date], bool]

_READ = 4_000  # characters of a letter
_FARTHEST = timedelta(days=366)
_NEXT_YEARS = timedelta(days=270)  # as far ahead a day without its year may be
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_WEEKDAYS = "一二三四五六日"
_BEFORE = r"(?:之?前|以前|为止)?"
_DAY = re.compile(
    rf"(?P<near>今天|今晚|今日|明天|明晚|明早|明日|大后天|后天)"
    rf"|(?P<which>下下|这|本|下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!天)"
    rf"|(?<!上)(?<!每)(?P<week>这|本|下)个?(?:周|星期|礼拜)(?:之?内|末)?(?![一二三四五六日天])"
    rf"|(?<!上)(?P<end>下|这|本)?个?月(?:底|末)"
    rf"|(?:(?P<year>20\d{{2}}|明|今)年|(?<![\d去前]年)(?<!\d))(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?"
    rf"(?P<of_month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]?"
    rf"|(?<![\d月一二三四五六七八九十年])(?P<alone>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号](?!之?内|[里个线楼门])"
    rf"|(?P<n>{_NUMBER})个?(?P<unit>工作日|小时|天|日|周|星期|礼拜|月)(?:之?内|以内|之间)"
)
_YEARS_AHEAD, _WEEKS_AHEAD = {"今": 0, "明": 1}, {"这": 0, "本": 0, "下": 1, "下下": 2}
_NEAR = {"今": 0, "明": 1, "后": 2, "大": 3}
_CLAUSES = re.compile(r"[^,。;!?\n]+[,。;!?\n]?")
_TO_YOU = r"(?:[您你]们?|大家)"
_ANSWER = re.compile(
    rf"(?:给|跟|和|与|向|对|把)?{_TO_YOU}[^,。;]{{0,4}}?(?:答复|回复|回话|回信|回音|回电|回个?信|消息|准信|结果|说法|打(?:个)?电话)"
    rf"|(?:答复|回复|联系|告诉|告知|通知|回){_TO_YOU}"
    r"|(?:给|作|做|有)(?:出|个)?(?:答复|回复|回话|回音|准信)|(?:答复|回复|回话|回信|回电)(?![,。;]?[^,。;]{0,2}(?:的|函|书|意见书))"
)
_ACT = re.compile(
    r"(?:去|到|再|会|来|就|前|把|将|帮[您你]|为[您你]|替[您你])[^,。;]{0,14}?"
    r"(?:提交|递交|寄|送|写|准备|整理|催|问|查|核实|办|立案|申请|联系|打电话|交涉|谈|发|看|跑|了解|协调|处理|起草)"
    r"|(?:提交|递交|寄出|写好|准备好|整理好|核实|办好|办完|起草|立案|发给[您你])"
)
_US = re.compile(r"(?<![给跟和与向把帮替为对由到找问诉知发寄交])我(?!的(?:当事人|同事))|本人|咱们?")
_ASKED_OF_YOU = re.compile(
    r"(?<!申)请(?!求)|麻烦|烦请|望(?:您|你)|需要?[您你]|辛苦|"
    r"(?<![给跟和与向把帮替为对由到复系知诉告回])[您你](?!们?的|们?这|们?那|们?本|放心|好)"
)
_OTHERS = (
    r"(?:老板|公司|单位|对方|厂[里方子]?|包工头|工头|项目部|总包|甲方|经理|会计|财务|人事|劳动局|人社局?|监察(?:大?队|员|局)?|"
    r"法院|法官|法庭|仲裁(?:委|院|员|庭)?|信访局?|住建局?|他们?|她们?|人家|银行|同事|工友|领导|调解员|律师|律所|主管|那边)"
)
_OF_OTHERS = re.compile(_OTHERS)
_SAID = re.compile(
    rf"{_OTHERS}[^,。;]{{0,10}}?(?:说|讲|答应|承诺|保证|表示|回复|答复|通知|告诉|许诺|讲好)"
    rf"|(?:据|听)[^,。;]{{0,6}}?说"
)
_GONE_TO = re.compile(rf"(?:去|到|找|问|跟|和|向|催|联系|给|往|把|将|对|与){_OTHERS}")
_NOT = re.compile(
    r"不能|没法|没办法|无法|不一定|未必|恐怕|可能不|来不及|不会|做不到|不敢|难以|不保证|保证不了|说不准|也许|或许|不用|不必|没有?答应"
)
_OVER = re.compile(
    r"已经|刚才|刚刚|上个?(?:周|星期|礼拜)|上个?月|昨天|前天|过[您你了]|[^好]了[您你吧]?(?:,|。|;|!|$)|当时|原来|原定"
)
_IF = re.compile(r"如果|假如|要是|倘若|万一|若(?!干)|的话|除非|只有|一旦")
_RESULT = re.compile(r"结果|办结|办好|办完|处理意见|\bresult\b|\boutcome\b")
_QUESTION = re.compile(r"[?]$|(?:吗|呢|行不行|好不好|可不可以|可以吧)[?,。]?$")


@dataclass(frozen=True, slots=True)
class Promised:
    """Something promised: the last day on which it may be kept, and the clause that says so.

    `of_result`: it is what the whole case comes to, not only word of it.
    """

    by: date
    words: str
    of_result: bool = False


def read_promises(text: str, today: date, is_working_day: IsWorkingDay) -> list[Promised]:
    """What a letter written on `today` in China promises its reader, the earliest day first, each day once."""
    found = dict[date, Promised]()
    for one in (*_chinese(text, today, is_working_day), *_english(text, today)):
        if today <= one.by <= today + _FARTHEST:
            found.setdefault(one.by, one)
    return [found[by] for by in sorted(found)]


def read_day(text: str, today: date, is_working_day: IsWorkingDay) -> tuple[date, str] | None:
    """The day that a few typed words name first, and what stands beside it; None if they name none yet to come.

    "周五 给答复" is the next Friday and "给答复"; so is "2026-11-27 给答复" where that is a Friday to come.
    """
    folded = unicodedata.normalize("NFKC", text[:_READ])
    written = _WRITTEN.search(folded)
    if written:
        by = _date(*(int(part) for part in written.groups()))
        return _named(folded, written, by, today)
    match = _DAY.search(folded)
    if match:
        return _named(folded, match, _resolved(match, today, is_working_day), today)
    match = _ENGLISH_DAY.search(folded.casefold())
    return _named(folded, match, _english_day(match, today), today) if match else None


_WRITTEN = re.compile(r"(?<!\d)(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def _named(text: str, match: re.Match[str], by: date | None, today: date) -> tuple[date, str] | None:
    if by is None or not today <= by <= today + _FARTHEST:
        return None
    before = re.sub(r"\b(?:by|on|before|within)\s*$", "", text[: match.start()], flags=re.IGNORECASE)
    after = re.sub(rf"^{_BEFORE}[\s:：,，]*", "", text[match.end() :])
    return by, f"{before.strip()} {after.strip()}".strip()


def _chinese(text: str, today: date, is_working_day: IsWorkingDay) -> Iterator[Promised]:
    """The promises of each sentence; who speaks in one clause also speaks in the next that names nobody."""
    for sentence in re.split(r"[。!\n]|(?<=\?)", unicodedata.normalize("NFKC", text[:_READ])):
        clauses = _CLAUSES.findall(sentence)
        conditional = bool(_IF.search(sentence))
        for at, clause in enumerate(clauses):
            by = None if conditional else _promised_in(clause, clauses[:at], today, is_working_day)
            if by:
                yield Promised(by, clause.strip(",;? "), _RESULT.search(clause) is not None)


def _promised_in(clause: str, before: list[str], today: date, is_working_day: IsWorkingDay) -> date | None:
    days = list(_DAY.finditer(clause))
    if not days or any(no.search(clause) for no in (_NOT, _OVER, _QUESTION, _ASKED_OF_YOU)):
        return None
    ours = _US.search(clause) is not None
    if _SAID.search(_GONE_TO.sub("", clause)) or not _by_us(clause, before, ours):
        return None
    if not (_ANSWER.search(clause) or (ours and _ACT.search(clause))):
        return None
    return _resolved(days[0], today, is_working_day)


def _by_us(clause: str, before: list[str], ours: bool) -> bool:
    """Whether it is the writer who does it: he says 我, or nobody else is named as doing it here or just before."""
    named = _OF_OTHERS.search(_GONE_TO.sub("", clause)) is not None
    if ours:
        return not named or _US.split(clause)[0] == _OF_OTHERS.split(_US.split(clause)[0])[0]
    if named or any(_SAID.search(one) for one in before):
        return False
    speakers = [one for one in before if _US.search(one) or _OF_OTHERS.search(_GONE_TO.sub("", one))]
    return not speakers or _US.search(speakers[-1]) is not None


def _resolved(match: re.Match[str], today: date, is_working_day: IsWorkingDay) -> date | None:
    part = match.groupdict()
    if part["near"]:
        return today + timedelta(days=_NEAR[part["near"][0]])
    if part["weekday"]:
        return _weekday(part["which"], _WEEKDAYS.index(part["weekday"].replace("天", "日")), today)
    if part["week"]:
        return _week(part["week"], today)
    if part["n"]:
        return _within(part["n"], part["unit"], today, is_working_day)
    if part["month"] or part["alone"]:
        return _of_month(part["year"], part["month"], part["of_month"] or part["alone"], today)
    return _end_of_month(today, later=part["end"] == "下")


def _weekday(which: str | None, weekday: int, today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if which is None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return monday + timedelta(weeks=_WEEKS_AHEAD[which], days=weekday)


def _week(which: str, today: date) -> date:
    """The Friday of this or the next week; when this one's is over, its Sunday."""
    friday = today + timedelta(days=4 - today.weekday(), weeks=which == "下")
    return friday if friday >= today else friday + timedelta(days=2)


def _within(numeral: str, unit: str, today: date, is_working_day: IsWorkingDay) -> date | None:
    if numeral == "半":
        return today + timedelta(days=15) if unit == "月" else None
    number = _number(numeral)
    if number is None or not 1 <= number <= 366:
        return None
    if unit == "工作日":
        return _working_days(number, today, is_working_day)
    if unit == "小时":
        return today + timedelta(days=number // 24)
    return today + timedelta(days=number * _DAYS_OF[unit])


_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


def _working_days(number: int, today: date, is_working_day: IsWorkingDay) -> date:
    day = today
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def _of_month(year: str | None, month: str | None, day: str, today: date) -> date | None:
    """The day of this year or month, or, if it is over, of the next."""
    of_month, in_month = _number(day), _number(month) if month else None
    if of_month is None or (month and in_month is None):
        return None
    if year:
        return _date(_YEARS_AHEAD[year] + today.year if year in _YEARS_AHEAD else int(year), in_month or 0, of_month)
    if in_month is not None:
        return _first_ahead([_date(one, in_month, of_month) for one in (today.year, today.year + 1)], today)
    following = _following_month(today)
    return _first_ahead([_date(*one, of_month) for one in ((today.year, today.month), following)], today)


def _first_ahead(days: list[date | None], today: date) -> date | None:
    return next((day for day in days if day and today <= day <= today + _NEXT_YEARS), None)


def _following_month(today: date) -> tuple[int, int]:
    return today.year + today.month // 12, today.month % 12 + 1


def _end_of_month(today: date, *, later: bool) -> date:
    year, month = _following_month(today) if later else (today.year, today.month)
    return date(year, month, monthrange(year, month)[1])


def _number(numeral: str) -> int | None:
    value = read_number(fold(numeral))
    return int(value) if value is not None else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ENGLISH_DAY = re.compile(
    rf"\b(?P<near>today|tonight|tomorrow)\b"
    rf"|\b(?P<which>this|next)?\s*(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH_NAMES})\b"
    rf"|\b(?P<month_first>{_MONTH_NAMES})\s+(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\bwithin\s+(?P<n>\d{{1,3}})\s+(?P<unit>day|week)s?\b"
)
_ENGLISH_WILL = re.compile(r"\b(?:i|we)(?:\s+will|\s*['’]ll|\s+shall)\b(?!\s+(?:not|never))")
_ENGLISH_VERB = re.compile(
    r"\b(?:answer|reply|call|contact|write|tell|inform|let you know|get back|send|file|submit|go|ask|check|update)\b"
)
_ENGLISH_NO = re.compile(r"\bif\b|\bunless\b|\bnot\b|n['’]t\b|\?|\bmight\b|\bmay\b(?!\s+\d)|\bplease\b")


def _english(text: str, today: date) -> Iterator[Promised]:
    for sentence in re.split(r"(?<=[.!?;\n])\s+", unicodedata.normalize("NFKC", text[:_READ])):
        said = sentence.casefold()
        will = _ENGLISH_WILL.search(said)
        day = _ENGLISH_DAY.search(said)
        if will is None or day is None or _ENGLISH_NO.search(said) or not _ENGLISH_VERB.search(said, will.end()):
            continue
        by = _english_day(day, today)
        if by:
            yield Promised(by, sentence.strip(" .!;\n"), _RESULT.search(said) is not None)


def _english_day(match: re.Match[str], today: date) -> date | None:
    part = match.groupdict()
    if part["near"]:
        return today + timedelta(days=part["near"] == "tomorrow")
    if part["weekday"]:
        which = {"this": "这", "next": "下", None: None}[part["which"]]
        return _weekday(which, _ENGLISH_WEEKDAYS.index(part["weekday"][:3]), today)
    if part["n"]:
        return today + timedelta(days=int(part["n"]) * (7 if part["unit"] == "week" else 1))
    month = _MONTHS.index((part["month"] or part["month_first"])[:3]) + 1
    return _of_month(None, str(month), part["day"] or part["day_last"], today)
