"""Typed access to what stands in a YAML mapping, so that a wrong field is named instead of failing later."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from knowledge.errors import FieldError

_NAME = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Fields:
    """The mapping of one file, or of one entry inside it (`prefix` says which); every reader raises FieldError."""

    file: Path
    values: Mapping[str, object]
    prefix: str = ""

    def text(self, name: str) -> str:
        """A text that is not empty; numbers count as text, because `article: 30` is how people write."""
        value = self.text_or_none(name)
        if value is None:
            raise self._wrong(name, "is missing or empty")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text, or None when the field is absent or empty."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._wrong(name, "must be text")
        return str(value).strip() or None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or an empty tuple when the field is absent."""
        return tuple(self._item(f"{name}[{n}]", value) for n, value in enumerate(self._list(name)))

    def day(self, name: str) -> date:
        """A date written as 2026-11-22."""
        day = self.day_or_none(name)
        if day is None:
            raise self._wrong(name, "is missing; write a date such as 2026-11-22")
        return day

    def day_or_none(self, name: str) -> date | None:
        """A date, or None when the field is absent or null."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise self._wrong(name, "must be a date such as 2026-11-22") from None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self._wrong(name, "must be a date such as 2026-11-22")
        return value

    def flag(self, name: str) -> bool:
        """True or false; absent means false."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "must be true or false")
        return value

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        """One of the given words."""
        value = self.text(name)
        if value not in choices:
            raise self._wrong(name, f"must be one of {', '.join(choices)}")
        return value

    def mapping(self, name: str) -> "Fields":
        """A mapping inside this one."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self._wrong(name, "must be a mapping")
        return Fields(self.file, value, f"{self.prefix}{name}.")

    def pattern(self, name: str, names: Mapping[str, str]) -> re.Pattern[str]:
        """A list of regular expressions as one that finds any of them, {name} replaced by what `names` says."""
        spelled = [_NAME.sub(lambda it: names.get(it[1], it[0]), text) for text in self.texts(name)]
        try:
            return re.compile("|".join(spelled))
        except re.error as error:
            raise self._wrong(name, f"is no list of regular expressions ({error})") from error

    def entries(self, name: str, *, empty: bool = False) -> tuple["Fields", ...]:
        """A list of mappings; absent is an empty tuple when `empty`, else an error."""
        values = self._list(name)
        if not values and not empty:
            raise self._wrong(name, "must have at least one entry")
        return tuple(self._entry(name, n, value) for n, value in enumerate(values))

    def _entry(self, name: str, n: int, value: object) -> "Fields":
        if not isinstance(value, dict):
            raise self._wrong(f"{name}[{n}]", "must be a mapping")
        return Fields(self.file, value, f"{self.prefix}{name}[{n}].")

    def _item(self, name: str, value: object) -> str:
        return Fields(self.file, {name: value}, self.prefix).text(name)

    def _list(self, name: str) -> list[object]:
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "must be a list")
        return value

    def _wrong(self, name: str, problem: str) -> FieldError:
        return FieldError(self.file, f"{self.prefix}{name}", problem)
