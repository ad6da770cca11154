"""Who the boss is, as an exact piece of a story.

    foreman = title [叫|是] person          工头叫陈大明, 项目经理赵某某, 老板外号大炮
            | person owes | of a person: 跟着 person 干, 给 person 干活, 欠条落款是 person
            | surname 老板|总|经理 …        王老板, 黄总
            | 姓 surname [的老板]           姓李的老板, 老板姓赵
    person  = surname given-name | surname 某 | 老 surname | nickname after 外号, 人称, 都叫

The first that fits counts, from top to bottom. 老板, 包工头 and 经理 alone name nobody.
"""

from collections.abc import Iterator

from knowledge.patterns import Pattern
from knowledge.reading.wordlists import any_of

_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|["
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤牛康邢柴撒妥苟安辛裴焦鲁柳葛屈颜冉"
    "佟樊施左海才柏苗盛耿祁洪翁骆单阮穆路倪俞童岳齐翟包卜申费梅霍纪聂代翁曲庞甘车巫简蓝欧桂褚娄窦乔文闵殷章庄祝鄢瞿管尚习蔺慕拜邸仇"
    "])"
)
_GIVEN = (
    r"(?:(?![欠说拖没不给的了是我你他她们在就又还叫让跑把被这那也都去总签承和与跟及或等有要电手现目已经拿今昨后前开答于以从由因到]|"
    r"一[直共天个分次]|工[资地钱程]|老板|经理|师傅|队长|工头|包工|会计)[一-鿿])"
)
_HIDDEN = rf"{_SURNAME}(?:某[某一二三四五六七八九甲乙丙]?|[XxＸ×*＊]{{1,2}})"
_PERSON = rf"(?:{_HIDDEN}|{_SURNAME}(?:老[一二三四五六七八九]|{_GIVEN}{{1,2}}?)|[老小大]{_SURNAME})"
_ENDS = (
    r"(?=[^一-鿿]|$|[欠说讲拖没不打跑签承让叫就现还在是把的和与跟也都又那这介联电一去来拿却以被用她他我们了等从带找到手因直拒收要有为给拉总先称"
    r"答失躲出向垫发付写借卷老今目口])"
)
_WHOLE = rf"(?P<name>{_HIDDEN}|{_PERSON}{_ENDS})"
_TITLE = any_of("titles")
_IS = r"(?:的?(?:名字|姓名|名))?(?:名?叫做?|是|为|[：:])?(?:个叫)?[\s（(“\"「]*"
_NAMED = Pattern(rf"{_TITLE}{_IS}{_WHOLE}")
_NICK = Pattern(
    rf"(?:{_TITLE}|[他她])[^，。；,;\s]{{0,4}}?[，,\s]?(?:外号|绰号|诨名|人称|小名|大家都叫|都叫|我们叫|都喊)[他她]?[叫是]?[\s“\"「]*"
    r"(?P<name>[一-鿿]{2,4}?)(?=[^一-鿿]|$|的|欠|说|没|不)|"
    r"个叫[\s“\"「]*(?P<called>[一-鿿]{2,3})[”\"」]?的(?:小?老板|包工头|工头|带班)|"
    rf"{_TITLE}(?:叫|是)?[\s“\"「]*(?P<short>[小大阿][一-鿿]{{1,2}}?|(?![老大表我他她小的])[一-鿿]哥)(?=说|欠|没|不|跑|[”\"」，。,\s]|$)"
)
_DOING = r"(?:干活?|做[工事活]?|打工|去|来|出去|上班|修|盖|砌|拉|搬|装|种|摘|铺|贴|抹|刷|看[大店仓工厂])"
_LEADER = tuple(
    Pattern(pattern)
    for pattern in (
        rf"(?:^|[^一-鿿]|[向被是])(?P<name>{_PERSON})(?:一直|总共|至今|还|就|共|前后|恶意|个人|现在|也)*(?:拖?欠(?!条)|欠薪|不给(?:我|钱|工))",
        rf"(?:跟着?|随)(?:我|俺|咱|我们|俺们)?(?:村|老乡|亲戚|同村的?|邻村的?|工友|熟人|一个叫)?(?:的)?(?P<name>{_PERSON})(?=[后起]?{_DOING}|[到在]|手下|那里|那儿|[，,\s])",
        rf"(?:[给帮为]|在(?=[老小]))(?P<name>{_PERSON})(?=(?:家|那|那里|那儿|手下|手里|手底下)?{_DOING})",
        rf"(?:落款|落的款|签[名字](?:的人?)?|条子|欠条)(?:上写的)?(?:人|名字)?(?:的?是|为|[：:])[^，。；,;\s欠]{{0,6}}?{_WHOLE}",
        rf"(?:^|[^一-鿿])(?P<name>{_PERSON})(?:打|写|出具)(?:了|过|的|给)?[^，。；,;\s]{{0,3}}(?:欠条|条子|白条)",
        rf"(?:^|[^一-鿿]|[由被经])(?P<name>{_PERSON})(?:叫|喊|招|雇|请|带|介绍|领)(?:着|来|了)?(?:我|俺|咱)",
        rf"(?:包给|分给|转给|承包给|交给)(?:了|一个叫|一个)?{_WHOLE}",
        rf"(?:一个|有个)(?:姓名)?叫(?:做)?[“\"]?(?P<name>{_PERSON})[”\"]?的(?!同事|工友|朋友|病)",
        rf"(?:^|[^一-鿿])(?P<name>{_PERSON})(?:为|是|系|作为)[^，。；,;\s]{{0,10}}?(?:负责人|委托人|授权人|老板|包工头|法人|经理|承包人)",
        rf"(?:公司|项目部|厂)的(?P<name>{_PERSON})(?=也就是|承诺|答应|欠|给我|说|叫|喊|找)",
        rf"人是(?:本村|邻村|同村)?的?(?P<name>{_SURNAME}会计)",
    )
)
_CHIEF = r"总(?![共包是计额数部局工公的体之算要会监承经务站行得归])"
_RANK = rf"(?:老板娘?|{_CHIEF}|经理|工头|包工头|队长|工长|师傅|班长|主任|厂长|校长|店长|园长)"
_TITLED = Pattern(
    rf"(?:(?<![一-鿿])|(?<=[的叫喊他她是给让找被跟和头人个在由着到为包有与]))(?P<name>{_SURNAME}{_RANK})|(?P<hidden>{_SURNAME}某{{1,2}}(?=拖?欠))"
)
_SURNAMED = Pattern(
    rf"(?P<name>姓{_SURNAME}的(?!科员|法官|律师|同事|医生|主任|民?警|办事员|保安|工友)(?:小|大|私人)?(?:老板|包工头|工头|经理)?)|{_TITLE}[是也]?(?P<short>姓{_SURNAME}(?![一-鿿]的))"
)
_WORD = Pattern("^(?:" + any_of("no_person") + r"|[高方单路管代车包费]的|周[一二三四五六日末])")


def find_foreman(text: str) -> str | None:
    """The boss, contractor or manager that a text names; None for none."""
    return next(_people(text), None)


def _people(text: str) -> Iterator[str]:
    for pattern in (_NAMED, _NICK, *_LEADER, _TITLED, _SURNAMED):
        for match in pattern.finditer(text):
            name = next(piece for piece in match.groupdict().values() if piece)
            if not _WORD.match(name):
                yield name
