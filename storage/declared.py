"""What colleagues declared: whom they act for, their firm, their relatives; as it was at each time, and to be found.

To find who acts for a company among thousands, each name is kept with its pairs of neighbouring characters: a name that
stands in a text begins with a pair of the text. Names come here in the forms in which the cases compare them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, insert, select, update

from storage.database import Transaction
from storage.ids import new_id
from storage.models import Declaration, DeclaredName, DeclaredPair, Staff

Kind = Literal["client", "firm", "relative"]
_AT_ONCE = 2_000  # pairs or rows in one statement


@dataclass(frozen=True, slots=True)
class Declared:
    """What a colleague declares: employers he acts for, the firm where he practises, relatives by name."""

    clients: tuple[str, ...] = ()
    firm: str = ""
    relatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """One declared name: as it is written without signs, its bare form, its core."""

    staff_id: str
    kind: Kind
    whole: str
    bare: str
    core: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was declared at a time, and by whom it was written down: a staff id, or "command"."""

    at: datetime
    by: str
    declared: Declared


def of(tx: Transaction, staff_id: str) -> Declared:
    """What a colleague declares now; raises LookupError for nobody of ours."""
    row = tx.execute(select(Staff.clients, Staff.firm, Staff.relatives).where(Staff.id == staff_id)).first()
    if row is None:
        raise LookupError("no such colleague")
    return Declared(tuple(row.clients), row.firm, tuple(row.relatives or ()))


def change(tx: Transaction, staff_id: str, declared: Declared) -> None:
    """A colleague declares this from now on."""
    names = {"clients": list(declared.clients), "firm": declared.firm, "relatives": list(declared.relatives)}
    tx.execute(update(Staff).where(Staff.id == staff_id).values({**names, "indexed": False}))


def keep(tx: Transaction, staff_id: str, by: str) -> bool:
    """Add what a colleague declares now to what he declared before; False if it is the same."""
    now, before = of(tx, staff_id), history(tx, staff_id)
    if (before[0].declared if before else Declared()) == now:
        return False
    names = {"clients": list(now.clients), "firm": now.firm, "relatives": list(now.relatives)}
    when = {"id": new_id(), "staff_id": staff_id, "declared_by": by, "at": tx.now}
    tx.execute(insert(Declaration).values({**when, **names}))
    return True


def history(tx: Transaction, staff_id: str) -> list[Kept]:
    """All that a colleague ever declared, the newest first."""
    columns = (Declaration.at, Declaration.declared_by, Declaration.clients, Declaration.firm, Declaration.relatives)
    rows = tx.execute(
        select(*columns).where(Declaration.staff_id == staff_id).order_by(Declaration.at.desc(), Declaration.id.desc())
    )
    return [Kept(row.at, row.declared_by, Declared(tuple(row.clients), row.firm, tuple(row.relatives))) for row in rows]


def not_indexed(tx: Transaction, *, hold: bool = False) -> dict[str, Declared]:
    """What those declare whose names are not to be found yet, by staff id.

    With `hold`, to index them: whoever somebody else is indexing is left out.
    """
    chosen = select(Staff.id, Staff.clients, Staff.firm, Staff.relatives).where(~Staff.indexed).order_by(Staff.id)
    if hold:
        chosen = chosen.with_for_update(key_share=True, skip_locked=True)
    rows = tx.execute(chosen)
    return {row.id: Declared(tuple(row.clients), row.firm, tuple(row.relatives or ())) for row in rows}


def index(tx: Transaction, staff_ids: Collection[str], names: Iterable[tuple[Name, Mapping[str, bool]]]) -> None:
    """Have these names, and no others, found for these colleagues; each comes with its pairs and which of them lead."""
    old = select(DeclaredName.id).where(DeclaredName.staff_id.in_(staff_ids))
    tx.execute(delete(DeclaredPair).where(DeclaredPair.name_id.in_(old)))
    tx.execute(delete(DeclaredName).where(DeclaredName.staff_id.in_(staff_ids)))
    rows, pairs = [], []
    for name, its in names:
        forms = {"staff_id": name.staff_id, "kind": name.kind, "whole": name.whole, "bare": name.bare}
        rows.append({"id": new_id(), **forms, "core": name.core})
        pairs += [{"pair": pair, "name_id": rows[-1]["id"], "leads": leads} for pair, leads in its.items()]
    for table, all_of_them in ((DeclaredName, rows), (DeclaredPair, pairs)):
        if all_of_them:
            tx.execute(insert(table), all_of_them)
    tx.execute(update(Staff).where(Staff.id.in_(staff_ids)).values(indexed=True))


def candidates(tx: Transaction, pairs: Collection[str], leading: Collection[str]) -> list[Name]:
    """The names that begin with any of these `pairs`, or have one of the `leading` ones anywhere."""
    found: dict[str, Name] = {}
    for wanted, condition in ((sorted(pairs), DeclaredPair.leads), (sorted(leading), None)):
        for at in range(0, len(wanted), _AT_ONCE):
            its = _NAMES.where(DeclaredPair.pair.in_(wanted[at : at + _AT_ONCE]))
            rows = tx.execute(its if condition is None else its.where(condition))
            found |= {row.id: Name(row.staff_id, row.kind, row.whole, row.bare, row.core) for row in rows}
    return list(found.values())


def firms_of(tx: Transaction, staff_ids: Collection[str]) -> set[str]:
    """The cores of the firms of these colleagues, of those who are indexed."""
    its = select(DeclaredName.core).join(Staff, Staff.id == DeclaredName.staff_id)
    return set(tx.execute(its.where(*_FIRMS, DeclaredName.staff_id.in_(staff_ids))).scalars())


def of_firms(tx: Transaction, cores: Collection[str]) -> set[str]:
    """Who is indexed and practises in one of these firms."""
    its = select(DeclaredName.staff_id).join(Staff, Staff.id == DeclaredName.staff_id)
    return set(tx.execute(its.where(*_FIRMS, DeclaredName.core.in_(cores))).scalars())


_FIRMS = (DeclaredName.kind == "firm", Staff.indexed)
_NAMES = (
    select(
        DeclaredName.id,
        DeclaredName.staff_id,
        DeclaredName.kind,
        DeclaredName.whole,
        DeclaredName.bare,
        DeclaredName.core,
    )
    .join(DeclaredPair, DeclaredPair.name_id == DeclaredName.id)
    .join(Staff, Staff.id == DeclaredName.staff_id)
    .where(Staff.indexed)
)
