"""Where the work was: the smallest place of work that a story names, and the code of a place; see gazetteer.tsv.

    place   = a name of the gazetteer
            | such a name without its 市 … and 县|区|镇|乡|村
            | a place and [经济|高新 …] 开发区|新区|园区
            | two to four characters and 县|区|市|旗|镇|乡|村|街道|社区, behind a place, a pause, or 在, 到, 去 …
            | one or two letters, or 某, for a name that is hidden, and 市|区|县|镇|乡|村|街道: A市, D9县, 某区
    chain   = place place …, written without a gap: 甘谷县磐安镇

No place of work is what a story says of home (老家, 户口, 回, …人), of an office (…法院), of a road (…路), or of where
somebody else is (老板在 …). What begins the name of a firm or is hidden by 某 counts only when nothing else does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

_FILE = Path(__file__).parent / "gazetteer.tsv"
_MUNICIPALITIES = ("110000", "120000", "310000", "500000")


class Level(IntEnum):
    """How small a place is; countries abroad stand with provinces, the four municipalities with prefectures."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5


class Standing(IntEnum):
    """What the words around a place make of it: said in passing, named, or said to be where the work is."""

    ASIDE = 1
    NAMED = 2
    WORKED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What one name stands for; `code` after GB/T 2260, for a town that of its county, None if it is not known.

    `wordlike`: the name is also a word. `short`: it has lost its 省, 市, 区 or 县.
    """

    level: Level
    code: str | None = None
    wordlike: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where it stands in a text."""

    start: int
    name: str
    place: Place

    @property
    def end(self) -> int:
        """Where the text goes on behind it."""
        return self.start + len(self.name)

    @property
    def identity(self) -> str:
        """What is equal for two names of one place."""
        if self.place.level >= Level.TOWN:
            return self.name
        return self.place.code or re.sub(r"[市县区州旗]$", "", self.name)


def read_gazetteer(file: Path = _FILE) -> dict[str, Place]:
    """Every name in a file with its place; where two places share a name, the first keeps it."""
    names: dict[str, Place] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, also = (*line.split("\t"), "")[:3]
        for said in (name, *_other_names(name, also)):
            names.setdefault(said.rstrip("?"), _place(code, name, said))
    return names


def _other_names(name: str, also: str) -> list[str]:
    if also == "-":
        return []
    return also.split() or ([name[:-1]] if len(name) > 2 and name.endswith(("省", "市", "区", "县")) else [])


def _place(code: str, name: str, said: str) -> Place:
    short = not said.rstrip("?").endswith(("省", "市", "区", "县", "州", "旗", "镇", "乡", "街道"))
    return Place(_level_of_code(code, name), code if code.isdigit() else None, said.endswith("?"), short)


def _level_of_code(code: str, name: str) -> Level:
    if name.endswith(("镇", "乡", "街道")):
        return Level.TOWN
    if not code.isdigit() or (code.endswith("0000") and code not in _MUNICIPALITIES):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


_PLACES = read_gazetteer()
_LENGTHS = {it[0]: sorted({len(name) for name in _PLACES if name[0] == it[0]}, reverse=True) for it in _PLACES}

_LEVELS = {
    **dict.fromkeys(("村", "社区"), Level.VILLAGE),
    **dict.fromkeys(("镇", "乡", "街道"), Level.TOWN),
    **dict.fromkeys(("县", "区", "旗", "市"), Level.COUNTY),
    "州": Level.PREFECTURE,
    "省": Level.PROVINCE,
}
_LEADING = frozenset("在到去于给从往至是的了我们咱俺和与跟着来回由赴住省市县区州镇乡村内外")
_LEADING_WORDS = ("投诉", "举报", "反映", "承包", "请求", "督促")
_IN_NAME = (
    r"[^\W\da-zA-Z_在到于去给从的了我你他她们咱俺这那哪每各该邻隔某个是说被把没不要想还也就都跟着同本全乡村镇市县区住"
    r"年请问找回进考转修告由或帮拖欠钱资诉恳者吗呢吧啊嘛什么已再又经只推退]"
)
_OF_ONE = (
    r"[佳岷成文徽康礼宁环泾歙黟萧单曹莘冠夏绛吉隰蒲兴临岚代盂祁沁蔚易蠡雄献景赵魏磁涉威滦唐叶郏范滑浚淇温嵩息睢"
    r"杞眉陇凤乾彬洋勉富忠房郧攸澧道藤珙泸达渠茂理荣漳费莒沛丰徐寿]"
)
_NO_BEGINNING = (
    r"(?!反映|举报|要求|督促|建议|代表|承包|老家|原来?|后来|当时|当地|之后|以前|自己|时候|地方|结果|政府|公司|工地|大学生|"
    r"干部|中间|月|解决|支付|兑付|严查|提高|医院|银行|婆家|里|城镇|农村|小区|社区|乡镇|[一二两三四五六七八九几十]+[名条家面天月类套帮片些下位群多])"
)
_NO_END = re.compile(
    r"(?:[农城乡山老外超门上菜夜集股度假片景校园厂郊灾疫牧库矿展营战禁锦鲜红国院专盲烟论品件类属归港病生熟]|"
    r"小|服务|工业|住宅|施工|办公|宿舍|商业|安置|保护|自然|管理|家属|中心|城中|旅游|风景|附近|隔壁|旁边|贫困|重点|"
    r"周边|其他|偏远|大型|不同|户籍|别墅|棚户|承包|候车|作业|拆迁|核心|新农|生活)(?:村|镇|乡|区|县|市|旗|社区)$"
)
_WHOLE = r"(?!(?<=乡)镇|市?场|值|面|容|政管|里人|民[^办]|长|支书|亲|下|别|域|块|分|间|委会?主任|干部)"
_FORMED = re.compile(
    rf"(?:{_IN_NAME}{{2,6}}?自治[县旗]|{_OF_ONE}县|{_NO_BEGINNING}{_IN_NAME}{{2,4}}?(?:开发区|新区|街道|社区|[县区市旗镇乡村]))"
    rf"(?![里上城]){_WHOLE}"
)
_HIDDEN = re.compile(
    rf"(?<![A-Za-z0-9])(?:[A-Za-z]{{1,2}}\d{{0,2}}|[×*]{{1,3}}|某{{1,2}})(?:街道|[省市区县州镇乡村]){_WHOLE}"
)
_ZONE_KIND = r"(?:经济技术|高新技术|高新|经济|工业|综合)?(?:产业)?"
_ZONE = re.compile(rf"(?:国家级?)?{_ZONE_KIND}(?:开发区|新区|园区|保税区|示范区)|高新区|经开区|[产工]业园|科技园")
_ENDING = re.compile(r"[县区镇乡村旗](?![里间别域])")
_BARE_ZONE = re.compile(rf"{_ZONE_KIND}开发区|高新区|经开区")


def find_place(text: str) -> str | None:
    """The smallest place of work that a text names, as it is written there; None for none.

    Where several of a size are named, the one where the work is said to be; else the next larger one.
    """
    ranked = [(it, rank) for chain in _chains(text) if (rank := _standing(chain, text)) for it in chain]
    named = [(it, rank) for it, rank in ranked if rank > Standing.ASIDE]
    return _smallest(named or ranked)


def code_of(place: str) -> str | None:
    """The GB/T 2260 code of the smallest part of a place that has one; for a town of Tianshui that of its county."""
    codes = [(it.place.level, it.place.code) for it in _mentions(place) if it.place.code]
    return max(codes)[1] if codes else None


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
    for mention in _mentions(text):
        if chain and chain[-1].end != mention.start:
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def _mentions(text: str) -> Iterator[Mention]:
    at = end = 0
    while at < len(text):
        mention = _mention(text, at, led=at == end or _is_led(text, at))
        if mention:
            yield mention
            end = mention.end
        at = mention.end if mention else at + 1


def _mention(text: str, at: int, *, led: bool) -> Mention | None:
    """The place that begins at a character; `led`: what stands before lets a name begin there."""
    listed = _listed(text, at)
    if listed and not listed.place.wordlike:
        return _grown(text, listed)
    if hidden := _hidden(text, at):
        return _grown(text, hidden)
    if not led:
        return None
    return _formed(text, at) or (_grown(text, listed) if listed else None)


def _is_led(text: str, at: int) -> bool:
    before = text[at - 1]
    return before in _LEADING or not "一" <= before <= "鿿" or text.endswith(_LEADING_WORDS, 0, at)


def _listed(text: str, at: int) -> Mention | None:
    names = (text[at : at + length] for length in _LENGTHS.get(text[at], ()))
    return next((Mention(at, name, _PLACES[name]) for name in names if name in _PLACES), None)


def _grown(text: str, mention: Mention) -> Mention:
    """The zone, county, town or village whose name begins with that of another place."""
    if zone := _ZONE.match(text, mention.end):
        grown = replace(mention.place, level=Level.COUNTY, short=False)
        return Mention(mention.start, mention.name + zone[0], grown)
    if mention.place.short and (ending := _ENDING.match(text, mention.end)):
        return Mention(mention.start, mention.name + ending[0], Place(_LEVELS[ending[0]]))
    return mention


def _hidden(text: str, at: int) -> Mention | None:
    match = _HIDDEN.match(text, at)
    if not match:
        return None
    city = re.fullmatch(r"\D+市", match[0])
    return Mention(at, match[0], Place(Level.PREFECTURE if city else _level(match[0])))


def _formed(text: str, at: int) -> Mention | None:
    match = _FORMED.match(text, at)
    if not match or _NO_END.search(match[0]) or any(_names_place(text, it) for it in range(at + 1, match.end())):
        return None
    return Mention(at, match[0], Place(_level(match[0])))


def _names_place(text: str, at: int) -> bool:
    listed = _listed(text, at)
    return listed is not None and not listed.place.wordlike


def _level(name: str) -> Level:
    return next(level for ending, level in _LEVELS.items() if name.endswith(ending))


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
    if "某" in last.name or _BARE_ZONE.fullmatch(last.name) or _OWNER.match(behind):
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
