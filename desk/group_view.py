"""The workmates of a case as its page shows them: the sums, and each one's line."""

from dataclasses import dataclass
from datetime import datetime

from cases import roster
from cases.office import Office
from storage.cases import Case, Complaint
from storage.database import Transaction
from storage.groups import Told
from texts import Language


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One who joined, in words; `has_contact` says that there is one, and opening it is an act of its own."""

    number: str
    joined_at: datetime
    amount: str
    days: str
    contact: str
    has_contact: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """The whole section; `words` are its labels."""

    sums: list[str]
    rows: list[MemberRow]
    words: dict[str, str]


def group_view(
    tx: Transaction, office: Office, language: Language, case: Case, complaint: Complaint
) -> GroupView | None:
    """The section; None if no group was ever begun. The caller has decided who may read the case."""
    found = roster.of_case(tx, case)
    if found is None:
        return None
    rows = [
        _row(office, language, member.number, member.joined_at, told or Told(period=_erased(office, language)))
        for member, told in found.members
    ]
    return GroupView(roster.sums(office, found, complaint, language), rows, office.texts.group(language, "group"))


def _row(office: Office, language: Language, number: str, joined_at: datetime, told: Told) -> MemberRow:
    contact = office.texts.say(language, "group.has_contact" if told.contact else "group.no_contact")
    amount, days = (
        roster.amount_in_words(office, told, language),
        roster.days_in_words(office, told, language),
    )
    return MemberRow(number, joined_at, amount, days, contact, bool(told.contact))


def _erased(office: Office, language: Language) -> str:
    return office.texts.say(language, "group.erased_row")
