"""Notices when somebody is in danger now, so that no form answers him.

What people say stands in danger.yaml, where it can be read and mended without a programmer:

    text   = idioms are taken out first (跳楼价, 笑死我了, 砍价 …), so that no rule sees them
    rule   = a label, what is said, and what excuses it: past, hearsay, a question of law, a claim being settled
    answer = the first rule that fits, in the order of the file: what kills soonest comes first

A false alarm costs a worker one kind sentence and a number to ring; a danger passed over can cost a life. So the rules
listen for what people say when they do not name the thing, not only for its name.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields

Danger = Literal["self_harm", "violence", "captivity", "accident_now", "unrest", "child_labour"]
DANGERS = ("self_harm", "violence", "captivity", "accident_now", "unrest", "child_labour")

_LONGEST = 5000  # characters that are read


@dataclass(frozen=True, slots=True)
class _Rule:
    label: Danger
    said: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]

    def fits(self, text: str) -> bool:
        return bool(self.said.search(text)) and not any(pattern.search(text) for pattern in self.unless)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in danger, as one file tells it; `danger` finds the first rule that fits a text."""

    idioms: re.Pattern[str]
    rules: tuple[_Rule, ...]

    def danger(self, text: str) -> Danger | None:
        """The label of the first rule that fits, or None."""
        said = self.idioms.sub("·", unicodedata.normalize("NFKC", text[:_LONGEST]))
        return next((rule.label for rule in self.rules if rule.fits(said)), None)


def read_phrases(file: Path = Path(__file__).parent / "danger.yaml") -> Phrases:
    """The phrases of one file; raises KnowledgeError naming the field that is missing or no regular expression."""
    top = Fields(file, read_yaml_mapping(file))
    names, excuses = top.mapping("names"), top.mapping("excuses")
    spelled = {name: names.text(name) for name in names.values}
    excused = {name: excuses.pattern(name, spelled) for name in excuses.values}
    rules = tuple(_rule(entry, spelled, excused) for entry in top.entries("rules"))
    return Phrases(top.pattern("idioms", spelled), rules)


def _rule(entry: Fields, names: Mapping[str, str], excuses: Mapping[str, re.Pattern[str]]) -> _Rule:
    label = cast("Danger", entry.one_of("label", DANGERS))
    return _Rule(label, entry.pattern("said", names), tuple(excuses[name] for name in entry.texts("unless")))


_PHRASES = read_phrases()


def read_danger(text: str) -> Danger | None:
    """The danger that a text tells of as happening or about to happen; None for the past, hearsay, law and idioms."""
    return _PHRASES.danger(text)
