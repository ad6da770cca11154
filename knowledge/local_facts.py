"""What differs from place to place and from year to year, so that no article holds a figure that goes out of date.

An article says `{{ minimum_wage }}`; what stands there is a sentence of the region with its source and its last day,
or, when there is none or it has expired, an honest one that names whom to ring.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.errors import FileError
from knowledge.fields import Fields
from knowledge.shelf import MAIN_LANGUAGE

TIANSHUI = "620500"

_FOLDER = Path(__file__).parent / "local"
_COUNTRY = "CN"
_NAME = re.compile(r"\{\{\s*(\w*)\s*\}\}")
_SOON = 60  # days before the last one on which somebody should look again
_RECEIVERS = "receivers"
OFFICES = ("inspection", "petition", "legal_aid", "court", "arbitration", "police", "union")


@dataclass(frozen=True, slots=True)
class Value:
    """One local sentence by language, where it stands, and the days between which it is true (both included)."""

    says: Mapping[str, str]
    source: str
    checked_on: date
    since: date | None
    expires: date

    def holds_on(self, day: date) -> bool:
        """Whether it may be said on that day."""
        return (self.since is None or self.since <= day) and day <= self.expires


@dataclass(frozen=True, slots=True)
class Office:
    """An office to which cases are handed over: its name, its address, and the last day on which this may be said."""

    kind: str
    name: str
    address: str
    source: str
    checked_on: date
    expires: date


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """The sentences of one region, and what is said where it has none; its offices; share it freely."""

    region: str
    values: Mapping[str, Value]
    unknown: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, Mapping[str, str]]
    offices: tuple[Office, ...] = ()

    @classmethod
    def load(cls, code: str = TIANSHUI, own: Path | None = None, folder: Path = _FOLDER) -> Self:
        """The facts of a region by its administrative code; those of the file `own`, if it is there, go before them.

        Raises FileError or FieldError, naming file and field, when one of the files is not as it must be.
        """
        country = _read(folder / f"{_COUNTRY}.toml")
        unknown = {name: _languages(country.mapping("unknown").mapping(name)) for name in _names(country, "unknown")}
        lines = {number: _languages(country.mapping("lines").mapping(number)) for number in _names(country, "lines")}
        region, values, offices = code, dict[str, Value](), list[Office]()
        for file in (folder / f"{code}.toml", own):
            if file and file.exists():
                found = _read(file)
                region = found.text_or_none("region") or region
                values |= dict(_values(found, unknown))
                offices += map(_office, found.entries(_RECEIVERS, empty=True))
        return cls(region, MappingProxyType(values), MappingProxyType(unknown), MappingProxyType(lines), tuple(offices))

    def sentence(self, name: str, language: str, on: date) -> str:
        """What is said for this name on that day; raises KeyError for a name that CN.toml does not know."""
        value = self.values.get(name)
        says = value.says if value and value.holds_on(on) else self.unknown[name]
        return says.get(language) or says[MAIN_LANGUAGE]

    def filled(self, text: str, language: str, on: date) -> str:
        """The text with each `{{ name }}` replaced by its sentence; raises KeyError as `sentence` does."""
        return _NAME.sub(lambda it: self.sentence(it[1], language, on), text)

    def missing(self, on: date) -> tuple[str, ...]:
        """The names for which only the way to ask can be given on that day."""
        return tuple(name for name in self.unknown if name not in self.values or not self.values[name].holds_on(on))

    def due(self, on: date) -> tuple[str, ...]:
        """The names whose value has ended or ends within two months, so that somebody looks in time; offices too."""
        values = [name for name, value in self.values.items() if (value.expires - on).days <= _SOON]
        return (*values, *(one.name for one in self.offices if (one.expires - on).days <= _SOON))


def names_in(text: str) -> list[str]:
    """The local names that a text refers to."""
    return _NAME.findall(text)


def _read(file: Path) -> Fields:
    try:
        return Fields(file, tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(file, f"cannot be read as TOML ({error})") from error


def _names(fields: Fields, table: str) -> list[str]:
    return list(fields.mapping(table).values)


def _languages(fields: Fields) -> Mapping[str, str]:
    fields.text(MAIN_LANGUAGE)
    return MappingProxyType({language: fields.text(language) for language in fields.values})


def _values(fields: Fields, known: Mapping[str, object]) -> Iterator[tuple[str, Value]]:
    for name in fields.values:
        if name in ("region", _RECEIVERS):
            continue
        if name not in known:
            raise FileError(fields.file, f"{name} is no local name; {_COUNTRY}.toml lists them")
        yield name, _value(fields.mapping(name))


def _value(fields: Fields) -> Value:
    says = {
        name: fields.text(name) for name in fields.values if name not in ("source", "checked_on", "since", "expires")
    }
    fields.text(MAIN_LANGUAGE)
    days = (fields.day("checked_on"), fields.day_or_none("since"), fields.day("expires"))
    return Value(MappingProxyType(says), fields.text("source"), *days)


def _office(fields: Fields) -> Office:
    kind, address = fields.one_of("kind", OFFICES), fields.text_or_none("address") or ""
    days = (fields.day("checked_on"), fields.day("expires"))
    return Office(kind, fields.text("name"), address, fields.text("source"), *days)
