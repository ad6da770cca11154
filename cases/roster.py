"""The workmates of a case for whoever has it: each one's line, what it comes to, and what ten of them may do."""

from dataclasses import dataclass
from decimal import Decimal

from cases.facts import money
from cases.office import Office
from storage import groups
from storage.cases import Case, Complaint
from storage.database import Transaction
from storage.groups import Member, Told

_SHOWN = 15  # members on a card; the desk has them all


@dataclass(frozen=True, slots=True)
class Roster:
    """Who has joined, each with what he told (None: erased), and the sums; `people` counts the starter too.

    `amount` in yuan is what the `stated` members named who named any, `days` what the `counted` ones named. The
    starter's complaint is in neither: he may have told the sum of all.
    """

    members: tuple[tuple[Member, Told | None], ...]

    @property
    def people(self) -> int:
        """Everybody, with the one who started it."""
        return len(self.members) + 1

    @property
    def amounts(self) -> list[Decimal]:
        """The sums that were named, in yuan."""
        return [told.amount for told in self._known if told.amount is not None]

    @property
    def days(self) -> list[Decimal]:
        """The days that were named."""
        return [told.days for told in self._known if told.days is not None]

    @property
    def rough(self) -> int:
        """How many of the sums are rough."""
        return sum("amount" in told.approximate for told in self._known)

    @property
    def _known(self) -> list[Told]:
        return [told for _, told in self.members if told]


def of_case(tx: Transaction, case: Case) -> Roster | None:
    """Everybody who joined; None if no group was ever begun. The caller has decided who may read it."""
    if groups.of_case(tx, case) is None:
        return None
    return Roster(tuple((one, groups.told(tx, one)) for one in groups.members(tx, case.id)))


def on_card(tx: Transaction, office: Office, case: Case, complaint: Complaint, language: str | None) -> list[str]:
    """The group in lines for a card: the sums, then member by member; nothing if there is no group."""
    roster = of_case(tx, case)
    if roster is None:
        return []
    lines = [member_line(office, member.number, told, language) for member, told in roster.members[:_SHOWN]]
    more = len(roster.members) - len(lines)
    rest = [office.texts.say(language, "group.more_members", count=more)] if more else []
    return [*sums(office, roster, complaint, language), *lines, *rest]


def sums(office: Office, roster: Roster, complaint: Complaint, language: str | None) -> list[str]:
    """What they come to, and how many the complaint told of; the two are never added up."""
    say = office.texts.say
    people = say(language, "group.people", people=roster.people, joined=len(roster.members), told=complaint.headcount)
    found = [people]
    if roster.amounts:
        total, named = money(sum(roster.amounts, Decimal(0))), len(roster.amounts)
        found.append(say(language, "group.total_amount", amount=total, named=named, rough=roster.rough))
    if roster.days:
        total, named = number(sum(roster.days, Decimal(0))), len(roster.days)
        found.append(say(language, "group.total_days", days=total, named=named))
    return found


def member_line(office: Office, membership: str, told: Told | None, language: str | None) -> str:
    """One member: his number, his money, his days, and whether there is a contact."""
    say = office.texts.say
    if told is None:
        return say(language, "group.line_erased", number=membership)
    contact = say(language, "group.has_contact" if told.contact else "group.no_contact")
    return say(
        language,
        "group.line",
        number=membership,
        amount=amount_in_words(office, told, language),
        days=days_in_words(office, told, language),
        contact=contact,
    )


def amount_in_words(office: Office, told: Told, language: str | None) -> str:
    """The money as it is read: 32,000 yuan, about 20,000 yuan, not said."""
    if told.amount is None:
        return office.texts.say(language, "group.not_said")
    said = office.texts.say(language, "group.yuan", amount=money(told.amount))
    return _about(office, said, "amount" in told.approximate, language)


def days_in_words(office: Office, told: Told, language: str | None) -> str:
    """The days as they are read, or the period in his own words."""
    if told.days is None:
        return told.period or office.texts.say(language, "group.not_said")
    said = office.texts.say(language, "group.days", days=number(told.days))
    return _about(office, said, "days" in told.approximate, language)


def number(days: Decimal) -> str:
    """A number without needless zeros."""
    return f"{days.normalize():f}"


def _about(office: Office, said: str, is_rough: bool, language: str | None) -> str:
    return office.texts.say(language, "group.about", value=said) if is_rough else said
