import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.headcount import Headcount, find_headcount, read_headcount
from knowledge.reading.numerals import fold


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
        ("三十几个人", 31),
        ("十二三个人", 12),
        ("八十余人", 81),
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


@pytest.mark.parametrize(
    ("story", "people"),
    [
        ("我们九个人在县城刷外墙", 9),
        ("我和老乡两人给人铺地", 2),
        ("我跟我媳妇在制衣厂上班", 2),
        ("我和另外3名工友被欠", 4),
        ("我们仨被欠了工钱", 3),
        ("夫妻俩摘了一个月的枸杞", 2),
        ("一家三口在砖厂干活", 3),
        ("拖欠26名工人工资", 26),
        ("我们班组连我一共14人，其中两个人先走了", 14),
        ("瓦工8人都没拿到", 8),
    ],
)
def test_a_story_tells_how_many_are_owed(story: str, people: int) -> None:
    """
    The workers of a story are counted with the speaker.
    """
    assert find_headcount(fold(story)) == Headcount(people=people)


@pytest.mark.parametrize(
    ("story", "least"),
    [
        ("欠我们十几个人的工资", 11),
        ("这60多名工友都在等钱", 61),
        ("我们六七个人干了俩月", 6),
        ("几十号工人都等着", 20),
        ("工人有40多个没拿到钱", 41),
        ("大约二十多名工友", 21),
        ("我带了三十多人", 31),
    ],
)
def test_a_story_that_counts_vaguely_tells_the_least(story: str, least: int) -> None:
    """
    A vague crowd is put down as the least it can be.
    """
    assert find_headcount(fold(story)) == Headcount(at_least=least)


@pytest.mark.parametrize(
    "story",
    [
        "老板欠我工资",
        "我一个人干的",
        "扣我三个月工资",
        "老板叫了五个人来赶我们",
        "每3个人一间",
        "今年要裁两百人",
        "一共差不多60人",
        "我们选三个代表去",
        "两个老板都不接电话",
    ],
)
def test_other_people_of_a_story_are_not_counted(story: str) -> None:
    """
    Who came, was hired, owns or is only roughly counted is not owed; the speaker alone is no number.
    """
    assert find_headcount(fold(story)) is None


@given(st.text(max_size=200))
def test_no_story_breaks_the_reader(story: str) -> None:
    """
    Whatever is told, more than one worker is owed, or no number is told.
    """
    found = find_headcount(fold(story))
    assert found is None or 1 < (found.people or found.at_least or 0) <= 10_001
