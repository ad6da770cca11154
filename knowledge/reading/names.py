"""Who hired and who owes, as an exact piece of a story.

    employer = name kind, kind = 公司 | 集团 | 厂 | 学校 | 医院 | 项目部 …
             | name trade (恒泰物业) | a brand (富士康, 中建三局), beside words of work or debt
    name     = the run of characters before the kind without the words that lead to it (入职, 投诉, 去年 …)

Of several firms the one counts of which the words around it say that it hired or owes. A trade, a size or a city names
nobody (兰州一家建筑公司); 某 before a trade stands for a name (某科技公司), as people write who hide it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.patterns import Pattern
from knowledge.reading.runs import NAME, run_before
from knowledge.reading.wordlists import any_of
from knowledge.words import shared_words

_MOST = 100  # words of each kind that are looked at in one text

_KIND = Pattern(
    any_of("employer_kinds") + r"(?!法|法定代表)|厂(?![长里房家区子方门商址矿牌服休内外报])|店(?![长里主面员铺家内外])"
)
_TRADE = Pattern(any_of("employer_trades"))
_BRAND = Pattern(rf"{any_of('brands')}|中(?:国?[铁建交冶水核电]\w{{0,3}}?)[一二三四五六七八九十]{{1,3}}[局冶]")
_BRANCH = Pattern(r"[一-鿿]{0,5}?(?:分公司|分店|分厂)")
_GOES_ON = Pattern(r"[一-鿿A-Za-z0-9（）()]{0,10}?(?:有限公司|集团公司|有限责任公司)")

_LEADS = Pattern(
    "^.*(?:" + any_of("employer_leads") + r"|[一两几每哪换过\d二三四五六][家间所个]|^自从|因为"
    r"|[一二三四五六七八九十\d][年月日号](?!楼|院)(?:份|初|底|中旬|[上下]旬)?" + ")"
)
_LEAD = Pattern(
    r"^(?:由|系|以|和(?![平顺谐美润兴泰信盛瑞])|与|同(?![济仁创心方德泰兴])|为(?!民)|于(?![都田洪])|自(?![然来强立动])|进(?![步达出])|"
    r"去|都(?![市匀江昌兴安])|请|就|再|并|而|等|及|或|对|查|告|将|即|年|月|日|号|份|上|下|向|是|位|名|家|个|间|所|人)+"
)
_SPEECH = Pattern(
    any_of("no_employer")
    + r"|^不|[没未][有给签交买]|[两几多]家|\d{4,}|[一二三四五六七八九十百千万\d]+(?:多)?(?:个|名|人|块|元|万)"
)
_BEFORE = Pattern(
    r"(?:在|入职于?|进入?了?|就职于?|任职于?|受雇于|受聘于?|供职于?|应聘到?|到|去|给|为|跟着?|投诉|举报|起诉|状告|反映|关于|"
    r"(?:公司|单位|厂|店|老板)(?:的?名[字称]?)?(?:叫做?|是|为|[：:])|被申请人[是为：:]?|劳务(?:公司|方)?[是为：:]|(?:名|是|来|[\s，])叫|由|被|[和与]|关于|我是|我们是|来到)\s*$"
)
_WORKS = Pattern(
    r"[^，。；,;]{0,8}?(?:上班|工作|务工|打工|做工|干活|干了|做了|当|任|担任|从事|拖欠|欠|克扣|承包|承建|承接|分包|总包)|"
    r"[^，。；,;]{0,4}?(?:员工|职工|工人|教师|老师|司机|一名|老板|法人|负责人|没发|不发|未发|没给|不给|未给|未付|未支付|拒不|发不出|压着|扣)|"
    r"[，,\s]*(?:我是|我们是|干|做|签|从\d|工资|月薪|担任|职位|岗位)"
)
_THIRD = Pattern(
    r"(?:购买|买|甲方|业主|开发商|开发商是|建设单位|发包方|客户|隔壁|附近|对面|送[到往去]|转[到院]|住进|毕业于?|中介|通过|法院|收购|保险)[是为：:与和]?\s*$"
)
_ELSEWHERE = Pattern(
    r"[^，。；,;]{0,4}?(?:购买|成交|治疗|住院|看病|检查|抢救|就诊|就医|手术|鉴定|毕业|读书|上学|大[一二三四]|收购|中标|开发的|指定)"
)
_INSTITUTION = Pattern(
    r"(?:医院|诊所|学校|小学|中学|高中|大学|学院|幼儿园|中心|超市|商场|酒店|宾馆|饭店|餐厅|店|项目部)$"
)
_BUILT = Pattern(r"[^，。；,;]{0,6}(?:项目|工地|工程|施工|装修|[，,]?.{0,12}(?:消防|木工|瓦工|抹灰|贴砖|吊顶|水电))")
_HIDDEN = Pattern(r"[某×*＊]|[Xx]{2}")
_REGION = Pattern(rf"^.*(?:省|市(?![政场])|县|(?<![小社园校厂景库矿])区|镇|乡|街道)|^{any_of('cities')}+")
_LUCKY = (
    "宏达兴旺鑫盛恒泰隆顺通利源丰华瑞祥安康福永信诚德明亿万嘉佳美畅洁净和"
    "谐平阳光新红旗胜龙凤金鼎富强友谊爱家乐长城东方星海天蓝育才河云春"
)
_PLAIN = (
    r"[^\s\dA-Za-z一二三四五六七八九十年月日号上下前后内外市县区镇乡村省州个人家字头去来开搬布网冷做干有要用替等老大小总分该本原"
    r"算问想告进由归送换过能可完留护卤味足浴代账鸭脖超洗糕点运维防腐评残彩瓦草对与或再就才刚先卖修装跳签包挂种]"
)
_OWN = Pattern(rf" [{_LUCKY}]{{2,3}} | {_PLAIN} {_PLAIN} ")
_GENERIC = Pattern(f"{any_of('trades', 'sorts', 'cities')}*")
_CALLED = Pattern(
    r"(?:公司|厂子?|单位|店|学校)(?:的?(?:名字|名称|全称)(?:叫做?|是|为|[：:])|的?名(?:叫做?|是|为|[：:])?|叫做?|[：:])"
    rf"\s*(?P<name>{NAME}{{3,24}})(?=[，。；,;\s]|$)"
)
_AS_EMPLOYER = Pattern(
    r"[，。；,;\s]|$|上班|工作|务工|打工|做|干|当|任|拖欠|欠|克扣|扣|不发|没发|未发|的|一直|长期|跑|送"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A firm as a text names it once, and how much the words around it say that the worker worked there."""

    name: str
    weight: int


def find_employer(text: str) -> str | None:
    """The company or institution that a text names as the one that hired or owes; None for none or doubt."""
    mentions = [*_called(text), *_mentions(text)]
    if not mentions:
        return None
    best = max(_merged(mentions), key=_claim)
    return max((it.name for it in best), key=len) if _claim(best)[0] >= 0 else None


def _claim(mentions: list[_Mention]) -> tuple[int, bool, int]:
    limited = any(it.name.endswith("有限公司") or it.name.endswith("责任公司") for it in mentions)
    return max(it.weight for it in mentions), limited, len(mentions)


def _merged(mentions: list[_Mention]) -> list[list[_Mention]]:
    """The mentions of one firm together: 天水明达商贸有限公司 is 明达公司 when the one holds the other's own part."""
    firms: list[list[_Mention]] = []
    for it in mentions:
        same = next((firm for firm in firms if any(_alike(it.name, other.name) for other in firm)), None)
        if same is None:
            firms.append([it])
        else:
            same.append(it)
    return firms


def _alike(one: str, other: str) -> bool:
    short, long = sorted((_KIND.sub("", one), _KIND.sub("", other)), key=len)
    return len(short) > 1 and short in long


def _called(text: str) -> Iterator[_Mention]:
    for match in _CALLED.finditer(text):
        if not _SPEECH.search(match["name"]) and not _GENERIC.fullmatch(match["name"]):
            yield _Mention(match["name"], 5)


def _mentions(text: str) -> Iterator[_Mention]:
    after = 0
    for match in islice(_KIND.finditer(text), _MOST):
        if match.start() < after or (match[0] != "公司" and _GOES_ON.match(text, match.end())):
            continue
        core = _bare(run_before(text, match.start(), after))
        after = match.end()
        branch = _BRANCH.match(text, after) if match[0] in ("公司", "集团") else None
        begin, end = match.start() - len(core), branch.end() if branch else after
        weight = _weight(text, begin, end)
        if _names_somebody(core, match[0]) or (weight >= 2 and match[0] != "店" and _names_with_region(core)):
            yield _Mention(text[begin:end], weight)
    yield from _unmarked(text)
    yield from _brands(text)


def _unmarked(text: str) -> Iterator[_Mention]:
    """Names that end in a trade and in no 公司 (恒泰物业), where the words before or behind tell of work or debt."""
    for match in islice(_TRADE.finditer(text), _MOST):
        core = _bare(run_before(text, match.start()))
        begin = match.start() - len(core)
        if _names_somebody(core) and _AS_EMPLOYER.match(text, match.end()):
            weight = _weight(text, begin, match.end())
            if weight >= 2:
                yield _Mention(text[begin : match.end()], weight - 1)


def _brands(text: str) -> Iterator[_Mention]:
    for match in islice(_BRAND.finditer(text), _MOST):
        weight = _weight(text, match.start(), match.end())
        if weight >= 2 and _AS_EMPLOYER.match(text, match.end()):
            yield _Mention(match[0], weight - 1)


def _bare(run: str) -> str:
    """A run of characters without the words that lead to the name in it."""
    while run != (shorter := _LEAD.sub("", _LEADS.sub("", run))):
        run = shorter
    return run


def _names_somebody(core: str, kind: str = "") -> bool:
    if len(core) < 2 or _SPEECH.search(core):
        return False
    if _HIDDEN.search(core):
        return True
    registered = len(core) > 3 and (kind == "集团" or core.endswith(("有限", "有限责任")))
    return not _GENERIC.fullmatch(core) and (registered or _has_own_part(core))


def _names_with_region(core: str) -> bool:
    """Whether something that is more than a trade stands behind a place: 兰州蓝天 and not 兰州建筑."""
    own = _REGION.sub("", core)
    return 1 < len(own) < len(core) and not _GENERIC.fullmatch(own) and not _SPEECH.search(core)


def _has_own_part(core: str) -> bool:
    """Whether a part of the name is no word of the dictionary (鑫禾, 恒岳) or one of those that firms like (宏达)."""
    cut = shared_words().cut(_REGION.sub("", core))
    return bool(_OWN.search(f" {' '.join(cut)} "))


def _weight(text: str, begin: int, end: int) -> int:
    """How much speaks for the worker's own employer; below nought for a customer, a school attended, a house built."""
    name, before = text[begin:end], text[max(0, begin - 10) : begin]
    works = bool(_BEFORE.search(before)) + bool(_WORKS.match(text, end))
    third = bool(_THIRD.search(before) or _ELSEWHERE.match(text, end))
    house = bool(_INSTITUTION.search(name))
    built = house and bool(_BUILT.match(text, end))
    alone = len(name) >= len(text.strip()) - 2
    return (
        2 * works
        - 4 * (third or built)
        - (house and not works and not alone)
        - name.endswith("项目部")
        + name.endswith("有限公司")
    )
