"""Finds somebody under sixteen however his age is told: in years, by class, by year of birth or by its animal.

years   = number [ 多 | 来 | 半 ] [ 周 ] 岁             十三岁, 12岁半, 十二三岁
        | ( 我 | 才 | 虚岁 | 娃 … ) number             我十四, 刚满十五, 侄女十三
        | number                                     those without a word that they count: no 十五天, no 13楼
limit   = not yet sixteen                            没满十六, 差两年才16, under 16
class   = 小学 | 初二 | 五年级 | grade 6                tells how old somebody is, not that he works
born    = 2010 and later ( 年 | 年的 | 年生 | 年3月 )     12年的, 2013年2月
animal  = 属 animal | animal 年生                      every twelfth year, so a sign and no more
crowd   = twenty people and more                     tells of unrest as an age tells of a child
"""

import re
from collections.abc import Iterator

_HAN = "零一二三四五六七八九"
_ANIMALS = "[鼠牛虎兔龙蛇马羊猴鸡狗猪]"
_UNIT = (
    "[个块天点万千百号人级楼层月分年家米公吨辆台小条户份名位元斤把只张次场项座间箱袋件套亩度寸栋期批路毛页排轮节根桶车股章"
    "趟顿种样针组班队环遍回盒本双封件圈声口斗瓶碗桌局关%./时秒多几来]"
)
_NUMBER = re.compile(
    rf"(?<![\d.{_HAN}十百千第初几])([0-9]{{1,2}}|[二三四五六七八九]?十[一二三四五六七八九]{{0,2}}|[六七八九])(?![\d{_HAN}十百千万])"
    r"\s?(?:[来多几半]?\s?周?(岁))?"
)
_BEFORE = re.compile(
    r"(?:今年|才|刚满|刚过|刚|满|虚岁|周岁|我|俺|他|她|娃|弟|妹|儿子|女儿|闺女|丫头|侄女?|孙女?|岁数|年龄|顶多|看着|也就|是个?|差)\s?$"
)
_COUNTS = re.compile(rf"\s?{_UNIT}")
_CHILD, _YOUNG = range(5, 16), range(16, 18)
_SIGNS = (
    (
        "age limit",
        re.compile(
            r"(?:不|未|没|差).{0,4}[满到够足].{0,4}(?:16|十六)|(?:16|十六)周?岁?(?:以下|都[没不])|under 16|underage"
        ),
    ),
    (
        "class",
        re.compile(
            r"初[一二三](?![次步])|[一二三四五六七八九]年级|小学|初中|中学生|grade [1-9]|middle school|primary school"
        ),
    ),
    (
        "class left",
        re.compile(r"(?:初[一二三中]|小学|年级|学|书).{0,3}[没不未刚](?:读|念|上|毕业|完)|辍学|退学|[没不](?:念|读)书"),
    ),
    (
        "born",
        re.compile(
            r"(?<!\d)20[12]\d\s?年?(?:的|生|出生|\d{1,2}月|$|\s)|(?<!\d)1\d年(?:的|生|出生)"
            rf"|(?:二[零〇])?一[{_HAN}〇]年(?:的|生|出生)|born (?:in )?20[12]\d"
        ),
    ),
    ("animal", re.compile(rf"属{_ANIMALS}|{_ANIMALS}年(?:生|出生|的|[底尾])")),
    (
        "crowd",
        re.compile(
            r"(?<![\d.])(?:[2-9]\d|\d{3,4})\s?[来多几余]?(?:[个号]?人|名|户|口子|个工|个兄弟|[个名](?:骑手|司机)|辆|台)"
            r"|(?:[二三四五六七八九几]十|[一二三四五六七八九两几上成][百千])[来多几余]?[一二三四五六七八九]?\s?[个号人名户口辆台]"
        ),
    ),
)


def ages_told(said: str) -> Iterator[tuple[str, int]]:
    """Each sign of an age, and of a crowd, with where it stands in a text in lower case."""
    for match in _NUMBER.finditer(said):
        name = _age(said, match)
        if name:
            yield name, match.start()
    for name, pattern in _SIGNS:
        for match in pattern.finditer(said):
            yield name, match.start()


def _age(said: str, match: re.Match[str]) -> str:
    """What a number says of an age, or nothing."""
    years, spelled = _years(match[1]), bool(match[2])
    if spelled:
        return "age child" if years in _CHILD else "age young" if years in _YOUNG else "age grown"
    if years not in range(9, 18) or match[1] == "十" or _COUNTS.match(said, match.end()):
        return ""
    told = "said" if _BEFORE.search(said[max(match.start() - 4, 0) : match.start()]) else "bare"
    return f"age {'child' if years in _CHILD else 'young'} {told}"


def _years(number: str) -> int:
    """The value of a number below a hundred; of two, such as 十二三, the first."""
    if number.isascii():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_HAN.index(tens) if tens else 1) * 10 * bool(ten) + (_HAN.index(ones[0]) if ones else 0)
