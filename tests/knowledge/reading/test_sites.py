import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.sites import find_site


@pytest.mark.parametrize(
    ("said", "site"),
    [
        ("万达广场三期工地，扎钢筋的", "万达广场三期工地"),
        ("我在鹿鸣新城二标段做粉刷", "鹿鸣新城二标段"),
        ("我们夫妻俩在丰泽花园工地开施工电梯", "丰泽花园工地"),
        ("反映D区锦云府项目欠薪", "锦云府项目"),
        ("在天水高铁站站房项目干了两个月", "高铁站站房项目"),
        ("项目叫湖畔人家，欠我们八万", "湖畔人家"),
        ("工地在兰州七里河区滨河产业园", "滨河产业园"),
        ("在恒大御景湾3号楼贴砖", "恒大御景湾3号楼"),
        ("去年在秦州区某某街道云锦府做木工", "云锦府"),
        ("在甘谷县新城花园小区装电梯", "新城花园小区"),
        ("干的是柳河镇污水管网工程", "污水管网工程"),
        ("老公跟老乡在安置房工地扎钢筋", "安置房工地"),
        ("去年给体育场的工地焊栏杆", "体育场的工地"),
    ],
)
def test_the_site_is_read_by_name_or_by_what_it_is(said: str, site: str) -> None:
    """
    A worker names the estate he built, or says what it is: a sewer, a railway station, resettlement flats.
    """
    assert find_site(said) == site


@pytest.mark.parametrize(
    "said",
    [
        "在工地干活，工资没给",
        "外地工地上受的伤",
        "在一个工地做小工",
        "工程款没到，老板不给钱",
        "项目经理说等甲方",
        "项目回款了再发奖金",
        "工程师干了三年",
        "我家小区物业不开门",
        "公司项目没了让我走",
        "今天工地下雨不出工",
        "得肝硬化被开除",
        "老李的工地上欠我钱",
    ],
)
def test_a_building_site_without_a_name_is_none(said: str) -> None:
    """
    工地 alone, money for works, an engineer or the estate one lives in does not say where the work was.
    """
    assert find_site(said) is None


@given(
    st.text(alphabet=st.sampled_from("在天水阳光花园小区项目工地3号楼二期的（），一个 a\n😀"), max_size=60) | st.text()
)
def test_a_site_is_always_a_piece_of_the_text(said: str) -> None:
    """
    Whatever is typed, nothing breaks and no site is named that was not written.
    """
    found = find_site(said)
    assert found is None or found in said


@given(
    st.text(alphabet="锦云御湖滨璟", min_size=2, max_size=3), st.sampled_from(["工地", "项目", "花园工地", "广场项目"])
)
def test_a_named_site_is_read_back(own: str, kind: str) -> None:
    """
    A made-up name before 工地 or 项目 comes back whole.
    """
    assert find_site(f"我们在{own}{kind}干了两个月") == own + kind
