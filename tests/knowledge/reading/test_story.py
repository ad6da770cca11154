from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.story import Facts, read_story

ASKED_ON = date(2026, 11, 22)


def test_a_story_from_a_building_site_yields_its_facts() -> None:
    """
    A mason tells his story once and need not type again what he has said.
    """
    facts = read_story(
        "我们六个人在甘谷县磐安镇给人贴砖，一天280，干了40天，工头叫郭建平，总共67200，给了2万，没签合同，"
        "打了欠条，现在完工了，我的电话13900002222",
        ASKED_ON,
    )

    assert facts == Facts(
        amount_owed=Decimal(47200),
        amount_approx=False,
        daily_wage=Decimal(280),
        days_worked=Decimal(40),
        headcount=6,
        foreman="郭建平",
        place="磐安镇",
        has_written_contract=False,
        has_iou=True,
        construction=True,
        left_job=True,
        phone="13900002222",
    )


def test_a_story_from_an_office_yields_its_facts() -> None:
    """
    A clerk names his company, his wage and the months, and that he still works there.
    """
    facts = read_story("我在天水明达商贸有限公司做文员，每月4200，欠我3个月工资，签了劳动合同，还在上班", ASKED_ON)

    assert facts.employer == "天水明达商贸有限公司"
    assert facts.monthly_wage == 4200
    assert facts.months_owed == 3
    assert facts.has_written_contract is True
    assert facts.construction is False
    assert facts.left_job is False
    assert facts.amount_owed is None


def test_the_months_that_are_owed_are_resolved_against_the_day_of_asking() -> None:
    """
    A worker who says 今年3月到5月的工资 means this year's months.
    """
    facts = read_story("欠今年3月到5月的工资没发", ASKED_ON)

    assert (facts.owed_from, facts.owed_to) == ("2026-03", "2026-05")


@pytest.mark.parametrize(
    "story",
    [
        "一个月5000，一直没发",
        "干了60天，一天300，一分没给",
        "老板说罚我500元，工资也不给",
        "我们有几十万没拿到",
        "拖欠了十几万工钱",
        "押金交了2000块",
    ],
)
def test_a_sum_that_is_not_stated_as_owed_is_not_claimed(story: str) -> None:
    """
    A rate, a fine, a deposit or a guess never becomes the amount of a claim.
    """
    assert read_story(story, ASKED_ON).amount_owed is None


def test_somebody_elses_number_is_not_the_workers() -> None:
    """
    The foreman's telephone number is not written down as the worker's own.
    """
    assert read_story("工头的电话是13900003333，他不接", ASKED_ON).phone is None


@pytest.mark.parametrize(
    "story", ["公司拖欠工资", "在一个饭店干活", "劳务公司不给钱", "老板说没钱", "我们村里人都知道"]
)
def test_words_that_name_nobody_are_no_names(story: str) -> None:
    """
    公司, 老板 and 饭店 alone are not written down as a name.
    """
    facts = read_story(story, ASKED_ON)

    assert (facts.employer, facts.foreman, facts.place) == (None, None, None)


def test_contradicting_words_leave_a_fact_open() -> None:
    """
    Where the story says both, the worker is asked.
    """
    assert read_story("头一年签了劳动合同，后来没签合同", ASKED_ON).has_written_contract is None


def test_facts_travel_as_json() -> None:
    """
    The facts can be handed on with every key, sums as plain numbers.
    """
    facts = read_story("还欠我1234.5元", ASKED_ON).as_json()

    assert len(facts) == 19
    assert facts["amount_owed"] == 1234.5
    assert read_story("还欠我1200元", ASKED_ON).as_json()["amount_owed"] == 1200


@given(st.text(max_size=300), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_name_that_is_read_stands_in_the_story(story: str, asked_on: date) -> None:
    """
    Whatever is told, nothing breaks, and names are pieces of the text.
    """
    facts = read_story(story, asked_on)
    for name in (facts.employer, facts.foreman, facts.site, facts.place):
        assert name is None or name in story


@given(st.integers(100, 9_999_999), st.sampled_from(["元", "块", "块钱"]))
def test_what_is_said_to_be_still_owed_is_read_to_the_yuan(yuan: int, currency: str) -> None:
    """
    A plainly stated debt is claimed as stated, whatever else was earned and paid.
    """
    facts = read_story(f"一天250，干了31天，给了3000{currency}，还欠我{yuan}{currency}", ASKED_ON)
    assert facts.amount_owed == yuan
    assert facts.daily_wage == 250


def test_of_several_numbers_the_one_said_to_be_ours_is_taken() -> None:
    """
    A number with another's name in brackets, or another's title before it, is not the worker's.
    """
    told = "电话13900004444（本人），13900005555（周某）。老板叫周某，电话13900005555"
    assert read_story(told, ASKED_ON).phone == "13900004444"
    assert read_story("姓名：周某 电话：13900004444", ASKED_ON).phone == "13900004444"
