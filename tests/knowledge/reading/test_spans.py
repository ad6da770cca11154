from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.mentions import mentions, told
from knowledge.reading.spans import Span, unpaid_span
from knowledge.reading.surroundings import Guess

ASKED_ON = date(2026, 5, 1)


def span(story: str, *parts: str, sure: float = 1.0, guess: Guess | None = None) -> Span:
    """The span of a story whose times play these parts."""
    found = [it for it in mentions(told(story)) if it.kind == "time"]
    read = [(it, {part: sure, "none": 1 - sure}) for it, part in zip(found, parts, strict=True)]
    return unpaid_span(read, guess or Guess(), ASKED_ON)


@pytest.mark.parametrize(
    ("story", "parts", "wanted"),
    [
        ("去年10月到今年2月没发", ("begin", "end"), ("2025-10", "2026-02")),
        ("10月到2月没发", ("begin", "end"), ("2025-10", "2026-02")),
        ("3月没发", ("begin_end",), ("2026-03", "2026-03")),
        ("3月干到现在没发", ("begin", "end_now"), ("2026-03", "2026-05")),
        ("2024年干到现在", ("begin", "end_now"), (None, None)),
        ("4月到5月没发", ("begin", "end"), (None, None)),
        ("去年腊月进厂，3月走的", ("worked_begin", "worked_end"), (None, None)),
    ],
)
def test_the_months_follow_from_the_parts_of_the_times(
    story: str, parts: tuple[str, ...], wanted: tuple[str | None, str | None]
) -> None:
    """
    Years follow from the order; a year without a month and a month that may be still running leave it open.
    """
    assert span(story, *parts) == wanted


def test_the_rules_count_where_the_parts_are_not_sure() -> None:
    """
    What neither reads for sure stays open, what the rules read counts, unless the parts say otherwise for sure.
    """
    rules = Guess(begin="2026-02")
    assert span("3月没发", "begin", sure=0.6) == (None, None)
    assert span("3月没发", "begin", sure=0.6, guess=rules).begin == "2026-02"
    assert span("3月没发", "begin", sure=0.9, guess=rules).begin == "2026-03"


def test_a_month_of_the_rules_that_no_time_seems_to_play_is_none() -> None:
    """
    The rules took the day of the accident for the first month unpaid.
    """
    assert span("3月受伤", "when", guess=Guess(begin="2026-03")).begin is None


def test_a_span_counts_its_first_and_its_last_month() -> None:
    """
    From October to February are five months.
    """
    assert span("去年10月到今年2月没发", "begin", "end").months == 5
    assert Span("2026-02", None).months is None


@given(st.lists(st.sampled_from(["去年3月", "腊月", "今年", "2025年12月31日", "现在", "上个月", "年底"]), max_size=4))
def test_any_times_are_read_without_an_error(times: list[str]) -> None:
    """
    Whatever the order, the last month is not before the first.
    """
    found = span("，".join(times), *["begin", "end", "end", "begin"][: len(times)]) if len(times) > 1 else Span()
    assert (found.months or 1) > 0
