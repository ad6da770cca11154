"""The whole way in English."""

from decimal import Decimal

import pytest

from handlers.receive import Door
from storage.database import Database
from tests.handlers.town import MAIJI, Phone, complaint, only_case

STORY = "I laid bricks for four months and the boss has not given me one yuan of it."


def test_a_complaint_in_english_from_greeting_to_status(door: Door, town: Database) -> None:
    """
    Greeting, question with its law, consent, story, every field, the card, a mended line, the number, its status:
    not one Chinese sentence in between.
    """
    phone = Phone(door, town, language="en")
    said = [phone.says("/start"), phone.says("How do I apply for legal aid?")]
    said.append(phone.says("File a complaint"))
    said.append(phone.says("I agree"))
    said.append(phone.says(STORY))
    answers = (
        "Maiji",
        "Red Leaf Crew",
        "32000 yuan",
        "March 2026",
        "12 people",
        "Yes",
        "No",
        "13800001111 after seven",
    )
    for answer in answers:
        said.append(phone.says(answer))
    card = said[-1]
    said.append(phone.says("Change"))
    phone.taps("mend:amount")
    said.append(phone.says("about 30000"))
    said.append(phone.says("Submit"))
    said.append(phone.says("status"))

    assert "Still owed: 32,000 yuan" in card
    assert "District: Maiji" in card
    assert "about 30,000 yuan" in said[-3]
    number = only_case(town).number
    assert f"Your case number: {number}" in said[-2]
    assert f"{number} (" in said[-1]
    filed = complaint(town, number)
    assert (filed.amount, filed.district, filed.since, filed.headcount) == (Decimal(30000), MAIJI, "2026-03", 12)
    assert filed.approximate == ("amount",)
    for text in said:
        assert not chinese(text), text


def chinese(text: str) -> bool:
    """Whether anything but the citations, which name the laws as they are called, is Chinese."""
    spoken = [line for line in text.splitlines() if not line.startswith("The law: ")]
    return any("\u4e00" <= sign <= "\u9fff" for sign in "".join(spoken))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("A person", "told the staff"),
        ("Status", "not filed"),
        ("Cancel", "nothing to cancel"),
        ("help", "Just type your question"),
        ("Solved", "did not find that case"),
        ("Not solved", "did not find that case"),
        ("Go on with it", "Do you agree?"),
    ],
)
def test_every_label_can_be_typed_in_english(door: Door, town: Database, typed: str, expected: str) -> None:
    """
    What stands on a button may be typed instead, in English too.
    """
    assert expected in Phone(door, town, language="en").says(typed)


def test_switching_the_language_by_word_button_and_command(phone: Phone) -> None:
    """
    English, 中文, the button and /language each change the language and keep it.
    """
    assert "I will speak English" in phone.says("English")
    assert "Just type" in phone.says("/help")
    assert "以后说中文" in phone.says("中文")
    assert "I will speak English" in phone.presses("language")
    assert "以后说中文" in phone.says("/language")
    assert "I will speak English" in phone.says("/language en")
    assert "I will speak English" in phone.presses("language:en")
