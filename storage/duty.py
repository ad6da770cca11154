"""Who is away and who stands in for him, who is on duty for a union body, and who answers for it at this moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update

from storage import covers, models
from storage.covers import Absence
from storage.database import Transaction
from storage.errors import StorageError
from storage.ids import new_id
from storage.models import Staff


class NoSuchEntry(StorageError):
    """Nothing of this kind was entered."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A colleague is away from `begins` until before `ends`; `cover` gets what comes for him."""

    id: str
    staff_id: str
    begins: datetime
    ends: datetime
    cover: str | None

    @property
    def absence(self) -> Absence:
        """What matters for the chain of covers."""
        return Absence(self.staff_id, self.begins, self.ends, self.cover)


@dataclass(frozen=True, slots=True)
class Shift:
    """A colleague is on duty for a union body from `begins` until before `ends`."""

    id: str
    unit: str
    staff_id: str
    begins: datetime
    ends: datetime


def hold_leaves(tx: Transaction) -> None:
    """Nobody else enters a leave until the transaction ends: two who did at once could close a circle unseen."""
    if tx.on_postgresql:
        tx.execute(text("LOCK TABLE leaves IN SHARE ROW EXCLUSIVE MODE"))


def add_leave(
    tx: Transaction, staff_id: str, begins: datetime, ends: datetime, cover: str | None, made_by: str
) -> Leave:
    """Write a leave down; the caller has looked that it closes no circle."""
    leave = Leave(new_id(), staff_id, begins, ends, cover)
    values = {"id": leave.id, "staff_id": staff_id, "begins": begins, "ends": ends, "cover": cover}
    tx.execute(insert(models.Leave).values({**values, "made_by": made_by, "made_at": tx.now}))
    return leave


def end_leave(tx: Transaction, leave: Leave) -> None:
    """Somebody is back now; one that has not begun is forgotten."""
    its = models.Leave.id == leave.id
    if leave.begins >= tx.now:
        tx.execute(delete(models.Leave).where(its))
    else:
        tx.execute(update(models.Leave).where(its).values(ends=tx.now))


def leave(tx: Transaction, leave_id: str) -> Leave | None:
    """The leave with this id; None if it has been forgotten."""
    row = tx.execute(select(*_LEAVE).where(models.Leave.id == leave_id)).first()
    return Leave(*row) if row else None


def leaves(tx: Transaction, staff_ids: Collection[str] | None = None) -> list[Leave]:
    """Who is away now or will be: of these colleagues, or of all; the earliest first."""
    chosen = select(*_LEAVE).where(models.Leave.ends > tx.now)
    if staff_ids is not None:
        chosen = chosen.where(models.Leave.staff_id.in_(staff_ids))
    return [Leave(*row) for row in tx.execute(chosen.order_by(models.Leave.begins, models.Leave.staff_id))]


def away(tx: Transaction) -> dict[str, str | None]:
    """Everybody who is away now, with who stands in for him."""
    now = (models.Leave.begins <= tx.now, models.Leave.ends > tx.now)
    return {
        row.staff_id: row.cover for row in tx.execute(select(models.Leave.staff_id, models.Leave.cover).where(*now))
    }


def add_shift(tx: Transaction, unit: str, staff_id: str, begins: datetime, ends: datetime, made_by: str) -> Shift:
    """Put a colleague on duty for a union body."""
    shift = Shift(new_id(), unit, staff_id, begins, ends)
    values = {"id": shift.id, "unit": unit, "staff_id": staff_id, "begins": begins, "ends": ends}
    tx.execute(insert(models.Shift).values({**values, "made_by": made_by, "made_at": tx.now}))
    return shift


def shift(tx: Transaction, shift_id: str) -> Shift:
    """The duty with this id; raises NoSuchEntry."""
    row = tx.execute(select(*_SHIFT).where(models.Shift.id == shift_id)).first()
    if row is None:
        raise NoSuchEntry("There is no such duty; see `hotline staff duty`.")
    return Shift(*row)


def end_shift(tx: Transaction, ended: Shift) -> None:
    """The duty is over now; one that has not begun is forgotten."""
    its = models.Shift.id == ended.id
    if ended.begins >= tx.now:
        tx.execute(delete(models.Shift).where(its))
    else:
        tx.execute(update(models.Shift).where(its).values(ends=tx.now))


def shifts(tx: Transaction, units: Collection[str] | None = None) -> list[Shift]:
    """Who is on duty now or will be, for these union bodies or for all; the earliest first."""
    chosen = select(*_SHIFT).where(models.Shift.ends > tx.now)
    if units is not None:
        chosen = chosen.where(models.Shift.unit.in_(units))
    return [Shift(*row) for row in tx.execute(chosen.order_by(models.Shift.begins, models.Shift.unit, models.Shift.id))]


def on_duty(tx: Transaction) -> set[str]:
    """Everybody who is on duty now, wherever."""
    now = (models.Shift.begins <= tx.now, models.Shift.ends > tx.now)
    return set(tx.execute(select(models.Shift.staff_id).where(*now)).scalars())


def supervisor(tx: Transaction, ladder: Sequence[str]) -> str | None:
    """Who answers now for the first of these union bodies, each of which stands under the next; None if nobody does.

    For each body in turn: who is on duty for it, or stands in for him; then its first supervisor who is here. After
    all of them the first administrator who is here, and at last whoever is on leave: somebody rather than nobody.
    """
    there = _who_supervise(tx, ladder)
    absent, rota = away(tx), _rota(tx, ladder)
    rows = {row.id: row for row in there}
    ordered = sorted(there, key=lambda row: (row.role != "supervisor", ladder.index(row.unit), row.id))
    for unit in ladder:
        on_rota = (covers.stand_in(absent, staff_id) for staff_id in rota.get(unit, ()))
        own = (row.id for row in ordered if row.unit == unit and row.role == "supervisor" and row.id not in absent)
        if found := next((one for one in (*on_rota, *own) if one and _may_answer(tx, one, rows)), None):
            return str(found)
    left = sorted(ordered, key=lambda row: row.id in absent)
    return str(left[0].id) if left else None


def _who_supervise(tx: Transaction, units: Sequence[str]) -> list[Any]:
    its = (Staff.unit.in_(units), Staff.role.in_(("supervisor", "administrator")), Staff.active)
    return list(tx.execute(select(Staff.id, Staff.unit, Staff.role).where(*its)))


def _rota(tx: Transaction, units: Sequence[str]) -> dict[str, list[str]]:
    """Who is on duty for each of these union bodies now, who was entered last first."""
    now = (models.Shift.unit.in_(units), models.Shift.begins <= tx.now, models.Shift.ends > tx.now)
    chosen = select(models.Shift.unit, models.Shift.staff_id).where(*now)
    found: dict[str, list[str]] = {}
    for row in tx.execute(chosen.order_by(models.Shift.made_at.desc(), models.Shift.id)):
        found.setdefault(row.unit, []).append(row.staff_id)
    return found


def _may_answer(tx: Transaction, staff_id: str, known: Collection[str]) -> bool:
    """Whether he works here and supervises; who is on duty or stands in may belong to another union body."""
    if staff_id in known:
        return True
    his = (Staff.id == staff_id, Staff.role.in_(("supervisor", "administrator")), Staff.active)
    return tx.execute(select(Staff.id).where(*his)).first() is not None


_LEAVE = (models.Leave.id, models.Leave.staff_id, models.Leave.begins, models.Leave.ends, models.Leave.cover)
_SHIFT = (models.Shift.id, models.Shift.unit, models.Shift.staff_id, models.Shift.begins, models.Shift.ends)
