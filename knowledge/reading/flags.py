"""What a story says to be so or not: a written contract, an IOU, a building site, the end of the work.

The phrases stand in flags.yaml, where they can be read and mended without a programmer:

    text  = phrases under `apart` are taken out first, because they only sound so
    flag  = true where a phrase of `for` is said, false where one of `against` is; open where both are, or neither
    trade = for a flag with `maybe`: for, else against, else maybe; the first that is said
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields

FLAGS = ("has_written_contract", "has_iou", "construction", "left_job")


@dataclass(frozen=True, slots=True)
class _Flag:
    apart: re.Pattern[str] | None
    said: re.Pattern[str]
    denied: re.Pattern[str]
    maybe: re.Pattern[str] | None

    def read(self, text: str) -> bool | None:
        heard = self.apart.sub("·", text) if self.apart else text
        said, denied = (pattern.search(heard) is not None for pattern in (self.said, self.denied))
        if self.maybe is None:
            return said if said != denied else None
        if said or denied:
            return said
        return True if self.maybe.search(heard) else None


def read_phrases(file: Path = Path(__file__).parent / "flags.yaml") -> Mapping[str, _Flag]:
    """The phrases of one file by flag; raises KnowledgeError naming the field that is missing or no pattern."""
    top = Fields(file, read_yaml_mapping(file))
    names = top.mapping("names")
    spelled = {name: names.text(name) for name in names.values}
    spelled |= {name: _spelled(text, spelled) for name, text in spelled.items()}
    return {name: _flag(top.mapping(name), spelled) for name in FLAGS}


def _spelled(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda it: names.get(it[1], it[0]), text)


def _flag(entry: Fields, names: Mapping[str, str]) -> _Flag:
    apart, maybe = (entry.pattern(name, names) if entry.texts(name) else None for name in ("apart", "maybe"))
    return _Flag(apart, entry.pattern("for", names), entry.pattern("against", names), maybe)


_PHRASES = read_phrases()


def read_flag(name: str, text: str) -> bool | None:
    """Whether a text says that the flag of this name, one of FLAGS, is so; None where it says neither or both."""
    return _PHRASES[name].read(text)
