"""How the desk puts things in words: labels, places, money, and time as it is in China."""

from datetime import date, datetime

from knowledge.reading.places import DISTRICTS
from storage.clock import CHINA
from texts import Language, Texts

_DISTRICTS = {
    "zh-CN": {district.code: district.name for district in DISTRICTS},
    "en": {district.code: district.name_en for district in DISTRICTS},
}
_MEGABYTE = 1024 * 1024


class Words:
    """The desk's sentences in one language."""

    def __init__(self, texts: Texts, language: Language) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The sentence `desk.<key>`; raises UnknownText."""
        return self._texts.say(self.language, f"desk.{key}", **values)

    def say(self, key: str, **values: object) -> str:
        """The sentence of any group, such as "proofs.name_iou"; raises UnknownText."""
        return self._texts.say(self.language, key, **values)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return f"desk.{key}" in self._texts.sources[self.language]

    def label(self, group: str, value: str) -> str:
        """What a stored value is called, such as the kind "wages"; the value itself where it has no name yet."""
        return self(f"{group}_{value}") if self.has(f"{group}_{value}") else value

    def district(self, code: str | None) -> str:
        """The name of a district or county."""
        return _DISTRICTS[self.language].get(code, code) if code else self("not_said")

    @staticmethod
    def size(bytes_: int | None) -> str:
        """How large a file is, rounded; nothing if that is not known."""
        if bytes_ is None:
            return ""
        return f"{bytes_ / 1024 / 1024:.1f} MB" if bytes_ >= _MEGABYTE else f"{max(bytes_ // 1024, 1)} KB"

    @staticmethod
    def time(at: datetime) -> str:
        """Day and time in China."""
        return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")

    def day(self, day: date, today: date) -> str:
        """A day as people say it; with its year if that is another."""
        year = "" if day.year == today.year else day.year
        return self.say("casework.day", year=year, month=day.month, day=day.day)

    def age(self, since: datetime, now: datetime) -> str:
        """How many days ago, by the calendar in China."""
        days = (now.astimezone(CHINA).date() - since.astimezone(CHINA).date()).days
        return self("days_old", days=days) if days > 0 else self("today")
