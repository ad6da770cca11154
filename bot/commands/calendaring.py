"""`hotline holidays`: the days on which nobody works or everybody has to, before those that the State announced."""

import csv
from datetime import date
from pathlib import Path

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.policies import office
from bot.settings import WrongSetting
from cases.recounting import count_again
from storage import case_clocks, cases, holidays
from storage.database import Database, Transaction
from storage.holidays import Holiday

_WORKS = {"working": True, "free": False}
_LONGEST_FILE = 1_000_000  # bytes; a year has some forty lines


@click.group("holidays")
def days() -> None:
    """Holidays and make-up days, which go before the State's calendar."""


@days.command("list")
@click.option("--year", type=int, help="Only this year.")
@json_option
def listed(year: int | None, as_json: bool) -> None:
    """The days of the table."""
    with opened() as database:
        those = [one for one in database.read(holidays.everything) if year in (None, one.day.year)]
    if as_json:
        document([_plain(one) for one in those])
    for one in [] if as_json else those:
        click.echo(f"{one.day}  {'working' if one.works else 'free':<8} {one.name}")


@days.command("set")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("how", type=click.Choice([*_WORKS, "announced"]))
@click.argument("name", default="")
def put(day: date, how: str, name: str) -> None:
    """Say that a DAY such as 2027-02-06 is `working` or `free`, and what for; `announced`: as the State says again."""
    that = date(day.year, day.month, day.day)
    with opened() as database:
        if how == "announced":
            database.call(lambda tx: holidays.remove(tx, that))
        else:
            database.call(lambda tx: holidays.put(tx, Holiday(that, _WORKS[how], name)))
        count_all_again(database)
    click.echo(f"{that} is {how}.")


@days.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def load(file: Path, as_json: bool) -> None:
    """Read a FILE of lines such as `2027-02-06,free,春节`, all of it or nothing."""
    those = _read(file)
    with opened() as database:
        database.call(lambda tx: holidays.put(tx, *those))
        counted = count_all_again(database)
    if as_json:
        document({"days": len(those), "clocks_changed": counted})
    else:
        click.echo(f"{len(those)} days are set; {counted} running clocks end at another time now.")


def _read(file: Path) -> list[Holiday]:
    """The days of a file, each once; raises WrongSetting with the number of the first line that is not one."""
    if file.stat().st_size > _LONGEST_FILE:
        raise WrongSetting(f"{file} is too long to be a list of holidays.")
    try:
        lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error):
        raise WrongSetting(f"{file} is not a list in UTF-8; save it as CSV in UTF-8 and try again.") from None
    found = [_day(file, number, line) for number, line in enumerate(lines, 1) if any(part.strip() for part in line)]
    known: dict[date, Holiday] = {}
    for one in found:
        if known.setdefault(one.day, one).works != one.works:
            raise WrongSetting(f"{file} says of {one.day} both that it is worked and that it is free; keep one line.")
    if not known:
        raise WrongSetting(f"{file} has no days; each line is like 2027-02-06,free,春节.")
    return list(known.values())


def _day(file: Path, number: int, line: list[str]) -> Holiday:
    day, how, name = ([part.strip() for part in line] + ["", "", ""])[:3]
    try:
        return Holiday(date.fromisoformat(day), _WORKS[how.lower()], name)
    except (ValueError, KeyError):
        sentence = f"Line {number} of {file} is not a day, working or free, and a name, such as 2027-02-06,free,春节;"
        raise WrongSetting(f"{sentence} nothing was changed.") from None


def count_all_again(database: Database) -> int:
    """Have every clock that runs end when it should by the changed calendar; returns how many do at another time."""
    rules = office()

    def count(tx: Transaction, clock_id: str) -> bool:
        cases.lock(tx, case_clocks.by_id(tx, clock_id).case_id)
        return count_again(tx, rules, clock_id)

    running = database.read(case_clocks.running)
    return sum(database.call(lambda tx, one=one: count(tx, one)) for one in running)  # type: ignore[misc]


def _plain(one: Holiday) -> dict[str, object]:
    return {"day": one.day.isoformat(), "working": one.works, "name": one.name}
