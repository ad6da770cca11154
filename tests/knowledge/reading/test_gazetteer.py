import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.gazetteer import Level, code_of, read_gazetteer
from knowledge.reading.places import DISTRICTS
from knowledge.reading.workplaces import find_place

PLACES = read_gazetteer()
WRITTEN_OUT = sorted(name for name, place in PLACES.items() if place.code and not place.short)


@pytest.mark.parametrize(
    ("story", "place"),
    [
        ("工程在武山县洛门镇，腊月停的", "洛门镇"),
        ("在秦安县给人盖房", "秦安县"),
        ("在天水市干保洁", "天水市"),
        ("在甘谷县磐安镇毛家坪村刷墙，甘谷县的老板不认账", "毛家坪村"),
        ("秦州区石马坪街道的一个饭馆", "石马坪街道"),
        ("在宁夏银川灵武市做保温", "灵武市"),
        ("去青海，在德令哈干了两季", "德令哈"),
    ],
)
def test_the_smallest_place_that_is_named_is_the_place(story: str, place: str) -> None:
    """
    A worker who names province, county and village is asked for none of them again.
    """
    assert find_place(story) == place


@pytest.mark.parametrize(
    ("story", "place"),
    [
        ("在新疆干活，钱没给", "新疆"),
        ("去内蒙打工", "内蒙"),
        ("北京的工地，三个月没结", "北京"),
        ("我在昆山电子厂上班", "昆山"),
        ("天水郡那边一个饭馆端盘子", "天水郡"),
        ("工地在北道", "北道"),
        ("在社棠给人砌墙", "社棠"),
        ("在沙特干了一年木工", "沙特"),
        ("厂子在兰州新区", "兰州新区"),
        ("在天水开发区做门窗", "天水开发区"),
    ],
)
def test_a_place_is_read_by_the_name_that_people_say(story: str, place: str) -> None:
    """
    Nobody says 市 or 自治区 when he tells where he works.
    """
    assert find_place(story) == place


@pytest.mark.parametrize(
    ("story", "place"),
    [
        ("在岷县给人铺路", "岷县"),
        ("在黄骅市扎钢筋", "黄骅市"),
        ("在五里铺社区打扫楼道", "五里铺社区"),
        ("E市B5区的工地", "B5区"),
        ("L县城东，搬货两个月", "L县"),
        ("F7县松林镇修水渠", "松林镇"),
        ("在某区一家宾馆洗床单", "某区"),
        ("在开发区一个厂打包", "开发区"),
        ("成都天府新区的楼", "天府新区"),
    ],
)
def test_a_place_that_is_not_listed_is_read_by_its_form(story: str, place: str) -> None:
    """
    A county far away, or one whose name was taken out, is still a place.
    """
    assert find_place(story) == place


@pytest.mark.parametrize(
    ("story", "place"),
    [
        ("我是甘谷县磐安镇人，在兰州城关区做装修", "城关区"),
        ("老家秦安的，在哈密摘棉花", "哈密"),
        ("我们是礼县的，去年在陇西给人收药材", "陇西"),
        ("户口在河南，在青岛杀鱼", "青岛"),
        ("厂在义乌，人已经回清水县了", "义乌"),
        ("从天水去西宁送货", "西宁"),
        ("我们从河南过来，在武都打隧道", "武都"),
        ("跟着四川老乡在拉萨贴砖", "拉萨"),
        ("我家住武山县，给人干了一月零工", None),
    ],
)
def test_home_is_not_where_the_work_was(story: str, place: str | None) -> None:
    """
    A case goes to where the debt is, not to where the worker comes from.
    """
    assert find_place(story) == place


@pytest.mark.parametrize(
    "story",
    [
        "老板跑到广州去了，活干完没给钱",
        "工头是通渭人",
        "秦州区劳动监察大队不管",
        "我去兰州申请仲裁",
        "住在南京路旁边",
        "在朝阳小区当门卫",
        "总公司注册在深圳",
        "老板叫吴忠明",
        "规定说得清清楚楚",
        "在小区当保安",
        "在超市理货，村里人都知道",
        "跟着同村的人出去",
        "今年镇里修路",
        "隔壁村的老乡",
        "投诉星火超市",
    ],
)
def test_what_is_said_of_others_offices_and_roads_is_no_place(story: str) -> None:
    """
    A wrong place sends a worker to the wrong office.
    """
    assert find_place(story) is None


@pytest.mark.parametrize(
    ("story", "place"),
    [
        ("在天水恒泰物业有限公司看大门", "天水"),
        ("天水恒泰物业有限公司欠我们钱，干活在清水县", "清水县"),
        ("甘肃恒泰建设集团有限公司不结账", None),
        ("陕西恒泰路桥集团的活，在徽县", "徽县"),
        ("公司全称是宝鸡恒泰商贸有限公司", None),
        ("浙江老板欠我一个月的钱", "浙江"),
        ("浙江老板欠我们的钱，鞋厂在成县", "成县"),
    ],
)
def test_a_place_in_a_name_counts_when_nothing_else_tells(story: str, place: str | None) -> None:
    """
    A firm named after a city mostly works there; one named after a province says nothing.
    """
    assert find_place(story) == place


def test_of_two_places_the_one_of_the_work_is_chosen() -> None:
    """
    Where the story says 在 … 干, that outweighs a place named in passing.
    """
    assert find_place("礼县那边没活了，我在成县干的") == "成县"


def test_of_two_places_of_work_neither_is_chosen() -> None:
    """
    What is common to both is; where nothing is, the worker is asked.
    """
    assert find_place("在甘谷县干了两月，又在武山县干了两月") is None
    assert find_place("在天水市甘谷县干了两月，又在天水市武山县干了两月") == "天水市"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("磐安镇", "620523"),
        ("甘谷六峰镇", "620523"),
        ("武山县城关镇", "620524"),
        ("城关镇", None),
        ("秦城", "620502"),
        ("张川", "620525"),
        ("天水开发区", "620500"),
        ("昆山", "320583"),
        ("内蒙", "150000"),
        ("安阳县", None),
        ("老挝", None),
        ("D9县", None),
        ("", None),
    ],
)
def test_a_place_has_the_code_of_its_smallest_known_part(place: str, code: str | None) -> None:
    """
    A case is routed by the code of the county, and by none that is guessed.
    """
    assert code_of(place) == code


def test_the_gazetteer_is_whole_where_it_says_so() -> None:
    """
    Every province, every prefecture-level unit and every county of Gansu stands in it under a code of its own.
    """
    units = {place.code or "": place.level for name, place in PLACES.items() if place.level < Level.TOWN}
    codes = {code for code in units if code}

    assert sum(code.endswith("0000") for code in codes) == 34
    assert sum(code.endswith("00") and not code.endswith("0000") for code in codes) == 333
    assert sum(code.startswith("62") and not code.endswith("00") for code in codes) == 86
    assert all(f"{code[:2]}0000" in codes for code in codes)


def test_every_line_has_a_code_and_a_name_of_its_own() -> None:
    """
    No two places share a full name, and a code is one of six digits or, abroad, of three letters.
    """
    file = Path(__file__).parents[3] / "knowledge" / "reading" / "gazetteer.tsv"
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

    assert all(re.fullmatch(r"\d{6}|[A-Z]{3}", line[0]) for line in lines)
    assert len({line[1] for line in lines}) == len(lines)


def test_the_pilots_districts_have_the_same_names_and_codes() -> None:
    """
    The two lists of Tianshui's counties never tell a worker different things.
    """
    for district in DISTRICTS:
        names = [name for name in (district.name, *district.also) if not name.isascii()]
        assert {PLACES[name].code for name in names} == {district.code}


@given(st.text(max_size=300))
def test_whatever_is_told_a_place_is_a_piece_of_it(story: str) -> None:
    """
    Nothing breaks, and nothing is written down that was not said.
    """
    place = find_place(story)
    assert place is None or (place and place in story)
    assert place is None or code_of(place) is None or len(code_of(place) or "") == 6


@given(
    st.lists(st.sampled_from([*"在到去的县区市镇村某公司厂人A9，老板回", *WRITTEN_OUT[:40]]), max_size=30).map("".join)
)
def test_words_of_places_in_any_order_are_read_without_fail(story: str) -> None:
    """
    However oddly a story strings names together, what is found stands in it.
    """
    place = find_place(story)
    assert place is None or place in story


@given(st.sampled_from(WRITTEN_OUT), st.sampled_from(["在{}干活", "工地在{}，没给钱", "去{}打工", "{}的工地"]))
def test_a_place_that_is_written_out_is_read_back(name: str, sentence: str) -> None:
    """
    Every name of the gazetteer is read in a plain sentence, and its code is known.
    """
    assert find_place(sentence.format(name)) == name
    assert code_of(name) == PLACES[name].code
