"""Why a case went where it went, in words: for the lawyer who got it, the supervisor, and `hotline cases explain`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.office import Office
from cases.places_of_work import CLIMBED
from storage import events, people
from storage.cases import Case
from storage.database import Transaction

_ON_THE_WAY = (
    *("opened", "climbed", "offered", "declined", "timed_out", "taken_back", "nobody_free", "offer_unseen"),
    *("assigned", "accepted", "released", "taken_away", "kept_above", "merged", "unmerged"),
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
    happened = events.of_case(tx, case, _ON_THE_WAY)
    names = people.names(tx, {staff for event in happened for staff in _concerned(event)})
    return [_stage(office, event, names, language) for event in happened]


def why_offered(tx: Transaction, office: Office, case: Case, staff_id: str, language: str | None = None) -> list[str]:
    """Why this lawyer was asked, in words; empty if he never was."""
    offered = [event for event in events.of_case(tx, case, ("offered",)) if event.facts.get("staff") == staff_id]
    if not offered:
        return []
    facts = offered[-1].facts
    return _grounds(office, facts, staff_id, people.names(tx, facts.get("standing_in", {}).values()), language)


def _concerned(event: events.Event) -> set[str]:
    """The ids of everybody who is spoken of in an event of the way."""
    facts = event.facts
    named = {event.actor, *(facts.get(one) or "" for one in ("staff", "owner"))}
    return named | set(facts.get("ruled_out", ())) | set(facts.get("standing_in", {}).values())


def _stage(office: Office, event: events.Event, names: Mapping[str, str], language: str | None) -> Stage:
    facts = event.facts
    staff = facts.get("staff") or facts.get("owner") or (event.actor if event.actor in names else None)
    values = {"who": names.get(staff or "", staff or "")} if event.kind != CLIMBED else {}
    above = {"below": facts["below"], "above": facts["above"]} if event.kind == CLIMBED else {}
    words = office.texts.say(language, f"routing.stage_{event.kind}", **values, **above)
    reasons = _grounds(office, facts, staff, names, language) if staff else []
    climb = [office.texts.say(language, f"routing.climb_{facts['climb']}")] if event.kind == CLIMBED else []
    return Stage(event.at, event.kind, staff, words, (*climb, *reasons, *_ruled_out(office, facts, names, language)))


def _grounds(
    office: Office, facts: Mapping[str, Any], staff: str, names: Mapping[str, str], language: str | None
) -> list[str]:
    """What spoke for a lawyer, and what against him, each with its points; whom he stands in for."""
    grounds: Mapping[str, int] = facts.get("points", {}).get(staff, {})
    said = [
        office.texts.say(language, f"routing.{_key(ground, points)}", points=points)
        for ground, points in grounds.items()
        if points
    ]
    absent = facts.get("standing_in", {}).get(staff)
    instead = [office.texts.say(language, "routing.standing_in", who=names.get(absent, absent))] if absent else []
    return [*instead, *said]


def _key(ground: str, points: int) -> str:
    return f"for_{ground}" if points > 0 else f"against_{ground}"


def _ruled_out(office: Office, facts: Mapping[str, Any], names: Mapping[str, str], language: str | None) -> list[str]:
    return [
        office.texts.say(
            language, "routing.ruled_out", who=names.get(staff, staff), why=office.texts.say(language, f"routing.{why}")
        )
        for staff, why in sorted(facts.get("ruled_out", {}).items())
    ]
