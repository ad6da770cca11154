import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.figures import figures_told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我今年13岁", "age 0"),
        ("17周岁能进厂吗", "age 1"),
        ("四十岁", "age 2"),
        ("父亲 62 岁", "age 4"),
        ("一个人", "crowd 0"),
        ("我们6个工友", "crowd 1"),
        ("90多名农民工", "crowd 2"),
        ("干了1个月", "months 0"),
        ("十三个月没签", "months 3"),
        ("干了7年", "years 1"),
        ("在厂里十六年", "years 3"),
        ("一天12个小时", "hours 1"),
        ("十级伤残", "grade 0"),
    ],
)
def test_says_what_a_figure_tells(text: str, told: str) -> None:
    assert told in figures_told(text)


@pytest.mark.parametrize("text", ["2016年进厂", "几级伤残", "16年底", "欠我8万", ""])
def test_says_nothing_of_a_calendar_year_a_grade_asked_for_or_a_sum(text: str) -> None:
    assert figures_told(text) == []


@given(st.text(max_size=300))
def test_reads_any_text_alike_however_often(text: str) -> None:
    told = figures_told(text)
    assert told == sorted(set(told)) == figures_told(text)
