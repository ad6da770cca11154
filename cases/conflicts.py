"""Whether a colleague stands on the other side: the names that he declared, and the names that a case is about.

Who is in conflict with a case is computed before anything of it is shown to anybody, and nobody learns with whom.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from knowledge.reading.places import DISTRICTS
from storage import cases, declared, parties, party_ties, sealed
from storage.cases import Case
from storage.database import Transaction
from storage.declared import Declared, Name
from storage.errors import Erased
from storage.parties import Label
from storage.party_ties import CHAINS

_SIGNS = re.compile(r"[\s()（）【】\[\]·,，.。、\"“”]")
_COMPANY_WORDS = re.compile(
    r"有限责任公司|股份有限公司|有限公司|分公司|公司|集团|项目部|"
    r"(?<![a-z])(?:co|ltd|limited|inc|company|corporation|group)(?![a-z])"
)
_TRADES = re.compile(
    r"房地产|建筑|建设|工程|劳务|安装|装饰|装修|物业|管理|服务|商贸|贸易|餐饮|酒店|实业|科技|机械|制造|置业|开发|市政|"
    r"路桥|园林|服装|食品|运输|物流|施工|厂$|店$|队$"
)
_PLACES = re.compile(
    "|".join(
        ["甘肃省?", "天水市?", *(name for one in DISTRICTS for name in (one.name, *one.also) if not name.isascii())]
    )
)
_SHORTEST_NAME = 2
_FIRM_WORDS = re.compile(r"律师事务所|律师所|律所|事务所|(?<![a-z])law\s*(?:firm|office)s?(?![a-z])")


def against(tx: Transaction, case: Case) -> frozenset[str]:
    """The ids of the staff in conflict with a case, and of those from whom it was sealed before.

    That is whoever acts for a party of it, or for one that stands above or below one by whatever chain; whose firm, or
    a client of a lawyer of whose firm, is such a party; whose relative is; and whose client the worker's words name.
    """
    labels, people = _named(tx, case)
    employer, told = _told(tx, case)
    return naming(tx, [*labels, *employer], people, told) | sealed.from_whom(tx, case.id)


def around(tx: Transaction, party_ids: Collection[str]) -> set[str]:
    """These parties, and all above and below them, with all that are the same as one of those."""
    return party_ties.above(tx, party_ids) | party_ties.below(tx, party_ids)


def naming(tx: Transaction, labels: Collection[Label], people: Collection[str] = (), told: str = "") -> frozenset[str]:
    """Who declared a name that is one of these companies or people, or stands in these words."""
    sought = Sought(labels, people, told)
    unread = _of_those_not_indexed(tx)
    found = [*declared.candidates(tx, sought.pairs, sought.leading), *unread]
    hits = [name for name in found if sought.names(name)]
    return frozenset({name.staff_id for name in hits} | _colleagues(tx, hits, unread))


def declared_by(tx: Transaction, staff_id: str) -> list[Name]:
    """What a colleague declares, in the forms in which it is compared."""
    return names_of(staff_id, declared.of(tx, staff_id))


def firm_mates(tx: Transaction, staff_id: str) -> set[str]:
    """Who practises in the same firm as a colleague, of those who are indexed."""
    firms = {name.core for name in declared_by(tx, staff_id) if name.kind == "firm"}
    return declared.of_firms(tx, firms) - {staff_id} if firms else set()


def index(tx: Transaction) -> None:
    """Have the names of those found who declared something since; others may do the same at once."""
    fresh = declared.not_indexed(tx, hold=True)
    names = [name for staff_id, its in fresh.items() for name in names_of(staff_id, its)]
    if fresh:
        declared.index(tx, fresh, [(name, _pairs_of(name)) for name in names])


def label(name: str) -> Label:
    """A company's name with the forms by which it is found again."""
    return Label(name[: parties.LONGEST], bare(name[: parties.LONGEST]), core(name[: parties.LONGEST]))


def has_own_name(name: str) -> bool:
    """Whether something is left of a company's name besides places, trades and what every company is called."""
    return len(_TRADES.sub("", _PLACES.sub("", bare(name)))) >= _SHORTEST_NAME


def names_one_of(clients: Iterable[str], employer: str | None, told: str = "") -> bool:
    """Whether one of these is the employer: one name holds the other, or the worker's words hold the client.

    When in doubt it is a conflict: asking another lawyer costs minutes, the other side reading along costs the case.
    """
    return any(_is_named(client, told) or _is_one(client, employer or "") for client in clients)


def bare(name: str) -> str:
    """A company's name without the words and signs that people leave out or add."""
    return _SIGNS.sub("", _COMPANY_WORDS.sub("", unicodedata.normalize("NFKC", name).casefold()))


def core(name: str) -> str:
    """What only this company is called: its bare name without place and trade, or all of it if that leaves nothing."""
    whole = bare(name)
    left = _TRADES.sub("", _PLACES.sub("", whole))
    return left if len(left) >= _SHORTEST_NAME else whole


def _is_named(client: str, told: str) -> bool:
    if len(bare(client)) == 1:  # 甲公司: the one character alone stands in every text
        return len(_plain(client)) > 1 and _plain(client) in _plain(told)
    return len(bare(client)) >= _SHORTEST_NAME and core(client) in bare(told)


def _is_one(client: str, employer: str) -> bool:
    if len(bare(client)) == 1:
        return _is_short_one(_plain(client), _plain(employer))
    pairs = ((bare(client), bare(employer)), (core(client), core(employer)))
    return any(min(len(a), len(b)) >= _SHORTEST_NAME and (a in b or b in a) for a, b in pairs)


def _is_short_one(client: str, employer: str) -> bool:
    """Whether a name of one character is meant: 甲公司 by whatever holds it, 甲 alone only by 甲."""
    return client in employer if len(client) > 1 else client == employer


def _plain(name: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name).casefold())


class Sought:
    """The names that a case is about, ready to be compared with many declared ones."""

    def __init__(self, labels: Collection[Label], people: Collection[str], told: str) -> None:
        self._labels = [(_plain(one.name), one) for one in labels]
        self._people = [_plain(one) for one in people]
        self._plain, self._bare = _plain(told), bare(told)

    @property
    def pairs(self) -> set[str]:
        """Every pair of neighbouring characters with which a declared name would have to begin."""
        texts = [self._plain, self._bare, *self._people]
        texts += [text for plain, one in self._labels for text in (plain, one.bare, one.core)]
        return {pair for text in texts for pair in _pairs(text)} | {
            plain for plain, _ in self._labels if len(plain) == 1
        }

    @property
    def leading(self) -> set[str]:
        """The pairs that a declared name would have to have if one of these names stood in it."""
        return {pair for _, one in self._labels for pair in _leading(one.bare, one.core)}

    def names(self, name: Name) -> bool:
        """Whether a declared name is one of these, or stands in what was told."""
        if name.kind == "relative":
            return any(
                name.whole in text for text in (self._plain, *self._people, *(plain for plain, _ in self._labels))
            )
        if len(name.bare) == 1:
            told = len(name.whole) > 1 and name.whole in self._plain
            return told or any(_is_short_one(name.whole, plain) for plain, _ in self._labels)
        if len(name.bare) < _SHORTEST_NAME:
            return False
        return name.core in self._bare or any(_holds(name, one) for _, one in self._labels) or self._is_person(name)

    def _is_person(self, name: Name) -> bool:
        return any(name.core in person for person in self._people)


def names_of(staff_id: str, its: Declared) -> list[Name]:
    """What a colleague declares, in the forms in which it is compared; what says nothing is left out."""
    clients = [Name(staff_id, "client", _plain(one), bare(one), core(one)) for one in its.clients]
    firm = [_firm(staff_id, its.firm)] if its.firm.strip() else []
    relatives = [Name(staff_id, "relative", _plain(one), _plain(one), _plain(one)) for one in its.relatives]
    named = [one for one in relatives if len(one.whole) >= _SHORTEST_NAME]
    return [one for one in (*clients, *firm, *named) if one.bare]


def _named(tx: Transaction, case: Case) -> tuple[list[Label], list[str]]:
    """Every name of the companies that stand in a case or are tied to one that does, and of the people.

    Below a general contractor only its subsidiaries are looked at: its other sites have nothing to do with the case.
    """
    standing = parties.of_case(tx, case.id)
    everybody = {one.party.id for one in standing}
    contractors = {one.party.id for one in standing if one.role == "contractor"}
    reached = party_ties.above(tx, everybody)
    reached |= party_ties.below(tx, everybody - contractors, CHAINS) | party_ties.below(tx, contractors, ("parent",))
    people = [one.name for one in parties.several(tx, reached) if one.person and one.name]
    return parties.names_of(tx, reached), people


def _told(tx: Transaction, case: Case) -> tuple[list[Label], str]:
    """The employer and the worker's words, compared and not kept; nothing once he wished them gone."""
    try:
        told = cases.complaint_of(tx, case)
    except Erased:
        return [], ""
    employer = [label(told.employer)] if told.employer else []
    return employer, "\n".join([told.story, told.site or "", *told.answers.values()])


def _colleagues(tx: Transaction, hits: Collection[Name], unread: Collection[Name]) -> set[str]:
    """Who practises in the same firm as one of those whose client is meant."""
    acting = {name.staff_id for name in hits if name.kind == "client"}
    if not acting:
        return set()
    firms = {name.core for name in unread if name.kind == "firm" and name.staff_id in acting}
    firms |= declared.firms_of(tx, acting)
    fresh = {name.staff_id for name in unread if name.kind == "firm" and name.core in firms}
    return fresh | (declared.of_firms(tx, firms) if firms else set())


def _of_those_not_indexed(tx: Transaction) -> list[Name]:
    return [name for staff_id, its in declared.not_indexed(tx).items() for name in names_of(staff_id, its)]


def _firm(staff_id: str, name: str) -> Name:
    """A law firm by what only it is called; by all of its name if that is a place alone."""
    own, whole = _FIRM_WORDS.sub("", name.casefold()), _plain(name)
    if has_own_name(own):
        return Name(staff_id, "firm", whole, bare(own), core(own))
    return Name(staff_id, "firm", whole, whole, whole)


def _holds(name: Name, one: Label) -> bool:
    pairs = ((name.bare, one.bare), (name.core, one.core))
    return any(min(len(a), len(b)) >= _SHORTEST_NAME and (a in b or b in a) for a, b in pairs)


def _pairs_of(name: Name) -> Mapping[str, bool]:
    """The pairs by which a declared name is found, and whether it begins with them."""
    if name.kind == "relative" or len(name.bare) == 1:
        return {name.whole[:2]: True}
    leading = _leading(name.bare, name.core)
    return {pair: pair in leading for text in (name.bare, name.core) for pair in _pairs(text)}


def _leading(bare_name: str, core_of_it: str) -> set[str]:
    """With what a name begins; its core alone, which few share, where that stands in the name as it is."""
    first = core_of_it[:2]
    return {one for one in (first, "" if first in bare_name else bare_name[:2]) if len(one) == _SHORTEST_NAME}


def _pairs(text: str) -> set[str]:
    return {one + other for one, other in pairwise(text)}
