"""How many workers are owed.

Grammar of a typed answer:

    answer    = just-me | people
    just-me   = 就我 | 我一个 | 只有我 | 我自己 | 1
    people    = [ about ] numeral [ 多 | 几 | 来 ] ( 人 | 个 | 名 | 位 | people … ) | numeral | 我们 numeral 个
              | 我 ( 和 | 跟 ) numeral 个 工友      the speaker is counted too
    vague     = 十几个 11 | 二十多 21 | 六七个 6 | 几十个 20 | 好几个 3      the least it can be

Grammar of a story, where other people are told of too:

    mention   = [ 我们 | 我们一共 | 连我 ] people-of-work | 我们 numeral 个 | 我带了 people | 我手下 people
              | 我和 kin [ 两人 ]                                    2: 我和老乡两人, 我跟我对象在 …
              | 夫妻俩 | 两口子 | 兄弟俩 哥仨 … | 一家 numeral 口
    mention  |= 班组 numeral people | 工人 numeral [ 名 | 个 ] | numeral people 加我 (one more)
    people-of-work = numeral [ 名 | 个 ] ( 工人 | 农民工 | 工友 | 员工 | 人 … )
    none      = 近 约 大概 people, people 左右; people who came, were hurt, hired or own; each of so many; just me

Mentions of us outrank the others; of two different ones nothing is taken, unless one is the vague form of the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from knowledge.patterns import Pattern
from knowledge.reading.numerals import HAN, NUMERAL, fold, read_number

_LARGEST = 10_000
_ALONE = Pattern(r"就我|只有我|我自己|我本人|就一个|我一个|一个人|only me|just me|myself|alone", re.IGNORECASE)
_UNIT = r"(?:个?(?:人|工友|工人|民工|农民工|兄弟|老乡|同事|员工)|个|名|位|口|号人|people|persons?|workers?|of us)"
_PAIR = Pattern(rf"([一二三四五六七八九]?十)?([一二三四五六七八九])([一二三四五六七八九])(十|百)?(?:来|多)?{_UNIT}?")
_OVER = Pattern(rf"({NUMERAL})\s*[多几来余]\s*{_UNIT}?")
_PLAIN = Pattern(rf"(?<![\d第])({NUMERAL})\s*(?:{_UNIT})?(?![\d年月日天块元万千号点.]|个[月工半])", re.IGNORECASE)
_WITH_ME = Pattern(r"(?:我[和跟与同]|加上我|还有我|连我还有|me and|and me|besides me)")
_VAGUE = (
    (Pattern(r"好?几百"), 200),
    (Pattern(r"上百"), 100),
    (Pattern(r"好?几十"), 20),
    (Pattern(r"十几|十来|十多"), 11),
    (Pattern(r"好?几个|几人"), 3),
)

_SAID = r"(?P<number>(?:好?几[十百]|上[百千]|十几|[\d零一二三四五六七八九十百千]{1,9}[多几来余]?))"
_CREW = (
    r"(?:工人|工友|农民工|民工|员工|职工|同事|妇女|娘们|兄弟|老乡|老师|教师|骑手|司机|技师|师傅|焊工|瓦工|木工|钢筋工|小工|大工|"
    r"保安|保洁|护士|服务员|村民|业务员|销售|阿姨|老人|女工|男工|学生|教练|伙计|弟兄|乡亲|同伴|同乡|伙伴|女孩子?|男孩子?|小伙子?|姑娘)"
)
_PEOPLE = rf"\s*(?:{_CREW}|[个名位]{{1,2}}[^，。；,;\d\s个名位号]{{0,3}}?{_CREW}|[个名位号]{{0,2}}人(?![次份月均民家]))"
_HEADS = rf"(?:{_PEOPLE}|\s*(?:个(?![月小工星钟半礼项])|[名位号]))"
_US = r"(?:我们班组|我班组|我们|咱们|俺们|俺|咱|连我|包括我|加上我|带了?|手下|一行|同去的?)"
_HEADS_SAID, _AFTER_SAID = (_SAID.replace("number", name) for name in ("heads", "after"))
_COUNT = _SAID.replace("?P<number>", "?:")
_TOGETHER = r"(?:一共|总共|共)?(?:是|有)?"
_OURS = Pattern(
    rf"(?:(?P<with>(?:我|本人|俺|他|她|我[爸妈弟哥姐妹])[和跟与同](?:另外|其他|其它|同村的?|[他她我]的)?)|{_US}{_TOGETHER}(?={_COUNT})|"
    rf"{_US}[^，。；,;\d{HAN}几]{{0,8}}?{_TOGETHER}(?={_COUNT}{_PEOPLE})){_SAID}{_HEADS}"
)
_WORKERS = Pattern(
    rf"(?<![\d{HAN}第每天月日]){_SAID}\s*(?:号?{_CREW}|[个名位]{{1,2}}[^，。；,;\d\s个名位号]{{0,3}}?{_CREW})|"
    rf"{_CREW}(?:一共|总共|共)?有?{_AFTER_SAID}(?:[名位人]|个(?![月小工钟星半礼多]))(?![均每])|"
    rf"(?:^|[，。；：:,;、\s]|一共|总共|共|欠了?|涉及|去了|加起来|加一起|里面?|里头|[全班组队厂村们工友员人子妹弟哥])"
    rf"{_HEADS_SAID}"
    r"[个名位号]{0,2}人(?![次份月均民家])"
)
_ROUGHLY_BEFORE = Pattern(r"(?:近|约|大概|大约|差不多|将近|可能|不到)(?:有|是)?$")
_ROUGHLY_AFTER = Pattern(r"\s*(?:左右|上下|以上|以内)")
_OTHERS_BEFORE = Pattern(
    r"(?:每|第|来了|叫了?|喊了|找了?|派了?|招了?|雇了|打[伤死]了?|伤了?|死了?|其中|另外有?|只剩|走了|裁了?|股东|老板|经理|别的|还有"
    r"|超过|满|达到?|需要|要)(?:的|有|是|我们)?$"
)
_KIN = (
    r"(?:我|俺)?(?:的|家)?(?:老乡|对象|老婆|媳妇|老公|爱人|妻子|丈夫|男人|女人|男朋友|女朋友|[哥弟姐妹爸妈爹娘]|哥哥|弟弟|姐姐|妹妹|"
    r"父亲|母亲|老豆|老母|阿[爸妈公婆]|儿子|女儿|侄子|外甥|舅舅|小舅子|姐夫|妹夫|表[哥弟姐妹]|堂[哥弟姐妹]|叔叔?|大伯|同乡|同村|同学|朋友|工友|同事|搭档|师傅|徒弟|同伴)"
)
_TWO_OF_US = Pattern(
    rf"(?:我|俺|本人)[和跟与同]{_KIN}(?:(?=$|[，。,\s])|二(?:个人?|人|口子)?|一起|一块|一同|都|在|去|到|给|跟着|来)"
    rf"|{_KIN}和我(?:二|都|一起|一块|在)"
    r"|(?:我|俺)(?:老婆|媳妇|老公|对象|男人|爱人|妻子|丈夫)(?:也(?:是|没|在(?:这|那|一起))|跟我一)"
    r"|(?<![一二三四五六七八九十\d])二口子"
)
_KINSFOLK = Pattern(
    r"(?:夫妻|夫妇|父子|父女|母女|母子|兄弟|姐妹|姊妹|姐弟|兄妹|弟兄|哥们?|姐们?|爷们?|娘)个?([二三四五六])(?!代|[月天年号日块百千万])"
)
_BESIDES_ME = Pattern(rf"(?<![\d{HAN}]){_SAID}[个名位](?P<with>[^，。；,;\s\d]{{0,4}}[，,\s]?[加算]上?(?:我|本人|俺))")
_FEW_OF_US = Pattern(
    r"(?:我们|我(?=二|三(?:$|[，,\s人在]))|咱们?|俺们?)([二三四])(?!个?[多半]?[月天年次周])(?=[人的在去给都干加总一共被欠，,\s]|口子|个|$)"
)
_HOUSEHOLD = Pattern(rf"(?<!老板)一家(?:老小)?([\d{HAN}])口(?:人)?")
_WITH_OTHERS = Pattern(
    rf"(?:我|本人|俺|他|她|我[爸妈弟哥姐妹])[和跟与同](?:另外|其他|其它|同村的?|[他她我]的|还有)?的?{_SAID}{_HEADS}"
)
_ANY = Pattern(
    rf"(?<![\d{HAN}第]){_SAID}(?:{_PEOPLE}|\s*(?:个(?![月小工星钟半礼项多来班])|[名位口]|(?<=[多来几余])号))"
)


@dataclass(frozen=True, slots=True)
class Headcount:
    """People owed, the speaker included: either exactly `people`, or at least `at_least`."""

    people: int | None = None
    at_least: int | None = None


def read_headcount(text: str) -> Headcount | None:
    """The number of workers that a typed answer names; None when it names none, several or an impossible one."""
    folded = fold(text[:200])
    vague = _read_vague(folded)
    if vague is not None:
        return Headcount(at_least=vague)
    numbers = {read_number(match[1]) for match in _PLAIN.finditer(folded)}
    if not numbers or _ALONE.search(folded):
        return Headcount(people=1) if _ALONE.search(folded) and numbers <= {Decimal(1)} else None
    people = numbers.pop()
    if numbers or people is None or people != int(people) or not 0 < people <= _LARGEST:
        return None
    return Headcount(people=int(people) + bool(_WITH_ME.search(folded)))


def find_headcount(folded: str) -> Headcount | None:
    """How many workers a folded story says are owed; None when it tells no number, two, or only of the speaker."""
    for pattern in (_BESIDES_ME, _OURS, _WORKERS):
        said = [_mentioned(match) for match in pattern.finditer(folded) if not _is_others(match)]
        counted = {it for it in said if it}
        if counted:
            return _largest(counted) if pattern is not _WORKERS else _only(counted)
    return Headcount(people=2) if _TWO_OF_US.search(folded) else _few(folded)


def headcounts(folded: str) -> Iterator[tuple[int, int, Headcount | None]]:
    """Where a folded text counts people, whoever they are, and how many, the speaker included where he is named.

    None for a count that cannot be read. Places may overlap; of two that begin alike the first is the fuller one.
    """
    found: list[tuple[tuple[int, int], Headcount | None]]
    found = [(it.span(), Headcount(people=2)) for it in _TWO_OF_US.finditer(folded)]
    for with_us in (_WITH_OTHERS, _BESIDES_ME):
        found += [(it.span(), _one_more(_count(it["number"]))) for it in with_us.finditer(folded)]
    for pattern in (_KINSFOLK, _FEW_OF_US, _HOUSEHOLD):
        found += [(it.span(), _count(it[1])) for it in pattern.finditer(folded)]
    found += [(it.span(), _count(it["number"])) for it in _ANY.finditer(folded)]
    last = 0
    for (start, end), count in sorted(found, key=lambda it: (it[0][0], -it[0][1])):
        if start >= last and count != Headcount(people=1):
            last = end
            yield start, end, count


@lru_cache(maxsize=1000)
def _count(number: str) -> Headcount | None:
    return read_headcount(f"{number}人")


def _one_more(count: Headcount | None) -> Headcount | None:
    return count and Headcount(count.people and count.people + 1, count.at_least and count.at_least + 1)


def _mentioned(match: re.Match[str]) -> Headcount | None:
    groups = match.groupdict()
    read = _count(groups["number"] or groups.get("heads") or groups.get("after") or "")
    if read is None or read == Headcount(people=1):
        return None
    return Headcount(read.people and read.people + 1, read.at_least) if groups.get("with") else read


def _is_others(match: re.Match[str]) -> bool:
    """Whether the people are only roughly so many, or others than those who are owed."""
    if match.groupdict().get("with"):
        return False
    start = next(match.start(name) for name in ("number", "heads", "after") if match.groupdict().get(name))
    before, after = match.string[max(0, start - 8) : start], match.string[match.end() : match.end() + 4]
    rough = _ROUGHLY_BEFORE.search(before) or _ROUGHLY_AFTER.match(after)
    vague = rough and _read_vague(match[0]) is not None  # then it is only the least that it can be
    return bool((rough and not vague) or _OTHERS_BEFORE.search(before))


def _only(counted: set[Headcount]) -> Headcount | None:
    return counted.pop() if len(counted) == 1 else None


def _largest(counted: set[Headcount]) -> Headcount | None:
    """Of all mentions of us the whole crew; a part of it is told of besides."""
    return max(counted, key=lambda it: it.people or it.at_least or 0)


def _few(folded: str) -> Headcount | None:
    """Us two or three (我们仨, 哥仨), or a household (一家三口)."""
    said = _KINSFOLK.search(folded) or _FEW_OF_US.search(folded) or _HOUSEHOLD.search(folded)
    value = read_number(said[1]) if said else None
    return Headcount(people=int(value)) if value is not None and 1 < value < 10 else None


def _read_vague(folded: str) -> int | None:
    pair = _PAIR.search(folded)
    if pair:
        value = read_number((pair[1] or "") + pair[2] + (pair[4] or ""))
        return None if value is None else int(value)
    for pattern, least in _VAGUE:
        if re.search(rf"(?<![{'一二三四五六七八九十百'}])(?:{pattern.pattern})", folded):
            return least
    over = _OVER.search(folded)
    value = read_number(over[1]) if over else None
    return int(value) + 1 if value is not None and 0 < value < _LARGEST else None
