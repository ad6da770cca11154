"""Cases that are worked on together as colleagues read of them: who belongs, what it comes to, what they are told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.facts import money
from cases.office import Office
from storage import cases, collectives, groups
from storage.cases import Case, Complaint
from storage.collectives import Collective, Fate
from storage.database import Transaction
from storage.errors import Erased
from storage.events import Event
from storage.messages import Button, Message
from storage.people import Colleague

MAYBE, MANY = "maybe_together", "many_complaints"
MERGED, MERGED_LEAD = "merged", "merged_lead"
UNMERGED, UNMERGED_LEAD = "unmerged", "unmerged_lead"
TO_ALL = "written_to_all"
KINDS = (MAYBE, MANY, MERGED, MERGED_LEAD)  # of which who may read the case is told
_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]*\d{4}){2}(?!\d)")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NO_NAMES = frozenset(
    ("微信", "微信号", "电话", "手机", "手机号", "联系", "联系人", "工友", "代接", "本人", "我的", "晚上")
)
_LEAST_SUM = 100  # yuan; a smaller number in a letter is a date, an hour or a count


@dataclass(frozen=True, slots=True)
class Totals:
    """What a collective comes to. `workers` are those with a case or who joined one, `told` the most that one told of.

    `amount` in yuan is what the `named` cases named that named any, `rough` of them only roughly; `ended` have ended.
    """

    cases: int
    workers: int
    told: int
    amount: Decimal
    named: int
    rough: int
    ended: int


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a collective, with its sum in yuan if it named one; `erased` if its worker wished his words gone."""

    case: Case
    amount: Decimal | None
    rough: bool
    headcount: int | None
    joined: int
    erased: bool


@dataclass(frozen=True, slots=True)
class View:
    """A collective for one colleague: the rows that he may read, how many he may not, and what came of letters."""

    collective: Collective
    lead: Case
    rows: tuple[Row, ...]
    hidden: int
    totals: Totals
    letters: Mapping[int, tuple[Fate, ...]]


def view(tx: Transaction, colleague: Colleague, case: Case) -> View | None:
    """The collective of a case that the colleague may read; None if it is on its own."""
    collective = collectives.of_case(tx, case.id)
    if collective is None:
        return None
    everybody = collectives.members(tx, collective)
    rows = tuple(_row(tx, one) for one in collectives.visible_members(tx, colleague, collective))
    letters: dict[int, tuple[Fate, ...]] = {}
    for fate in collectives.fates(tx, collective.lead_id):
        letters[fate.event_n] = (*letters.get(fate.event_n, ()), fate)
    return View(collective, everybody[0], rows, len(everybody) - len(rows), totals(rows), letters)


def totals(rows: Sequence[Row]) -> Totals:
    """What these come to; what one worker told of the number of all is never added to what another did."""
    named = [row for row in rows if row.amount is not None]
    return Totals(
        cases=len(rows),
        workers=len({row.case.person_id for row in rows}) + sum(row.joined for row in rows),
        told=max((row.headcount or 0 for row in rows), default=0),
        amount=sum((row.amount for row in named if row.amount is not None), Decimal(0)),
        named=len(named),
        rough=sum(row.rough for row in named),
        ended=sum(row.case.ended for row in rows),
    )


def in_words(office: Office, found: Totals, language: str | None) -> list[str]:
    """The same in lines."""
    say = office.texts.say
    lines = [say(language, "together.total_cases", cases=found.cases, workers=found.workers, ended=found.ended)]
    if found.told:
        lines.append(say(language, "together.total_told", told=found.told))
    if found.named:
        total = money(found.amount)
        lines.append(say(language, "together.total_amount", amount=total, named=found.named, rough=found.rough))
    return lines


def grounds_in_words(office: Office, grounds: Sequence[str], language: str | None) -> str:
    """Why two complaints seem alike, as "same employer, same site"."""
    comma = office.texts.say(language, "together.and")
    return comma.join(office.texts.say(language, f"together.ground_{ground}") for ground in grounds)


def on_card(tx: Transaction, office: Office, colleague: Colleague, case: Case, language: str | None) -> list[str]:
    """The collective in lines for a card; nothing if the case is on its own."""
    found = view(tx, colleague, case)
    if found is None:
        return []
    key = "card_lead" if found.lead.id == case.id else "card_member"
    told = office.texts.say(language, f"together.{key}", cases=len(found.rows) + found.hidden, lead=found.lead.number)
    if found.lead.id != case.id:
        return [told]
    return [told, *in_words(office, found.totals, language), *_last_letter(office, found, language)]


def told(
    tx: Transaction, office: Office, colleague: Colleague, case: Case, event: Event, language: str | None
) -> Message | None:
    """What a colleague who may read the case is told of such an event; None if it is nothing to him."""
    match event.kind:
        case "maybe_together":
            values = {"other": event.facts["other"], "more": event.facts.get("more", 0)}
            values["grounds"] = grounds_in_words(office, event.facts["grounds"], language)
        case "many_complaints":
            crowd = office.texts.say(language, f"desk.crowd_{event.facts['crowd']}")
            values = {"crowd": crowd, "count": event.facts["count"], "days": event.facts["days"]}
        case "merged" if colleague.id == event.facts["before"]:
            values = {"other": event.facts["other"]}
        case "merged_lead" if colleague.id == case.owner:
            values = {"count": event.facts["count"], "desk": f"{office.policy.public_url}/desk/cases/{case.number}"}
        case _:
            return None
    text = office.texts.say(language, f"together.news_{event.kind}", number=case.number, **values)
    return Message(text, (Button(f"case:{case.number}", office.texts.say(language, "lawyer.button_case")),))


def buttons(tx: Transaction, office: Office, colleague: Colleague, case: Case, language: str | None) -> list[Button]:
    """Below the card of a lead: to write to all of them."""
    collective = collectives.of_case(tx, case.id)
    leads = collective is not None and collective.lead_id == case.id
    may = colleague.supervises or case.owner == colleague.id
    return [Button(f"all:{case.number}", office.texts.say(language, "together.button_all"))] if leads and may else []


def told_of_others(office: Office, case: Case, event: Event, language: str | None) -> Message:
    """What a colleague is told of a case that is his no more: only its number."""
    return Message(office.texts.say(language, f"together.gone_{event.kind}", number=case.number))


def must_never_read(tx: Transaction, text: str, members: Sequence[Case]) -> bool:
    """Whether a letter to all has a number in it that belongs to one of them: of a case, a membership, a telephone."""
    bare, phones = re.sub(r"[\s-]", "", text).upper(), set(_phones(text))
    for case in members:
        numbers = [case.number, *(one.number for one in groups.members(tx, case.id))]
        if any(number in bare for number in numbers) or phones & _phones_of(tx, case):
            return True
    return False


def tells_of_one(tx: Transaction, text: str, members: Sequence[Case]) -> bool:
    """Whether a letter to all has a sum or a name in it that is one of theirs; it may stand there by chance."""
    figures = {Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return any(_is_of(complaint, text, figures) for case in members if (complaint := _complaint(tx, case)))


def sorted_out(fates: Sequence[Fate]) -> tuple[int, int, list[str]]:
    """Of the copies of a letter to all: how many were sent, how many wait, and the cases that were not reached."""
    sent, waiting = (sum(one.outcome == outcome for one in fates) for outcome in ("sent", "waiting"))
    return sent, waiting, [one.case_id for one in fates if one.outcome not in ("sent", "waiting")]


def _last_letter(office: Office, found: View, language: str | None) -> list[str]:
    if not found.letters:
        return []
    sent, waiting, missed = sorted_out(found.letters[max(found.letters)])
    values = {"n": len(found.letters), "sent": sent, "waiting": waiting, "missed": len(missed)}
    return [office.texts.say(language, "together.fate", **values)]


def _row(tx: Transaction, case: Case) -> Row:
    complaint, joined = _complaint(tx, case), groups.count(tx, case.id)
    if complaint is None:
        return Row(case, None, False, None, joined, True)
    return Row(case, complaint.amount, "amount" in complaint.approximate, complaint.headcount, joined, False)


def _complaint(tx: Transaction, case: Case) -> Complaint | None:
    try:
        return cases.complaint_of(tx, case)
    except Erased:
        return None


def _phones_of(tx: Transaction, case: Case) -> set[str]:
    complaint = _complaint(tx, case)
    told = [groups.told(tx, one) for one in groups.members(tx, case.id)]
    contacts = [complaint.contact if complaint else None, *(one.contact for one in told if one)]
    return {phone for contact in contacts for phone in _phones(contact or "")}


def _phones(text: str) -> list[str]:
    return [re.sub(r"\D", "", found) for found in _PHONE.findall(text)]


def _is_of(complaint: Complaint, text: str, figures: set[Decimal]) -> bool:
    named = set(_NAME.findall(complaint.contact or "")) - _NO_NAMES
    sums = {complaint.amount} if complaint.amount and complaint.amount >= _LEAST_SUM else set()
    return any(name in text for name in named) or bool(sums & figures)
