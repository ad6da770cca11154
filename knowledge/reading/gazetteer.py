"""The places that a text names, and the code of a place; see gazetteer.tsv.

Grammar of a name:

    place   = a name of the gazetteer
            | such a name without its 市 … and 县|区|镇|乡|村
            | a place and [经济|高新 …] 开发区|新区|园区
            | two to four characters and 县|区|市|旗|镇|乡|村|街道|社区, behind a place, a pause, or 在, 到, 去 …
            | one or two letters, or 某, for a name that is hidden, and 市|区|县|镇|乡|村|街道: A市, D9县, 某区
"""

import re
from collections.abc import Iterable, Iterator
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


def _lengths(names: Iterable[str]) -> dict[str, list[int]]:
    """How long the names are that begin with a character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: sorted(its, reverse=True) for first, its in lengths.items()}


_PLACES = read_gazetteer()
_LENGTHS = _lengths(_PLACES)

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
BARE_ZONE = re.compile(rf"{_ZONE_KIND}开发区|高新区|经开区")


def code_of(place: str) -> str | None:
    """The GB/T 2260 code of the smallest part of a place that has one; for a town of Tianshui that of its county."""
    codes = [(it.place.level, it.place.code) for it in mentions(place) if it.place.code]
    return max(codes)[1] if codes else None


def mentions(text: str) -> Iterator[Mention]:
    """The places that a text names, in order."""
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
