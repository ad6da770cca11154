"""`hotline figures`: how well the hotline answers, solves and brings in money, as docs/figures.md defines it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from cases import counting
from cases.counting import BY, By, Figures, Report

_SHORT = ("response", "acceptance", "solution", "satisfaction")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The first day, such as 2026-11-01.")
@click.option("--to", "last", type=DAY, required=True, help="The last day; it is counted.")
@click.option("--by", default="", help=f"How they are grouped, by comma: {', '.join(BY)}.")
@click.option("--unit", help="Only this union body and those below it, such as 620500.")
@click.option("--publish", is_flag=True, help="Leave out groups of one or two people, who could be known by them.")
@json_option
def figures(first: datetime, last: datetime, by: str, unit: str | None, publish: bool, as_json: bool) -> None:
    """Response, acceptance, solution and satisfaction, money and people.

    What the worker confirmed stands beside what staff state; a case whose worker said nothing is never solved. Each
    figure is defined in docs/figures.md.
    """
    groups, days = _groups(by), (first.date(), last.date())
    if days[1] < days[0]:
        raise click.UsageError("--to is before --from.")
    with opened() as database:
        report = database.read(lambda tx: counting.count_below(tx, *days, groups, unit))
    left_out = counting.hidden(report) if publish else frozenset()
    if as_json:
        document(_plain(report, days, unit, left_out))
    else:
        _show(report, left_out)


def _groups(by: str) -> tuple[By, ...]:
    names = [name.strip() for name in by.split(",") if name.strip()]
    if unknown := [name for name in names if name not in BY]:
        raise click.UsageError(f"--by knows {', '.join(BY)}, not {', '.join(unknown)}.")
    return tuple(one for name in dict.fromkeys(names) for one in BY if one == name)


def _plain(report: Report, days: tuple[date, date], unit: str | None, left_out: frozenset[counting.Key]) -> Any:
    return {
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "unit": unit,
        "by": list(report.by),
        "total": report.total.plain(),
        "rows": [_row(report, key, its, key in left_out) for key, its in report.rows.items()] if report.by else [],
    }


def _row(report: Report, key: counting.Key, its: Figures, left_out: bool) -> Mapping[str, Any]:
    groups: dict[str, Any] = dict(zip(report.by, key, strict=True))
    return {**groups, "left_out": True} if left_out else {**groups, **its.plain()}


def _show(report: Report, left_out: frozenset[counting.Key]) -> None:
    head = ("cases", "people", *_SHORT, "confirmed", "stated")
    click.echo(f"{' '.join(report.by):<28}" + "".join(f"{name:>14}" for name in head))
    for key, its in report.rows.items() if report.by else ():
        click.echo(f"{' '.join(key):<28}" + ("too few people to show" if key in left_out else _line(its)))
    click.echo(f"{'total':<28}" + _line(report.total))


def _line(its: Figures) -> str:
    plain = its.plain()
    rates = ["-" if plain[name]["rate"] is None else f"{plain[name]['rate']:.1%}" for name in _SHORT]
    said = [str(its.cases), str(its.people), *rates, f"{its.confirmed:.2f}", f"{its.stated:.2f}"]
    return "".join(f"{one:>14}" for one in said)
