"""The complaint's questions: how an answer to each is read, and what can be tapped instead of typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import get_args

from cases import facts
from cases.facts import ROUGH
from handlers.arriving import NUMBERS, OWN_NUMBERS, has_number
from handlers.turn import Turn
from knowledge.kinds import KINDS
from knowledge.reading.amounts import read_amount
from knowledge.reading.headcount import read_headcount
from knowledge.reading.names import find_employer
from knowledge.reading.numerals import fold, read_number
from knowledge.reading.places import DISTRICTS, find_district
from knowledge.reading.since import read_since
from storage.conversations import Draft
from storage.messages import Button

_FITS_A_BUTTON = 55  # bytes; Telegram carries 64 in a button, and ours begins with what it is for
_REACHABLE = re.compile(r"(?:\d[ -]?){7}|[A-Za-z][\w-]{4,}|微信|[qQ]{2}|(?:[\u3400-\u9fff].*){4}")
_UNKNOWN = re.compile(
    r"我?也?(?:不知道|不清楚|不晓得|不记得|记不清|记不得|说不清|没有|不想说|不方便说)"
    r"|(?:i )?(?:don'?t know|am not sure|not sure)",
    re.IGNORECASE,
)
_SHORT = 200  # characters of a name, a date, a telephone number with its hours
_LARGEST = Decimal("999999999.99")  # yuan; more than any roster is owed, and what the column holds
_MOST_DAYS = 3_650  # days or months; more is a misreading
_NO = re.compile(r"没|不|无|未|否|\bno\b|n't|\bnot\b", re.IGNORECASE)
_YES = re.compile(
    r"有|(?<![这那就])是|对|签|写|打|给|交|看|加入|在|走|离|嗯|好|[了过]$|\by(?:es)?\b|\bi (?:do|did|have|am|left)\b",
    re.IGNORECASE,
)
_STILL_THERE = re.compile(r"还在|在[干做上那这]|\bstill\b", re.IGNORECASE)
_PLAINLY_YES_OR_NO = re.compile(
    r"(?:都|还)?(?:没有?|有|不?是|不?对|嗯|好|[签打交写]了|没[签打交写])[的了过啊呢]?[。.!！ ]*|(?:yes|no)\W*",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"明年|后年|下个?月|next (?:year|month)", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"\w")
_YEAR_AND_MONTH = re.compile(r"(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])(?!\d)")
_COUNTED = re.compile(r"(\d+(?:\.\d+)?|[零一二三四五六七八九十百]+)\s*个?(半)?")

Read = Callable[[Turn, str], str | None]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form. `read` turns an answer into what is kept, None if it cannot be read.

    `unread` names what is said then. `echoed`: what was read is said back at once. `free`: any words are an answer.
    `plainly`: whether words that were not typed for it, such as a photo's caption, are an answer all the same; left
    out, that is what `read` can read.
    """

    name: str
    read: Read
    unread: str
    choices: Callable[[Turn], tuple[Button, ...]] = lambda _turn: ()
    echoed: bool = False
    free: bool = False
    plainly: Callable[[str], bool] | None = None

    def show(self, turn: Turn, value: str) -> str:
        """What is kept, as he reads it on the card."""
        return facts.in_words(turn.office.texts, turn.language, self.name, value)

    def why_unread(self, turn: Turn, text: str) -> str:
        """The key of what is said to an answer that could not be read."""
        return "unread_future" if self.read is _read_month and _is_to_come(text, turn.today) else self.unread


def contact(draft: Draft) -> str | None:
    """How he can be reached: what he answered, then the numbers that he gave elsewhere; None if nothing at all.

    Whoever wishes to stay unknown cannot be reached but here.
    """
    if draft.get("anonymous"):
        return None
    answered = draft["answers"].get("contact") or ""
    others = [*draft.get(OWN_NUMBERS, ()), *draft.get(NUMBERS, ())]
    return "；".join(filter(None, (answered, *(one for one in others if one not in answered)))) or None


def _read_district(turn: Turn, text: str) -> str | None:
    found = find_district(text)
    return found.code if found else None


def _district_choices(turn: Turn) -> tuple[Button, ...]:
    """Every district; first the one in which a place lies that he has sent."""
    near = turn.draft.get("near")
    codes = sorted((one.code for one in DISTRICTS), key=lambda code: code != near)
    return tuple(Button(f"district:{code}", _district_label(turn, code, near)) for code in codes)


def _district_label(turn: Turn, code: str, near: str | None) -> str:
    name = facts.in_words(turn.office.texts, turn.language, "district", code)
    return turn.words("evidence.location_button", district=name) if code == near else name


def _contact_choices(turn: Turn) -> tuple[Button, ...]:
    """The numbers of his own that he has given already, each with one tap."""
    mine = [one for one in turn.draft.get(OWN_NUMBERS, ()) if len(one.encode()) <= _FITS_A_BUTTON]
    return tuple(Button(f"contact:{one}", turn.words("evidence.contact_own_use", phone=one)) for one in mine)


def _read_contact(turn: Turn, text: str) -> str | None:
    """A number to ring, the name of an account, or words that say how; "12个" is none of these."""
    words = " ".join(text.split())[:_SHORT]
    return words if _REACHABLE.search(words) else None


def read_sum(text: str, largest: Decimal) -> str | None:
    """A sum as it is kept, up to so many yuan; None if there is none."""
    found = read_amount(text)
    if found is None or not 0 < found.yuan <= largest:
        return None
    return f"{ROUGH if found.approximate else ''}{found.yuan.quantize(Decimal('0.01'))}"


def is_unknown(text: str) -> bool:
    """Whether he says that he does not know, has none, or would rather not say."""
    words = text.strip("。.!！ 了")
    return bool(words) and _UNKNOWN.fullmatch(words) is not None


def _read_amount(turn: Turn, text: str) -> str | None:
    return read_sum(text, _LARGEST)


def _read_month(turn: Turn, text: str) -> str | None:
    """A month that has begun."""
    month = None if _TO_COME.search(text) else read_since(text, turn.today)
    return None if month is None or month > f"{turn.today:%Y-%m}" else month


def _is_to_come(text: str, today: date) -> bool:
    """Whether a text names next year or month, or a year and month, in digits, after this one."""
    return _TO_COME.search(text) is not None or any(
        (int(year), int(month)) > (today.year, today.month) for year, month in _YEAR_AND_MONTH.findall(text)
    )


def _read_headcount(turn: Turn, text: str) -> str | None:
    found = read_headcount(text)
    if found is None:
        return None
    return str(found.people) if found.people else f"{ROUGH}{found.at_least}"


def _read_count(turn: Turn, text: str) -> str | None:
    """A number of days or months, with halves."""
    found = _COUNTED.search(fold(text))
    number = read_number(found[1]) if found else None
    if found is None or number is None:
        return None
    count = number + (Decimal("0.5") if found[2] else 0)
    return f"{count.normalize():f}" if 0 < count <= _MOST_DAYS else None


def _read_yes_or_no(turn: Turn, text: str) -> str | None:
    """ "没有签" is no, "签了" is yes; a tap carries the word itself."""
    if text in ("yes", "no"):
        return text
    if _NO.search(text):
        return "no"
    return "yes" if _YES.search(text) else None


def _read_left(turn: Turn, text: str) -> str | None:
    """Whether he has left; "还在干" is no."""
    return "no" if _STILL_THERE.search(text) else _read_yes_or_no(turn, text)


def _is_plainly_yes_or_no(words: str) -> bool:
    return _PLAINLY_YES_OR_NO.fullmatch(words) is not None


def _yes_or_no(name: str) -> Field:
    def choices(turn: Turn) -> tuple[Button, ...]:
        say = partial(facts.answer_in_words, turn.office.texts, turn.language, name)
        return tuple(Button(f"{name}:{answer}", say(answer)) for answer in get_args(facts.Answer))

    read = _read_left if name == "left_job" else _read_yes_or_no
    return Field(name, read, "unread_yes_or_no", choices, plainly=_is_plainly_yes_or_no)


def _read_kind(turn: Turn, text: str) -> str | None:
    named = {turn.words(f"words.kind_{kind}").casefold(): kind for kind in KINDS}
    said = text.strip("。. ").casefold()
    return said if said in KINDS else named.get(said)


def _kind_choices(turn: Turn) -> tuple[Button, ...]:
    return tuple(Button(f"kind:{kind}", turn.words(f"words.kind_{kind}")) for kind in KINDS if kind != "other")


def _read_words(turn: Turn, text: str) -> str | None:
    """Any words at all; a smiley says nothing."""
    return " ".join(text.split())[:_SHORT] if _SAYS_SOMETHING.search(text) else None


def _words(name: str) -> Field:
    return Field(name, _read_words, "unread_words", free=True, plainly=lambda _words: False)


_FIELDS: tuple[Field, ...] = (
    Field("kind", _read_kind, "unread_kind", _kind_choices),
    Field("district", _read_district, "unread_district", _district_choices),
    _words("place"),
    Field(
        "employer",
        _read_words,
        "unread_words",
        free=True,
        plainly=lambda words: find_employer(words) is not None,
    ),
    _words("foreman"),
    _words("site"),
    Field("amount", _read_amount, "unread_amount", echoed=True),
    Field("monthly_wage", _read_amount, "unread_amount"),
    Field("daily_wage", _read_amount, "unread_amount"),
    Field("days_worked", _read_count, "unread_count"),
    Field("months_owed", _read_count, "unread_count"),
    Field("since", _read_month, "unread_month"),
    Field("until", _read_month, "unread_month"),
    Field("happened", _read_month, "unread_month"),
    _words("worked"),
    _words("reason"),
    Field("headcount", _read_headcount, "unread_headcount"),
    *(_yes_or_no(name) for name in facts.YES_OR_NO),
    _words("refused"),
    _words("wanted"),
    Field("contact", _read_contact, "unread_contact", _contact_choices, free=True, plainly=has_number),
    _words("hours"),
)
FIELDS = {field.name: field for field in _FIELDS}  # in the order of the card's lines
