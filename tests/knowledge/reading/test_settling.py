from decimal import Decimal

import pytest

from knowledge.reading.mentions import mentions, told
from knowledge.reading.settling import Numbers, settled
from knowledge.reading.surroundings import Guess


def numbers(
    story: str, *parts: str, sure: float = 1.0, guess: Guess | None = None, between: int | None = None
) -> Numbers:
    """The numbers of a story whose mentions play these parts."""
    found = mentions(told(story))
    read = [(it, {part: sure, "none": 1 - sure}) for it, part in zip(found, parts, strict=True)]
    return settled(read, guess or Guess(), between)


@pytest.mark.parametrize(
    ("story", "parts", "yuan"),
    [
        ("总共5万，给了2万，还欠3万", ("total", "paid", "owed"), 30000),
        ("总共5万，给了1万，又给了5千", ("total", "paid", "paid"), 35000),
        ("欠5万，给了1万", ("owed_before", "paid"), 40000),
        ("工资8千，加班费2千没给", ("owed_part", "owed_part"), 10000),
        ("总共5万没给", ("total",), 50000),
        ("每人差5000", ("owed_each",), 5000),
        ("3万块，就是30000", ("owed", "owed"), 30000),
        ("总共2万，给了3万", ("total", "paid"), None),
        ("罚500", ("other",), None),
        ("欠3万，欠4万", ("owed", "owed"), None),
    ],
)
def test_what_is_owed_follows_from_the_parts(story: str, parts: tuple[str, ...], yuan: int | None) -> None:
    """
    The rest as it is told, else what was earned less what was paid; two debts that cannot both be it leave it open.
    """
    owed = numbers(story, *parts).owed
    assert (owed.yuan if owed else None) == yuan


def test_a_rest_of_rough_sums_is_rough() -> None:
    """
    About fifty thousand less ten thousand is about forty thousand.
    """
    owed = numbers("总共5万多，给了1万", "total", "paid").owed
    assert owed is not None
    assert owed.approximate


def test_a_value_that_is_not_sure_stays_open_unless_the_rules_read_it_too() -> None:
    """
    A wrong fact is worse than none, and two readers are surer than one.
    """
    assert numbers("5000", "monthly", sure=0.45).monthly is None
    assert numbers("5000", "monthly", sure=0.45, guess=Guess(monthly=Decimal(5000))).monthly == 5000


def test_of_two_wages_the_one_that_was_agreed_is_taken() -> None:
    """
    Told two wages, the rules say which was agreed; without them it stays open.
    """
    assert numbers("8000降到4000", "monthly", "monthly").monthly is None
    assert numbers("8000降到4000", "monthly", "monthly", guess=Guess(monthly=Decimal(8000))).monthly == 8000


def test_those_besides_the_speaker_are_one_less_than_those_who_are_owed() -> None:
    """
    Six others are owed, so seven are.
    """
    heads = numbers("除了我还有6个人", "heads_others").heads
    assert heads is not None
    assert heads.people == 7


def test_days_and_months_are_counted_from_the_lengths() -> None:
    """
    A length counts by its unit only.
    """
    read = numbers("干了43天，两个月没发", "days", "months")
    assert read.days == 43
    assert read.months == 2


def test_months_that_the_rules_count_by_name_are_kept() -> None:
    """
    6月7月的工资 names two months without a number.
    """
    assert numbers("6月7月没发", "begin", "end", guess=Guess(months=Decimal(2))).months == 2


def test_a_debt_is_not_taken_for_a_wage_that_is_nearly_as_much() -> None:
    """
    250 a day and 249 owed are two sums.
    """
    owed = numbers("一天250，还欠249元", "none", "daily", "owed").owed
    assert owed is not None
    assert owed.yuan == 249


def test_months_between_which_nothing_was_paid_are_all_unpaid() -> None:
    """
    From March to May, nothing paid, are three months; a payment, or a span as long as a job, leaves it open.
    """
    assert numbers("3月到5月没发", "begin", "end", between=3).months == 3
    assert numbers("3月到5月给了2千", "begin", "end", "paid", between=3).months is None
    assert numbers("前年3月到去年5月没发", "begin", "end", between=15).months is None


def test_of_two_firms_that_owe_a_sum_each_none_is_the_claim() -> None:
    """
    He is asked how much this claim is about.
    """
    assert numbers("甲厂欠2万，乙厂欠3万", "other", "owed", guess=Guess(apart=True)).owed is None
