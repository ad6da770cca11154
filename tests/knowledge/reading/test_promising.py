"""What is promised in a colleague's letter: by which day; and what is no promise of his."""

import random
from datetime import date, timedelta

import pytest

from knowledge.reading.promising import read_day, read_promises

MONDAY = date(2026, 11, 23)
_WEEKDAYS = "一二三四五六日"


def works(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def promised(text: str, today: date = MONDAY) -> list[str]:
    """The days that a letter promises."""
    return [one.by.isoformat() for one in read_promises(text, today, works)]


@pytest.mark.parametrize(
    ("letter", "by"),
    [
        ("周五前给你答复", "2026-11-27"),
        ("下周三给您回话", "2026-12-02"),
        ("明天下午联系您", "2026-11-24"),
        ("12月15日之前给您答复", "2026-12-15"),
        ("十二月十五号前给您消息", "2026-12-15"),
        ("25号之前告诉您结果。", "2026-11-25"),
        ("20号前给您回话", "2026-12-20"),
        ("2026年12月1日答复您", "2026-12-01"),
        ("明年3月1日给您答复", "2027-03-01"),
        ("月底前给您准信", "2026-11-30"),
        ("下个月底给您答复", "2026-12-31"),
        ("本周内给您回复", "2026-11-27"),
        ("下周给您答复", "2026-12-04"),
        ("我们会在三个工作日内答复您", "2026-11-26"),
        ("两天内答复您", "2026-11-25"),
        ("24小时内回复您", "2026-11-24"),
        ("您好，来信收到，本周五前答复。", "2026-11-27"),
        ("我明天把申请书递交到仲裁委", "2026-11-24"),
        ("材料收到了，我周三去劳动监察大队问一下", "2026-11-25"),
        ("您的材料我周五前整理好", "2026-11-27"),
        ("我问过老板了，周五前给您答复", "2026-11-27"),
        ("对方律师说周四回复，我周五告诉您", "2026-11-27"),
        ("工资单收到，我这周五跟劳动局核实后给您答复。", "2026-11-27"),
        ("I will answer you by Friday.", "2026-11-27"),
        ("We'll get back to you within 3 days", "2026-11-26"),
        ("I will call you tomorrow", "2026-11-24"),
        ("We will write to you by 15 December.", "2026-12-15"),
    ],
)
def test_a_promise_is_read_with_its_day(letter: str, by: str) -> None:
    """
    However it is said, the last day on which it may be kept is read.
    """
    assert promised(letter) == [by]


@pytest.mark.parametrize(
    "letter",
    [
        "老板说周五给",
        "老板答应周五前给您答复",
        "老板说了，周五前给您回话",
        "公司承诺12月15日付清",
        "由公司周五答复您",
        "他说明天联系您",
        "劳动局的人明天会联系您",
        "请您周五前把材料发给我",
        "您周五前给我回话",
        "材料周五前发给我",
        "周五前发我一份",
        "法院通知周五开庭",
        "周五开庭，我会到场",
        "周五恐怕没法答复您",
        "如果顺利，周五给您答复",
        "周五给您答复可以吗？",
        "上周五给您答复过了",
        "我们昨天已经答复您了",
        "11月20日答复您",
        "去年3月1日给您答复",
        "您的工资是从3月5日起没发吗",
        "谢谢您的来信",
        "",
        "Your boss will pay by Friday.",
        "Please send it by Friday.",
        "If all goes well I will call you tomorrow.",
        "I will not call you tomorrow.",
    ],
)
def test_what_is_no_promise_of_his_reads_as_none(letter: str) -> None:
    """
    Somebody else's promise, what the worker is asked for, a doubt, a condition, a question, the past: nothing is read.
    """
    assert promised(letter) == []


def test_two_promises_are_read_in_the_order_of_their_days() -> None:
    """
    Each day once, the earliest first, each with the words that say so.
    """
    found = read_promises("我会在下周一联系公司，周三告诉您结果。周三我再给您打电话。", MONDAY, works)

    assert [(one.by.isoformat(), one.words) for one in found] == [
        ("2026-11-25", "周三告诉您结果"),
        ("2026-11-30", "我会在下周一联系公司"),
    ]
    assert [one.of_result for one in found] == [True, False]


def test_working_days_are_counted_by_the_calendar() -> None:
    """
    Over the National Day the third working day is after the holidays.
    """

    def open_days(day: date) -> bool:
        return works(day) and not date(2026, 10, 1) <= day <= date(2026, 10, 7)

    [found] = read_promises("三个工作日内答复您", date(2026, 9, 30), open_days)

    assert found.by == date(2026, 10, 12)


def test_any_day_of_the_week_is_ahead_and_is_that_day() -> None:
    """
    Whatever the day of writing: a day of the week alone is one to seven days ahead, 下周 that of the next week.
    """
    for n in range(400):
        today = MONDAY + timedelta(days=n)
        for weekday, name in enumerate(_WEEKDAYS):
            [alone] = read_promises(f"周{name}前给您答复", today, works)
            assert alone.by.weekday() == weekday
            assert 1 <= (alone.by - today).days <= 7
            [following] = read_promises(f"下周{name}给您答复", today, works)
            assert following.by == today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)


def test_any_day_of_the_year_that_is_written_out_is_read_as_it_stands() -> None:
    """
    Month and day, in either writing, are the next such day; what is read is never over and never a year away.
    """
    for n in range(0, 365):
        day = MONDAY + timedelta(days=n)
        found = promised(f"{day.month}月{day.day}日前给您答复")
        assert found == ([day.isoformat()] if n <= 270 else [])
        assert promised(f"{day.year}年{day.month}月{day.day}号前给您答复") == [day.isoformat()]


def test_no_letter_breaks_the_reader() -> None:
    """
    Whatever is put together of days, words and signs, each day read is today or later, within a year, and once.
    """
    parts = (
        *(
            "周五",
            "下周三",
            "明天",
            "12月31日",
            "2月30日",
            "31号",
            "0天内",
            "99个工作日内",
            "月底前",
            "三十二号",
            "本周",
        ),
        *(
            "我",
            "老板",
            "您",
            "请",
            "说",
            "给您答复",
            "联系您",
            "，",
            "。",
            "？",
            "不能",
            "去",
            "提交",
            "\n",
            "　",
            "I will ",
        ),
        *("call you ", "by Friday", "31 February", "😀", "\u200b", "如果", "已经"),
    )
    chance = random.Random(26)
    for _ in range(3_000):
        text = "".join(chance.choices(parts, k=chance.randint(1, 14)))
        days = [one.by for one in read_promises(text, MONDAY, works)]
        assert days == sorted(set(days)), text
        assert all(MONDAY <= day <= MONDAY + timedelta(days=366) for day in days), text


@pytest.mark.parametrize(
    ("typed", "day", "words"),
    [
        ("周五 给答复", "2026-11-27", "给答复"),
        ("2026-11-27 给答复", "2026-11-27", "给答复"),
        ("给答复 11月27日前", "2026-11-27", "给答复"),
        ("11月27日前：去问", "2026-11-27", "去问"),
        ("tomorrow call him", "2026-11-24", "call him"),
        ("by Friday an answer", "2026-11-27", "an answer"),
    ],
)
def test_a_typed_day_and_what_stands_beside_it(typed: str, day: str, words: str) -> None:
    """
    A command in a few words gives the day and what is to be done.
    """
    assert read_day(typed, MONDAY, works) == (date.fromisoformat(day), words)


@pytest.mark.parametrize("typed", ["没有日子", "2026-11-01 x", "2026-13-40 x", "昨天", ""])
def test_what_names_no_day_ahead_is_not_guessed(typed: str) -> None:
    """
    A day that is over, or none at all, is none.
    """
    assert read_day(typed, MONDAY, works) is None
