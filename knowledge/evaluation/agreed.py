"""What was agreed on our own questions: how well they are answered at least, and what each of them got last time.

Whoever changes an article, a sentence or the deciding sees which questions move, and accepts that or not.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering import Answer
from knowledge.evaluation.questions import Judged, Table

_HERE = Path(__file__).parent
OWN = _HERE / "questions.jsonl"
FLOORS = _HERE / "floors.toml"
ACCEPTED = _HERE / "accepted.tsv"


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that no longer gets what it was accepted to get; `before` is "" for a new one."""

    qid: str
    text: str
    before: str
    now: str
    verdict: str


def breaches(table: Table, floors: Path = FLOORS) -> list[str]:
    """A sentence for each agreed share that is not kept: `wrong` may be that high, any other must be that high."""
    found = []
    for group, agreed in tomllib.loads(floors.read_text("utf-8")).items():
        for share, bound in agreed.items():
            is_, most = getattr(table[group], share), share == "wrong"
            if is_ > bound if most else is_ < bound:
                found.append(f"{group}: {share} is {is_:.3f}, agreed is at {'most' if most else 'least'} {bound}")
    return found


def moved(judged: Iterable[Judged], accepted: Path = ACCEPTED) -> list[Moved]:
    """The questions that get something else than was accepted, in their order; all, where nothing was accepted yet."""
    lines = accepted.read_text("utf-8").splitlines() if accepted.exists() else []
    before = dict(line.partition("\t")[::2] for line in lines)
    return [
        Moved(it.question.qid, it.question.text, before.get(it.question.qid, ""), _got(it.given), it.verdict)
        for it in judged
        if before.get(it.question.qid) != _got(it.given)
    ]


def accept(judged: Sequence[Judged], accepted: Path = ACCEPTED) -> None:
    """From now on this is what each question gets."""
    accepted.write_text("".join(f"{it.question.qid}\t{_got(it.given)}\n" for it in judged), "utf-8")


def _got(given: Answer) -> str:
    """The outcome, with the topic answered or the titles offered."""
    offered = [it.topic for it in given.candidates] if given.outcome == "clarify" else []
    return " ".join([given.outcome, *([given.topic] if given.topic else offered)])
