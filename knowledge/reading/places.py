"""The districts and counties of the pilot city, and which one a text names; districts.yaml lists them."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import read_yaml_list
from knowledge.fields import Fields

CITY_CODE = "620500"  # 天水市, GB/T 2260


@dataclass(frozen=True, slots=True)
class District:
    """A district or county by its GB/T 2260 code; `also` are the other names people use for it.

    `seat` is where its government sits, in degrees of latitude and longitude, good to a few kilometres.
    """

    code: str
    name: str
    name_en: str
    also: tuple[str, ...] = ()
    seat: tuple[float, float] | None = None


def _seat(entry: Fields) -> tuple[float, float] | None:
    latitude, longitude = (*entry.texts("seat"), "", "")[:2]
    return (float(latitude), float(longitude)) if longitude else None


def read_districts(file: Path = Path(__file__).parent / "districts.yaml") -> tuple[District, ...]:
    """The districts in a file, in its order; raises KnowledgeError when the file is not as it must be."""
    entries = [Fields(file, entry, f"[{n}].") for n, entry in enumerate(read_yaml_list(file))]
    return tuple(
        District(it.text("code"), it.text("name"), it.text("name_en"), it.texts("also"), _seat(it)) for it in entries
    )


DISTRICTS = read_districts()


def find_district(text: str) -> District | None:
    """The one district or county that a text names, by code, name or another name; None for none or several."""
    named = {match.lastgroup: match for match in _NAMES.finditer(text[:2000])}
    return next((it for it in DISTRICTS if _group(it) in named), None) if len(named) == 1 else None


def nearest_district(latitude: float, longitude: float, *, within: float) -> District | None:
    """The district whose seat is nearest to a point in degrees, if that is within so many kilometres.

    A guess to be confirmed: borders are not known here.
    """
    distances = [(_kilometres(it.seat, (latitude, longitude)), it) for it in DISTRICTS if it.seat]
    distance, nearest = min(distances, key=lambda pair: pair[0], default=(math.inf, None))
    return nearest if distance <= within else None


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points that are not far apart, on a globe of 6371 km."""
    north, east = math.radians(other[0] - one[0]), math.radians(other[1] - one[1])
    return 6371 * math.hypot(north, east * math.cos(math.radians(one[0])))


def _group(district: District) -> str:
    return f"d{district.code}"


def _pattern(district: District) -> str:
    names = sorted((district.code, district.name, *district.also), key=len, reverse=True)
    chinese = "|".join(re.escape(name) for name in names if not name.isascii())
    latin = "|".join(re.escape(name) for name in (*names, district.name_en) if name.isascii())
    return rf"(?P<{_group(district)}>{chinese}|(?<![A-Za-z0-9])(?:{latin})(?![A-Za-z0-9]))"


_NAMES = re.compile("|".join(_pattern(district) for district in DISTRICTS), re.IGNORECASE)
