"""What a colleague is told about the money and the closing of a case, worded as things stand when he is told."""

from cases import cards
from cases.office import Office
from storage.cases import Case
from storage.database import Transaction
from storage.events import WORKER, Event
from storage.messages import Message
from storage.people import Colleague

_KEYS = {
    "money_claimed": "lawyer_claimed",
    "money_promised": "lawyer_promised",
    "money_received": "lawyer_received",
    "money_voided": "lawyer_voided",
    "instalment_missed": "lawyer_missed",
    "instalment_unanswered": "lawyer_unanswered",
    "check_failed": "lawyer_check_failed",
    "review_decided": "lawyer_review_decided",
}
_CHECKS = ("closing_proposed", "closed", "check_drawn")
KINDS = (*_KEYS, "closing_proposed", "check_drawn")


def told(
    tx: Transaction, office: Office, colleague: Colleague, case: Case, event: Event, language: str | None
) -> Message | None:
    """The sentence of an event for one who may read the case; None if it is nothing to him."""
    if event.kind in _CHECKS:
        return _check_wanted(office, colleague, case, event, language)
    values = {"amount": "", "due": "", **event.facts, "words": event.words or ""}
    values |= {"by_worker": event.actor == WORKER, "reopened": case.status == "reopened", "number": case.number}
    return _said(office, language, _KEYS[event.kind], case, values)


def is_check(colleague: Colleague, case: Case, event: Event) -> bool:
    """Whether an event asks this colleague to look at how a case is closed: he supervises it, and has not the work."""
    return bool(event.facts.get("check")) and colleague.supervises and colleague.id not in (case.owner, event.actor)


def _check_wanted(
    office: Office, colleague: Colleague, case: Case, event: Event, language: str | None
) -> Message | None:
    if not is_check(colleague, case, event):
        return None
    values = {"number": case.number, "check": event.facts["check"]}
    return _said(office, language, "lawyer_check_wanted", case, values)


def _said(office: Office, language: str | None, key: str, case: Case, values: dict[str, object]) -> Message:
    text = office.texts.say(language, f"money.{key}", **values)
    return Message(text, (cards.button(office, language, "case", case.number),))
