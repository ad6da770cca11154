"""What happened to a case, line by line, for whoever reads it in his chat; the desk has it with every word."""

from collections.abc import Mapping

from cases.office import Office
from storage import events, people
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.events import Event
from storage.people import Colleague

ROUTING = (
    "offered",
    "declined",
    "timed_out",
    "taken_back",
    "nobody_free",
    "colleague_unreachable",
    "sealed",
    "offer_unseen",
)
_LONGEST = 120  # characters of what was written, on one line
_LABELLED = {
    "call": "call",
    "kind": "file_kind",
    "crowd": "crowd",
    "reason": "decline",
    "survey": "survey",
    "ending": "ending",
    "outcome": "outcome",
    "step": "step",
    "climb": "climb",
    "refusal": "refusal",
}
_FACTS = (
    "staff",
    "call",
    "kind",
    "amount",
    "due",
    "survey",
    "reason",
    "ending",
    "times",
    "outcome",
    "member",
    "people",
    "step",
    "day",
    "next_day",
    "below",
    "above",
    "climb",
    "other",
    "count",
    "days",
    "crowd",
    "receiver",
    "referral",
    "refusal",
)


def lines(tx: Transaction, office: Office, colleague: Colleague, case: Case, language: str | None) -> list[str]:
    """Everything that happened, the oldest first; whom else it was offered to is for supervisors.

    The caller has decided that the colleague may read the case.
    """
    names = {one.id: one.name for one in people.everybody(tx)}
    return [
        _line(office, event, names, language)
        for event in events.of_case(tx, case)
        if colleague.supervises or event.kind not in ROUTING or colleague.id in (event.actor, event.facts.get("staff"))
    ]


def _line(office: Office, event: Event, names: Mapping[str, str], language: str | None) -> str:
    time = event.at.astimezone(CHINA).strftime("%m-%d %H:%M")
    facts = {name: _named(office, name, event.facts.get(name, ""), names, language) for name in _FACTS}
    title = _say(office, language, f"desk.event_{event.kind}", facts) or _say(
        office, language, f"lawyer.event_{event.kind}", facts
    )
    words = " ".join((event.words or "").split())
    shown = words[:_LONGEST] + ("…" if len(words) > _LONGEST else "")
    title = title or office.texts.say(language, "desk.event_other")
    return f"{time} {title}" + (f"：{shown}" if shown else "")


def _named(office: Office, fact: str, value: str, names: Mapping[str, str], language: str | None) -> str:
    if fact == "staff":
        return names.get(value, value)
    label = f"desk.{_LABELLED[fact]}_{value}" if fact in _LABELLED else ""
    return _say(office, language, label, {}) or str(value)


def _say(office: Office, language: str | None, key: str, values: Mapping[str, object]) -> str:
    """The sentence, or nothing where there is none of this key, or it wants more than we know."""
    there = key in office.texts.sources["zh-CN"]
    return office.texts.say(language, key, **values) if there and _wanted(office, key) <= set(values) else ""


def _wanted(office: Office, key: str) -> set[str]:
    return office.texts.variables("zh-CN", key)
