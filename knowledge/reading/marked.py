"""Reads the stories whose sums, times, lengths and head-counts were marked with the part they play, to learn from.

A line of `knowledge/training/stories/*.txt` is the day of asking, a tab, and the story; a mark is `{part:words}`. Lines
that begin with # are comments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from knowledge.errors import FileError
from knowledge.reading.mentions import KINDS, Kind, Mention, told

STORIES = Path(__file__).parents[1] / "training" / "stories"

PARTS: dict[Kind, tuple[str, ...]] = {
    "sum": (
        *("owed", "owed_part", "owed_each", "owed_before", "total", "paid"),
        *("monthly", "daily", "rate", "promised", "asked", "other"),
    ),
    "time": ("begin", "end", "begin_end", "end_now", "worked_begin", "worked_end", "paid_when", "when"),
    "length": ("days", "months", "worked", "delay", "span"),
    "heads": ("heads", "heads_others", "heads_other"),
}
UNMARKED = "none"  # the part of a mention that no mark touches
_MARK = re.compile(r"\{([a-z_]+):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the folded story, start:end, and the part it plays."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A story without its marks, as mentions are sought in it, and its marks."""

    asked_on: date
    text: str
    folded: str
    marks: tuple[Mark, ...]

    def parts(self, found: Sequence[Mention]) -> list[str]:
        """The part that each mention plays: that of the mark of its kind which covers most of it, or UNMARKED."""
        return [self._part(it) for it in found]

    def unseen(self, found: Sequence[Mention]) -> list[Mark]:
        """The marks that no mention of their kind touches."""
        return [mark for mark in self.marks if not any(_overlap(mark, it) for it in found)]

    def _part(self, mention: Mention) -> str:
        best = max(self.marks, key=lambda mark: _overlap(mark, mention), default=None)
        return best.part if best and _overlap(best, mention) else UNMARKED


def read_marked(folder: Path = STORIES) -> list[Marked]:
    """Every marked story of a folder, in the order of the files; raises FileError naming a line that is none."""
    return [it for file in sorted(folder.glob("*.txt")) for it in _read(file)]


def _read(file: Path) -> Iterator[Marked]:
    for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        try:
            day, story = line.split("\t")
            yield _marked(date.fromisoformat(day), story)
        except ValueError as error:
            raise FileError(file, f"line {n} is no marked story: {error}") from None


def _marked(asked_on: date, story: str) -> Marked:
    text, marks = "", list[Mark]()
    for piece, part, words in zip(*[iter([*_MARK.split(story), "", ""])] * 3, strict=True):
        text += piece
        if part:
            if part not in {it for kind in KINDS for it in PARTS[kind]}:
                raise ValueError(f"there is no part {part!r}")
            marks.append(Mark(part, len(text), len(text) + len(words)))
            text += words
    if "{" in text or "}" in text:
        raise ValueError("a brace is open")
    folded = told(text)
    at = _places(text, folded)
    return Marked(asked_on, text, folded, tuple(Mark(it.part, at[it.start], at[it.end]) for it in marks))


def _places(text: str, folded: str) -> list[int]:
    """For each place of a text its place in the folded one."""
    if len(text) == len(folded):
        return list(range(len(text) + 1))
    at = [0] * (len(text) + 1)
    for _, begin, end, begins, ends in SequenceMatcher(None, _rough(text), folded, autojunk=False).get_opcodes():
        for place in range(begin, end + 1):
            at[place] = min(begins + place - begin, ends) if place < end else ends
    return at


def _rough(text: str) -> str:
    """The text folded sign by sign, so that it keeps its length."""
    return "".join(sign if len(sign) == 1 else raw for raw, sign in ((raw, told(raw)) for raw in text))


def _overlap(mark: Mark, mention: Mention) -> int:
    if mark.part not in PARTS[mention.kind]:
        return 0
    return max(0, min(mark.end, mention.end) - max(mark.start, mention.start))
