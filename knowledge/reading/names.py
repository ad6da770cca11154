"""Who owes and where the work was, as exact pieces of a story: employer, foreman, place.

    employer = a run of characters that ends in 有限公司, 公司, 集团, 厂, 学校 …, without the words that lead to it
    foreman  = 工头|老板|经理 [叫] surname given-name, or surname 老板|总|经理|工头
    place    = the smallest of village, township, county named; else a district of the pilot city

Generic words (劳务公司, 老板, 工地) name nobody and are not read.
"""

import re

from knowledge.reading.places import DISTRICTS

_KIND = (
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|公司|酒店|医院|学校|幼儿园|"
    r"工厂|电子厂|砖厂|服装厂|家具厂|合作社)"
)
_LEAD = r"(?:^|[，。；：,;:\s、（(]|在|到|给|由|被|叫做?|入职|投诉|举报|进了?|就职于|受雇于|反映|名字叫)"
_EMPLOYER = re.compile(rf"{_LEAD}(?P<name>[一-鿿A-Za-z0-9]{{2,26}}?{_KIND})(?![一-鿿]{{0,2}}(?:公司|集团))")
_LEADING = re.compile(
    r"^.*(?:现在|就在|在|我们是|我们|我是|我|到|给|由|被|叫做?|入职|投诉|举报|进了?|于|是|的|了|为|跟|和|与|因|向|请|帮|承包|属于|本人|该)"
)
_GENERIC = re.compile(
    r"^(?:[一二两三几这那哪某每各本该老新原贵此其大小]?(?:一)?(?:个|家|间|所)?)?"
    r"(?:我们|他们|私人|私营|外地|本地|当地|附近|总|分|子|母|劳务|派遣|劳务派遣|物业|建筑|装修|建设|施工|保安|保洁|物流|外包|中介|"
    r"开发|开发商|运输|房地产|保险|外卖|快递|餐饮|民办|公办|五星级|大型|小型|上市|国有|民营)*(?:有限)?(?:公司|集团|酒店|医院|学校|幼儿园|工厂|电子厂|砖厂|服装厂|家具厂|合作社)$"
)

_LOOSE = re.compile(r"[一这那哪每几两]个|一家|[找需对让说没不]|下面|法规")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤牛康邢柴撒妥苟安辛裴焦鲁柳葛屈颜冉"
)
_TITLE = r"(?:包工头|工头|老板娘|老板|项目经理|经理|班长|带班的?|负责人|队长|施工员|承包人|包工的)"
_AFTER_NAME = r"(?=[给欠说拖不没打跑总签承让叫就现还在是把，。；,;、！!\s（(]|$)"
_NAMED = re.compile(rf"{_TITLE}(?:的?名字)?(?:名?叫|是|：|:)?\s*(?P<name>[{_SURNAMES}][一-鿿]{{1,2}}?){_AFTER_NAME}")
_TITLED = re.compile(
    rf"(?:(?<![一-鿿])|(?<=[的叫是给让找被跟和头]))(?P<name>[{_SURNAMES}](?:老板|总(?![共包是计额数部局工公])|经理|工头|包工头|队长|工长|师傅))"
)
_NO_NAME = re.compile(r"(?:说|给|叫|欠|还|没|不|跑|让)")

_SMALL = re.compile(
    r"(?:省|市|州|县|区|镇|乡|在|到|于|给|去|^|[，。,;\s])(?P<name>(?![在到于给去的我他你咱])[一-鿿]{2,4}?(?:街道|镇|乡|村))(?![一-鿿]{0,2}(?:居民|干部|银行|信用社))"
)
_COUNTY = re.compile(
    r"(?:省|市|州|在|到|于|去|是|^|[，。,;\s])(?P<name>(?:[^\W_在到于给去的我们是一]){1,4}?(?:自治县|县|区|市))(?![一-鿿]?(?:长|政府|局|委|场|民|人))"
)
_NO_PLACE = re.compile(
    r"(?:[我本这那全各农城乡山新老外超门上菜夜集股]|小|社|园|校|景|厂|矿|库|工业|开发|住宅|生活|施工|办公|宿舍)(?:村|镇|乡|区|县|市)$"
)


def find_employer(text: str) -> str | None:
    """The one company or institution that a text names as the place of work; None for none or several."""
    names = dict.fromkeys(_bare(match["name"]) for match in _EMPLOYER.finditer(text))
    named = [name for name in names if len(name) > 3 and not _GENERIC.search(name) and not _LOOSE.search(name)]
    limited = [name for name in named if name.endswith(("有限公司", "有限责任公司"))]
    return _single(limited) or (_single(named) if not limited else None)


def find_foreman(text: str) -> str | None:
    """The one boss, contractor or manager that a text names; None for none or several."""
    named = [match["name"] for match in _NAMED.finditer(text) if not _NO_NAME.search(match["name"])]
    return _single(list(dict.fromkeys(named))) or _single(
        list(dict.fromkeys(it["name"] for it in _TITLED.finditer(text)))
    )


def find_place(text: str) -> str | None:
    """The smallest administrative place that a text names; None for none or several of the same size."""
    small = dict.fromkeys(match["name"] for match in _SMALL.finditer(text) if not _NO_PLACE.search(match["name"]))
    for ending in ("村", "街道", "镇", "乡"):
        fitting = [name for name in small if name.endswith(ending)]
        if fitting:
            return _single(fitting)
    counties = dict.fromkeys(match["name"] for match in _COUNTY.finditer(text) if not _NO_PLACE.search(match["name"]))
    return _single(list(counties)) or _district(text)


def _district(text: str) -> str | None:
    named = [name for it in DISTRICTS for name in (it.name, *it.also[:1]) if name in text]
    return named[0] if len({name[:2] for name in named}) == 1 else None


def _bare(name: str) -> str:
    return _LEADING.sub("", name)


def _single(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None
