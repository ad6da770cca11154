"""`hotline staff leave` and `hotline staff duty`: who is away and who stands in, who answers for a union body when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from cases import leaving, rota
from storage import duty, people
from storage.clock import CHINA
from storage.database import Transaction
from storage.duty import Leave, Shift

_DAY_ALONE = len("2026-11-30")
_A_DAY = timedelta(days=1)
_NO_TIME = "A day such as 2026-11-30, or a time such as 2026-11-30T18:00."


class Moment(click.ParamType[datetime]):
    """A time in China; a day alone stands for its beginning, or as an end for the whole of it."""

    name = "time"

    def __init__(self, whole_day: bool = False) -> None:
        self._whole_day = whole_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it as it was typed."""
        try:
            found = datetime.fromisoformat(value).replace(tzinfo=CHINA)
        except ValueError:
            self.fail(_NO_TIME, param, ctx)
        return found + _A_DAY if self._whole_day and len(value) == _DAY_ALONE else found


class Day(click.ParamType[date]):
    """A day, 2026-11-30."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it as it was typed."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("A day such as 2026-11-30.", param, ctx)


DAY = Day()
_FROM = click.option("--from", "begins", type=Moment(), help=f"{_NO_TIME} Left out: now.")
_TO = click.option("--to", "ends", type=Moment(whole_day=True), help=f"{_NO_TIME} A day alone is included.")


@click.command("leave")
@click.argument("staff_id", required=False)
@_FROM
@_TO
@click.option("--cover", help="Who gets the offers and new cases meanwhile.")
@click.option("--end", is_flag=True, help="Back already, or not going.")
@json_option
def leave_command(
    staff_id: str | None, begins: datetime | None, ends: datetime | None, cover: str | None, end: bool, as_json: bool
) -> None:
    """List who is away or will be; with ID and --to enter a leave, with ID and --end end it."""
    if staff_id is None and (end or begins or ends or cover):
        raise click.UsageError("Say whose leave it is: hotline staff leave L01 --to 2026-11-30.")
    if begins and not ends:
        raise click.UsageError("Say until when: --to 2026-11-30.")
    with opened() as database:
        if staff_id and end:
            database.call(lambda tx: leaving.come_back(tx, staff_id))
        elif staff_id and ends:
            until = ends
            database.call(lambda tx: leaving.enter(tx, staff_id, begins or tx.now, until, cover, "command"))
        found = database.read(lambda tx: _leaves(tx, staff_id))
    _print(found, as_json, "Nobody is on leave.")


@click.command("duty")
@click.argument("unit", required=False)
@click.argument("staff_id", required=False)
@_FROM
@_TO
@click.option("--end", is_flag=True, help="End or cancel what is entered for ID, or for everybody, at the unit.")
@json_option
def duty_command(
    unit: str | None, staff_id: str | None, begins: datetime | None, ends: datetime | None, end: bool, as_json: bool
) -> None:
    """List who is on duty or will be; with UNIT, ID and --to put somebody on duty, with --end end it."""
    if (begins or ends) and not (unit and staff_id and ends):
        raise click.UsageError("Say where, who and until when: hotline staff duty 620500 S01 --to 2026-11-30.")
    with opened() as database:
        if unit and end:
            database.call(lambda tx: _end(tx, unit, staff_id))
        elif unit and staff_id and ends:
            until = ends
            database.call(lambda tx: rota.put_on_duty(tx, unit, staff_id, begins or tx.now, until, "command"))
        found = database.read(lambda tx: duty.shifts(tx, [unit] if unit else None))
        answering = database.read(lambda tx: people.supervisor_of(tx, unit)) if unit else None
    _print(found, as_json, "Nobody has been put on duty.")
    if answering and not as_json:
        click.echo(f"{answering.id} {answering.name} answers for {unit} now.")


def _leaves(tx: Transaction, staff_id: str | None) -> list[Leave]:
    return duty.leaves(tx, [people.colleague(tx, staff_id).id] if staff_id else None)


def _end(tx: Transaction, unit: str, staff_id: str | None) -> None:
    for shift in duty.shifts(tx, [unit]):
        if staff_id in (None, shift.staff_id):
            duty.end_shift(tx, shift)


def _print(found: Sequence[Leave | Shift], as_json: bool, nothing: str) -> None:
    if as_json:
        document([_plain(one) for one in found])
        return
    for one in found:
        where = f"  {one.unit}" if isinstance(one, Shift) else ""
        cover = f"  covered by {one.cover}" if isinstance(one, Leave) and one.cover else ""
        click.echo(f"{one.staff_id}{where}  {_written(one.begins)} to {_written(one.ends)}{cover}")
    if not found:
        click.echo(nothing)


def _plain(one: Leave | Shift) -> dict[str, Any]:
    times = {"begins": one.begins.astimezone(CHINA).isoformat(), "ends": one.ends.astimezone(CHINA).isoformat()}
    return {**asdict(one), **times}


def _written(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
