from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.periods import days_worked, months_owed, owed_from_to

ASKED_ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("told", "months"),
    [
        ("公司欠我3个月工资", 3),
        ("老板欠我仨月工资", 3),
        ("欠俩月工资没给", 2),
        ("欠我两月工资找谁要", 2),
        ("我们厂拖欠工资半年多", 6),
        ("欠了一年零两个月工资", 14),
        ("欠我们六个厨师三个半月工资", Decimal("3.5")),
        ("起先欠4个月工资，闹过以后还欠1个月零15天工资", Decimal("1.5")),
        ("五个月没发工资了", 5),
        ("已经连续七个月没给开工资", 7),
        ("最后一个月工资他不给", 1),
        ("前面的结清了，其余三个月12000要不回来", 3),
        ("年前年后总共五个月没发，都是血汗钱", 5),
        ("欠我7月、8月的工资", 2),
        ("7、8、9三个月工资没发", 3),
        ("欠我去年11月到今年1月的工资", 3),
        ("干了七个月只领到两个月的工资", 5),
        ("上班三个月分文没见", 3),
        ("两个月没开支", 2),
        ("白干了五个月", 5),
        ("请帮我讨回两个月工资", 2),
        ("老板拖我两个月工资", 2),
        ("停发工资已经6个月", 6),
        ("一年的工资没给", 12),
        ("拖欠工资半年多，欠的是7月、8月、9月的工资", 3),
        ("拖咗我三个月粮", 3),
        ("打工八个多月，老板至今没付工钱", 8),
    ],
)
def test_the_months_of_work_unpaid_are_counted_however_they_are_told(told: str, months: Decimal | int) -> None:
    """
    A worker counts the months, names them, or tells how long he worked for nothing.
    """
    assert months_owed(told, ASKED_ON) == months


@pytest.mark.parametrize(
    "told",
    [
        "工资拖了三个月还不给",
        "欠我工钱三百，催了五年了",
        "工资被欠了四年",
        "完工两年也没给工资",
        "离职三个月了还没给我结工资",
        "公司要压一个月工资",
        "没干满一个月不给工资",
        "欠了好几个月工资",
        "两三个月没发工资",
        "拖欠工资大半年",
        "三个月没给我交社保，工资也少",
        "公司不给赔偿，只赔两个月工资",
        "干了半年只给了生活费，工资没给",
        "干了两年，奖金一直没给",
        "放假三个月没有工资",
        "一个月工资5000没签合同",
    ],
)
def test_a_delay_a_rule_and_what_is_vague_are_no_months_owed(told: str) -> None:
    """
    How long somebody waits, what is usual and what is only roughly said are not written down as months of work.
    """
    assert months_owed(told, ASKED_ON) is None


@given(st.integers(1, 99))
def test_every_number_of_months_is_read_back(months: int) -> None:
    """
    However many months are owed, it is that many.
    """
    assert months_owed(f"老板欠我{months}个月工资", ASKED_ON) == months


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("干了37天，分文没见", 37),
        ("上了十九天班走的", 19),
        ("小本记了64个工", 64),
        ("我做了12个半工", Decimal("12.5")),
        ("我们割了9天麦子", 9),
        ("考勤共55个工", 55),
        ("实际出工44天", 44),
        ("我有37个工", 37),
        ("试工3天", 3),
        ("8月2号到9月6号 36天", 36),
        ("干了半个月", 15),
        ("一天三百 18天", 18),
    ],
)
def test_the_days_worked_are_read(told: str, days: Decimal | int) -> None:
    """
    Days, shifts in a book and half ones are counted.
    """
    assert days_worked(told) == days


@pytest.mark.parametrize(
    "told",
    [
        "干了七八天",
        "干了十几天",
        "一个月干了26天",
        "要干满30天才发",
        "干了12天，后来又干了8天",
        "打了三天电话",
        "连上二十天班",
        "在医院躺了40天",
        "干了5个工地",
        "返工又干了10天",
        "两个人共出工80天",
        "第3天上班",
    ],
)
def test_other_days_and_rough_ones_are_not_days_worked(told: str) -> None:
    """
    A rota, a rule, a stay in hospital or two different numbers leave the days open.
    """
    assert days_worked(told) is None


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ("欠我8月和9月的工资", ("2026-08", "2026-09")),
        ("去年6月和7月的工资没给", ("2025-06", "2025-07")),
        ("就差我4月5月6月三个月 一万二", ("2026-04", "2026-06")),
        ("欠2023年1月、2月、3月工资", ("2023-01", "2023-03")),
        ("从去年腊月到现在一直没发工资", ("2026-02", "2026-11")),
        ("自去年10月以来没发过工资", ("2025-10", None)),
        ("今年以来一直没发过工资", ("2026-01", None)),
        ("2024年7月至9月在果园打工，一分没给", ("2024-07", "2024-09")),
        ("23年6月-8月做木工，还欠我两万", ("2023-06", "2023-08")),
        ("2024.2—2024.6的活，拖欠工资", ("2024-02", "2024-06")),
        ("从五一干到中秋，没给钱", ("2026-05", "2026-09")),
        ("自2025年2月开始不发工资，2025年8月辞职", ("2025-02", "2025-08")),
        ("2025年1月完工，还欠着钱", (None, "2025-01")),
        ("去年冬月初三收工，一直没结账", (None, "2025-12")),
        ("今年4月干到9月，欠我两个月工资", (None, None)),
        ("从去年年底到现在没发工资", (None, None)),
        ("2024年1月到2026年1月签的合同，欠我工资", (None, None)),
        ("10-11月份的工资没发", (None, None)),
        ("2019年6月到现在一直在这干，没给我交社保", (None, None)),
        ("欠我2022年的工资", (None, None)),
        ("今年3月1号入职5月20号离职，公司只发了3月的，欠着不给", ("2026-04", "2026-05")),
        ("今年7月起工资只发一半", ("2026-07", None)),
        ("5月去的9月回的，钱至今没发", ("2026-05", "2026-09")),
        ("2019年3月入职，欠我两个月工资", (None, None)),
    ],
)
def test_the_first_and_the_last_month_unpaid_are_read(told: str, span: tuple[str | None, str | None]) -> None:
    """
    The months are those named as unpaid, since when nothing was paid, or those of the work that was not paid for.
    """
    assert owed_from_to(told, ASKED_ON) == span


@given(st.text("欠我没发给工资干了做到从月年日天个半多今去腊正、和至-,。 12358零一二三十两仨", max_size=60))
def test_no_story_of_months_breaks_the_reader(told: str) -> None:
    """
    Whatever is told, the months are counted, have begun and stand in order.
    """
    months, days = months_owed(told, ASKED_ON), days_worked(told)
    begin, end = owed_from_to(told, ASKED_ON)
    assert months is None or 0 < months <= 120
    assert days is None or 0 < days < 1000
    assert all(month is None or month <= "2026-11" for month in (begin, end))
    assert begin is None or end is None or begin <= end
