"""How a fact of a complaint is put in words: the same for the worker's card, the lawyer's and the desk.

A fact is kept as text: a sum "32000.00" and a number "12", each with "~" before it when it was given only roughly; a
month "2026-03" or, where no month could be read, his words; "yes" or "no"; a district by its code; anything else as it
was written.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from knowledge.reading.calendars import lunar_months
from knowledge.reading.capitals import capitals
from knowledge.reading.places import DISTRICTS
from storage.cases import Complaint
from texts import Texts
from texts.catalogue import known

ROUGH = "~"


def is_rough(value: str) -> bool:
    """Whether a kept figure was given only roughly."""
    return value.startswith(ROUGH)


def exact(value: str) -> str:
    """A kept figure without the mark of roughness."""
    return value.removeprefix(ROUGH)


def in_words(texts: Texts, language: str | None, name: str, value: str) -> str:
    """The fact of this name as a reader of this language finds it on a card."""
    wording = _WORDINGS.get(name)
    return wording(texts, language, value) if wording else value


def money(yuan: Decimal) -> str:
    """Yuan in digits with thousands marked, fen only where there are any: 32,000 or 32,000.50."""
    return f"{yuan:,.0f}" if yuan == yuan.to_integral() else f"{yuan:,.2f}"


def lines(texts: Texts, language: str | None, complaint: Complaint) -> list[tuple[str, str]]:
    """What a colleague reads of a complaint: what it is, and what was said; what decides the way also when it was not.

    How to reach the worker is not among them: that is an act of its own.
    """
    rough = {name: ROUGH if name in complaint.approximate else "" for name in ("amount", "headcount")}
    told: dict[str, str | None] = {
        "employer": complaint.employer,
        "site": complaint.site,
        "amount": None if complaint.amount is None else f"{rough['amount']}{complaint.amount:.2f}",
        "since": complaint.since,
        "headcount": None if complaint.headcount is None else f"{rough['headcount']}{complaint.headcount}",
        **{name: value for name, value in complaint.answers.items() if name not in _OF_HIM},
    }
    said = {name: in_words(texts, language, name, value) if value else None for name, value in told.items()}
    named = {name: texts.say(language, f"fields.name_{name}") for name in said}
    unsaid = texts.say(language, "desk.not_said")
    return [(named[name], value or unsaid) for name, value in said.items() if value or name in _ALWAYS]


Answer = Literal["yes", "no"]
Wording = Callable[[Texts, str | None, str], str]


def _sum(texts: Texts, language: str | None, value: str) -> str:
    """In digits, and, for whoever reads Chinese, in capital numerals where it is exact."""
    said = texts.say(language, "fields.value_amount", amount=money(Decimal(exact(value))))
    if is_rough(value):
        return texts.say(language, "fields.about", value=said)
    if known(language) == "en":
        return said
    return texts.say(language, "fields.value_twice", value=said, again=capitals(Decimal(value)))


def _month(texts: Texts, language: str | None, value: str) -> str:
    """In both calendars, for whoever reads Chinese."""
    lunar = lunar_months(value)
    if not lunar or known(language) == "en":
        return value
    year, _, month = value.partition("-")
    return texts.say(language, "fields.value_month", year=year, month=int(month), lunar=lunar)


def _people(texts: Texts, language: str | None, value: str) -> str:
    said = texts.say(language, "fields.value_headcount", count=exact(value))
    return texts.say(language, "fields.at_least", value=said) if is_rough(value) else said


def _counted(key: str) -> Wording:
    """A number of days or months."""

    def wording(texts: Texts, language: str | None, value: str) -> str:
        said = texts.say(language, key, count=exact(value))
        return texts.say(language, "fields.about", value=said) if is_rough(value) else said

    return wording


def answer_in_words(texts: Texts, language: str | None, name: str, answer: Answer) -> str:
    """Yes or no to the question of this name, as one says it there: 是, 没有."""
    yes, no = ("fields.yes_is", "fields.no_is") if name in _IS else ("fields.yes_has", "fields.no_has")
    return texts.say(language, yes if answer == "yes" else no)


def _yes_or_no(name: str) -> Wording:
    def wording(texts: Texts, language: str | None, value: str) -> str:
        return answer_in_words(texts, language, name, "yes" if value == "yes" else "no")

    return wording


def _district(texts: Texts, language: str | None, value: str) -> str:
    found = next((district for district in DISTRICTS if district.code == value), None)
    if found is None:
        return value
    return found.name_en if language and language.startswith("en") else found.name


def _kind(texts: Texts, language: str | None, value: str) -> str:
    return texts.say(language, f"words.kind_{value}")


YES_OR_NO = (
    "construction",
    "has_contract",
    "has_iou",
    "left_job",
    "treated",
    "insured",
    "ongoing",
    "member",
    "has_union",
)
_IS = ("construction", "left_job", "ongoing", "member")  # those to which one answers 是, not 有
_ALWAYS = ("employer", "amount", "since", "headcount")
_OF_HIM = ("contact", "hours")
SUMS = ("amount", "monthly_wage", "daily_wage")
MONTHS = ("since", "until", "happened")
_WORDINGS: Mapping[str, Wording] = {
    "kind": _kind,
    "district": _district,
    "headcount": _people,
    "days_worked": _counted("fields.value_days"),
    "months_owed": _counted("fields.value_months"),
    **dict.fromkeys(SUMS, _sum),
    **dict.fromkeys(MONTHS, _month),
    **{name: _yes_or_no(name) for name in YES_OR_NO},
}
