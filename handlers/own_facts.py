"""What a workmate states for himself: three questions as data, how an answer is read, and what is kept of it.

In a draft a figure is kept as text, with ~ before it if it is rough; a length of time in other words than days with =.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases import roster
from cases.facts import ROUGH, exact, is_rough
from handlers.arriving import has_number
from handlers.fields import read_sum
from handlers.turn import Turn
from knowledge.reading.numerals import NUMERAL, fold, read_number
from knowledge.reading.periods import days_worked
from storage.groups import Told

Answers = Mapping[str, str | None]

_PERIOD = "="
_LARGEST = Decimal("9999999.99")  # yuan; more than one worker is ever owed
_MOST_DAYS = 3_650
_SHORT, _SHORTER = 200, 40  # characters of a contact, of a length of time in his own words
_DAYS = re.compile(
    rf"(?:我|一共|总共|大概|大约|差不多|干了|有|about\s*)*(?P<days>{NUMERAL})(?P<over>[多几来])?\s*"
    r"(?:天|个?工日?|日|days?)?(?P<later>左右|上下|吧|了)*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"大概|大约|差不多|左右|上下|about", re.IGNORECASE)
_LENGTH = re.compile(r"[\d零一二两三四五六七八九十半几].*(?:月|年|周|星期|礼拜|month|week|year)|半年", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?:\d[ -]?){7}|[A-Za-z][\w-]{4,}|微信\S{2}|[qQ]{2}\D{0,3}\d{5}")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `read` gives what is kept of an answer, None if it cannot be read."""

    name: str
    read: Callable[[str], str | None]


def told(answers: Answers) -> Told:
    """What is kept of a member, from the answers of a draft."""
    amount, days = answers.get("amount") or "", answers.get("days") or ""
    period = days.removeprefix(_PERIOD) if days.startswith(_PERIOD) else None
    rough = tuple(name for name in ("amount", "days") if is_rough(answers.get(name) or ""))
    return Told(
        Decimal(exact(amount)) if amount else None,
        Decimal(exact(days)) if days and not period else None,
        period,
        answers.get("contact"),
        rough,
    )


def answers_of(kept: Told) -> dict[str, str | None]:
    """The answers of a draft, from what is kept of a member."""
    days = f"{_PERIOD}{kept.period}" if kept.period else _figure(kept, "days", kept.days)
    return {"amount": _figure(kept, "amount", kept.amount), "days": days, "contact": kept.contact}


def lines(turn: Turn, answers: Answers) -> list[str]:
    """What he stated, line by line, as he reads it."""
    office, language, kept = turn.office, turn.language, told(answers)
    shown = {
        "amount": roster.amount_in_words(office, kept, language),
        "days": roster.days_in_words(office, kept, language),
        "contact": kept.contact or turn.words("group.not_said"),
    }
    return [turn.words(f"group.line_{name}", value=value) for name, value in shown.items()]


def _figure(kept: Told, name: str, value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{ROUGH}{value}" if name in kept.approximate else str(value)


def _amount(text: str) -> str | None:
    return read_sum(text, _LARGEST)


def _days(text: str) -> str | None:
    """A number of days; a length in months or years stays as he said it, for a month has no certain days."""
    match = _DAYS.fullmatch(fold(text).strip("。.!！, "))
    days = read_number(match["days"]) if match else days_worked(text)
    if days is not None and 0 < days <= _MOST_DAYS:
        rough = _ABOUT.search(text) or (match and match["over"])
        return f"{ROUGH if rough else ''}{days}"
    words = " ".join(text.split())
    return f"{_PERIOD}{words}" if _LENGTH.search(words) and len(words) <= _SHORTER else None


def _contact(text: str) -> str | None:
    words = " ".join(text.split())[:_SHORT]
    return words if has_number(words) or _ACCOUNT.search(words) else None


QUESTIONS = (Question("amount", _amount), Question("days", _days), Question("contact", _contact))
BY_NAME = {one.name: one for one in QUESTIONS}
