"""`hotline cases`: where cases stand and why they went where they went; numbers and ids, never content."""

from typing import Any

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.commands.reassigning import reassign
from bot.policies import office as rules
from cases import receipts
from cases.explaining import Stage, explain
from storage import cases as kept
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.errors import Erased


@click.group()
def cases() -> None:
    """Where cases stand, and why."""


cases.add_command(reassign)


@cases.command("list")
@json_option
def listed(as_json: bool) -> None:
    """All cases, the newest first."""
    with opened() as database:
        everything = database.read(kept.everything)
    if as_json:
        document([_plain(case) for case in everything])
    for case in [] if as_json else everything:
        offered = f" offered to {case.offered_to}" if case.offered_to else ""
        click.echo(f"{case.number}  {case.kind:<10} {case.status:<16} {case.district or '-':<7} {case.owner}{offered}")


@cases.command()
@click.argument("number")
@json_option
def show(number: str, as_json: bool) -> None:
    """One case: where it stands, without its content."""
    with opened() as database:
        shown = database.read(lambda tx: _with_content(tx, kept.by_number(tx, number)))
    if as_json:
        document(shown)
    else:
        click.echo("\n".join(f"{name}: {value}" for name, value in shown.items()))


@cases.command("explain")
@click.argument("number")
@json_option
def why(number: str, as_json: bool) -> None:
    """Why a case went where it went, stage by stage, also for each lawyer who was ruled out."""
    office = rules()
    with opened() as database:
        stages = database.read(lambda tx: explain(tx, office, kept.by_number(tx, number)))
    if as_json:
        document([_stage(stage) for stage in stages])
    for stage in [] if as_json else stages:
        click.echo(f"{stage.at.astimezone(CHINA):%Y-%m-%d %H:%M}  {stage.words}")
        for reason in stage.reasons:
            click.echo(f"    {reason}")


def _plain(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "status": case.status,
        "ending": case.ending,
        "district": case.district,
        "urgency": case.urgency,
        "owner": case.owner,
        "offered_to": case.offered_to,
        "opened_at": case.opened_at.astimezone(CHINA).isoformat(),
    }


def _with_content(tx: Transaction, case: Case) -> dict[str, Any]:
    """The same, whether the content is what was submitted: its check code, True, False or None if not known."""
    try:
        return {**_plain(case), "content": receipts.digest_of(tx, case), "unchanged": receipts.is_unchanged(tx, case)}
    except Erased:
        return {**_plain(case), "content": "erased", "unchanged": None}


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "at": stage.at.astimezone(CHINA).isoformat(),
        "kind": stage.kind,
        "staff": stage.staff,
        "words": stage.words,
        "reasons": list(stage.reasons),
    }
