"""The one place where another program may help to decide: which of our own titles a question means, or none of them.

Off unless an operator sets it up. It is shown the masked question and twelve titles with their scopes, and may name one
of them; it never writes a word that a worker reads. Whatever else it says is as if it had said nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.library import Library
from knowledge.reading.masking import masked

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic that may be meant."""

    topic: str
    title: str
    scope: str


class Chooser(Protocol):
    """Names the topic that a question means."""

    def choose(self, question: str, choices: Sequence[Choice]) -> str | None:
        """The id of one of the choices, or None; within three seconds, and never raises."""
        ...


def choose(chooser: Chooser, library: Library, text: str, topics: Sequence[str]) -> str | None:
    """The one of the first twelve topics that the chooser names; None if it names none, or anything else."""
    choices = [Choice(it, library.topics[it].title, library.topics[it].scope) for it in topics[:SHOWN]]
    named = chooser.choose(masked(text), choices)
    return named if named in {it.topic for it in choices} else None
