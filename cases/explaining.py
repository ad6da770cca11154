"""Why a case went where it went, in words: for the lawyer who got it, the supervisor, and `hotline cases explain`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.office import Office
from storage import events, people
from storage.cases import Case
from storage.database import Transaction

_ON_THE_WAY = (
    *("opened", "offered", "declined", "timed_out", "taken_back", "nobody_free"),
    *("assigned", "accepted", "released"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way: when, what, who, and the reasons in words."""

    at: datetime
    kind: str
    staff: str | None
    words: str
    reasons: tuple[str, ...]


def explain(tx: Transaction, office: Office, case: Case, language: str | None = None) -> list[Stage]:
    """Every stage of the case's way to its owner with its reasons; never content."""
    names = {colleague.id: colleague.name for colleague in people.everybody(tx)}
    return [_stage(office, event, names, language) for event in events.of_case(tx, case, _ON_THE_WAY)]


def why_offered(tx: Transaction, office: Office, case: Case, staff_id: str, language: str | None = None) -> list[str]:
    """Why this lawyer was asked, in words; empty if he never was."""
    offered = [event for event in events.of_case(tx, case, ("offered",)) if event.facts.get("staff") == staff_id]
    return _grounds(office, offered[-1].facts, staff_id, language) if offered else []


def _stage(office: Office, event: events.Event, names: Mapping[str, str], language: str | None) -> Stage:
    staff = event.facts.get("staff") or event.facts.get("owner") or (event.actor if event.actor in names else None)
    words = office.texts.say(language, f"routing.stage_{event.kind}", who=names.get(staff or "", staff or ""))
    reasons = _grounds(office, event.facts, staff, language) if staff else []
    return Stage(event.at, event.kind, staff, words, tuple(reasons + _ruled_out(office, event.facts, names, language)))


def _grounds(office: Office, facts: Mapping[str, Any], staff: str | None, language: str | None) -> list[str]:
    grounds: Mapping[str, int] = facts.get("points", {}).get(staff, {})
    return [
        office.texts.say(language, f"routing.for_{ground}", points=points)
        for ground, points in grounds.items()
        if points > 0
    ]


def _ruled_out(office: Office, facts: Mapping[str, Any], names: Mapping[str, str], language: str | None) -> list[str]:
    return [
        office.texts.say(
            language, "routing.ruled_out", who=names.get(staff, staff), why=office.texts.say(language, f"routing.{why}")
        )
        for staff, why in sorted(facts.get("ruled_out", {}).items())
    ]
