"""How far each of a worker's cases is, as a line of stages that anybody can read at a glance."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage import cases, conversations, events
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.events import Event
from texts import Texts

_LINE = ("received", "offered", "accepted", "working", "awaiting_worker", "closed")
_AFTER_WORKING = ("referred", "reopened")  # they stand in the line only while they last
_REACHED_BY = {
    "offered": "offered",
    "accepted": "accepted",
    "assigned": "accepted",
    "to_worker": "working",
    "continued": "working",
    "referred": "referred",
    "reopened": "reopened",
    "closing_proposed": "awaiting_worker",
    "closed": "closed",
    "withdrawn": "withdrawn",
}


def stages_of(tx: Transaction, texts: Texts, language: str, conversation_id: str) -> list[dict[str, Any]]:
    """The cases of the person of this conversation, the newest first; instants as ISO 8601 in China's time."""
    mine = cases.of_person(tx, conversations.person_of(tx, conversation_id))
    return [_case(tx, texts, language, case) for case in mine]


def line_of(status: str) -> tuple[str, ...]:
    """The stages that a case at this status has behind it, is at, and has before it."""
    if status == "withdrawn":
        return ("received", "withdrawn")
    if status not in _AFTER_WORKING:
        return _LINE
    behind = _LINE.index("working") + 1
    return (*_LINE[:behind], status, *_LINE[behind:])


def reached(opened_at: datetime, happened: Iterable[Event]) -> dict[str, datetime]:
    """When each stage was reached last; work counts from the first letter after the case was accepted."""
    at = {"received": opened_at}
    for event in happened:
        stage = _REACHED_BY.get(event.kind)
        if stage == "accepted":
            at.pop("working", None)
        if stage and not (event.kind == "to_worker" and ("accepted" not in at or "working" in at)):
            at[stage] = event.at
    return at


def _case(tx: Transaction, texts: Texts, language: str, case: Case) -> dict[str, Any]:
    at = reached(case.opened_at, events.of_case(tx, case, tuple(_REACHED_BY)))
    line = line_of(case.status)
    now = line.index(case.status)
    return {
        "number": case.number,
        "kind": case.kind,
        "title": texts.say(language, f"words.kind_{case.kind}"),
        "opened": _written(case.opened_at),
        "status": case.status,
        "stages": [
            {
                "key": stage,
                "label": texts.say(language, f"page.stage_{stage}"),
                "at": _written(at.get(stage)) if place <= now else None,
                "now": place == now,
            }
            for place, stage in enumerate(line)
        ],
    }


def _written(instant: datetime | None) -> str | None:
    return instant.astimezone(CHINA).isoformat(timespec="minutes") if instant else None
