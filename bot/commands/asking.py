"""`hotline ask` and `hotline read`: what would be answered, what would be read; no database, no network."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.printing import document, json_option
from knowledge import answering
from knowledge.library import Library
from knowledge.reading.danger import read_danger
from knowledge.reading.story import read_story
from knowledge.script import for_facts
from storage.clock import CHINA, system_clock

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("text", required=False)
@click.option("--batch", type=_FILE, help='JSON lines of {"qid","text"}.')
@click.option("--out", type=_FILE, help="Where the answers of a batch go.")
@json_option
def ask(text: str | None, batch: Path | None, out: Path | None, as_json: bool) -> None:
    """Answer a question as the hotline would, or a file of them."""
    library = Library.load()
    if batch:
        _through(batch, out, "qid", lambda row: {"qid": row["qid"], **_answer(library, row["text"])})
    elif text is None:
        raise click.UsageError("Give a question, or --batch IN.jsonl --out OUT.jsonl.")
    elif as_json:
        document(_answer(library, text))
    else:
        click.echo(_in_words(library, text))


@click.command()
@click.argument("text", required=False)
@click.option("--asked-on", type=click.DateTime(["%Y-%m-%d"]), help="The day the story was told; today if left out.")
@click.option("--batch", type=_FILE, help='JSON lines of {"id","text","asked_on"}.')
@click.option("--out", type=_FILE, help="Where the facts of a batch go.")
@json_option
def read(text: str | None, asked_on: datetime | None, batch: Path | None, out: Path | None, as_json: bool) -> None:
    """Read the facts of a story, or of a file of them."""
    day = asked_on.date() if asked_on else _today()
    if batch:
        _through(batch, out, "id", lambda row: {"id": row["id"], **_facts(row["text"], _day(row, day))})
    elif text is None:
        raise click.UsageError("Give a story, or --batch IN.jsonl --out OUT.jsonl.")
    elif as_json:
        document(_facts(text, day))
    else:
        found = _facts(text, day)
        facts = {name: value for name, value in found["facts"].items() if value is not None}
        lines = [f"{name}: {value}" for name, value in facts.items()]
        click.echo("\n".join([*lines, f"danger: {found['danger'] or '-'}"]))


def _answer(library: Library, text: str) -> dict[str, Any]:
    found = answering.answer(library, text, on=_today())
    return {
        "outcome": found.outcome,
        "topic": found.topic,
        "candidates": [{"topic": one.topic, "score": one.score} for one in found.candidates[:5]],
        "citations": [{"law": one.law, "article": one.article} for one in found.citations],
    }


def _in_words(library: Library, text: str) -> str:
    found = answering.answer(library, text, on=_today())
    if found.topic:
        article = library.article(found.topic, on=found.law_of)
        law = "、".join(dict.fromkeys(f"《{one.law}》{one.article}" for one in article.citations))
        said = "\n".join([f"{found.outcome}: {article.title}", *article.lead, *article.steps, article.watch_out, law])
        return library.local.filled(said, article.language, _today())
    titles = [f"  {library.title(one.topic)}" for one in found.candidates] if found.outcome == "clarify" else []
    return "\n".join([found.outcome, *titles])


def _today() -> date:
    return system_clock().astimezone(CHINA).date()


def _facts(text: str, day: date) -> dict[str, Any]:
    told = for_facts(text)
    return {"facts": read_story(told, day).as_json(), "danger": read_danger(told)}


def _day(row: dict[str, Any], otherwise: date) -> date:
    given = row.get("asked_on")
    if not given:
        return otherwise
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise click.ClickException(f'"asked_on" must be a day such as 2026-11-22, not {given!r}.') from None


def _through(batch: Path, out: Path | None, key: str, made_of: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Write what is made of each row, in order; stops with a sentence at the first row that is not as it must be."""
    if out is None:
        raise click.UsageError("--batch needs --out OUT.jsonl.")
    with out.open("w", encoding="utf-8") as written:
        for row in _rows(batch, key):
            written.write(json.dumps(made_of(row), ensure_ascii=False) + "\n")


def _rows(batch: Path, key: str) -> Iterator[dict[str, Any]]:
    with batch.open(encoding="utf-8", errors="replace") as lines:  # what is no UTF-8 is no JSON either
        for n, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError:
                    raise click.ClickException(f"{batch}, line {n} is not JSON.") from None
                if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                    raise click.ClickException(f'{batch}, line {n} has no "text".')
                if key not in row:
                    raise click.ClickException(f'{batch}, line {n} has no "{key}".')
                yield row
