"""The complaint's questions as data: what is asked, how an answer is read, how it is shown on the card."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from handlers.arriving import NUMBERS, OWN_NUMBERS, has_number
from handlers.turn import Turn
from knowledge.reading.amounts import read_amount
from knowledge.reading.headcount import read_headcount
from knowledge.reading.names import find_employer
from knowledge.reading.places import DISTRICTS, find_district
from knowledge.reading.since import read_since
from storage.conversations import Draft
from storage.messages import Button

ROUGH = "~"
_FITS_A_BUTTON = 55  # bytes; Telegram carries 64 in a button, and ours begins with what it is for
_REACHABLE = re.compile(r"(?:\d[ -]?){7}|[A-Za-z][\w-]{4,}|微信|[qQ]{2}|(?:[\u3400-\u9fff].*){4}")
_SHORT = 200  # characters of a name, a date, a telephone number with its hours
_LARGEST = Decimal("999999999.99")  # yuan; more than any roster is owed, and what the column holds


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form. `read` turns an answer into what is kept, None if it cannot be read.

    `echoed`: what was read is said back at once. `free`: any words are an answer. `plainly`: whether words that were
    not typed for it, such as a photo's caption, are an answer all the same; left out, that is what `read` can read.
    """

    name: str
    read: Callable[[Turn, str], str | None]
    show: Callable[[Turn, str], str]
    choices: Callable[[Turn], tuple[Button, ...]] = lambda _turn: ()
    echoed: bool = False
    free: bool = False
    plainly: Callable[[str], bool] | None = None


def is_rough(value: str) -> bool:
    """Whether a kept figure was given only roughly."""
    return value.startswith(ROUGH)


def exact(value: str) -> str:
    """A kept figure without the mark of roughness."""
    return value.removeprefix(ROUGH)


def money(value: str) -> str:
    """Yuan in digits with thousands marked: 32,000 or 32,000.50."""
    amount = Decimal(exact(value))
    return f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"


def _read_district(turn: Turn, text: str) -> str | None:
    found = find_district(text)
    return found.code if found else None


def _show_district(turn: Turn, code: str) -> str:
    found = next((district for district in DISTRICTS if district.code == code), None)
    if found is None:
        return code
    return found.name_en if turn.language == "en" else found.name


def _district_choices(turn: Turn) -> tuple[Button, ...]:
    """Every district; first the one in which a place lies that he has sent."""
    near = turn.draft.get("near")
    codes = sorted((one.code for one in DISTRICTS), key=lambda code: code != near)
    return tuple(Button(f"district:{code}", _district_label(turn, code, near)) for code in codes)


def _district_label(turn: Turn, code: str, near: str | None) -> str:
    name = _show_district(turn, code)
    return turn.words("evidence.location_button", district=name) if code == near else name


def _contact_choices(turn: Turn) -> tuple[Button, ...]:
    """The numbers of his own that he has given already, each with one tap."""
    mine = [one for one in turn.draft.get(OWN_NUMBERS, ()) if len(one.encode()) <= _FITS_A_BUTTON]
    return tuple(Button(f"contact:{one}", turn.words("evidence.contact_own_use", phone=one)) for one in mine)


def _read_contact(turn: Turn, text: str) -> str | None:
    """A number to ring, the name of an account, or words that say how; "12个" is none of these."""
    words = " ".join(text.split())[:_SHORT]
    return words if _REACHABLE.search(words) else None


def contact(draft: Draft) -> str | None:
    """How he can be reached: what he answered, then the numbers that he gave elsewhere; None if nothing at all."""
    answered = draft["answers"].get("contact") or ""
    others = [*draft.get(OWN_NUMBERS, ()), *draft.get(NUMBERS, ())]
    return "；".join(filter(None, (answered, *(one for one in others if one not in answered)))) or None


def _read_amount(turn: Turn, text: str) -> str | None:
    found = read_amount(text)
    if found is None or not 0 < found.yuan <= _LARGEST:
        return None
    return f"{ROUGH if found.approximate else ''}{found.yuan.quantize(Decimal('0.01'))}"


def _show_amount(turn: Turn, value: str) -> str:
    said = turn.words("dialogue.value_amount", amount=money(value))
    return turn.words("dialogue.about", value=said) if is_rough(value) else said


def _read_since(turn: Turn, text: str) -> str | None:
    return read_since(text, turn.today)


def _show_since(turn: Turn, value: str) -> str:
    year, _, month = value.partition("-")
    return value if turn.language == "en" else f"{year}年{int(month)}月"


def _read_headcount(turn: Turn, text: str) -> str | None:
    found = read_headcount(text)
    if found is None:
        return None
    return str(found.people) if found.people else f"{ROUGH}{found.at_least}"


def _show_headcount(turn: Turn, value: str) -> str:
    said = turn.words("dialogue.value_headcount", count=exact(value))
    return turn.words("dialogue.at_least", value=said) if is_rough(value) else said


def _read_words(turn: Turn, text: str) -> str | None:
    return " ".join(text.split())[:_SHORT] or None


def _as_written(turn: Turn, value: str) -> str:
    return value


FIELDS: tuple[Field, ...] = (
    Field("district", _read_district, _show_district, _district_choices),
    Field("employer", _read_words, _as_written, free=True, plainly=lambda words: find_employer(words) is not None),
    Field("amount", _read_amount, _show_amount, echoed=True),
    Field("since", _read_since, _show_since),
    Field("headcount", _read_headcount, _show_headcount),
    Field("contact", _read_contact, _as_written, _contact_choices, free=True, plainly=has_number),
)
BY_NAME = {field.name: field for field in FIELDS}
