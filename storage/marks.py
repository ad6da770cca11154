"""What complaints are compared by, which two were found alike, and where many of them gather; all by indexed look-ups.

Names stand here only as keyed hashes. A pair is only ever proposed: whether its cases are worked on together is for
`storage.collectives`, so that putting two together and taking them apart again changes nothing here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, union, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import models
from storage.cases import ENDED, Case, may_read
from storage.database import Transaction
from storage.ids import new_id
from storage.models import AlikePair, CaseMark, CaseParty, MarkKind
from storage.people import Colleague

_PURPOSE = "likeness"
_AGAINST = ("employer", "subcontractor", "agency")  # roles in which a party makes two complaints alike
Mark = tuple[MarkKind, bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases that were found alike, the one with the lower id first, and on what grounds."""

    id: str
    one_id: str
    other_id: str
    points: int
    grounds: tuple[str, ...]
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many complaints within so many days about one employer, site or district; its case filled the measure."""

    id: str
    kind: MarkKind
    case_id: str
    number: int
    days: int
    raised_at: datetime


def put(tx: Transaction, case: Case, named: Iterable[tuple[MarkKind, str]]) -> list[Mark]:
    """Have a case found by these names and numbers from now on, and by nothing else; returns their hashes."""
    marks = list(dict.fromkeys((kind, tx.vault.look_up(f"{_PURPOSE} {kind}", name)) for kind, name in named))
    drop(tx, case.id)
    if marks:
        its = {"case_id": case.id, "at": case.opened_at}
        tx.execute(insert(CaseMark), [{**its, "kind": kind, "hash": hashed} for kind, hashed in marks])
    return marks


def drop(tx: Transaction, case_id: str) -> None:
    """A case is found by nothing any more."""
    tx.execute(delete(CaseMark).where(CaseMark.case_id == case_id))


def of_cases(tx: Transaction, case_ids: Collection[str]) -> dict[str, frozenset[Mark]]:
    """The marks of each of these cases."""
    rows = tx.execute(select(CaseMark.case_id, CaseMark.kind, CaseMark.hash).where(CaseMark.case_id.in_(case_ids)))
    found: dict[str, set[Mark]] = defaultdict(set)
    for case_id, kind, hashed in rows:
        found[case_id].add((kind, hashed))
    return {case_id: frozenset(found[case_id]) for case_id in case_ids}


def parties_of(tx: Transaction, case_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Who each of these cases is against, by the ids of its parties."""
    its = (CaseParty.case_id.in_(case_ids), CaseParty.role.in_(_AGAINST), CaseParty.removed_at.is_(None))
    found: dict[str, set[str]] = defaultdict(set)
    for case_id, party_id in tx.execute(select(CaseParty.case_id, CaseParty.party_id).where(*its)):
        found[case_id].add(party_id)
    return {case_id: frozenset(found[case_id]) for case_id in case_ids}


def sharing(
    tx: Transaction, case: Case, hashes: Collection[bytes], parties: Collection[str], since: datetime
) -> list[str]:
    """Open cases of other people since then with one of these marks or parties, the newest first, at most 200."""
    marked = select(CaseMark.case_id).where(CaseMark.hash.in_(hashes), CaseMark.at >= since)
    against = select(CaseParty.case_id).where(CaseParty.party_id.in_(parties), *_against())
    its = (models.Case.id.in_(union(marked, against)), models.Case.opened_at >= since)
    others = (models.Case.person_id != case.person_id, models.Case.status.not_in(ENDED), models.Case.id != case.id)
    chosen = select(models.Case.id).where(*its, *others).order_by(models.Case.opened_at.desc(), models.Case.id)
    return list(tx.execute(chosen.limit(200)).scalars())


def count(tx: Transaction, hashed: bytes, parties: Collection[str], since: datetime, *, but: str = "") -> int:
    """How many complaints since then have this mark or one of these parties, without the case with the id `but`."""
    marked = select(CaseMark.case_id).where(CaseMark.hash == hashed, CaseMark.at >= since, CaseMark.case_id != but)
    against = (
        select(CaseParty.case_id)
        .join(models.Case, models.Case.id == CaseParty.case_id)
        .where(CaseParty.party_id.in_(parties), *_against(), models.Case.opened_at >= since, CaseParty.case_id != but)
    )
    found = union(marked, against).subquery() if parties else marked.subquery()
    return tx.execute(select(func.count()).select_from(found)).scalar_one()


def pair(tx: Transaction, one: str, other: str, points: int, grounds: Sequence[str]) -> str | None:
    """Propose two cases; returns the id of the pair, None if these two were proposed before, whatever came of it."""
    lower, higher = sorted((one, other))
    pair_id, add = new_id(), postgresql_insert if tx.on_postgresql else sqlite_insert
    values = {"id": pair_id, "one_id": lower, "other_id": higher, "points": points, "grounds": list(grounds)}
    row = add(AlikePair).values(**values, found_at=tx.now)
    return pair_id if tx.execute(row.on_conflict_do_nothing()).rowcount else None


def by_id(tx: Transaction, pair_id: str) -> Pair | None:
    """The pair, if nobody has refused it."""
    row = tx.execute(select(*_PAIR).where(AlikePair.id == pair_id, AlikePair.refused_at.is_(None))).first()
    return Pair(row.id, row.one_id, row.other_id, row.points, tuple(row.grounds), row.found_at) if row else None


def between(tx: Transaction, one: str, other: str) -> Pair | None:
    """The pair of these two cases, if they were proposed and nobody has refused it."""
    lower, higher = sorted((one, other))
    its = (AlikePair.one_id == lower, AlikePair.other_id == higher)
    found = tx.execute(select(AlikePair.id).where(*its)).scalar_one_or_none()
    return by_id(tx, found) if found else None


def refuse(tx: Transaction, pair_id: str, by: str) -> bool:
    """Two are not alike after all; they are not proposed again. False if that was said before."""
    its = (AlikePair.id == pair_id, AlikePair.refused_at.is_(None))
    return tx.execute(update(AlikePair).where(*its).values(refused_at=tx.now, refused_by=by)).rowcount == 1


def proposed_to(tx: Transaction, colleague: Colleague, limit: int = 200) -> list[Pair]:
    """The pairs of open cases, not both in one collective, of which this colleague may read one; the newest first.

    None of them is kept from him, neither the one nor the other.
    """
    his = select(models.Case.id).where(may_read(tx, colleague), models.Case.status.not_in(ENDED))
    either = or_(AlikePair.one_id.in_(his), AlikePair.other_id.in_(his))
    goes_on = and_(_open(AlikePair.one_id), _open(AlikePair.other_id))
    its = (AlikePair.refused_at.is_(None), either, goes_on, ~_together(), ~_sealed_from(colleague.id))
    rows = tx.execute(select(*_PAIR).where(*its).order_by(AlikePair.found_at.desc(), AlikePair.id).limit(limit))
    return [Pair(row.id, row.one_id, row.other_id, row.points, tuple(row.grounds), row.found_at) for row in rows]


def raise_crowd(tx: Transaction, kind: MarkKind, hashed: bytes, case_id: str, number: int, days: int) -> bool:
    """Say that there are many; False if that has been said of these and still stands."""
    add = postgresql_insert if tx.on_postgresql else sqlite_insert
    values = {"id": new_id(), "kind": kind, "hash": hashed, "case_id": case_id, "number": number, "days": days}
    return tx.execute(add(models.Crowd).values(**values, raised_at=tx.now).on_conflict_do_nothing()).rowcount == 1


def end_crowd(tx: Transaction, hashed: bytes) -> None:
    """There were fewer for a while: the next time that there are many it is said again."""
    its = (models.Crowd.hash == hashed, models.Crowd.ended_at.is_(None))
    tx.execute(update(models.Crowd).where(*its).values(ended_at=tx.now))


def crowds(tx: Transaction, colleague: Colleague, since: datetime, limit: int = 100) -> list[Crowd]:
    """Where many complaints gathered since then, of the cases that this colleague may read; the newest first."""
    row = models.Crowd
    columns = (row.id, row.kind, row.case_id, row.number, row.days, row.raised_at)
    his = select(*columns).join(models.Case, models.Case.id == row.case_id).where(may_read(tx, colleague))
    chosen = his.where(row.raised_at >= since).order_by(row.raised_at.desc(), row.id).limit(limit)
    return [Crowd(*found) for found in tx.execute(chosen)]


_PAIR = (AlikePair.id, AlikePair.one_id, AlikePair.other_id, AlikePair.points, AlikePair.grounds, AlikePair.found_at)


def _against() -> tuple[ColumnElement[bool], ...]:
    return (CaseParty.role.in_(_AGAINST), CaseParty.removed_at.is_(None))


def _open(case_id: Any) -> ColumnElement[bool]:
    return exists().where(models.Case.id == case_id, models.Case.status.not_in(ENDED))


def _sealed_from(staff_id: str) -> ColumnElement[bool]:
    either = models.Sealed.case_id.in_((AlikePair.one_id, AlikePair.other_id))
    return exists().where(either, models.Sealed.staff_id == staff_id)


def _together() -> ColumnElement[bool]:
    """Whether the two are worked on together, or each with others already."""
    row = models.CollectiveCase
    stands = select(row.case_id).where(row.left_at.is_(None))
    return and_(AlikePair.one_id.in_(stands), AlikePair.other_id.in_(stands))
