"""Numbers of identity and bank cards are left out of what people write; everything else stays as it is."""

import pytest

from knowledge.reading.identity_numbers import CARD, IDENTITY, without_papers

_ID, _CARD = "999999199003070039", "6222020000000000000"  # made up; their check digits are right


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"身份证{_ID}", f"身份证{IDENTITY}"),
        ("身份证 999999 19900307 0039 请查", f"身份证 {IDENTITY} 请查"),
        ("999999-19900307-0039", IDENTITY),
        ("身份证９９９９９９１９９００３０７００３９号", f"身份证{IDENTITY}号"),
        ("999999199003070100X", "999999199003070100X"),  # one too many
        (f"卡号{_CARD}。", f"卡号{CARD}。"),
        ("6222 0200 0000 0000 000", CARD),
        (f"{_ID}，{_CARD}", f"{IDENTITY}，{CARD}"),
        ("我身份证号是999999199003070038", f"我身份证号是{IDENTITY}"),  # mistyped, and yet it names him
        ("身份证：999999 19901307 0039", f"身份证：{IDENTITY}"),
        ("工资卡 6222020000000000001", f"工资卡 {CARD}"),
        ("打到这个卡号：6222 0200 0000 0000 001", f"打到这个卡号：{CARD}"),
        (f"身份证{_ID}，卡号{_CARD}", f"身份证{IDENTITY}，卡号{CARD}"),
    ],
)
def test_such_a_number_is_left_out(said: str, kept: str) -> None:
    """
    However it is written, a word stands in its place, and the rest of the sentence stays.
    """
    assert without_papers(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "电话13800138000，或者 0938-8212351",
        "13800000001 13900000002",
        "欠我 32000 元，一共 128000.50",
        "5000 6000 7000 8000",
        "工单 TS26112200007",
        "999999199003070038",  # the check digit is wrong
        "999999199013070039",  # no such month
        "6222020000000000001",  # the check digit is wrong
        "从20260301干到20260630",
        "身份证押在他那里，电话13800138000",
        "卡号我忘了，欠我 32000 元",
        "",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    """
    Telephone numbers, sums, dates, numbers of cases, and what only looks like a card are what he wanted to say.
    """
    assert without_papers(said) == said
