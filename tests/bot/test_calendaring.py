"""`hotline holidays`: the table that goes before the State's calendar, and what it does to clocks that run."""

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.calendaring import count_all_again
from bot.commands.database import open_database
from bot.demonstration import furnish
from bot.policies import office
from bot.settings import Settings
from cases import deadlines
from storage import case_clocks, cases, holidays, offers
from storage.clock import CHINA
from storage.database import Database
from storage.holidays import Holiday
from tests.bot.command_line import Run, printed, refused

NOTICE = """2027-02-05,free,春节
2027-02-06,free,春节

2027-02-14, Working ,春节调休
"""


def at(written: str) -> datetime:
    """An instant in China."""
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


def test_a_notice_is_read_whole(run: Run, tmp_path: Path) -> None:
    """
    Days, how they are, what for; a byte order mark and empty lines of Excel do no harm; read again it changes nothing.
    """
    file = tmp_path / "2027.csv"
    file.write_text(NOTICE, "utf-8-sig")

    for _ in range(2):
        assert printed(run("holidays", "import", str(file), "--json")) == {"days": 3, "clocks_changed": 0}

    assert printed(run("holidays", "list", "--year", "2027", "--json"))[-1] == {
        "day": "2027-02-14",
        "working": True,
        "name": "春节调休",
    }
    assert run("holidays", "list").stdout.splitlines()[0] == "2027-02-05  free     春节"


@pytest.mark.parametrize(
    ("notice", "sentence"),
    [
        ("2027-02-05,free,春节\n2027-02-30,free,春节\n", "Line 2 of "),
        ("2027-02-05,perhaps,春节\n", "Line 1 of "),
        ("2027-02-05\n", "Line 1 of "),
        ("\n", "has no days"),
        ("2027-02-05,free,\n2027-02-05,working,\n", "both that it is worked and that it is free"),
    ],
)
def test_a_wrong_line_changes_nothing(run: Run, tmp_path: Path, notice: str, sentence: str) -> None:
    """
    All of the file or nothing, and the number of the line that is wrong.
    """
    file = tmp_path / "2027.csv"
    file.write_text(notice, "utf-8")

    assert sentence in refused(run("holidays", "import", str(file)))
    assert printed(run("holidays", "list", "--json")) == []


def test_one_day_is_set_and_given_back(run: Run) -> None:
    """
    Free, then worked, then as the State announced: the table has it no more.
    """
    for how in ("free", "working"):
        assert run("holidays", "set", "2026-11-25", how, "演练").exit_code == 0
    [day] = printed(run("holidays", "list", "--json"))
    assert day["working"]

    assert run("holidays", "set", "2026-11-25", "announced").exit_code == 0

    assert printed(run("holidays", "list", "--json")) == []
    assert run("holidays", "set", "tomorrow", "free").exit_code == 2


def test_clocks_that_run_end_by_the_new_calendar(run: Run) -> None:
    """
    With a holiday in between, offers and results are due a day later, the offer's own end with its clock; a date that
    was promised stays.
    """
    assert run("migrate").exit_code == 0
    with closing(opened_at(at("2026-11-24 10:00"))) as database:
        database.call(lambda tx: furnish(tx, office()))
        [promise] = [one for one in database.read(cases.everything) if one.status == "working"]
        database.call(lambda tx: deadlines.promised(tx, office(), promise, at("2026-12-01 18:00")))
        before = ends(database)

        database.call(lambda tx: holidays.put(tx, Holiday(date(2026, 11, 25), False, "演练")))
        changed = count_all_again(database)

        after = ends(database)
        kept = database.read(lambda tx: case_clocks.open_one(tx, promise.id, "result"))
        asked = [one for one in database.read(cases.everything) if one.offered_to]
        standing = [database.read(lambda tx, one=one: offers.open_offer(tx, one.id)) for one in asked]  # type: ignore[misc]

    assert changed == len([one for one in before if after[one] != before[one]]) > 0
    assert kept is not None
    assert kept.due_at == at("2026-12-01 18:00")
    assert {one.due_at for one in standing if one} == {at("2026-11-26 10:00")}
    assert all(after[one] - before[one] in (timedelta(0), timedelta(days=1)) for one in before)


def opened_at(moment: datetime) -> Database:
    """The database of the settings at this moment."""
    return open_database(Settings.read(), lambda: moment)


def ends(database: Database) -> dict[str, datetime]:
    """When each clock that runs ends."""
    running = database.read(lambda tx: [case_clocks.by_id(tx, one) for one in case_clocks.running(tx)])
    return {one.id: one.due_at for one in running if one.due_at}
