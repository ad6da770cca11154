"""The facts a worker's story states; what it does not state stays None, because a wrong fact is worse than none.

Grammar, over the folded text (see numerals), clause by clause:

    numbers    = the sums, lengths and head-counts of the story (see mentions) by the part that each plays (see parts,
                 settling): what is owed, the wage, days, months, people; vague counts as the least they can be
    owed_from, owed_to = see spans
    flags      = what flags.read_flag makes of the phrases for and against
    phone      = eleven digits that are not said to be somebody else's and do not go unanswered
"""

import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from knowledge.reading.flags import read_flag
from knowledge.reading.foremen import find_foreman
from knowledge.reading.guessing import guess
from knowledge.reading.mentions import mentions, told
from knowledge.reading.names import find_employer
from knowledge.reading.numerals import fold
from knowledge.reading.parts import shipped
from knowledge.reading.settling import Read, settled
from knowledge.reading.sites import find_site
from knowledge.reading.spans import unpaid_span
from knowledge.reading.surroundings import Guess
from knowledge.reading.workplaces import find_place

_LONGEST = 10_000  # characters that are read

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)")
_NOT_MINE = re.compile(
    r"(?:老板娘?|工头|他|她|经理|公司|对方|负责人|班长|带班的?|会计|(?<![我人])姓(?!名).|[^我]总)[^，。；,;]{0,6}(?:电话|手机|号码)?[^，。；,;]{0,4}$"
)
_THEIRS = re.compile(r"(?:老板|工头|经理|负责人|班长)[^，。；,;]{0,5}[，,]\s*(?:他的?)?(?:电话|手机号?|号码)[是:]?\s*$")
_MINE = re.compile(r"(?:我|本人|联系|来电)的?(?:电话|手机|号码|手机号|微信|方式|人)*\s*[:是]?\s*$")
_SOMEBODY = re.compile(r"\s*\((?!本人|我)")  # a name in brackets behind the number
_UNANSWERED = re.compile(r"\s*(?:一直|都|也|怎么|就|总是)?(?:打不通|不接|没人接|关机|停机|空号|联系不上|无人接)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a story says about the debt; sums in yuan, months "YYYY-MM", strings are pieces of the text."""

    amount_owed: Decimal | None = None
    amount_approx: bool | None = None
    monthly_wage: Decimal | None = None
    daily_wage: Decimal | None = None
    days_worked: Decimal | None = None
    months_owed: Decimal | None = None
    headcount: int | None = None
    headcount_min: int | None = None
    owed_from: str | None = None
    owed_to: str | None = None
    employer: str | None = None
    foreman: str | None = None
    site: str | None = None
    place: str | None = None
    has_written_contract: bool | None = None
    has_iou: bool | None = None
    construction: bool | None = None
    left_job: bool | None = None
    phone: str | None = None

    def as_json(self) -> dict[str, object]:
        """The facts as JSON can carry them: sums as int or float yuan."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def read_story(text: str, asked_on: date) -> Facts:
    """The facts that a story states, dates resolved against the day of asking; never raises."""
    text = text[:_LONGEST]
    guessed = guess(text, asked_on)
    read = _read(text, guessed)
    unpaid = unpaid_span(read, guessed, asked_on)
    numbers = settled(read, guessed, unpaid.months)
    return Facts(
        amount_owed=numbers.owed.yuan if numbers.owed else None,
        amount_approx=numbers.owed.approximate if numbers.owed else None,
        monthly_wage=numbers.monthly,
        daily_wage=numbers.daily,
        days_worked=numbers.days,
        months_owed=numbers.months,
        headcount=numbers.heads.people if numbers.heads else None,
        headcount_min=numbers.heads.at_least if numbers.heads else None,
        owed_from=unpaid.begin,
        owed_to=unpaid.end,
        employer=find_employer(text),
        foreman=find_foreman(text),
        site=find_site(text),
        place=find_place(text),
        has_written_contract=read_flag("has_written_contract", text),
        has_iou=read_flag("has_iou", text),
        construction=read_flag("construction", text),
        left_job=read_flag("left_job", text),
        phone=_phone(fold(text)),
    )


def _read(text: str, guessed: Guess) -> Read:
    """The mentions of a story with the chances of the parts they play; the rules' guess is one voice in them."""
    folded = told(text)
    found = mentions(folded)
    return list(zip(found, shipped().chances(folded, found, guessed), strict=True))


def _phone(folded: str) -> str | None:
    found = [match for match in _PHONE.finditer(folded) if not _is_not_mine(match)]
    named = [match for match in found if _MINE.search(folded[max(0, match.start() - 12) : match.start()])]
    for chosen in (found, named):
        mine = {"".join(match.groups()) for match in chosen}
        if len(mine) == 1:
            return mine.pop()
    return None


def _is_not_mine(match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = match.string[max(0, start - 30) : start], match.string[end : end + 12]
    if _UNANSWERED.match(after) or _SOMEBODY.match(after):
        return True
    return bool((_NOT_MINE.search(before) or _THEIRS.search(before)) and not _MINE.search(before))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value
