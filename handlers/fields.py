"""The complaint's questions as data: what is asked, how an answer is read, how it is shown on the card."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from handlers.turn import Turn
from knowledge.reading.amounts import read_amount
from knowledge.reading.headcount import read_headcount
from knowledge.reading.places import DISTRICTS, find_district
from knowledge.reading.since import read_since
from storage.outbox import Button

ROUGH = "~"
_SHORT = 200  # characters of a name, a date, a telephone number with its hours
_LARGEST = Decimal("999999999.99")  # yuan; more than any roster is owed, and what the column holds


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form. `read` turns an answer into what is kept, None if it cannot be read.

    `echoed`: what was read is said back at once. `free`: any words are an answer.
    """

    name: str
    read: Callable[[Turn, str], str | None]
    show: Callable[[Turn, str], str]
    choices: Callable[[Turn], tuple[Button, ...]] = lambda _turn: ()
    echoed: bool = False
    free: bool = False


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
    return tuple(Button(f"district:{district.code}", _show_district(turn, district.code)) for district in DISTRICTS)


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
    Field("employer", _read_words, _as_written, free=True),
    Field("amount", _read_amount, _show_amount, echoed=True),
    Field("since", _read_since, _show_since),
    Field("headcount", _read_headcount, _show_headcount),
    Field("contact", _read_words, _as_written, free=True),
)
BY_NAME = {field.name: field for field in FIELDS}
