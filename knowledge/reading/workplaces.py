"""Where the work was: the smallest place of work that a story names.

    chain   = place place …, written without a gap: 甘谷县磐安镇 (see gazetteer)

No place of work is what a story says of home (老家, 户口, 回, …人), of an office (…法院), of a road (…路), or of where
somebody else is (老板在 …). What begins the name of a firm or is hidden by 某 counts only when nothing else does.
"""

import re
from collections.abc import Iterator
from enum import IntEnum

from knowledge.reading.gazetteer import BARE_ZONE, Level, Mention, mentions


class Standing(IntEnum):
    """What the words around a place make of it: said in passing, named, or said to be where the work is."""

    ASIDE = 1
    NAMED = 2
    WORKED = 3


def find_place(text: str) -> str | None:
    """The smallest place of work that a text names, as it is written there; None for none.

    Where several of a size are named, the one where the work is said to be; else the next larger one.
    """
    ranked = [(it, rank) for chain in _chains(text) if (rank := _standing(chain, text)) for it in chain]
    named = [(it, rank) for it, rank in ranked if rank > Standing.ASIDE]
    return _smallest(named or ranked)


def _smallest(ranked: list[tuple[Mention, Standing]]) -> str | None:
    for level in sorted({it.place.level for it, _ in ranked}, reverse=True):
        fitting = [(it, rank) for it, rank in ranked if it.place.level == level]
        best = max(rank for _, rank in fitting)
        names = {it.identity: it.name for it, rank in reversed(fitting) if rank == best}
        if len(names) == 1:
            return names.popitem()[1]
    return None


def _chains(text: str) -> Iterator[list[Mention]]:
    chain: list[Mention] = []
    for mention in mentions(text):
        if chain and chain[-1].end != mention.start:
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


_CLAUSE = r"[^，。；：,;:！!？?\s、（）()]"
_NEAR = 24  # characters of the same clause that are read on either side
_BEFORE = re.compile(rf"{_CLAUSE}*$")
_BEHIND = re.compile(rf"{_CLAUSE}{{0,{_NEAR}}}")
_AT = re.compile(r"(?:在|到|去|来|于|赴|进|跑|(?:工地|地点)是?)了?$")
_WORK = re.compile(
    r"干|做|打工|务工|上班|工地|项目|工程|活|厂|车间|修|盖|建|砌|装|贴|刷|铺|挖|焊|摘|种|放羊|搬|包|开(?!庭)|送|跑|当|带|教|工作|扫|店|饭"
)
_HOME = re.compile(
    r"(?:老家|家住?在?|户籍地?|户口|籍贯|来自|身份证|出生|娘家|婆家|嫁到|住|回到?|返回|离开|搬到|搬去|转到|注册地?|"
    r"总部|总公司|登记)(?:了|是|在|于)*$"
)
_NATIVE = re.compile(
    r"的?(?:本地|当地)?(?:人(?![民社事力才多去手])|籍|农民|民工|老乡|老家|户口|户籍|村民|居民|市民|家里|口音|农村|务工人员|媳妇)|的老百姓|(?:一起)?过?来的"
)
_COMING_FROM = re.compile(r"(?:^|[我们俺咱都家]|本人)是$|(?:老板|工头|经理)是?$")
_ROAD = re.compile(
    r"[东西南北中]?[一二三四]?(?:路(?![桥费边过上段])|大道|大街|街(?!道)|拉面|牛肉面|麻辣烫|扯面|烧饼|菜|话|时间|小区|大厦|花园|广场|公寓)"
)
_OFFICE = re.compile(
    r"[^给在的干做到去修\W]{0,6}?(?:政府|劳动局|监察|劳动仲裁|劳动保障|劳动人事|人社|法院|仲裁委|公安|派出所|信访|检察|司法局|建设局|"
    r"住建|教育局|城管|总工会|法律援助|社保局|医保局)|[市县区]?(?:领导|书记|[市县区]长|[市县]委|工会|窗口|最低工资|社保|医保|平均工资)|的?12\d{3}"
)
_SUING = re.compile(
    r".{0,6}?(?:告|申请|仲裁|立案|投诉|起诉|开庭|反映|上访|看病|住院|治病|鉴定|念书|上学|念大学|度假|旅游)"
)
_SOMEBODY = re.compile(
    r"(?:老板|他|她|工头|经理|负责人|法人|承包人|对方)[^我咱]{0,6}?(?:在|去了?|[跑躲逃回][到去在]?了?|住在?|家在|是)$"
)
_SOMEBODY_WORKS = re.compile(r"干|做|打工|上班|修|包了|(?<!新)(?:工地|项目)|厂")
_OWNER = re.compile(r"的?(?:老板|包?工头|包工的|承包商)")
_FIRM = re.compile(
    r"某?[^\W\d_在到去的一个某这那我做干给被跟是有]{0,22}?(?P<kind>有限公司|有限责任公司|公司|集团|厂|酒店|饭店|医院|学校|"
    r"幼儿园|合作社|商行|门店|中心)(?!项目|工地|工程|的?宿舍楼)"
)
_LEGAL_NAME = re.compile(r"(?:(?:全称|名称|被申请人)(?:是|为|叫)?[：:]?|(?:公司|总包|分包|甲方|劳务|单位)[：:])$")


def _standing(chain: list[Mention], text: str) -> Standing | None:
    """What its clause makes of a chain of places; None if it is no place of work."""
    last = chain[-1]
    head = text[max(0, chain[0].start - _NEAR) : chain[0].start]
    before, behind = (found[0] if found else "" for found in (_BEFORE.search(head), _BEHIND.match(text, last.end)))
    if _is_elsewhere(before, behind):
        return None
    if firm := _FIRM.match(behind):
        return None if _LEGAL_NAME.search(head) else _standing_of_firm(last, firm["kind"], at=bool(_AT.search(before)))
    if "某" in last.name or BARE_ZONE.fullmatch(last.name) or _OWNER.match(behind):
        return Standing.ASIDE
    return Standing.WORKED if _AT.search(before) and _WORK.search(behind) else Standing.NAMED


def _standing_of_firm(place: Mention, kind: str, *, at: bool) -> Standing | None:
    """What the name of a firm says of its place; a whole province says nothing, 在昆山电子厂 is as good as 在昆山."""
    if at and not kind.endswith(("公司", "集团")):
        return Standing.WORKED
    return Standing.ASIDE if place.place.level > Level.PROVINCE else None


def _is_elsewhere(before: str, behind: str) -> bool:
    return bool(
        _HOME.search(before)
        or _NATIVE.match(behind)
        or (_COMING_FROM.search(before) and behind == "的")
        or _ROAD.match(behind)
        or _OFFICE.match(behind)
        or (before.endswith("从") and behind.startswith(("到", "去", "来", "过来", "出", "一起")))
        or (_AT.search(before) and _SUING.match(behind))
        or (_SOMEBODY.search(before) and not _SOMEBODY_WORKS.search(behind))
    )
