import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.headcount import Headcount, read_headcount


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("5", 5),
        ("五个人", 5),
        ("12名工友", 12),
        ("就我一个", 1),
        ("just me", 1),
        ("我们八个", 8),
        ("俩", 2),
        ("我和三个工友", 4),
        ("3 workers", 3),
        ("两百人", 200),
    ],
)
def test_the_number_of_workers_is_read_with_the_speaker(said: str, people: int) -> None:
    """
    A worker says how many they are, and he himself is among them.
    """
    assert read_headcount(said) == Headcount(people=people)


@pytest.mark.parametrize(
    ("said", "least"),
    [
        ("十几个", 11),
        ("二十多", 21),
        ("六七个", 6),
        ("几十个", 20),
        ("二三十人", 20),
        ("30多号人", 31),
        ("好几个人", 3),
    ],
)
def test_a_vague_number_is_the_least_it_can_be(said: str, least: int) -> None:
    """
    A worker who says 十几个 is not put down as ten or as nineteen.
    """
    assert read_headcount(said) == Headcount(at_least=least)


@pytest.mark.parametrize("said", ["", "不知道", "欠了3个月", "5000元", "0", "好多", "13900001111", "三个或者五个"])
def test_what_is_no_number_of_people_is_not_read(said: str) -> None:
    """
    A number that counts something else is asked again.
    """
    assert read_headcount(said) is None


@given(st.integers(1, 10_000))
def test_every_number_of_people_is_read(people: int) -> None:
    """
    From one worker to ten thousand, digits are read as they stand.
    """
    assert read_headcount(f"{people}个人") == Headcount(people=people)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(said: str) -> None:
    """
    Whatever is typed, the answer is a number of people that can be, or none.
    """
    read = read_headcount(said)
    assert read is None or 0 < (read.people or read.at_least or 0) <= 10_001
