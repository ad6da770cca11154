"""What happened to a case, in words, for the page where its lawyer and its supervisor read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk.visitors import Visit
from desk.words import Words
from storage import events, people
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event

Look = Literal["from-worker", "to-worker", "note", "trouble", "step"]

_LOOKS: dict[str, Look] = {
    "from_worker": "from-worker",
    "to_worker": "to-worker",
    "closing_proposed": "to-worker",
    "note": "note",
    "identity_opened": "note",
    "not_delivered": "trouble",
    "nobody_free": "trouble",
    "released": "trouble",
}
_ROUTING = ("offered", "declined", "timed_out", "taken_back", "nobody_free")
_FACTS: tuple[str, ...] = ("staff", "reason", "ending", "times", "outcome")


@dataclass(frozen=True, slots=True)
class Line:
    """One event: how it looks, who did it, what it is called, and what was written."""

    at: datetime
    look: Look
    who: str
    title: str
    words: str | None


def lines(tx: Transaction, visit: Visit, case: Case) -> list[Line]:
    """Everything that happened, the newest first.

    Whom else the case was offered to, and what became of that, is for supervisors.
    """
    names = {colleague.id: colleague.name for colleague in people.everybody(tx)}
    happened = [event for event in events.of_case(tx, case) if _may_know(visit, event)]
    return [_line(event, names, visit.words) for event in reversed(happened)]


def last_number(tx: Transaction, case: Case) -> int:
    """The number of the newest event, with which an open page asks whether there is anything new."""
    return max((event.n for event in events.of_case(tx, case)), default=0)


def _may_know(visit: Visit, event: Event) -> bool:
    mine = visit.colleague.id in (event.actor, event.facts.get("staff"))
    return visit.supervises or mine or event.kind not in _ROUTING


def _line(event: Event, names: Mapping[str, str], words: Words) -> Line:
    facts = {name: event.facts.get(name, "") for name in _FACTS}
    facts["staff"] = names.get(facts["staff"], facts["staff"])
    for name, group in (("reason", "decline"), ("ending", "ending"), ("outcome", "outcome")):
        facts[name] = words.label(group, facts[name]) if facts[name] else ""
    title = words(f"event_{event.kind}", **facts) if words.has(f"event_{event.kind}") else words("event_other")
    return Line(event.at, _LOOKS.get(event.kind, "step"), _who(event.actor, names, words), title, event.words)


def _who(actor: str, names: Mapping[str, str], words: Words) -> str:
    if actor in (events.WORKER, events.HOTLINE):
        return words(actor)
    return names.get(actor, actor)
