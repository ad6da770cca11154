"""What can be said when an office refuses a case that was handed to it: arguments and their law (rebuttals.yaml)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.article import Citation, read_yaml_mapping
from knowledge.errors import FileError
from knowledge.fields import Fields
from knowledge.kinds import KINDS
from knowledge.local_facts import OFFICES

REASONS = ("not_ours", "no_contract", "civil", "too_late", "evidence", "other")
_FILE = Path(__file__).parent / "rebuttals.yaml"


@dataclass(frozen=True, slots=True)
class Rebuttal:
    """One argument against a refusal; `when` is what a lawyer has to look at before he uses it.

    It holds against the offices `to` and for complaints of `kinds`, each of them if empty; `on_site` only on sites.
    """

    says: str
    when: str
    to: tuple[str, ...]
    kinds: tuple[str, ...]
    on_site: bool
    citations: tuple[Citation, ...]

    def holds(self, office: str, kind: str, *, on_site: bool) -> bool:
        """Whether it can be said to this kind of office about a complaint of this kind."""
        return (
            (not self.to or office in self.to)
            and (not self.kinds or kind in self.kinds)
            and (on_site or not self.on_site)
        )


Rebuttals = Mapping[str, tuple[Rebuttal, ...]]


@cache
def rebuttals() -> Rebuttals:
    """What ships with the hotline, read once."""
    return read_rebuttals()


def against(known: Rebuttals, reason: str, office: str, kind: str, *, on_site: bool) -> tuple[Rebuttal, ...]:
    """What can be said when this kind of office refuses a complaint of this kind for this reason, in its order."""
    return tuple(one for one in known[reason] if one.holds(office, kind, on_site=on_site))


def read_rebuttals(file: Path = _FILE) -> Rebuttals:
    """What a file says, by reason; raises KnowledgeError when it is not as it must be, or names no such reason."""
    top = Fields(file, read_yaml_mapping(file))
    if unknown := set(top.values) - set(REASONS):
        raise FileError(file, f"{min(unknown)} is no reason of refusal; there are {', '.join(REASONS)}")
    return {reason: tuple(_rebuttals(top, reason)) for reason in REASONS}


def _rebuttals(top: Fields, reason: str) -> Iterator[Rebuttal]:
    for entry in top.entries(reason):
        cited = entry.entries("citations")
        yield Rebuttal(
            entry.text("says"),
            entry.text_or_none("when") or "",
            _known(entry, "to", OFFICES),
            _known(entry, "kinds", tuple(KINDS)),
            entry.flag("on_site"),
            tuple(
                Citation(it.text("law"), it.text("article"), it.text("point"), it.flag("unverified")) for it in cited
            ),
        )


def _known(entry: Fields, field: str, names: Sequence[str]) -> tuple[str, ...]:
    """A list of names, every one of which there is; raises FieldError."""
    return tuple(Fields(entry.file, {field: one}, entry.prefix).one_of(field, names) for one in entry.texts(field))
