"""The laws that articles may cite and which articles these have, so that a clone without their texts checks citations.

`laws.yaml` holds names, dates and numbers, never a text. With the texts at hand, `Statutes` says where the two differ.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from knowledge.article import Citation, read_yaml_list
from knowledge.fields import Fields
from knowledge.numbering import numbers_in, paragraph_in

_LAWS = Path(__file__).parent / "laws.yaml"
_WHOLE = ("全文", "附件", "通知")
_RANGE = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its short name; `articles` are the numbers that stand in it, or in the excerpt of it that was read.

    `repealed` names what is no longer law, such as "32第1款", and since when.
    """

    cite_as: str
    title: str
    in_force_from: date
    articles: frozenset[str]
    excerpt: bool
    repealed: Mapping[str, date]

    def problems(self, cited: Citation, today: date, until: date | None = None) -> Iterator[str]:
        """What is wrong with citing this in what is valid up to a day, or from now on, in words."""
        if self.in_force_from > today:
            yield f"{self.cite_as} comes into force only on {self.in_force_from}"
        yield from self._unknown(cited.article)
        for gone, since in self.repealed.items():
            if _names(cited.article, gone) and (until is None or until >= since):
                yield f"{self.cite_as} {gone} is repealed since {since}; name what still stands, or end the version"

    def _unknown(self, article: str) -> Iterator[str]:
        numbers = numbers_in(article)
        if not numbers:
            if not any(word in article for word in _WHOLE):
                yield f"{self.cite_as} {article} names no article number"
            return
        if missing := [number for number in numbers if number not in self.articles]:
            where = "the excerpt kept of it" if self.excerpt else "its text"
            yield f"{self.cite_as} {', '.join(missing)} does not stand in {where}"


def read_laws(file: Path = _LAWS) -> dict[str, Law]:
    """The laws that may be cited, by short name; raises KnowledgeError when the file is not as it must be."""
    entries = [Fields(file, entry, f"[{n}].") for n, entry in enumerate(read_yaml_list(file))]
    return {law.cite_as: law for law in map(_law, entries)}


def _law(entry: Fields) -> Law:
    repealed = entry.mapping("repealed") if "repealed" in entry.values else None
    return Law(
        entry.text("cite_as"),
        entry.text("title"),
        entry.day("in_force_from"),
        frozenset(_spelled_out(entry.text_or_none("articles") or "")),
        entry.flag("excerpt"),
        MappingProxyType({name: repealed.day(name) for name in repealed.values} if repealed else {}),
    )


def _spelled_out(ranges: str) -> Iterator[str]:
    """Every number in "1-3, 7之1"."""
    for part in filter(None, (it.strip() for it in ranges.split(","))):
        span = _RANGE.fullmatch(part)
        yield from map(str, range(int(span[1]), int(span[2]) + 1)) if span else [part]


def _names(cited: str, gone: str) -> bool:
    """Whether a citation means what is gone: by itself, or as part of an article that is cited as a whole."""
    return numbers_in(gone)[0] in numbers_in(cited) and paragraph_in(cited) in ("", paragraph_in(gone))
