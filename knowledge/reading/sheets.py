"""A photographed sheet as lines of words with their places: rows, values behind labels, cells below a heading."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

_MOST = 400  # lines that are looked at
_SURE = 0.9  # of what the engine says of its own reading; below, a figure is not believed
_LEVEL = 0.6  # of the height of a line, by which the middles of two in one row may differ
_CONFUSED = str.maketrans("帯內昜單條員資與簽額數實應發項總", "带内易单条员资与签额数实应发项总")
_COLON = re.compile(r"\s*(?:\([^)]{0,16}\))?\s*[:;]\s*(?P<value>.*)")
_FIGURE = re.compile(
    r"[¥Y]?\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,8}(?:\.\d{1,2})?)\s*(?:元|天|日|工|个工)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand together, the box around them in pixels of an upright page, and how sure the engine is."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    score: float = 1.0

    @property
    def height(self) -> int:
        """Of the box, in pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far down the page the line stands."""
        return (self.top + self.bottom) / 2


Row = tuple[Line, ...]


class Sheet:
    """The lines of one page, folded into one way of writing, in rows from top to bottom and from left to right."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.rows = _rows([_folded(line) for line in lines[:_MOST]])

    @cached_property
    def text(self) -> str:
        """All rows, one below the other."""
        return "\n".join("  ".join(line.text for line in row) for row in self.rows)

    @cached_property
    def running(self) -> str:
        """The same as one sentence goes on from row to row, without a break where the paper ended."""
        return "".join(line.text for row in self.rows for line in row)

    def titles(self) -> list[str]:
        """The rows that may be a title: few words in the upper half."""
        upper = self.rows[: max(3, len(self.rows) // 2)]
        words = ["".join(line.text for line in row) for row in upper]
        return [one for one in words if len(one) <= 40]

    def values(self, labels: Collection[str]) -> Iterator[str]:
        """What stands behind each of these labels: in the same line, or alone in the next one of its row."""
        for row in self.rows:
            for line, following in (*pairwise(row), *((row[-1:] and (row[-1], None)),)):
                value = _behind(line.text, labels)
                if value == "" and following:
                    value = following.text
                if value:
                    yield value

    def figures(self, labels: Collection[str]) -> list[Decimal]:
        """The figures below a heading of a table, without those that the engine doubts; else those behind a label."""
        head = next((row for row in self.rows if _is_heading(row)), None)
        if head is None:
            return [figure for value in self.values(labels) if (figure := read_figure(value)) is not None]
        column = next((line for line in head if line.text in labels), None)
        cells = [cell for row in self._below(head) if column for cell in row if _is_below(cell, column)]
        return [figure for cell in cells if cell.score >= _SURE and (figure := read_figure(cell.text)) is not None]

    def people(self) -> int:
        """How many rows a table has below its heading; 0 if there is no table."""
        head = next((row for row in self.rows if _is_heading(row)), None)
        return len(self._below(head)) if head else 0

    def _below(self, head: Row) -> list[Row]:
        after = self.rows[self.rows.index(head) + 1 :]
        filled = [row for row in after if len(row) > 1 and any(read_figure(line.text) is not None for line in row)]
        return [row for row in filled if not row[0].text.startswith(("合计", "总计", "小计"))]


def read_figure(text: str) -> Decimal | None:
    """A cell that is a figure and nothing else; None for anything a digit of which may have been lost."""
    match = _FIGURE.fullmatch(text.strip())
    return Decimal(match["digits"].replace(",", "")) if match else None


def alike(text: str, words: str) -> bool:
    """Whether these words stand in the text, if they are four or more also with one letter misread."""
    if words in text or len(words) < 4:
        return words in text
    windows = (text[at : at + len(words)] for at in range(len(text) - len(words) + 1))
    return any(sum(one != other for one, other in zip(window, words, strict=True)) <= 1 for window in windows)


def _folded(line: Line) -> Line:
    text = unicodedata.normalize("NFKC", line.text).translate(_CONFUSED).strip()
    return Line(text, line.left, line.top, line.right, line.bottom, line.score)


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Lines of about the same height on the page are one row, compared with the nearest one to their left."""
    rows: list[list[Line]] = []
    for line in sorted((one for one in lines if one.text), key=lambda one: one.left):
        near = [row for row in rows if _is_level(row[-1], line)]
        if near:
            min(near, key=lambda row: abs(row[-1].middle - line.middle)).append(line)
        else:
            rows.append([line])
    return sorted((tuple(row) for row in rows), key=lambda row: sum(line.middle for line in row) / len(row))


def _is_level(one: Line, other: Line) -> bool:
    apart = abs(one.middle - other.middle) < _LEVEL * min(one.height, other.height)
    return apart and other.left >= one.left + (one.right - one.left) / 2


def _is_heading(row: Row) -> bool:
    """Whether it names the columns of a table of people."""
    named = any(line.text in ("姓名", "工人姓名", "员工姓名") for line in row)
    return named and len(row) > 2 and sum(read_figure(line.text) is None for line in row) > 1


def _is_below(cell: Line, column: Line) -> bool:
    at = (cell.left + cell.right) / 2
    half = max(column.right - column.left, cell.right - cell.left) / 2
    return abs(at - (column.left + column.right) / 2) <= half


def _behind(text: str, labels: Collection[str]) -> str | None:
    """What follows a label and its colon; "" for a label that stands alone, None where there is none."""
    for label in labels:
        at = text.find(label)
        if at < 0 or text[:at].endswith(("总", "非")):
            continue
        if text == label:
            return ""
        if match := _COLON.match(text, at + len(label)):
            return match["value"].strip()
    return None
