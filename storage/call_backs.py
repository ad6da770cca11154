"""Workers who have to be called because nothing written reaches them: at most one call is open for a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.cases import ENDED, UnknownCase, may_read
from storage.database import Transaction
from storage.errors import StorageError
from storage.ids import new_id
from storage.models import CallBack as CallBackRow
from storage.models import Case
from storage.people import Colleague

Outcome = Literal["reached", "not_reached"]


class NoOpenCallBack(StorageError):
    """This call was made already, perhaps by a colleague, or never asked for."""

    def __init__(self) -> None:
        super().__init__("This call is not open any more; look at the list again.")


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call that has to be made, not before `not_before`; no name, no number, no story."""

    id: str
    case_number: str
    reason: str
    asked_at: datetime
    not_before: datetime
    kind: str = ""
    urgency: str = ""


def ask(tx: Transaction, case_id: str, not_before: datetime, reason: str) -> str:
    """Have the worker of a case called; returns the id of the call that is open for it, new or not.

    Two that ask at once race on the partial unique index: the later one waits, adds nothing and reads the other's.
    """
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    values = {"id": new_id(), "case_id": case_id, "reason": reason, "asked_at": tx.now, "not_before": not_before}
    row = insert(CallBackRow).values(values)
    tx.execute(row.on_conflict_do_nothing(index_elements=["case_id"], index_where=text("done_at IS NULL")))
    tx.wake("alarms")
    return tx.execute(select(CallBackRow.id).where(CallBackRow.case_id == case_id, _open())).scalar_one()


def open_ones(tx: Transaction, colleague: Colleague, limit: int = 300) -> list[CallBack]:
    """The calls of cases this colleague may read that have not ended; the longest asked for first."""
    chosen = _call_backs().where(may_read(tx, colleague), _open(), Case.status.not_in(ENDED))
    rows = tx.execute(chosen.order_by(CallBackRow.asked_at, CallBackRow.id).limit(limit))
    return [CallBack(*row) for row in rows]


def overdue(tx: Transaction, colleague: Colleague) -> int:
    """How many of them could have been made by now."""
    mine = (may_read(tx, colleague), _open(), Case.status.not_in(ENDED), CallBackRow.not_before <= tx.now)
    counted = select(func.count()).select_from(CallBackRow).join(Case, Case.id == CallBackRow.case_id)
    return tx.execute(counted.where(*mine)).scalar_one()


def is_open(tx: Transaction, case_id: str) -> bool:
    """Whether the worker of a case still has to be called."""
    return bool(tx.execute(select(exists().where(CallBackRow.case_id == case_id, _open()))).scalar_one())


def case_of(tx: Transaction, colleague: Colleague, call_back_id: str) -> str:
    """The number of the case of a call, open or made, if this colleague may read it; raises UnknownCase."""
    its_case = select(Case.number).join(CallBackRow, CallBackRow.case_id == Case.id)
    number = tx.execute(its_case.where(CallBackRow.id == call_back_id, may_read(tx, colleague))).scalar_one_or_none()
    if number is None:
        raise UnknownCase("")
    return number


def done(tx: Transaction, call_back_id: str, staff_id: str, outcome: Outcome) -> None:
    """Write down that it was made, by whom and what came of it; raises NoOpenCallBack if it was made before."""
    made = {"done_at": tx.now, "done_by": staff_id, "outcome": outcome}
    changed = tx.execute(update(CallBackRow).where(CallBackRow.id == call_back_id, _open()).values(made))
    if changed.rowcount == 0:
        raise NoOpenCallBack


def _open() -> ColumnElement[bool]:
    return CallBackRow.done_at.is_(None)


def _call_backs() -> Any:
    its = (CallBackRow.id, Case.number, CallBackRow.reason, CallBackRow.asked_at, CallBackRow.not_before)
    return select(*its, Case.kind, Case.urgency).join(Case, Case.id == CallBackRow.case_id)
