"""What proves what in a complaint of each kind: what of it is there, and which proof to look for next."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.article import Citation, read_yaml_mapping
from knowledge.fields import Fields

OTHER = "other"  # a file shows something of which we have no name
_FILE = Path(__file__).parent / "proofs.yaml"
_A_NAME = 30  # characters; a longer caption tells a story in which a proof may only be spoken of
_NOT_THERE = re.compile(r"(?:没|未|不|别|无|丢|要|补|\bno\b|\bnot\b|without|n't)[^，。,.；;！!？?\n]{0,8}$")


@dataclass(frozen=True, slots=True)
class Proof:
    """A thing that can prove something; `words` is what people call it, `on_site` that only a building site has it."""

    name: str
    words: tuple[str, ...]
    on_site: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """Something that has to be shown, such as that wages are owed, and its proofs in the order to look for them."""

    name: str
    proofs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An element and how often each of its proofs is there; none are there if `found` is empty."""

    element: str
    found: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A proof that is not there, and the element it would prove."""

    element: str
    proof: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """Everything in proofs.yaml. `tapped` are the proofs that are offered first when a photo is to be named."""

    by_name: Mapping[str, Proof]
    tapped: tuple[str, ...]
    kinds: Mapping[str, tuple[Element, ...]]

    def of_kind(self, kind: str) -> tuple[Element, ...]:
        """What a complaint of this kind has to show; of a kind without a list of its own, what any has to."""
        return self.kinds.get(kind, self.kinds["other"])

    def more_of_kind(self, kind: str) -> tuple[str, ...]:
        """The proofs of a kind that are not offered at once, each one time."""
        named = dict.fromkeys(proof for element in self.of_kind(kind) for proof in element.proofs)
        return tuple(one for one in named if one not in self.tapped)

    def shown(self, kind: str, have: Mapping[str, int]) -> tuple[Shown, ...]:
        """For each element the proofs that are there; `have` counts files by what they show."""
        return tuple(Shown(it.name, _found(it, have)) for it in self.of_kind(kind))

    @property
    def of_sites(self) -> frozenset[str]:
        """The proofs that only a building site has."""
        return frozenset(it.name for it in self.by_name.values() if it.on_site)

    def missing(self, kind: str, have: Mapping[str, int], without: Collection[str] = ()) -> tuple[Missing, ...]:
        """What to look for, the next first: for each element of which nothing is there its nearest proof, then others.

        A proof is named once; those in `without`, of which it is known that he cannot have them, never.
        """
        elements = [_within_reach(it, without) for it in self.of_kind(kind)]
        found, named = list[Missing](), set(have)
        for one in (*_first_of_the_unproved(elements, have), *_all(elements)):
            if one.proof not in named:
                named.add(one.proof)
                found.append(one)
        return tuple(found)

    def named_in(self, caption: str) -> str:
        """Which proof a caption says its photo is; "" if none, more than one, or one that it says is not there."""
        caption = caption.casefold()
        if len(caption) > _A_NAME:
            return ""
        named = {proof for proof, at in self._mentioned(caption) if not _NOT_THERE.search(caption[:at])}
        return named.pop() if len(named) == 1 else ""

    def _mentioned(self, caption: str) -> Iterator[tuple[str, int]]:
        """The proofs whose words stand there, and where; of words within each other the longest counts."""
        words = [(word, it.name) for it in self.by_name.values() for word in it.words]
        for word, name in sorted(words, key=lambda one: len(one[0]), reverse=True):
            at = caption.find(word)
            if at >= 0:
                yield name, at
                caption = caption.replace(word, "\0" * len(word))


@cache
def proofs() -> Proofs:
    """What ships with the hotline, read once."""
    return read_proofs()


def read_proofs(file: Path = _FILE) -> Proofs:
    """What a file says; raises KnowledgeError when it is not as it must be."""
    top = Fields(file, read_yaml_mapping(file))
    by_name = {name: _proof(name, top.mapping("proofs").mapping(name)) for name in top.mapping("proofs").values}
    kinds = top.mapping("kinds")
    elements = {kind: tuple(_elements(kinds.mapping(kind), tuple(by_name))) for kind in kinds.values}
    return Proofs(by_name, _known(top, "tapped", tuple(by_name)), elements)


def _proof(name: str, entry: Fields) -> Proof:
    cited = tuple(
        Citation(it.text("law"), it.text("article"), it.text("point"), it.flag("unverified"))
        for it in entry.entries("citations", empty=True)
    )
    return Proof(name, tuple(word.casefold() for word in entry.texts("words")), entry.flag("on_site"), cited)


def _elements(kind: Fields, names: Sequence[str]) -> Iterator[Element]:
    for element in kind.values:
        yield Element(element, _known(kind, element, names))


def _known(entry: Fields, field: str, names: Sequence[str]) -> tuple[str, ...]:
    """A list of proofs, every one of which there is; raises FieldError."""
    return tuple(Fields(entry.file, {field: one}, entry.prefix).one_of(field, names) for one in entry.texts(field))


def _within_reach(element: Element, without: Collection[str]) -> Element:
    return Element(element.name, tuple(one for one in element.proofs if one not in without))


def _found(element: Element, have: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((one, have[one]) for one in element.proofs if have.get(one))


def _first_of_the_unproved(elements: Sequence[Element], have: Mapping[str, int]) -> Iterator[Missing]:
    """For each element of which nothing is there, and nothing has just been named, its first proof."""
    named = set[str]()
    for it in elements:
        if it.proofs and not _found(it, have) and named.isdisjoint(it.proofs):
            named.add(it.proofs[0])
            yield Missing(it.name, it.proofs[0])


def _all(elements: Sequence[Element]) -> Iterator[Missing]:
    """Every proof, those of an element after each other, the nearest of every element before the others."""
    for place in range(max((len(it.proofs) for it in elements), default=0)):
        yield from (Missing(it.name, it.proofs[place]) for it in elements if place < len(it.proofs))
