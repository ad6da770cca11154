"""Which project the work was for, as an exact piece of a story.

    site = name kind [part]                    金色家园工地, 万达广场项目一标段, 高铁项目
         | 项目 | 工地 [名称] 叫 | 是 name      项目叫湖畔人家二号楼
         | in place | of place name trade work  在某区某街道金地华府做木工
    kind = 项目 | 工程 | 工地 | 标段 | 小区 | 花园 | 广场 | 大厦 …
    part = number 期 | 号楼 | 栋 | 标段

A word of dwelling (小区, 花园) is a site only beside words of building. 工地 alone, or with 一个, 外地, 建筑, is none.
"""

import re
from collections.abc import Iterator
from itertools import islice

from knowledge.patterns import Pattern
from knowledge.reading.runs import NAME, run_before
from knowledge.reading.wordlists import any_of

_MOST = 100  # words of each kind that are looked at in one text

_PART = r"(?:[一二三四五六七八九十\dA-Za-z]{1,3}(?:期|号?楼|栋|幢|标段?|#楼?|号院|地块))*"
_KIND = Pattern(
    r"(?:(?P<work>项目部|项目(?!经[理费]|款|奖|组|资[料金]|[管名负上地回合提没黄分前后停完部]|已|结|都|也|主|验|很|不|总|人|收|需|现)|"
    r"工程(?![款师队量部公有学类车机建局院图费资上完结做没验方合保质分包停早]|已|都|也|项目)|工地(?!项目)|标段|(?:安置|回迁)房(?!项目|工程|工地)|(?<![肝性])硬化|改造(?!项目|工程|工地))|"
    r"(?P<house>小区|花园|家园|广场|大厦|新城|华府|公馆|豪庭|山庄|产业园|物流园|商业街|名城|国际城|雅苑|佳苑|嘉苑|新苑|华庭|名苑|新村))"
)
_TAIL = Pattern(rf"{_PART}(?:安置房|回迁房|二次结构|装修)?(?:项目部|项目(?!经理|款)|工地|工程(?![款师队量]))?")
_LEADS = Pattern(
    "^.*(?:" + any_of("site_leads") + r"|\d[年月日号](?!楼|院|地)(?:份|底|初)?|[一二三四五六七八九十]月份?)"
)
_LEAD = Pattern(
    r"^(?:去|修|建(?!设|国|业)|做|干|进|包|和(?![平顺谐美])|与|为|于|由|接|搞|对|请|将|以|而|就|都|并|上|下|里|处|查|盼|等|给|月|日|年|一直|其中|此)+"
)
_REGION = Pattern(
    rf"^.*(?:[省州县镇]|乡(?![村道镇])|市(?![政场民])|(?<![小社园校厂景库矿住])区(?!块|域)|街道(?!改造)|村(?!改造|振兴|民|组|道|文|级))|^{any_of('cities')}+"
)
_COMMON = Pattern(any_of("no_site_alone") + "*")
_SPEECH = Pattern(any_of("no_site"))
_BUILDS = (
    r"(?:木工|瓦工|泥瓦|泥工|钢筋|架子|外架|抹灰|粉墙|粉刷|贴砖|贴瓷|瓷砖|砌|扎|刷|腻子|刮|吊顶|水电|安装|打混凝土|浇|模板|支模|防水|保温|幕墙|外墙|油漆|涂料|电焊|焊|塔吊|"
    r"装[修门窗饰空电]|消防|管道|绿化|种树|铺|挖|桩|小工|大工|杂工|力工|工程|施工|二次结构|弱电|门窗|栏杆|地坪|扎钢)"
)
_WORK = Pattern(
    rf"[，,\s]?(?:工地)?(?:里|上|那里|那边|那)?(?:的)?(?:从事|干了?|做了?|打工|干活|做工|搞)?[^，。；,;\s]{{0,6}}{_BUILDS}"
)
_BUILT = (
    r"(?:[府苑园城庭湾郡居厦楼馆墅院寓桥坝]|院区|学校|中学|小学|中心|车站|冷库|仓库|厂房|隧道|高速|铁路|国道|水库|电站|"
    r"标段|小区|产业园|一期|二期|三期)"
)
_CALLED = Pattern(
    rf"(?:项目(?:部|名称?)?|工地|工程|楼盘|小区)(?:的?名[字称]?)?(?:叫做?|名为|名称?[是为：:])\s*(?P<name>{NAME}{{3,16}}?)(?=[，。；,;\s的]|$)|"
    rf"(?:项目|工地)(?:就)?[是在]\s*(?P<at>{NAME}{{2,20}}?{_BUILT})(?=[，。；,;\s]|$)"
)
_DWELLING = r"[府苑园城庭湾郡居墅邸]"
_WORKED = Pattern(
    rf"[在去到](?P<name>{NAME}{{2,24}}?{_BUILT}{_PART}(?:工地|项目)?)[里上]?(?=(?:从事|干|做|搞|打)?(?:了|的|过)?[^，。；,;\s]{{0,4}}?{_BUILDS})|"
    rf"[在去到](?P<home>{NAME}{{2,20}}(?:区|镇|乡|街道){NAME}{{1,8}}?{_DWELLING}{_PART})(?=[干做])"
)


def find_site(text: str) -> str | None:
    """The project or building that a text names as the one worked on; None for none."""
    return next(_called(text), None) or next(_sites(text), None)


def _called(text: str) -> Iterator[str]:
    for pattern in (_CALLED, _WORKED):
        for match in islice(pattern.finditer(text), _MOST):
            name = _bare(next(piece for piece in match.groups() if piece))
            if _names_something(name):
                yield name


def _sites(text: str) -> Iterator[str]:
    for match in islice(_KIND.finditer(text), _MOST):
        core = _core(text, match.start())
        begin, end = match.start() - len(core), _tail(text, match.end())
        if _names_something(core.removesuffix("的")) and not _only_lived_in(text, match, end):
            yield text[begin:end]


def _core(text: str, at: int) -> str:
    """What stands before a kind, as far as it is a name: also with 的 (体育场的工地)."""
    of = "的" if text.endswith("的", 0, at) else ""
    core = _bare(run_before(text, at - len(of)))
    return core + of if len(core) > 2 or not of else ""


def _tail(text: str, at: int) -> int:
    match = _TAIL.match(text, at)
    return match.end() if match else at


def _only_lived_in(text: str, kind: re.Match[str], end: int) -> bool:
    return bool(kind["house"]) and end == kind.end() and not _WORK.match(text, end)


def _bare(run: str) -> str:
    """A run of characters without the words and the places that lead to the name in it."""
    while run != (shorter := _REGION.sub("", _LEAD.sub("", _LEADS.sub("", run)))):
        run = shorter
    return run


def _names_something(core: str) -> bool:
    return len(core) > 1 and not _COMMON.fullmatch(core) and not _SPEECH.search(core)
