"""What a workmate states for himself: three questions as data, how an answer is read, and what is kept of it.

In a draft a figure is kept as text, with ~ before it if it is rough; a length of time in other words than days with =.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases import roster
from handlers.arriving import has_number
from handlers.turn import Turn
from knowledge.reading.amounts import read_amount
from knowledge.reading.numerals import NUMERAL, fold, read_number
from knowledge.reading.periods import days_worked
from storage.groups import Told

Answers = Mapping[str, str | None]

_ROUGH, _PERIOD = "~", "="
_LARGEST = Decimal("9999999.99")  # yuan; more than one worker is ever owed
_MOST_DAYS = 3_650
_SHORT, _SHORTER = 200, 40  # characters of a contact, of a length of time in his own words
_DAYS = re.compile(
    rf"(?:我|一共|总共|大概|大约|差不多|干了|有|about\s*)*(?P<days>{NUMERAL})(?P<over>[多几来])?\s*"
    r"(?:天|个?工日?|日|days?)?(?P<later>左右|上下|吧|了)*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"大概|大约|差不多|左右|上下|about", re.IGNORECASE)
_LENGTH = re.compile(r"[\d零一二三四五六七八九十半几].*(?:月|年|周|星期|礼拜|month|week|year)|半年", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?:\d[ -]?){7}|[A-Za-z][\w-]{4,}|微信\S{2}|[qQ]{2}\D{0,3}\d{5}")
_UNKNOWN = re.compile(
    r"我?也?(?:不知道|不清楚|不晓得|不记得|记不清|记不得|说不清|没有|不想说|不方便说)"
    r"|(?:i )?(?:don'?t know|am not sure|not sure)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `read` gives what is kept of an answer, None if it cannot be read."""

    name: str
    read: Callable[[str], str | None]


def is_unknown(text: str) -> bool:
    """Whether he says that he does not know or would rather not say."""
    words = text.strip("。.!！ 了")
    return bool(words) and _UNKNOWN.fullmatch(words) is not None


def told(answers: Answers) -> Told:
    """What is kept of a member, from the answers of a draft."""
    amount, days = answers.get("amount") or "", answers.get("days") or ""
    period = days.removeprefix(_PERIOD) if days.startswith(_PERIOD) else None
    rough = tuple(name for name in ("amount", "days") if (answers.get(name) or "").startswith(_ROUGH))
    return Told(
        Decimal(amount.removeprefix(_ROUGH)) if amount else None,
        Decimal(days.removeprefix(_ROUGH)) if days and not period else None,
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
    return f"{_ROUGH}{value}" if name in kept.approximate else str(value)


def _amount(text: str) -> str | None:
    found = read_amount(text)
    if found is None or not 0 < found.yuan <= _LARGEST:
        return None
    return f"{_ROUGH if found.approximate else ''}{found.yuan.quantize(Decimal('0.01'))}"


def _days(text: str) -> str | None:
    """A number of days; a length in months or years stays as he said it, for a month has no certain days."""
    match = _DAYS.fullmatch(fold(text).strip("。.!！, "))
    days = read_number(match["days"]) if match else days_worked(text)
    if days is not None and 0 < days <= _MOST_DAYS:
        rough = _ABOUT.search(text) or (match and match["over"])
        return f"{_ROUGH if rough else ''}{days}"
    words = " ".join(text.split())
    return f"{_PERIOD}{words}" if _LENGTH.search(words) and len(words) <= _SHORTER else None


def _contact(text: str) -> str | None:
    words = " ".join(text.split())[:_SHORT]
    return words if has_number(words) or _ACCOUNT.search(words) else None


QUESTIONS = (Question("amount", _amount), Question("days", _days), Question("contact", _contact))
BY_NAME = {one.name: one for one in QUESTIONS}
