"""Facts of a complaint as a colleague reads them."""

from decimal import Decimal

import pytest

from cases import facts
from storage.cases import Complaint
from texts import LANGUAGES, Texts

TEXTS = Texts.load()


def test_a_colleague_reads_what_was_said_and_what_was_not() -> None:
    """
    What decides the way stands there even when it is not known; how to reach the worker never does.
    """
    told = Complaint(
        "wages",
        "某某",
        employer="天水红叶劳务有限公司",
        amount=Decimal("36000.00"),
        headcount=11,
        contact="13900001111",
        approximate=("headcount",),
        answers={"has_iou": "no", "until": "2026-05", "hours": "晚上"},
    )

    assert facts.lines(TEXTS, "zh-CN", told) == [
        ("单位或老板", "天水红叶劳务有限公司"),
        ("还欠的钱", "36,000 元（叁万陆仟元整）"),
        ("从什么时候", "没有说"),
        ("人数", "至少 11 人"),
        ("欠条或结算单", "没有"),
        ("到什么时候", "2026年5月（农历三月到四月）"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "chinese", "english"),
    [
        ("amount", "~32000.00", "大约 32,000 元", "about 32,000 yuan"),
        ("daily_wage", "260.50", "260.50 元（贰佰陆拾元伍角）", "260.50 yuan"),
        ("days_worked", "43.5", "43.5 天", "43.5 days"),
        ("construction", "yes", "是", "Yes"),
        ("has_contract", "no", "没有", "No"),
        ("district", "620503", "麦积区", "Maiji"),
        ("since", "三年前", "三年前", "三年前"),
        ("since", "2026-03", "2026年3月（农历正月到二月）", "2026-03"),
        ("kind", "safety", "安全隐患", "safety"),
        ("wanted", "早点拿到钱", "早点拿到钱", "早点拿到钱"),
    ],
)
def test_a_fact_is_worded_in_each_language(name: str, value: str, chinese: str, english: str) -> None:
    """
    Sums in digits and capitals, months in both calendars for whoever reads Chinese, his own words as he wrote them.
    """
    said = [facts.in_words(TEXTS, language, name, value) for language in LANGUAGES]

    assert said[0] == chinese
    assert said[1] == english
