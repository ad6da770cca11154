"""Which of a worker's cases is spoken of, said wherever he has more than one that goes on."""

from cases.office import Office
from storage import cases, conversations
from storage.cases import Case
from storage.database import Transaction

_LAST = 4  # characters of a number by which people tell two apart


def named(office: Office, case: Case, language: str | None) -> str:
    """A case as a worker knows it: its kind and the end of its number."""
    kind = office.texts.say(language, f"words.kind_{case.kind}")
    return office.texts.say(language, "casework.named", kind=kind, last=case.number[-_LAST:])


def open_ones(tx: Transaction, conversation_id: str) -> list[Case]:
    """The cases, not ended, of whoever this conversation is with, the newest first."""
    return [one for one in cases.of_person(tx, conversations.person_of(tx, conversation_id)) if not one.ended]


def label(tx: Transaction, office: Office, case: Case, language: str | None) -> str:
    """What goes before a message about a case; "" for a worker who has no other."""
    others = [one for one in open_ones(tx, case.conversation_id) if one.id != case.id]
    return office.texts.say(language, "casework.label", case=named(office, case, language)) if others else ""


def labelled(tx: Transaction, office: Office, case: Case, language: str | None, text: str) -> str:
    """The text with its label on a line of its own, if it needs one."""
    return "\n".join(filter(None, (label(tx, office, case, language), text)))
