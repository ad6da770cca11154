"""`hotline staff leave` and `duty`, and what a member of staff may be, as an operator types it."""

import pytest

from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed, refused

LATER = ("--from", "2030-01-07", "--to", "2030-01-11")


@pytest.fixture
def house(run: Run) -> Run:
    """A federation with a supervisor S01 and two lawyers, L01 and L02."""
    run("migrate")
    for words in (FEDERATION, SUPERVISOR, LAWYER, LAWYER):
        assert run(*words).exit_code == 0
    return run


def test_a_leave_is_entered_listed_and_ended(house: Run) -> None:
    """
    Whole days, the last one included, with who stands in; ended, nobody is on leave.
    """
    assert (
        "L01  2030-01-07 00:00 to 2030-01-12 00:00  covered by L02"
        in house("staff", "leave", "L01", *LATER, "--cover", "L02").stdout
    )
    [leave] = printed(house("staff", "leave", "--json"))
    assert (leave["staff_id"], leave["cover"], leave["ends"]) == ("L01", "L02", "2030-01-12T00:00:00+08:00")

    assert house("staff", "leave", "L01", "--end").stdout == "Nobody is on leave.\n"
    assert "is not on leave" in refused(house("staff", "leave", "L01", "--end"))


def test_a_circle_is_refused(house: Run) -> None:
    """
    The other one would have the first stand in on the same days: a sentence, and nothing is entered.
    """
    house("staff", "leave", "L01", *LATER, "--cover", "L02")

    said = refused(house("staff", "leave", "L02", *LATER, "--cover", "L01"))

    assert "L02 → L01 → L02" in said
    assert len(printed(house("staff", "leave", "--json"))) == 1


def test_duty_is_entered_listed_and_ended(house: Run) -> None:
    """
    Who is on duty from which hour to which; whoever answers now is said, too.
    """
    hours = ("--from", "2030-01-07T18:00", "--to", "2030-01-08T08:00")
    entered = house("staff", "duty", "620500", "S01", *hours).stdout

    assert "S01  620500  2030-01-07 18:00 to 2030-01-08 08:00" in entered
    assert "S01 督导 answers for 620500 now." in entered
    assert "on duty for 620500 then" in refused(house("staff", "duty", "620500", "S01", *hours))
    assert [one["unit"] for one in printed(house("staff", "duty", "--json"))] == ["620500"]
    assert "Nobody has been put on duty." in house("staff", "duty", "620500", "--end").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("leave", "--to", "2030-01-07"),
        ("leave", "L01", "--from", "2030-01-07"),
        ("leave", "L01", "--to", "soon"),
        ("duty", "620500", "--to", "2030-01-07"),
        ("set", "L01", "--mobile", "12"),
        ("set", "L01", "--licence-until", "never"),
        ("set", "L01", "--district", "110101"),
        ("units", "--add", "620500-7", "--name", "x"),
    ],
)
def test_wrong_usage_is_two(house: Run, words: tuple[str, ...]) -> None:
    """
    Half a command, or something that is no time, number or place: status 2, and what is meant.
    """
    assert house("staff", *words).exit_code == 2


def test_unknown_people_and_places_are_a_sentence(house: Run) -> None:
    """
    Nobody of that id, no body of that code.
    """
    assert "L99" in refused(house("staff", "leave", "L99", *LATER))
    assert "999999" in refused(house("staff", "duty", "999999", "S01", *LATER))


def test_what_a_lawyer_speaks_and_until_when_he_may_practise(house: Run) -> None:
    """
    Languages, the end of the licence and a number for notices are taken; the number is shown nowhere.
    """
    changed = house(
        "staff", "set", "L01", "--languages", "en", "--licence-until", "2030-12-31", "--mobile", "138 0000 0000"
    )

    assert changed.exit_code == 0
    assert "138" not in house("staff", "list").stdout


def test_union_bodies_stand_on_their_levels(house: Run) -> None:
    """
    A county and an enterprise are added below the city and listed with their levels.
    """
    for code, parent in (("620502", "620500"), ("620502-07", "620502")):
        assert house("staff", "units", "--add", code, "--name", "某工会", "--parent", parent).exit_code == 0

    listed = house("staff", "units").stdout
    assert [line.split()[1] for line in listed.splitlines()] == ["prefecture", "district", "enterprise"]
