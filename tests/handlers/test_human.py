"""A person of ours: whoever asks for one is told who answers and when, and what he said lately is there."""

import pytest

from cases.office import Office
from tests.conftest import SettableClock
from tests.handlers.owner import accepted, letters, write
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, complaint, only_case, supervisors


def test_a_person_in_opening_hours_is_told_at_once(phone: Phone) -> None:
    """
    On Monday at ten somebody is there; the duty supervisor has what was said lately.
    """
    phone.says("我在秦州区一个工地")
    said = phone.says("人工")

    waiting = only_case(phone.database)
    assert "现在有人值班" in said
    assert waiting.number in said
    assert (waiting.kind, waiting.owner, waiting.offered_to, waiting.urgency) == ("other", "S01", None, "high")
    assert "我在秦州区一个工地" in complaint(phone.database, waiting.number).story


@pytest.mark.parametrize(
    ("hours", "opens"), [(10, "11-24 08:30"), (3, "11-23 14:30"), (14, "11-24 08:30"), (5 * 24, "11-30 08:30")]
)
def test_a_person_outside_opening_hours_says_when(phone: Phone, clock: SettableClock, hours: int, opens: str) -> None:
    """
    In the evening, at noon, at midnight, on Saturday: the sentence names the hour at which somebody answers.
    """
    clock.advance(hours=hours)

    assert f"{opens} 以后会有人" in phone.presses("person")


def test_asking_for_a_person_twice_opens_one_case(phone: Phone) -> None:
    """
    A second tap says that they know already, and they see that he asked again; writing on reaches them.
    """
    phone.presses("person")
    number = only_case(phone.database).number

    assert "已经知道了" in phone.presses("person")
    assert only_case(phone.database).number == number
    phone.says("我在火车站这边")
    assert letters(phone, number) == ["[再次点了“人工”]", "我在火车站这边"]


def test_asking_for_a_person_while_writing_to_a_lawyer(phone: Phone, office: Office) -> None:
    """
    人工 reaches the duty supervisor, not the lawyer about whom he may want to complain.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请把材料带来。")

    phone.presses("person")
    phone.says("那个律师一个月没理我")

    asked = next(one for one in all_cases(phone.database) if one.kind == "other")
    assert letters(phone, asked.number) == ["那个律师一个月没理我"]
    assert letters(phone, number) == []


def test_what_was_typed_into_a_form_given_up_is_not_handed_over(phone: Phone) -> None:
    """
    After cancelling, a tap on 人工 does not bring the story of the cancelled form before anybody's eyes.
    """
    phone.says("我想问个事情")
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    phone.presses("cancel")
    phone.presses("person")

    said = complaint(phone.database, only_case(phone.database).number).story
    assert "我想问个事情" in said
    assert VAGUE_STORY not in said


def test_without_a_supervisor_a_person_is_asked_for_in_vain_but_politely(phone: Phone) -> None:
    """
    Nobody on duty at all: the number to ring, no crash, and the form stays.
    """
    supervisors(phone.database, active=False)
    phone.presses("complaint")
    phone.taps("agree")

    said = phone.says("人工")

    assert "12351" in said
    assert "经过讲给我听" in said
    assert all_cases(phone.database) == []


def test_what_is_handed_to_a_person_can_be_shown_on_a_page(phone: Phone) -> None:
    """
    Half a character or a whole book said before asking for a person never breaks the supervisor's page.
    """
    phone.says("我叫\ud800小王\0")
    phone.says("啊" * 300_000)
    phone.presses("person")

    story = complaint(phone.database, only_case(phone.database).number).story
    assert "我叫小王" in story
    assert story.encode("utf-8", "strict")
    assert len(story) < 200_000
