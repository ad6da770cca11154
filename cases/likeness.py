"""How alike two complaints are: who owes, where, under whom, when; pure, over traits that stand for names by hashes.

What only one of them tells counts for nothing, and district and time alone never make two complaints alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cases.conflicts import core, has_own_name
from storage.cases import Complaint
from storage.models import MarkKind

Ground = Literal["party", "employer", "phone", "site", "foreman", "district", "time"]
ENOUGH = 50
_POINTS: dict[Ground, int] = {"party": 60, "employer": 50, "phone": 50, "site": 40, "foreman": 25, "district": 10}
_NEAR, _NEARER = (timedelta(days=90), 5), (timedelta(days=30), 10)  # apart in time, and what that is worth
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]*)?(1[3-9]\d(?:[\s-]*\d{4}){2})(?!\d)")
_BOSS = re.compile(
    r"(?:老板|工头|包工头|经理|队长|负责人|带班|老总|boss|foreman)[^，。；,;!！?？\n]{0,12}$", re.IGNORECASE
)
_MINE = re.compile(r"(?:我的?|本人)(?:电话|手机|号码|联系)?[^，。；,;\n]{0,4}$")
_TITLES = re.compile(r"包工头|工头|老板|项目经理|经理|队长|班长|负责人|带班的?|老总|外号|名叫|叫|姓|[:：]")
_SIGNS = re.compile(r"[\W_\d]+")
_SAYS_NOTHING = re.compile(
    r"(?:某+|那个|这个|一个|个人|私人|公司|单位|工地|项目|工程|建筑|劳务|餐馆|饭店|工厂|厂|店|队|家|老板|工头|不知道|"
    r"不清楚|没有|不记得|忘了|无|的|小|大|里|在)+"
)
_SHORTEST = 2  # characters of a name that tells anything


@dataclass(frozen=True, slots=True)
class Traits:
    """What a complaint is compared by: `marks` are keyed hashes by kind, `parties` who it is against by their ids."""

    at: datetime
    district: str | None = None
    parties: frozenset[str] = frozenset()
    marks: frozenset[tuple[MarkKind, bytes]] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, in points, and on what grounds, the heaviest first."""

    points: int = 0
    grounds: tuple[Ground, ...] = ()

    @property
    def is_alike(self) -> bool:
        """Whether somebody should look at the two together."""
        return self.points >= ENOUGH


def compare(one: Traits, other: Traits) -> Likeness:
    """How alike two complaints are; the same whichever is named first, and nothing if no name or number is shared."""
    shared = _shared(one, other)
    if not shared:
        return Likeness()
    points = {ground: _POINTS[ground] for ground in shared}
    if _same_district(one, other):
        points["district"] = _POINTS["district"]
    if near := _near(one.at, other.at):
        points["time"] = near
    return Likeness(sum(points.values()), tuple(sorted(points, key=lambda ground: (-points[ground], ground))))


def named_in(complaint: Complaint) -> list[tuple[MarkKind, str]]:
    """What a complaint can be found by, in the form in which it is compared; what says nothing is left out."""
    found = [
        *_named("employer", complaint.employer),
        *_named("site", complaint.site),
        *_foreman(complaint.answers.get("foreman", "")),
        *(("phone", number) for number in sorted(_phones_of_boss(complaint))),
    ]
    district: list[tuple[MarkKind, str]] = [("district", complaint.district)] if complaint.district else []
    return [*found, *district]


def _shared(one: Traits, other: Traits) -> set[Ground]:
    grounds: set[Ground] = {kind for kind, _ in one.marks & other.marks if kind != "district"}
    if one.parties & other.parties:
        grounds = {"party", *grounds} - {"employer"}
    elsewhere = one.district and other.district and one.district != other.district
    return grounds - {"site"} if elsewhere else grounds


def _same_district(one: Traits, other: Traits) -> bool:
    return one.district is not None and one.district == other.district


def _near(one: datetime, other: datetime) -> int:
    apart = abs(one - other)
    return next((points for within, points in (_NEARER, _NEAR) if apart <= within), 0)


def _named(kind: MarkKind, name: str | None) -> Iterator[tuple[MarkKind, str]]:
    if name and has_own_name(name) and not _SAYS_NOTHING.fullmatch(core(name)):
        yield kind, core(name)


def _foreman(told: str) -> Iterator[tuple[MarkKind, str]]:
    name = _SIGNS.sub("", _TITLES.sub("", unicodedata.normalize("NFKC", told).casefold()))
    if len(name) >= _SHORTEST and not _SAYS_NOTHING.fullmatch(name):
        yield "foreman", name


def _phones_of_boss(complaint: Complaint) -> set[str]:
    """The mobile numbers that are said to be the boss's, as eleven digits; never the worker's own."""
    own = {_digits(found[1]) for found in _PHONE.finditer(complaint.contact or "")}
    told = {_digits(found[1]) for found in _PHONE.finditer(complaint.answers.get("foreman", ""))}
    return (told | {_digits(found[1]) for found in _PHONE.finditer(complaint.story) if _is_boss(found)}) - own


def _is_boss(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 24) : found.start()]
    return bool(_BOSS.search(before)) and not _MINE.search(before)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
