"""Judges the facts that we read from labelled stories: how much of what we say is right, and how much we see.

A line of the file is one JSON object: `id`, `text`, `asked_on`, `facts` (of each fact what the text says, null where it
says nothing) and `also_ok` (by fact, other right values; null among them where leaving it open is right, too).
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.errors import FileError

OWN = Path(__file__).parent / "stories.jsonl"

NUMBERS = ("amount_owed", "monthly_wage", "daily_wage", "days_worked", "months_owed", "headcount", "headcount_min")
PIECES = ("employer", "foreman", "site", "place")  # exact pieces of the text
REST = (
    *PIECES,
    "amount_approx",
    "owed_from",
    "owed_to",
    "has_written_contract",
    "has_iou",
    "construction",
    "left_job",
    "phone",
)
_NEAR = 0.005  # of a number
_LEAST, _MOST = 0.4, 2  # times the length of the piece that is right, and two characters more

Value = object  # of a fact, as JSON has it
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Story:
    """One labelled story."""

    id: str
    text: str
    asked_on: date
    facts: Facts
    also_ok: Mapping[str, Sequence[Value]]

    def is_right(self, fact: str, read: Value) -> bool:
        """Whether what was read is what the story says, or may be taken to say."""
        return any(_same(fact, it, read, self.text) for it in (self.facts[fact], *self.also_ok.get(fact, ())))


@dataclass(frozen=True, slots=True)
class Share:
    """Of `given` values that were read, `right` are; of `wanted` that stand in the stories, that many were read."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """1 where nothing was read."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was to be read."""
        return self.right / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that was read wrongly or not at all."""

    id: str
    fact: str
    wanted: Value
    read: Value


def read_stories(file: Path = OWN) -> list[Story]:
    """The labelled stories of a file; raises FileError naming a line that is not one."""
    found = []
    for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            facts = {fact: entry["facts"][fact] for fact in (*NUMBERS, *REST)}
            day = date.fromisoformat(entry["asked_on"])
            found.append(Story(entry["id"], entry["text"], day, facts, entry.get("also_ok") or {}))
        except (ValueError, KeyError, TypeError) as error:
            raise FileError(file, f"line {n} is no labelled story: {error}") from None
    return found


def judge(stories: Iterable[Story], read: Mapping[str, Facts]) -> tuple[dict[str, Share], list[Miss]]:
    """The share of each fact, and what went wrong; `read` by the id of the story."""
    right, given, wanted, misses = Counter[str](), Counter[str](), Counter[str](), list[Miss]()
    for story in stories:
        for fact in (*NUMBERS, *REST):
            got, said = read[story.id].get(fact), story.facts[fact]
            if not _counts(story, fact):
                continue
            if story.is_right(fact, got):
                hit = got is not None
                right[fact], given[fact], wanted[fact] = right[fact] + hit, given[fact] + hit, wanted[fact] + hit
                continue
            given[fact] += got is not None
            wanted[fact] += said is not None
            misses.append(Miss(story.id, fact, said, got))
    return {fact: Share(right[fact], given[fact], wanted[fact]) for fact in (*NUMBERS, *REST)}, misses


def together(shares: Mapping[str, Share], facts: Iterable[str]) -> Share:
    """Several facts as one."""
    its = [shares[fact] for fact in facts]
    return Share(sum(it.right for it in its), sum(it.given for it in its), sum(it.wanted for it in its))


def _counts(story: Story, fact: str) -> bool:
    """Whether a sum is rough counts only where there is a sum."""
    return fact != "amount_approx" or story.facts["amount_owed"] is not None


def _same(fact: str, wanted: Value, read: Value, text: str) -> bool:
    if wanted is None or read is None:
        return wanted is read
    if fact in NUMBERS:
        off = abs(float(str(read)) - float(str(wanted)))
        return off <= (1 if fact == "headcount_min" else _NEAR * abs(float(str(wanted))))
    if fact in PIECES:
        return _is_piece(*(re.sub(r"\s", "", str(it)) for it in (wanted, read, text)))
    return wanted == read


def _is_piece(wanted: str, read: str, text: str) -> bool:
    fits = _LEAST * len(wanted) <= len(read) <= _MOST * len(wanted) + 2
    return bool(read) and read in text and (wanted in read or read in wanted) and fits
