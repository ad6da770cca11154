import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.names import find_employer


@pytest.mark.parametrize(
    ("said", "employer"),
    [
        ("甘肃陇原建筑安装工程有限公司欠薪", "甘肃陇原建筑安装工程有限公司"),
        ("今年3月进天水渭丰电子集团", "天水渭丰电子集团"),
        ("我在红旗砖厂拉砖", "红旗砖厂"),
        ("我在兰州蓝天汽修厂当学徒", "兰州蓝天汽修厂"),
        ("自从鑫禾公司换了人，鑫禾公司就不发工资", "鑫禾公司"),
        ("我是慧林学校的老师，工资没发", "慧林学校"),
        ("进的恒泰物业做电梯工", "恒泰物业"),
        ("我在富士康上班，工资没发", "富士康"),
        ("跟着中建三局干的", "中建三局"),
        ("公司的名字叫云上花开，做直播的", "云上花开"),
        ("2023年7月入职某电梯公司任维保工", "某电梯公司"),
        ("投诉某某物业公司拖欠工资", "某某物业公司"),
        ("在XX煤矿做零工", "XX煤矿"),
        ("我和同乡2019年到和平建筑公司做木工", "和平建筑公司"),
    ],
)
def test_the_firm_that_hired_or_owes_is_read(said: str, employer: str) -> None:
    """
    A worker names his firm as the licence does, as people call it, or with 某 where he hides it.
    """
    assert find_employer(said) == employer


@pytest.mark.parametrize(
    "said",
    [
        "公司拖欠我工资",
        "在东莞一家电子厂上班",
        "我给A市一家火锅店切配五个月",
        "在兰州一家建筑公司开塔吊",
        "劳务公司说总包没给钱",
        "下班去公司路上摔了",
        "岳父去世公司不给假",
        "请问去哪里投诉公司",
        "大学毕业开公司",
        "京东上买的东西坏了",
    ],
)
def test_a_word_for_a_kind_of_firm_names_nobody(said: str) -> None:
    """
    公司, a trade or a city tells nobody whom to write to, so no employer is made of it.
    """
    assert find_employer(said) is None


@pytest.mark.parametrize(
    ("said", "employer"),
    [
        ("我在鑫禾服饰厂上班，厂房卖给了恒岳置业有限公司", "鑫禾服饰厂"),
        ("甲方是恒岳地产公司，我们跟盛锋钢构公司干活，盛锋钢构公司欠钱", "盛锋钢构公司"),
        ("入职鑫禾食品有限公司，鑫禾公司欠三个月", "鑫禾食品有限公司"),
        ("在工地受伤，送到康慈医院治疗，明泰劳务公司不管", "明泰劳务公司"),
    ],
)
def test_of_several_firms_the_one_that_hired_or_owes_counts(said: str, employer: str) -> None:
    """
    A customer, a buyer of the land or the hospital in a story is not taken for the employer.
    """
    assert find_employer(said) == employer


def test_a_hospital_that_is_being_built_employs_nobody() -> None:
    """
    Who paints a hospital does not work for the hospital.
    """
    assert find_employer("在康慈医院装修工地刷墙") is None


@given(st.text(alphabet=st.sampled_from("在天水明达商贸有限公司厂（）()某X给欠的，1年 a\n😀"), max_size=60) | st.text())
def test_an_employer_is_always_a_piece_of_the_text(said: str) -> None:
    """
    Whatever is typed, nothing breaks and nothing is named that was not written.
    """
    found = find_employer(said)
    assert found is None or found in said


@given(
    st.text(alphabet="鑫禾恒泽岳瑞鼎祺", min_size=2, max_size=3),
    st.sampled_from(["公司", "有限公司", "食品厂", "建筑集团", "劳务公司"]),
    st.sampled_from(["我在{}上班", "投诉{}拖欠工资", "2024年5月入职{}，", "{}"]),
)
def test_a_name_is_read_back_whatever_stands_around_it(own: str, kind: str, said: str) -> None:
    """
    The same firm is found after 在, after 投诉, after a date and alone.
    """
    assert find_employer(said.format(own + kind)) == own + kind
