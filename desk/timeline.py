"""What happened to a case, in words, for the page where its lawyer and its supervisor read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.history import ROUTING
from desk.visitors import Visit
from desk.words import Words
from storage import events, people
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event

Look = Literal["from-worker", "to-worker", "note", "trouble", "step"]
Group = Literal["letters", "notes", "events"]

_LOOKS: dict[str, Look] = {
    "from_worker": "from-worker",
    "from_worker_edited": "from-worker",
    "contact_left": "from-worker",
    "file_from_worker": "from-worker",
    "to_worker": "to-worker",
    "to_worker_edited": "to-worker",
    "letter_taken_back": "to-worker",
    "file_to_worker": "to-worker",
    "closing_proposed": "to-worker",
    "note": "note",
    "note_edited": "note",
    "identity_opened": "note",
    "original_opened": "note",
    "call_back_done": "note",
    "call_back_wanted": "trouble",
    "danger": "trouble",
    "colleague_unreachable": "trouble",
    "file_lost": "trouble",
    "not_delivered": "trouble",
    "nobody_free": "trouble",
    "offer_unseen": "trouble",
    "owner_away": "trouble",
    "instalment_missed": "trouble",
    "instalment_unanswered": "trouble",
    "check_failed": "trouble",
    "review_decided": "note",
    "check_passed": "note",
    "check_drawn": "note",
    "surveyed": "from-worker",
    "member_unpaid": "trouble",
    "released": "trouble",
    "promise_late": "trouble",
    "referral_asked": "to-worker",
    "referral_agreed": "from-worker",
    "referral_declined": "from-worker",
    "referral_revoked": "trouble",
    "referral_refused": "trouble",
    "referral_silent": "trouble",
    "todo_made": "note",
    "todo_done": "note",
    "sealed": "trouble",
    "clock_missed": "trouble",
    "clock_climbed": "trouble",
    "taken_away": "trouble",
    "maybe_together": "trouble",
    "many_complaints": "trouble",
    "written_to_all": "to-worker",
    "kept_above": "trouble",
}
_GROUPS: dict[Look, Group] = {"from-worker": "letters", "to-worker": "letters", "note": "notes"}
_SHOWN_OTHERWISE = ("file_kept", "files_sent")  # the file itself says so
_LATER: dict[str, str] = {
    "from_worker_edited": "edited_later",
    "to_worker_edited": "edited_later",
    "note_edited": "edited_later",
    "letter_taken_back": "taken_back_later",
}
_FACTS: tuple[str, ...] = (
    *("staff", "amount", "due", "survey", "reason", "ending", "times", "outcome", "kind"),
    *("why", "call", "member", "people", "step", "below", "above", "climb", "day", "next_day"),
    *("other", "count", "days", "crowd"),
    *("receiver", "referral", "refusal"),
)
_LABELS = (
    *(("crowd", "crowd"), ("reason", "decline"), ("survey", "survey"), ("ending", "ending"), ("outcome", "outcome")),
    *(("kind", "file_kind"), ("why", "file"), ("call", "call"), ("step", "step"), ("climb", "climb")),
    ("refusal", "refusal"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One event: how it looks, who did it, what it is called, what was written.

    `later` says that it was changed or taken back afterwards; `file` is the id of the file it is about.
    """

    at: datetime
    look: Look
    who: str
    title: str
    words: str | None
    later: str = ""
    file: str = ""

    @property
    def group(self) -> Group:
        """What it is shown among when the record is filtered."""
        return _GROUPS.get(self.look, "events")


def lines(tx: Transaction, visit: Visit, case: Case) -> list[Line]:
    """Everything that happened, the newest first.

    Whom else the case was offered to, and what became of that, is for supervisors.
    """
    names = {colleague.id: colleague.name for colleague in people.everybody(tx)}
    happened = [event for event in events.of_case(tx, case) if _may_know(visit, event)]
    later = {event.facts.get("of"): _LATER[event.kind] for event in happened if event.kind in _LATER}
    said = [event for event in reversed(happened) if event.kind not in _SHOWN_OTHERWISE]
    return [_line(event, names, visit.words, later.get(event.n, "")) for event in said]


def last_number(tx: Transaction, case: Case) -> int:
    """The number of the newest event, with which an open page asks whether there is anything new."""
    return max((event.n for event in events.of_case(tx, case)), default=0)


def _may_know(visit: Visit, event: Event) -> bool:
    mine = visit.colleague.id in (event.actor, event.facts.get("staff"))
    return visit.supervises or mine or event.kind not in ROUTING


def _line(event: Event, names: Mapping[str, str], words: Words, later: str) -> Line:
    facts = {name: event.facts.get(name, "") for name in _FACTS}
    facts["staff"] = names.get(facts["staff"], facts["staff"])
    for name, group in _LABELS:
        facts[name] = words.label(group, facts[name]) if facts[name] else ""
    title = words(f"event_{event.kind}", **facts) if words.has(f"event_{event.kind}") else words("event_other")
    look, who = _LOOKS.get(event.kind, "step"), _who(event.actor, names, words)
    remark, file = words(later) if later else "", str(event.facts.get("file", ""))
    return Line(event.at, look, who, title, event.words, remark, file)


def _who(actor: str, names: Mapping[str, str], words: Words) -> str:
    if actor in (events.WORKER, events.HOTLINE):
        return words(actor)
    return names.get(actor, actor)
