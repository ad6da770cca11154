"""The list of what proves what in a case: the same for the worker, for his lawyer in his chat, and at the desk."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cases.office import Office
from knowledge.article import Citation
from knowledge.proofs import Missing, Shown, proofs
from storage import cases, files
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.files import WORKER, File

_SAID_NO = {"construction": proofs().of_sites, "has_contract": frozenset({"contract"})}
_TO_LISTEN = ("voice", "audio")
_COMES = ("announced", "kept")


@dataclass(frozen=True, slots=True)
class ProofList:
    """What the worker's files prove, by what he said they show, and what is missing, the next proof first.

    Each file counts once, however often he sent it: `named` by what it shows, `unnamed` if nobody has said,
    `to_listen` if a person has to listen to it, `unreadable` if nobody can read it.
    """

    elements: tuple[Shown, ...]
    missing: tuple[Missing, ...]
    to_listen: int
    unnamed: tuple[File, ...]
    unreadable: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        counted = any(one.found for one in self.elements)
        return not (counted or self.to_listen or self.unnamed or self.unreadable)


def proofs_of(tx: Transaction, case: Case) -> ProofList:
    """What there is and what is missing in a case."""
    came = _evidence(tx, case)
    readable = [one for one in came if not one.flaw]
    have = Counter(one.proves for one in readable if one.proves)
    missing = proofs().missing(case.kind, have, _out_of_reach(tx, case))
    return ProofList(
        proofs().shown(case.kind, have),
        missing,
        sum(one.kind in _TO_LISTEN for one in readable),
        tuple(one for one in readable if not one.proves and one.kind not in _TO_LISTEN),
        len(came) - len(readable),
    )


def lines(office: Office, language: str | None, shown: ProofList) -> list[str]:
    """The list line by line, as worker and lawyer read it."""
    say = office.texts.say
    counted = (("to_listen", shown.to_listen), ("unnamed", len(shown.unnamed)), ("unreadable", shown.unreadable))
    return [
        *(_line(office, language, one) for one in shown.elements),
        *(say(language, f"proofs.{key}", n=n) for key, n in counted if n),
    ]


def cited(office: Office, language: str | None, citations: Sequence[Citation]) -> str:
    """The laws behind a proof, each with its article; "" if there is none."""
    say = office.texts.say

    def article(one: Citation) -> str:
        return say(language, "proofs.article", number=one.article) if one.article.isdigit() else one.article

    each = (say(language, "proofs.cited", law=one.law, articles=article(one)) for one in citations)
    return say(language, "proofs.between").join(each)


def _line(office: Office, language: str | None, one: Shown) -> str:
    say = office.texts.say
    element = say(language, f"proofs.element_{one.element}")
    if not one.found:
        return say(language, "proofs.lacking", element=element)
    named = ((say(language, f"proofs.name_{proof}"), n) for proof, n in one.found)
    found = say(language, "proofs.between").join(say(language, "proofs.counted", name=name, n=n) for name, n in named)
    return say(language, "proofs.there", element=element, found=found)


def _evidence(tx: Transaction, case: Case) -> list[File]:
    """The worker's files that are here or on their way, each once; stickers are no evidence."""
    again = files.repeated(tx, case.id)
    mine = (one for one in files.of_case(tx, case.id) if one.by == WORKER and one.kind != "sticker")
    return [one for one in mine if one.status in _COMES and one.id not in again]


def _out_of_reach(tx: Transaction, case: Case) -> frozenset[str]:
    """What he cannot have, by what he answered: no board without a building site, no contract where none was signed."""
    try:
        answers = cases.complaint_of(tx, case).answers
    except Erased:
        return frozenset()
    return frozenset().union(*(names for asked, names in _SAID_NO.items() if answers.get(asked) == "no"))
