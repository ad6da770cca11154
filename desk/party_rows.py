"""The parties of a case as its page shows them: by all their names, with what they are to each other."""

from dataclasses import dataclass

from cases import merging, parties
from desk.visitors import Visit
from storage import parties as kept
from storage import party_ties, people
from storage.cases import Case
from storage.database import Transaction
from storage.parties import ROLES, Party, Standing
from storage.party_ties import Kind, Tie


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party on the page: every name it goes by, its role, its code, who put it down."""

    id: str
    party_id: str
    names: list[str]
    role: str
    credit_code: str
    by: str


@dataclass(frozen=True, slots=True)
class TieRow:
    """Two parties and what they are to each other, or may be; `upper` is above, or names both."""

    id: str
    kind: Kind
    lower: str
    lower_name: str
    upper: str
    upper_name: str


@dataclass(frozen=True, slots=True)
class PartiesView:
    """The whole section; `may_change` is whether this colleague decides here."""

    rows: list[PartyRow]
    proposed: list[TieRow]
    merged: list[TieRow]
    chains: list[TieRow]
    may_change: bool
    roles: tuple[str, ...] = ROLES
    relations: tuple[str, ...] = merging.RELATIONS


def parties_view(tx: Transaction, visit: Visit, case: Case) -> PartiesView:
    """The parties of a case that this colleague may read; people whom others named in other cases are not shown."""
    standing = kept.of_case(tx, case.id)
    here = party_ties.one_with(tx, {one.party.id for one in standing})
    ties = party_ties.ties_of(tx, here, ("stands", "proposed"))
    ends = {one.id: one for one in kept.several(tx, {end for it in ties for end in (it.lower, it.upper)})}
    shown = [_tie(it, ends) for it in ties if all(end in here or not ends[end].person for end in (it.lower, it.upper))]
    proposed = {it.id for it in ties if it.state == "proposed"}
    return PartiesView(
        [_row(tx, visit, one) for one in standing],
        [it for it in shown if it.id in proposed],
        [it for it in shown if it.id not in proposed and it.kind == "same"],
        [it for it in shown if it.id not in proposed and it.kind != "same"],
        case.owner == visit.colleague.id or visit.supervises,
    )


def _row(tx: Transaction, visit: Visit, one: Standing) -> PartyRow:
    names = parties.names_of(tx, one.party)
    code = next((it.credit_code for it in _one_with(tx, one.party) if it.credit_code), None)
    return PartyRow(one.id, one.party.id, names, one.role, code or "", _by(tx, visit, one.added_by))


def _one_with(tx: Transaction, party: Party) -> list[Party]:
    return kept.several(tx, party_ties.one_with(tx, [party.id]))


def _by(tx: Transaction, visit: Visit, added_by: str) -> str:
    if added_by in ("worker", "hotline"):
        return visit.words(added_by)
    return people.names(tx, [added_by]).get(added_by, added_by)


def _tie(it: Tie, ends: dict[str, Party]) -> TieRow:
    return TieRow(it.id, it.kind, it.lower, ends[it.lower].name, it.upper, ends[it.upper].name)
