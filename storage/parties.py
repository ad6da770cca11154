"""Who stands on the other side: companies by every name, people, and the cases in which they stand.

Names come here with their bare form and their core, as the cases make them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, insert, literal, select, update

from storage import models
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased, StorageError
from storage.ids import new_id
from storage.models import CaseParty, PartyName
from storage.models import Party as PartyRow
from storage.vault import Place

Role = Literal["employer", "contractor", "subcontractor", "agency", "foreman", "developer", "other"]
ROLES: tuple[Role, ...] = ("employer", "contractor", "subcontractor", "agency", "foreman", "developer", "other")
LONGEST = 200  # characters of a name
_AT_ONCE = 500  # ids in one statement
_NAMING = 735002  # PostgreSQL's advisory lock of whoever looks for a name; with SQLite there is one writer


class UnknownParty(StorageError):
    """There is no such party, or no such tie, in this case."""

    def __init__(self) -> None:
        super().__init__("There is no such party in this case any more; look at the page again.")


@dataclass(frozen=True, slots=True)
class Label:
    """A company's name with its bare form and its core."""

    name: str
    bare: str
    core: str


@dataclass(frozen=True, slots=True)
class Party:
    """A company by the name that was kept first, or a person; `name` is "" if what sealed it was erased."""

    id: str
    name: str
    person: bool
    credit_code: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A party as it stands in a case: its role, who added it ("worker", "hotline" or a staff id), and when."""

    id: str
    party: Party
    role: Role
    added_by: str
    added_at: datetime


def add(tx: Transaction, label: Label, credit_code: str | None = None) -> str:
    """A new company; returns its id."""
    party_id = new_id()
    values = {"id": party_id, "name": label.name, "sealed": None, "credit_code": credit_code, "made_at": tx.now}
    tx.execute(insert(PartyRow).values(values))
    also_called(tx, party_id, label)
    return party_id


def add_person(tx: Transaction, case: Case, name: str) -> str:
    """A new person, whose name is sealed with the case he was named in; returns his id."""
    party_id = new_id()
    sealed = tx.vault.seal(case.key_id, name, _place(party_id))
    values = {"id": party_id, "name": None, "sealed": sealed, "credit_code": None, "made_at": tx.now}
    tx.execute(insert(PartyRow).values(values))
    return party_id


def also_called(tx: Transaction, party_id: str, label: Label) -> bool:
    """Keep another name of a company; False if it is known."""
    known = select(PartyName.id).where(PartyName.party_id == party_id, PartyName.name == label.name)
    if tx.execute(known).first():
        return False
    values = {"id": new_id(), "party_id": party_id, "made_at": tx.now}
    forms = {"name": label.name, "bare": label.bare, "core": label.core}
    tx.execute(insert(PartyName).values({**values, **forms}))
    return True


def give_code(tx: Transaction, party_id: str, credit_code: str) -> None:
    """Write down the credit code of a company that had none."""
    bare = (PartyRow.id == party_id, PartyRow.credit_code.is_(None))
    tx.execute(update(PartyRow).where(*bare).values(credit_code=credit_code))


def by_id(tx: Transaction, party_id: str) -> Party:
    """The party; raises UnknownParty."""
    found = several(tx, [party_id])
    if not found:
        raise UnknownParty
    return found[0]


def several(tx: Transaction, party_ids: Collection[str]) -> list[Party]:
    """The parties with these ids, by age."""
    columns = (PartyRow.id, PartyRow.name, PartyRow.sealed, PartyRow.credit_code, PartyRow.made_at)
    rows = [row for some in _some(party_ids) for row in tx.execute(select(*columns).where(PartyRow.id.in_(some)))]
    ordered = sorted(rows, key=lambda row: (row.made_at, row.id))
    return [
        Party(row.id, _name(tx, row.id, row.name, row.sealed), row.sealed is not None, row.credit_code)
        for row in ordered
    ]


def by_code(tx: Transaction, credit_code: str) -> str | None:
    """The company with this credit code."""
    return tx.execute(select(PartyRow.id).where(PartyRow.credit_code == credit_code)).scalar_one_or_none()


def by_bare(tx: Transaction, bare: str) -> str | None:
    """The company of which this is a whole bare name; of several, the one kept first.

    Two who look for a name that nobody has kept yet come one after the other, and the second finds the first's.
    A company under which another was merged is found too: what they are together is asked of `storage.party_ties`.
    """
    if tx.on_postgresql:
        tx.execute(select(func.pg_advisory_xact_lock(_NAMING, func.hashtext(bare))))
    its = select(PartyRow.id).join(PartyName, PartyName.party_id == PartyRow.id).where(PartyName.bare == bare)
    return tx.execute(its.order_by(PartyRow.made_at, PartyRow.id).limit(1)).scalar_one_or_none()


def by_core(tx: Transaction, core: str, limit: int = 20) -> list[str]:
    """The companies with this core of a name, the first kept first."""
    its = select(PartyRow.id).join(PartyName, PartyName.party_id == PartyRow.id).where(PartyName.core == core)
    rows = tx.execute(its.group_by(PartyRow.id).order_by(func.min(PartyRow.made_at), PartyRow.id).limit(limit))
    return list(rows.scalars())


def names_of(tx: Transaction, party_ids: Collection[str]) -> list[Label]:
    """Every name of these companies, by age."""
    columns = (PartyName.name, PartyName.bare, PartyName.core, PartyName.made_at, PartyName.id)
    rows = [
        row for some in _some(party_ids) for row in tx.execute(select(*columns).where(PartyName.party_id.in_(some)))
    ]
    return [Label(row.name, row.bare, row.core) for row in sorted(rows, key=lambda row: (row.made_at, row.id))]


def join(tx: Transaction, case_id: str, party_id: str, role: Role, by: str) -> bool:
    """A party stands in a held case in this role from now on; False if it did already."""
    its = (CaseParty.case_id == case_id, CaseParty.party_id == party_id, CaseParty.role == role, _there())
    if tx.execute(select(CaseParty.id).where(*its)).first():
        return False
    its_id = {"id": new_id(), "case_id": case_id, "party_id": party_id, "role": role}
    tx.execute(insert(CaseParty).values({**its_id, "added_by": by, "added_at": tx.now}))
    return True


def leave(tx: Transaction, case_id: str, standing_id: str, by: str) -> Standing:
    """A party stands in a held case no more; returns what it was. Raises UnknownParty."""
    found = next((one for one in of_case(tx, case_id) if one.id == standing_id), None)
    if found is None:
        raise UnknownParty
    gone = {"removed_by": by, "removed_at": tx.now}
    tx.execute(update(CaseParty).where(CaseParty.id == standing_id).values(gone))
    return found


def of_case(tx: Transaction, case_id: str) -> list[Standing]:
    """The parties of a case, in the order in which they came."""
    columns = (CaseParty.id, CaseParty.party_id, CaseParty.role, CaseParty.added_by, CaseParty.added_at)
    its = select(*columns).where(CaseParty.case_id == case_id, _there())
    rows = tx.execute(its.order_by(CaseParty.added_at, CaseParty.id)).all()
    known = {one.id: one for one in several(tx, {row.party_id for row in rows})}
    return [Standing(row.id, known[row.party_id], row.role, row.added_by, row.added_at) for row in rows]


def cases_of(tx: Transaction, party_ids: Collection[str]) -> list[str]:
    """The ids of the cases in which any of these stands."""
    chosen = select(CaseParty.case_id).where(_there()).distinct()
    found = [tx.execute(chosen.where(CaseParty.party_id.in_(some))).scalars() for some in _some(party_ids)]
    return sorted({case_id for some in found for case_id in some})


def named_like(tx: Transaction, cores: Iterable[str]) -> list[tuple[str, Label]]:
    """Every company in whose name one of these stands, or whose core stands in one of these, with that name.

    Nothing but the first characters of an index can be looked up by, so all names are read: for rare occasions.
    """
    wanted = list(cores)
    columns = (PartyName.party_id, PartyName.name, PartyName.bare, PartyName.core)
    if not wanted:
        return []
    return [
        (row.party_id, Label(row.name, row.bare, row.core))
        for row in tx.execute(select(*columns))
        if any(core in row.bare or core in row.core or row.core in core for core in wanted)
    ]


def sites_named(tx: Transaction, written: str) -> list[tuple[str, str | None]]:
    """General contractor and employer of each site with a poster whose name and contractor stand in this text."""
    site, text = models.Site, literal(written)
    its = (text.contains(site.name), text.contains(site.contractor), site.ended_at.is_(None))
    return [(row.contractor, row.employer) for row in tx.execute(select(site.contractor, site.employer).where(*its))]


def _some(ids: Collection[str]) -> list[list[str]]:
    """The ids in an order, as many at a time as one statement takes."""
    ordered = sorted(ids)
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]


def _there() -> ColumnElement[bool]:
    return CaseParty.removed_at.is_(None)


def _name(tx: Transaction, party_id: str, name: str | None, sealed: bytes | None) -> str:
    if sealed is None:
        return name or ""
    try:
        return tx.vault.open(sealed, _place(party_id))
    except Erased:
        return ""


def _place(party_id: str) -> Place:
    return Place("parties", "sealed", party_id)
