"""One worker's many cases: enough is said plainly, nothing he said is lost, and help is there all the same."""

import pytest

from cases.policy import Policy
from handlers.incoming import Attachment
from handlers.receive import Door
from knowledge.library import Library
from storage import files
from storage.database import Database
from tests.conftest import SettableClock
from tests.handlers.owner import letters
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, case
from texts import Texts

AFTERTHOUGHT = "对了，还有一个工友也没拿到钱，他叫某某"


@pytest.fixture
def door(library: Library, texts: Texts, clock: SettableClock) -> Door:
    """A federation that takes two cases of one worker at a time."""
    return Door(library, texts, Policy(most_open_cases=2), clock)


@pytest.fixture
def numbers(phone: Phone) -> list[str]:
    """The two cases that this worker has open."""
    return [phone.complains(), phone.complains()]


def test_the_shipped_limit_leaves_room() -> None:
    """
    Several employers in one year are no abuse: a hundred cases at a time are taken.
    """
    assert Policy().most_open_cases == 100


@pytest.mark.parametrize("asks", ["我要投诉", "/complaint", "/start complaint", "接着填", "File a complaint"])
def test_enough_is_said_with_every_way_on(phone: Phone, numbers: list[str], asks: str) -> None:
    """
    However he asks for another complaint, he reads why not now, and can write to each of his cases or to a person.
    """
    said = phone.says(asks)

    assert "您有 2 个工单还没办完" in said
    ways = [button.id for button in phone.buttons()]
    assert sorted(ways) == sorted([*(f"reply:{number}" for number in numbers), "status", "person"])
    assert len(all_cases(phone.database)) == 2


def test_he_writes_on_to_one_of_them(phone: Phone, numbers: list[str]) -> None:
    """
    One tap, and what he types reaches whoever has that case.
    """
    phone.presses("complaint")
    phone.taps(f"reply:{numbers[0]}")
    phone.says(AFTERTHOUGHT)

    assert letters(phone, numbers[0]) == [AFTERTHOUGHT]


def test_what_he_typed_before_is_not_lost(phone: Phone, numbers: list[str]) -> None:
    """
    He tells it first and asks to complain then: the tap on a case takes along what he told.
    """
    phone.says(AFTERTHOUGHT)
    phone.presses("complaint")
    phone.taps(f"reply:{numbers[1]}")

    assert letters(phone, numbers[1]) == [AFTERTHOUGHT]


def test_what_he_sent_before_is_not_lost(phone: Phone, numbers: list[str]) -> None:
    """
    A photo with a word below it, then a complaint that is one too many: the tap on a case puts both into it.
    """
    phone.sends("media", "工资条", Attachment("photo", "remote", "", 3, "image/jpeg"))
    phone.presses("complaint")
    phone.taps(f"belongs:{numbers[0]}")

    [file] = phone.database.read(lambda tx: files.of_case(tx, case(phone.database, numbers[0]).id))
    assert file.kind == "photo"
    assert phone.database.read(lambda tx: files.loose(tx, phone.conversation_id)) == []


def test_danger_and_a_person_know_no_limit(phone: Phone, numbers: list[str]) -> None:
    """
    Whoever has two cases open and is in danger, or asks for one of us, is looked after as anybody.
    """
    phone.presses("complaint")
    phone.says("我不想活了")
    assert [one.urgency for one in all_cases(phone.database)].count("urgent") == 1

    assert phone.says("人工")
    kinds = [one.kind for one in all_cases(phone.database)]
    assert (kinds.count("wages"), kinds.count("other")) == (2, 1)


def test_a_person_is_opened_for_him_beyond_the_limit(phone: Phone, numbers: list[str]) -> None:
    """
    The button below the refusal leads to the supervisor on duty.
    """
    phone.presses("complaint")
    phone.taps("person")

    assert sorted(one.kind for one in all_cases(phone.database)) == ["other", "wages", "wages"]


def test_a_form_begun_before_is_finished(phone: Phone) -> None:
    """
    He asked for a person in the middle of his second complaint, which makes two: the form still becomes a case.
    """
    phone.complains()
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    phone.presses("person")

    phone.says("我要投诉")
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")

    assert len(all_cases(phone.database)) == 3


def test_one_taken_back_makes_room(phone: Phone, numbers: list[str]) -> None:
    """
    He withdraws one that he does not need any more, and may complain again.
    """
    phone.presses(f"withdraw_yes:{numbers[0]}")

    assert "您同意吗" in phone.says("我要投诉")


def test_nobody_pays_for_anothers_cases(phone: Phone, numbers: list[str], door: Door, town: Database) -> None:
    """
    The next worker's first complaint is taken.
    """
    assert Phone(door, town, address="815").complains() not in numbers


def test_an_old_button_begins_a_whole_form(phone: Phone) -> None:
    """
    With words that wait to be added to his case he taps "go on with it" of a form long submitted: a new one begins,
    and it can be submitted.
    """
    phone.complains()
    phone.says(AFTERTHOUGHT)
    phone.presses("resume")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    while "submit" not in phone.shown():
        phone.taps("skip")

    phone.taps("submit")

    assert [one.kind for one in all_cases(phone.database)] == ["wages", "wages"]
