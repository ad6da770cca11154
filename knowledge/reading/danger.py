"""Notices when somebody is in danger now, so that no form answers him.

Two readers listen. One has learned from some thousand messages what danger sounds like, and how the same words sound in
an idiom, a memory, the news or a question of law (danger_lines.py). The other has phrases, which stand in danger.yaml,
where they can be read and mended without a programmer:

    text    = idioms are taken out first (跳楼价, 笑死我了, 砍价 …), so that no rule sees them
    rule    = a label, what is said, what is perhaps said, and what excuses both: past, hearsay, law, a settled claim
    danger  = far enough on the learned side, or something said, or something perhaps said by a message not far off

A false alarm costs a worker one kind sentence and a number to ring; a danger passed over can cost a life.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, cast

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields
from knowledge.reading.danger_lines import shipped
from knowledge.reading.danger_signs import LONGEST

Danger = Literal["self_harm", "violence", "captivity", "accident_now", "unrest", "child_labour"]
DANGERS: tuple[Danger, ...] = ("self_harm", "violence", "captivity", "accident_now", "unrest", "child_labour")

# Sides of the learned line, chosen by cross-validation (docs/decisions/0020-danger-is-learned-too.md).
_SHORTLY = 0.0  # from here on, a handful of words does, and English, of which it has read little
NOTICED = -0.25  # from here on, a message tells of danger
_ASKED = 0.2  # from here on, it does although it asks what the law says of it
_PERHAPS = -0.4  # from here on, it does if a phrase says so that people also say in other matters

_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = ".,!?;:'\""
_FEWEST, _MANY = 4, 12  # words: the fewest to judge by, and from where on they are no longer a handful


class Heard(NamedTuple):
    """A danger that a phrase tells of; `sure` if the phrase is enough by itself."""

    danger: Danger
    sure: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    label: Danger
    said: re.Pattern[str]
    perhaps: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]

    def fits(self, text: str, *, sure: bool) -> bool:
        pattern = self.said if sure else self.perhaps
        return bool(pattern.search(text)) and not any(excuse.search(text) for excuse in self.unless)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in danger, as one file tells it; `heard` finds the first rule that fits a text."""

    idioms: re.Pattern[str]
    law: re.Pattern[str]  # how people ask what the law says
    rules: tuple[_Rule, ...]

    def heard(self, text: str) -> Heard | None:
        """The first rule of which something is said, or else the first of which something is perhaps said."""
        said = self.idioms.sub("·", unicodedata.normalize("NFKC", text[:LONGEST]))
        found = (Heard(rule.label, sure) for sure in (True, False) for rule in self.rules if rule.fits(said, sure=sure))
        return next(found, None)


def read_phrases(file: Path = Path(__file__).parent / "danger.yaml") -> Phrases:
    """The phrases of one file; raises KnowledgeError naming the field that is missing or no regular expression."""
    top = Fields(file, read_yaml_mapping(file))
    names, excuses = top.mapping("names"), top.mapping("excuses")
    spelled = {name: names.text(name) for name in names.values}
    excused = {name: excuses.pattern(name, spelled) for name in excuses.values}
    rules = tuple(_rule(entry, spelled, excused) for entry in top.entries("rules"))
    return Phrases(top.pattern("idioms", spelled), excused["law"], rules)


def _rule(entry: Fields, names: Mapping[str, str], excuses: Mapping[str, re.Pattern[str]]) -> _Rule:
    label = cast("Danger", entry.one_of("label", DANGERS))
    said, perhaps = (_listed(entry, name, names) for name in ("said", "perhaps"))
    return _Rule(label, said, perhaps, tuple(excuses[name] for name in entry.texts("unless")))


def _listed(entry: Fields, name: str, names: Mapping[str, str]) -> re.Pattern[str]:
    """A list of regular expressions as one, which finds nothing where there is no list."""
    return entry.pattern(name, names) if name in entry.values else _NOTHING


_NOTHING = re.compile(r"(?!)")
_PHRASES = read_phrases()


def read_danger(text: str) -> Danger | None:
    """The danger that a text tells of as happening or about to happen; None for the past, hearsay, law and idioms."""
    if not _says_enough(text):
        return hear_danger(text)
    heard = _PHRASES.heard(text)
    learned = shipped().read(text)
    if heard and (heard.sure or learned.side >= _PERHAPS):
        return heard.danger
    return DANGERS[learned.danger] if learned.side >= _bar(text) else None


def hear_danger(text: str, *, sure: bool = True) -> Danger | None:
    """The danger that a phrase tells of, by itself or (not `sure`) perhaps; heard even in a letter in no time."""
    heard = _PHRASES.heard(text)
    return heard.danger if heard and (heard.sure or not sure) else None


def _bar(text: str) -> float:
    """From where on a message tells of danger: later where it asks about the law, or says hardly anything we know."""
    if _PHRASES.law.search(text[:LONGEST]):
        return _ASKED
    return NOTICED if _words(text) >= _MANY and _HAN.search(text) else _SHORTLY


def _says_enough(text: str) -> bool:
    """Whether there are words enough to judge by: a code, a number, a word on a button are not; rules hear those."""
    return _words(text) >= _FEWEST


def _words(text: str) -> int:
    """How many words there are, each Chinese character being one; codes in capitals and figures are none."""
    said = text[:LONGEST]
    spelled = (word.strip(_MARKS) for word in said.split())
    return len(_HAN.findall(said)) + sum(word.isascii() and word.isalpha() and not word.isupper() for word in spelled)
