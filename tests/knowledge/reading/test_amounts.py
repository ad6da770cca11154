from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.amounts import claimed, read_amount, sums
from knowledge.reading.debts import Amount, agreed_rate
from knowledge.reading.numerals import fold, read_number


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
        ("一共欠10万，给了2万，剩下的一直不给", 80000),
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


@pytest.mark.parametrize(
    ("story", "yuan"),
    [
        ("总工钱5万4，给了3万，余下2万4到现在没付", 24000),
        ("焊工班的血汗钱近千万没着落", 10000000),
        ("厂长欠着原料货款90万，还欠咱们工钱7万", 70000),
        ("三个月一共11400一直没给", 11400),
        ("扣了500块押金，还差我两千八", 2800),
        ("每个月少发800，一共4800", 4800),
        ("先给了每人三千，剩的总共2万7说年底给", 27000),
        ("拖欠工资，合计12.6万元未付", 126000),
        ("老板给我写了条子，上面写的是捌仟陆佰元", 8600),
        ("欠大家几十万，我的是9800", 9800),
        ("他欠我三万一直没给", 30000),
        ("工钱三千两个月没给", 3000),
    ],
)
def test_a_story_claims_what_it_says_is_owed(story: str, yuan: int) -> None:
    """
    Among all the sums of a story the claim is the one that the worker says he has not got.
    """
    amount = claimed(fold(story))
    assert amount is not None
    assert amount.yuan == yuan


@pytest.mark.parametrize(
    "story",
    [
        "一天280干了39天，一直没给",
        "医药费花了2万3，单位不付",
        "住院欠费六万，老板不管",
        "罚我500，工资也没发",
        "工程款三百万没到位，工资就不给",
        "每个月只发1000生活费，工资没给",
        "欠了大概三到四万",
        "打12345没给解决",
        "工资从2023.5到2024.2没发",
        "我还欠信用社20万，厂长又不给钱",
        "欠我的3万后来已经给了",
        "每月3600到4000，欠两个月",
    ],
)
def test_a_sum_of_something_else_is_no_claim(story: str) -> None:
    """
    Fines, bills, rates, shares, project sums, hotlines and dates are not what is owed.
    """
    assert claimed(fold(story)) is None


@pytest.mark.parametrize(
    ("story", "month", "day"),
    [
        ("说好3600一个月", 3600, None),
        ("月薪6千", 6000, None),
        ("一个月四千五两个月没给", 4500, None),
        ("底薪三千二", 3200, None),
        ("岗位2100，饭补400，每月加起来2500", 2500, None),
        ("原来工资6800，这个月每月只给1500", 6800, None),
        ("每天工资180干了43天", None, 180),
        ("一天一百八", None, 180),
        ("谈好每天320，结账时变成一天290", None, 320),
        ("一个工260，50个工", None, 260),
        ("日薪200", None, 200),
        ("生活费每月800", None, None),
        ("试用期一个月4000，后来一个月5000", None, None),
        ("三个月工资9000", None, None),
    ],
)
def test_the_agreed_wage_is_read_for_what_it_is_paid_for(story: str, month: int | None, day: int | None) -> None:
    """
    A wage for a month and one for a day are told apart; living money and two wages are none.
    """
    found = sums(fold(story))
    assert (agreed_rate(found, "month"), agreed_rate(found, "day")) == (month, day)


@given(st.text(max_size=200))
def test_no_story_breaks_the_reader_of_claims(story: str) -> None:
    """
    Whatever is told, sums stand in the text one after the other.
    """
    folded = fold(story)
    found = sums(folded)
    assert all(0 <= it.start < it.end <= len(folded) for it in found)
    assert [it.start for it in found] == sorted(it.start for it in found)
    claimed(folded)


@given(st.integers(100, 9_999_999), st.sampled_from(["欠我{}元", "还差我们{}块", "{}块钱工资没给", "欠条上写的是{}元"]))
def test_every_debt_is_claimed_however_it_is_told(yuan: int, story: str) -> None:
    """
    Whatever the sum, a plainly told debt is claimed to the yuan.
    """
    assert claimed(fold(story.format(yuan))) == Amount(Decimal(yuan))
