from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import FieldError
from knowledge.reading.flags import FLAGS, read_flag, read_phrases


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("进厂时签了两年劳动合同", True),
        ("合同上写的每月五千", True),
        ("有劳动合同有工资条", True),
        ("劳动合同拖着不肯签", False),
        ("没有签合同", False),
        ("啥合同都没有", False),
        ("公司和业主签了承包合同", None),
        ("想让他跟我签合同", None),
        ("老板不给钱", None),
        ("头一年签了劳动合同，后来没签合同", None),
    ],
)
def test_a_written_contract_is_told_from_a_missing_one(story: str, said: bool | None) -> None:
    """
    A contract of work is signed or not; the contract between two firms is another matter.
    """
    assert read_flag("has_written_contract", story) is said


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("工头写过一张白条", True),
        ("手里有一张结算单", True),
        ("立了字据", True),
        ("写了欠条就不能去仲裁", None),
        ("让他打欠条他不打", False),
        ("欠条上写着年底还", True),
        ("欠条没写", False),
        ("没打欠条", False),
        ("能不能让他打欠条", None),
        ("窗口要求有欠条才收", None),
        ("他给银行写了一张欠条", None),
        ("他欠我钱", None),
    ],
)
def test_an_iou_is_told_from_one_that_is_wished_for(story: str, said: bool | None) -> None:
    """
    A paper that the worker holds counts; one that he would like to have, or that others hold, does not.
    """
    assert read_flag("has_iou", story) is said


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("在工地上绑钢筋", True),
        ("给学校盖楼房", True),
        ("给饭店做吊顶", True),
        ("我是农民工", True),
        ("在饭店端盘子，服务员", False),
        ("给装修店画图纸，软件设计", False),
        ("电子厂流水线", False),
        ("老板欠我钱", None),
    ],
)
def test_what_is_built_outweighs_what_it_will_be(story: str, said: bool | None) -> None:
    """
    A school that is being built is a building site; a cook in a canteen works on none.
    """
    assert read_flag("construction", story) is said


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("我上个月离职了", True),
        ("活早都干完了", True),
        ("被公司辞退", True),
        ("我们已经回老家了", True),
        ("我还在厂里上班", False),
        ("现在想辞职", False),
        ("干到现在一分没有", False),
        ("说好干完就结账", None),
        ("工资什么时候发", None),
    ],
)
def test_who_left_is_told_from_who_still_works(story: str, said: bool | None) -> None:
    """
    A worker who thinks of leaving is still there; a promise for the end of the work is no end.
    """
    assert read_flag("left_job", story) is said


@given(st.sampled_from(FLAGS), st.text(max_size=200))
def test_no_text_breaks_the_reader(name: str, story: str) -> None:
    """
    Whatever is told, a flag is true, false or open.
    """
    assert read_flag(name, story) in (True, False, None)


def test_a_broken_phrase_is_named(tmp_path: Path) -> None:
    """
    A lawyer who mistypes a phrase reads which flag it belongs to.
    """
    file = tmp_path / "flags.yaml"
    flags = "\n".join(f"{name}: {{for: ['a'], against: ['b']}}" for name in FLAGS[1:])
    file.write_text(f"names: {{}}\n{FLAGS[0]}: {{for: ['('], against: ['b']}}\n{flags}\n", encoding="utf-8")

    with pytest.raises(FieldError, match=r"has_written_contract\.for"):
        read_phrases(file)
