"""What is kept of a question does not tell who asked it or about whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.masking import LONGEST, masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我的电话13900000001，工资没发", "我的电话某号，工资没发"),
        ("身份证 620502 19800101 001X 能查社保吗", "身份证 某号 能查社保吗"),
        ("投诉甲乙丙建筑工程有限公司拖欠工资", "投诉某单位拖欠工资"),
        ("加我微信号abc_12345，老板跑了", "加我微信号某号，老板跑了"),
        ("我叫张某三，没签合同", "我叫某人，没签合同"),
        ("写信到 a.b@example.org 或看 https://example.org/x?y=1", "写信到 某网址 或看 某网址"),
        ("干了3个月欠8000块", "干了3个月欠8000块"),
    ],
)
def test_names_and_numbers_are_taken_out(said: str, kept: str) -> None:
    """
    Telephone, identity card, account, firm and one's own name go; sums and times, which tell nobody, stay.
    """
    assert masked(said) == kept


def test_a_boss_who_is_named_is_not_kept() -> None:
    """
    Whom a worker complains of is nobody's business but his lawyer's.
    """
    assert "王大锤" not in masked("包工头王大锤欠我工钱不给")


@given(st.text())
def test_whatever_is_typed_can_be_kept(said: str) -> None:
    """
    No text breaks it, and what is kept is short.
    """
    assert len(masked(said)) <= LONGEST


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_telephone_number_is_kept(number: str) -> None:
    """
    Written with or without spaces and lines, a mobile number is gone.
    """
    for written in (number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"):
        assert number[-4:] not in masked(f"打我{written}吧")
