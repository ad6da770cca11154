import pytest

from knowledge.reading.amounts import claimed, sums
from knowledge.reading.debts import agreed_rate
from knowledge.reading.numerals import fold


@pytest.mark.parametrize(
    ("story", "yuan"),
    [
        ("欠我们俩8万", 80000),
        ("尾款3万，春节付了1万，现在还剩2万", 20000),
        ("工钱一共8万，五月付2万，七月又付3万", 30000),
        ("提成欠4000，底薪欠6000，加起来10000", 10000),
        ("货商那边欠着别人60万，欠我7千", 7000),
        ("应发5000，实发2000，少了3000", 3000),
        ("老板欠我们五个司机的钱，每人6300", 6300),
        ("工头卷走了我们12万", 120000),
        ("还有尾巴2600没清", 2600),
    ],
)
def test_of_several_sums_the_one_that_still_stands_is_claimed(story: str, yuan: int) -> None:
    """
    Payments, debts of others and parts do not stand in for what is owed today.
    """
    amount = claimed(fold(story))
    assert amount is not None
    assert amount.yuan == yuan


@pytest.mark.parametrize("story", ["一块钱都没拿到", "我们在三千府干活一直没给钱", "老板说开发商欠他200万"])
def test_what_is_no_debt_to_the_worker_is_not_claimed(story: str) -> None:
    """
    A figure of speech, a name or a debt to the boss is no claim.
    """
    assert claimed(fold(story)) is None


@pytest.mark.parametrize(
    ("story", "month"),
    [
        ("工资5200 后来涨到6100", 6100),
        ("底薪2500 平均一个月7200", 7200),
        ("一个月4300 只给了一半", 4300),
        ("最后一个月3900没给", None),
        ("1月的工资一共12600", None),
    ],
)
def test_the_wage_of_a_month_is_the_full_and_the_latest_one(story: str, month: int | None) -> None:
    """
    A basic wage is only a part, a rise replaces what was before, and what one month owes is no rate.
    """
    assert agreed_rate(sums(fold(story)), "month") == month
