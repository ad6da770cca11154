"""Judges how well danger is noticed in labelled messages: how much of it, and how often where there is none.

A line of the file is one JSON object: `id`, `text`, `label` (a danger, or "none") and perhaps `also_ok`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import FileError
from knowledge.reading.danger import DANGERS, Danger

OWN = Path(__file__).parent / "danger.jsonl"
NONE = "none"
# What cannot wait, and what can wait an hour.
URGENT: Sequence[Danger] = ("self_harm", "violence", "captivity", "accident_now")
REST: Sequence[Danger] = ("unrest", "child_labour")


@dataclass(frozen=True, slots=True)
class Told:
    """One labelled message."""

    id: str
    text: str
    label: str


def read_told(file: Path = OWN) -> list[Told]:
    """The labelled messages of a file; raises FileError naming a line that is not one."""
    found = []
    for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            told = Told(entry["id"], entry["text"], entry["label"])
        except (ValueError, KeyError, TypeError) as error:
            raise FileError(file, f"line {n} is no labelled message: {error}") from None
        if told.label not in (*DANGERS, NONE):
            raise FileError(file, f"line {n} has the label {told.label!r}")
        found.append(told)
    return found


def noticed(messages: Iterable[Told], reads: Callable[[str], Danger | None]) -> Mapping[str, float]:
    """The share of the messages of each label in which any danger is noticed, and of the two groups together."""
    alarms: dict[str, list[bool]] = {}
    for it in messages:
        alarms.setdefault(it.label, []).append(reads(it.text) is not None)
    groups = {"urgent": URGENT, "rest": REST, **{label: (label,) for label in alarms}}
    return {name: _share([alarm for label in its for alarm in alarms.get(label, ())]) for name, its in groups.items()}


def _share(alarms: Sequence[bool]) -> float:
    return sum(alarms) / len(alarms) if alarms else 0.0
