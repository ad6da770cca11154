"""`hotline knowledge`: is what we say complete, cited and in force, and how well does it answer."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from bot.commands.printing import document, json_option
from knowledge import indexing
from knowledge.check import check as find_faults
from knowledge.evaluation.questions import evaluate as judge_all
from knowledge.library import Library
from knowledge.shelf import Shelf
from storage.clock import CHINA, system_clock


@click.group()
def knowledge() -> None:
    """Check and measure the articles."""


@knowledge.command()
@click.option("--statutes", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Texts of the laws.")
@json_option
def check(statutes: Path | None, as_json: bool) -> None:
    """Every article complete, every citation resolved, nothing expired; status 1 if something is found."""
    library = Library.load()
    findings = find_faults(library, statutes, today=system_clock().astimezone(CHINA).date())
    if as_json:
        document([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{len(library.articles())} articles, {len(findings)} findings")
    sys.exit(1 if findings else 0)


@knowledge.command("index")
def write_index() -> None:
    """Write the index of all sentences anew, after articles or sentences were changed."""
    shelf = Shelf.load()
    indexing.write(shelf)
    click.echo(f"{indexing.MODEL.name} is written.")


@knowledge.command()
@click.option("--questions", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def evaluate(questions: Path, as_json: bool) -> None:
    """The table of right, near, missed and wrong for a labelled file of questions."""
    table = judge_all(Library.load(), questions)
    if as_json:
        document({name: asdict(row) for name, row in table.items()})
    else:
        for name, row in table.items():
            click.echo(f"{name}: {row}")
