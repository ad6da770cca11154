import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.foremen import find_foreman


@pytest.mark.parametrize(
    ("said", "foreman"),
    [
        ("老板王建军欠我工资两万", "王建军"),
        ("工头叫陈大明，欠我们八个人", "陈大明"),
        ("被包工头刘某某拖欠工资", "刘某某"),
        ("园长周某自今年春季起不发工资", "周某"),
        ("班组长冯某将我们的卡收走", "冯某"),
        ("只知道包工头叫老马，不知道全名", "老马"),
        ("包工头我们都叫他阿军", "阿军"),
        ("老板叫勇哥，公司叫啥不清楚", "勇哥"),
        ("跟着一个叫胖子的老板干活", "胖子"),
        ("跟着同村的老苟修铁路", "老苟"),
        ("我给老赵拉了半年沙子", "老赵"),
        ("杨师傅欠我工钱3000", "杨师傅"),
        ("给张总干活，干了三个月", "张总"),
        ("欠条是周永强打的", "周永强"),
        ("姓段的小老板跑了", "姓段的小老板"),
        ("老板姓赵，电话打不通", "姓赵"),
        ("法定代表人欧阳明，电话不接", "欧阳明"),
    ],
)
def test_the_boss_is_read_however_he_is_called(said: str, foreman: str) -> None:
    """
    A worker knows his boss by full name, half a name, nickname or only by surname.
    """
    assert find_foreman(said) == foreman


@pytest.mark.parametrize(
    "said",
    [
        "包工头欠我一万",
        "老板马上给钱",
        "老板说没钱",
        "给人家干活包工包料",
        "在高铁站做保洁",
        "在苏州上班",
        "我叫王小明，老板不给钱",
        "欠条上写着今欠李某工资两万",
        "姓马的科员说一周内打给我",
        "总包的工程款没到",
        "同事小刘也没拿到",
        "老板周五还在开会",
    ],
)
def test_a_title_a_colleague_or_the_worker_himself_is_no_boss(said: str) -> None:
    """
    老板 alone, a clerk, a colleague or the worker's own name is never taken for the boss.
    """
    assert find_foreman(said) is None


def test_the_name_is_preferred_to_the_surname() -> None:
    """
    Of 姓柳 and 柳老板 the one that people call him by is kept.
    """
    assert find_foreman("工头姓柳，工人喊他柳老板") == "柳老板"


@given(st.text(alphabet=st.sampled_from("包工头老板王李某姓叫欠给的，总哥“”1 a\n😀"), max_size=60) | st.text())
def test_a_boss_is_always_a_piece_of_the_text(said: str) -> None:
    """
    Whatever is typed, nothing breaks and nobody is named who was not written.
    """
    found = find_foreman(said)
    assert found is None or found in said


@given(
    st.sampled_from("王李赵郭撒"),
    st.text(alphabet="建军强宝明虎", min_size=1, max_size=2),
    st.sampled_from(["包工头{}欠我三万", "老板叫{}，", "项目经理{}说等等", "{}拖欠工资"]),
)
def test_a_full_name_is_read_back_whatever_stands_around_it(surname: str, given_name: str, said: str) -> None:
    """
    The same man is found behind his title, after 叫 and before 拖欠.
    """
    assert find_foreman(said.format(surname + given_name)) == surname + given_name
