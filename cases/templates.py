"""Letters prepared for all: chosen, filled in for a case, and then a draft like any other; none is sent by itself.

What stands in double braces is filled in: {{number}}, {{office}} (the union body whose case it is), {{date}} (the day
that was chosen, or the one on which something is owed). A day that nobody knows leaves a gap, and with a gap no letter
is sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases import owing
from cases.errors import CaseError, Empty
from cases.office import Office
from storage import conversations, letter_templates, people, promises
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

SHIPPED = ("proof", "hearing", "patience", "closing")
FIELDS = ("number", "date", "office")
LONGEST_NAME = 40  # characters
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class NotAField(CaseError):
    """Something stands in double braces that nobody can fill in."""


class StillAGap(CaseError):
    """A place of the letter has not been filled in."""


@dataclass(frozen=True, slots=True)
class Template:
    """A prepared letter; `text` has its fields still open. `own`: its unit wrote it, so it can be changed."""

    id: str
    name: str
    text: str
    own: bool = True

    @property
    def dated(self) -> bool:
        """Whether it wants a day."""
        return "date" in _FIELD.findall(self.text)


def for_unit(tx: Transaction, office: Office, unit: str, language: str | None) -> list[Template]:
    """What may be chosen for cases of a unit: what it and those above it prepared, then what comes with the hotline."""
    own = [Template(one.id, one.name, one.text) for one in letter_templates.for_unit(tx, unit)]
    return [*own, *shipped(office, language)]


def shipped(office: Office, language: str | None) -> list[Template]:
    """Those that come with the hotline."""
    return [_shipped(office, name, language) for name in SHIPPED]


def for_case(tx: Transaction, office: Office, case: Case) -> list[Template]:
    """The same for a case, the shipped ones in its worker's language."""
    return for_unit(tx, office, case.unit, conversations.language_of(tx, case.conversation_id))


def of_id(tx: Transaction, office: Office, case: Case, template_id: str) -> Template | None:
    """One of those; None if it is not to be had any more."""
    return next((one for one in for_case(tx, office, case) if one.id == template_id), None)


def filled_in(tx: Transaction, office: Office, case: Case, template: Template, day: date | None = None) -> str:
    """The letter for a case. Without a day the next one on which something is owed; without that a gap is left."""
    language = conversations.language_of(tx, case.conversation_id)
    owed = promises.open_of(tx, case.id)
    by = day or (owed[0].due_on if owed else None)
    shown = owing.in_words(tx, office, by, language) if by else gap(office, language)
    values = {"number": case.number, "date": shown, "office": _office_of(tx, case)}
    return _fill(template.text, values)


def gap(office: Office, language: str | None) -> str:
    """What stands where a day is missing."""
    return office.texts.say(language, "casework.gap")


def must_be_whole(office: Office, text: str) -> None:
    """Raise StillAGap if a place of a letter has not been filled in."""
    gaps = {gap(office, language) for language in office.texts.sources}
    if any(one in text for one in gaps) or any(name in FIELDS for name in _FIELD.findall(text)):
        raise StillAGap("信里还有没填的地方（日期或双花括号），没有发出。请填好再发。")


def add(tx: Transaction, supervisor: Colleague, name: str, text: str) -> str:
    """Prepare a letter for his unit and those below it; returns its id. Raises Empty, NotAField."""
    return letter_templates.add(tx, supervisor, *_checked(name, text))


def change(tx: Transaction, supervisor: Colleague, template_id: str, name: str, text: str) -> bool:
    """It reads like this from now on; False if it is not of his unit. Raises Empty, NotAField."""
    return letter_templates.change(tx, supervisor, template_id, *_checked(name, text))


def _checked(name: str, text: str) -> tuple[str, str]:
    name, text = name.replace("\0", "").strip()[:LONGEST_NAME], text.replace("\0", "").strip()
    if not (name and text):
        raise Empty
    if unknown := [one for one in _FIELD.findall(text) if one not in FIELDS]:
        raise NotAField("不认识“{{" + unknown[0] + "}}”，只能用 {{number}}、{{date}}、{{office}}。")
    return name, text


def _shipped(office: Office, name: str, language: str | None) -> Template:
    open_fields = {field: "{{" + field + "}}" for field in FIELDS}
    text = office.texts.say(language, f"casework.template_{name}", **open_fields)
    return Template(name, office.texts.say(language, f"casework.template_{name}_name"), text, own=False)


def _office_of(tx: Transaction, case: Case) -> str:
    return next((one.name for one in people.units(tx, [case.unit])), "")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)
