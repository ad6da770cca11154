from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.amounts import Amount, read_amount
from knowledge.reading.numerals import read_number


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("三万二", 32000),
        ("6千5", 6500),
        ("1万3千5百", 13500),
        ("贰万叁仟元", 23000),
        ("壹拾贰万", 120000),
        ("1.2w", 12000),
        ("8k", 8000),
        ("8万块", 80000),
        ("一百五", 150),
        ("一千零五十", 1050),
        ("二点五万", 25000),
        ("１２０００", 12000),
        ("4,500元", 4500),
        ("32,000 yuan", 32000),
        ("RMB 9000", 9000),
        ("¥8000", 8000),
        ("两千三百块钱", 2300),
        ("老板欠12345.67", "12345.67"),
        ("16000（一万六）", 16000),
        ("三个月 15000", 15000),
        ("they owe me 7,200 yuan for 3 months", 7200),
    ],
)
def test_a_sum_is_read_however_it_is_written(said: str, yuan: int | str) -> None:
    """
    A worker types the sum as he speaks it, and it is read to the yuan.
    """
    assert read_amount(said) == Amount(Decimal(yuan))


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("2万多", 20000),
        ("近三万", 30000),
        ("5000左右", 5000),
        ("大概两万吧", 20000),
        ("二十多万", 200000),
        ("about 900", 900),
    ],
)
def test_a_rough_sum_is_read_as_rough(said: str, yuan: int) -> None:
    """
    A worker who says roughly is not taken at his word to the yuan.
    """
    assert read_amount(said) == Amount(Decimal(yuan), approximate=True)


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("总共5万，给了2万", 30000),
        ("一共五万 已经给了两万 还欠3万", 30000),
        ("给了2万，欠我3万", 30000),
        ("工资一共是一万八，给了三千", 15000),
        ("一天300，干了20天，还欠我4000", 4000),
        ("没给我3万", 30000),
        ("应付8000，已付3000", 5000),
    ],
)
def test_what_is_still_owed_is_told_from_what_was_agreed_and_paid(said: str, yuan: int) -> None:
    """
    A worker who tells the total and what he got claims the rest, not the total.
    """
    amount = read_amount(said)
    assert amount is not None
    assert amount.yuan == yuan


@pytest.mark.parametrize(
    "said",
    [
        "",
        "不知道",
        "两三千",
        "138 0000 0000 晚上打",
        "一万五六",
        "3-4万",
        "三万到四万",
        "十几万",
        "几十万",
        "好几万",
        "数万元",
        "几千块",
        "千把块",
        "1万20",
        "一天260干了43天",
        "月工资5000",
        "5000一个月",
        "3500/月",
        "六个人每人5000",
        "欠我5万，给了2万",
        "欠我3万，还有一回欠我2万",
        "3",
        "0",
        "-5000",
        "3个月",
        "2025年3月",
        "13900001111",
        "5000美元",
        "$300",
        "😀\0",
    ],
)
def test_what_may_mean_two_things_is_not_read(said: str) -> None:
    """
    A sum that could be a rate, a range, a date or a guess is asked again instead of guessed.
    """
    assert read_amount(said) is None


@given(st.integers(min_value=100, max_value=99_999_999))
def test_every_whole_sum_is_read_alike_in_digits_and_in_characters(yuan: int) -> None:
    """
    Whatever the sum, its digits, its characters and its capital characters are the same claim.
    """
    for mode in ("low", "up"):
        assert read_amount(f"{cn2an.an2cn(str(yuan), mode)}元") == Amount(Decimal(yuan))
    assert read_amount(f"{yuan}元") == read_amount(f"{yuan:,} yuan") == Amount(Decimal(yuan))


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("万", 1000), ("千", 100), ("百", 10)]))
def test_the_digit_after_the_last_scale_counts_a_tenth_of_it(first: int, second: int, scale: tuple[str, int]) -> None:
    """
    三万二 is thirty-two thousand for every pair of digits and every scale.
    """
    name, unit = scale
    assert read_number(f"{first}{name}{second}") == (first * 10 + second) * unit
    han = "零一二三四五六七八九"
    assert read_number(f"{han[first]}{name}{han[second]}") == (first * 10 + second) * unit


@given(st.integers(1000, 10**7), st.integers(1, 10**7))
def test_the_rest_never_exceeds_the_total(total: int, paid: int) -> None:
    """
    A claim from total and paid is their difference, and none at all when nothing is left.
    """
    amount = read_amount(f"总共{total}元，给了{paid}元")
    assert amount == (Amount(Decimal(total - paid)) if paid < total else None)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_or_yields_an_impossible_sum(said: str) -> None:
    """
    Whatever is typed into the field, a sum is positive, below a thousand million, with at most two decimals.
    """
    amount = read_amount(said)
    if amount is not None:
        assert 0 < amount.yuan < 1_000_000_000
        assert amount.yuan == round(amount.yuan, 2)
