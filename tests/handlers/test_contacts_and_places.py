"""Telephone numbers and places that a worker shares."""

from cases.office import Office
from tests.handlers.owner import accepted, write
from tests.handlers.sending import in_a_form, recorded, sends
from tests.handlers.town import Phone, complaint, only_case


def test_his_own_number_answers_the_question_for_it(phone: Phone) -> None:
    """
    Who shares his contact when the form asks how to reach him has answered.
    """
    in_a_form(phone, "contact")

    said = sends(phone, "contact", "+8613800138000", contact="own")

    assert "联系方式：+8613800138000" in said


def test_somebody_elses_number_is_only_offered(phone: Phone) -> None:
    """
    A shared contact of somebody else is not taken for his own: one tap takes it, the question stays open.
    """
    asked = in_a_form(phone, "contact")

    said = sends(phone, "contact", "王工 13800138000", contact="other")

    assert "别人的电话" in said
    assert said.endswith(asked)
    assert "联系方式：13800138000" in phone.taps("contact")
    phone.taps("submit")
    filed = complaint(phone.database, only_case(phone.database).number)
    assert filed.contact == "13800138000；[别人的电话] 王工 13800138000"
    assert "13800138000" not in filed.story


def test_a_place_is_offered_as_the_county(phone: Phone) -> None:
    """
    A shared place goes into the complaint, and the nearest county is offered when that is asked.
    """
    in_a_form(phone, "district")

    said = sends(phone, "location", "34.57,105.90")

    assert "麦积区" in said
    phone.taps("district:620503")
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")
    opened = only_case(phone.database)
    assert opened.district == "620503"
    story = complaint(phone.database, opened.number).story
    assert "他发了一个位置（麦积区附近）" in story
    assert "34.57" not in story


def test_a_place_far_away_is_not_guessed(phone: Phone) -> None:
    """
    A place in another province is kept, and no county is suggested.
    """
    asked = in_a_form(phone, "district")

    said = sends(phone, "location", "31.23,121.47")

    assert "看着像" not in said
    assert said.endswith(asked)


def test_a_walk_with_a_live_location_says_nothing(phone: Phone) -> None:
    """
    Each step of a shared live location is kept and not answered.
    """
    assert sends(phone, "location", "34.57,105.90", message="7")
    assert sends(phone, "moved", "34.58,105.90", message="7") == ""


def test_his_own_number_is_no_letter(phone: Phone, office: Office) -> None:
    """
    Who shares his contact with his lawyer has it sealed with the complaint, the newest first; the record says only that
    it is there.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请发工友联系方式")

    for mine in ("13912345678", "13912345679", "13912345678"):
        said = sends(phone, "contact", mine, contact="own")

    assert number in said
    assert complaint(phone.database, number).contact == "13912345679；13912345678"
    assert recorded(phone, number, "contact_left") == [None] * 3
    assert recorded(phone, number, "from_worker") == []
