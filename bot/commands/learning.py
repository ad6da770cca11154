"""`hotline knowledge`: is what we say complete, cited and in force, and how well does it answer."""

import sys
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.door import local_facts
from bot.settings import Settings
from cases.policy import Policy
from knowledge import evaluation, indexing
from knowledge.check import Finding, check_proofs, check_rebuttals
from knowledge.check import check as find_faults
from knowledge.evaluation import Judged, Moved, Table
from knowledge.gaps import groups
from knowledge.library import Library
from knowledge.proofs import proofs
from knowledge.reading import danger_lines, danger_teaching, parts, teaching
from knowledge.rebuttals import rebuttals
from knowledge.shelf import Shelf
from knowledge.statutes import Statutes
from storage import judgements, question_log
from storage import statutes as statute_texts
from storage.clock import CHINA, system_clock
from storage.question_log import Unmet

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_EXAMPLES = 4  # questions of a group that are shown


@click.group()
def knowledge() -> None:
    """Check and measure the articles."""


@knowledge.command()
@click.option("--statutes", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Texts of the laws.")
@json_option
def check(statutes: Path | None, as_json: bool) -> None:
    """Every article complete, every citation resolved, nothing expired; status 1 if something is found."""
    library, local = Library.load(), local_facts(Settings.read(), Policy().city)
    today = system_clock().astimezone(CHINA).date()
    findings = find_faults(library, statutes, today=today, local=local)
    findings += check_proofs(proofs(), statutes, today=today)
    findings += check_rebuttals(rebuttals(), statutes, today=today)
    if as_json:
        document([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(_counted(library, findings))
    sys.exit(1 if findings else 0)


def _counted(shelf: Shelf, findings: list[Finding]) -> str:
    """How much was looked at, in one line."""
    articles = [it for language in shelf.languages for it in shelf.articles(language)]
    topics = {it.id for it in articles}
    citations, questions = sum(len(it.citations) for it in articles), sum(len(it.questions) for it in articles)
    return (
        f"{len(topics)} articles in {len(articles)} versions and languages, {citations} citations, "
        f"{questions} questions: {len(findings)} findings"
    )


@knowledge.command("import-statutes")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
def import_statutes(folder: Path, as_json: bool) -> None:
    """Keep the texts of laws in FOLDER (index.json, statutes/*.md), so that answers can show the article itself.

    They take the place of those imported before.
    """
    texts = Statutes.load(folder).texts
    with opened() as database:
        kept = database.call(lambda tx: statute_texts.replace_all(tx, texts))
    if as_json:
        document({"laws": len(texts), "articles": kept})
    else:
        click.echo(f"{kept} articles of {len(texts)} laws are kept.")


@knowledge.command()
@json_option
def judged(as_json: bool) -> None:
    """Which answers helped and which did not, the worst first."""
    with opened() as database:
        tallies = database.read(judgements.tallies)
    if as_json:
        document([asdict(tally) for tally in tallies])
        return
    for tally in tallies:
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(tally.reasons.items()))
        click.echo(f"{tally.topic}: helped {tally.useful}, did not {tally.useless}{f' ({why})' if why else ''}")
    if not tallies:
        click.echo("Nobody has judged an answer yet.")


@knowledge.command()
@click.option("--days", type=click.IntRange(1, question_log.KEPT.days), default=90, show_default=True)
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Groups that are shown.")
@json_option
def gaps(days: int, most: int, as_json: bool) -> None:
    """What people asked and did not get answered, or disliked the answer of, in groups of what is alike.

    Names and numbers are masked before a question is kept, and no question leads to a person.
    """
    with opened() as database:
        missed = database.read(lambda tx: question_log.unmet(tx, tx.now - timedelta(days=days)))
    found = [[missed[n] for n in group] for group in groups([it.said for it in missed])[:most]]
    if as_json:
        document([[{**asdict(it), "at": it.at.isoformat()} for it in group] for group in found])
        return
    for group in found:
        click.echo(f"{len(group)} × {group[0].said}")
        for it in group[1:_EXAMPLES]:
            click.echo(f"    {it.said}")
        click.echo(f"    [{_counted_reasons(group)}]")
    click.echo(f"{len(missed)} questions in {days} days were not met." if missed else "No question was left unmet.")


def _counted_reasons(group: list[Unmet]) -> str:
    """Why the questions of a group were not met, and which articles they got, the most frequent first."""
    counted = Counter(f"{it.why}{f': {it.topic}' if it.topic else ''}" for it in group)
    return ", ".join(f"{why} {count}" for why, count in counted.most_common())


@knowledge.command("index")
def write_index() -> None:
    """Learn anew from all sentences, stories and messages of danger, after one was changed; wants scikit-learn."""
    indexing.write(indexing.Said.on(Shelf.load()))
    teaching.write()
    danger_teaching.write()
    click.echo(f"{indexing.MODEL.name}, {parts.MODEL.name} and {danger_lines.MODEL.name} are written.")


@knowledge.command()
@click.option(
    "--questions", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Another file than ours."
)
@click.option("--misses", is_flag=True, help="Every question that was not met.")
@click.option("--accept", is_flag=True, help="From now on, what our questions get is what they should get.")
@json_option
def evaluate(questions: Path | None, misses: bool, accept: bool, as_json: bool) -> None:
    """The table of right, near, missed and wrong for labelled questions; for ours, also which of them move.

    Status 1 if ours are answered worse than was agreed (knowledge/evaluation/floors.toml).
    """
    judged = evaluation.judge_all(Library.load(), questions or evaluation.OWN)
    table = evaluation.table_of(judged)
    moved, breaches = ([], []) if questions else (evaluation.moved(judged), evaluation.breaches(table))
    missed = [it for it in judged if it.verdict in ("missed", "wrong")] if misses else []
    if accept and not questions:
        evaluation.accept(judged)
    if as_json:
        document(_as_json(table, missed, moved, breaches))
    else:
        _echo(table, missed, moved, breaches)
    sys.exit(1 if breaches else 0)


def _as_json(table: Table, missed: list[Judged], moved: list[Moved], breaches: list[str]) -> dict[str, object]:
    """The table as before, and what else there is to say under names of its own."""
    rows: dict[str, object] = {name: asdict(row) for name, row in table.items()}
    more = {
        "misses": [{"qid": it.question.qid, "verdict": it.verdict, "got": it.given.topic or ""} for it in missed],
        "moved": [asdict(it) for it in moved],
        "breaches": breaches,
    }
    return {**rows, **{name: said for name, said in more.items() if said}}


def _echo(table: Table, missed: list[Judged], moved: list[Moved], breaches: list[str]) -> None:
    for name, row in table.items():
        click.echo(f"{name}: {row}")
    for it in missed:
        wanted = ", ".join(sorted(it.question.topics)) or ", ".join(it.question.kinds)
        click.echo(f"{it.verdict} {it.question.qid}: {it.question.text}")
        click.echo(f"    got {it.given.topic or it.given.outcome}, wanted {wanted}")
    for one in moved:
        click.echo(f"moved {one.qid}: {one.text}\n    from {one.before or 'nothing'} to {one.now} ({one.verdict})")
    for sentence in breaches:
        click.echo(f"worse than agreed: {sentence}", err=True)
