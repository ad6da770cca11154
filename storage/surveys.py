"""What workers say of us when a case is closed: answered in time, solved, satisfied; each may be left open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from storage import models
from storage.database import Transaction
from storage.ids import new_id

Question = Literal["timely", "solved", "satisfied"]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a worker said so far, None where he left it open."""

    id: str
    asked_at: datetime
    answered_at: datetime | None
    timely: bool | None
    solved: bool | None
    satisfied: bool | None


def begin(tx: Transaction, case_id: str) -> None:
    """The worker of a held case is asked anew; what he said before stays in its own row."""
    tx.execute(insert(models.Survey).values(id=new_id(), case_id=case_id, asked_at=tx.now))


def of_case(tx: Transaction, case_id: str) -> list[Survey]:
    """Every time he was asked, the last time first."""
    chosen = _surveys().where(models.Survey.case_id == case_id)
    return [Survey(*row) for row in tx.execute(chosen.order_by(models.Survey.asked_at.desc(), models.Survey.id.desc()))]


def last(tx: Transaction, case_id: str) -> Survey | None:
    """The last time he was asked; None if he never was."""
    return next(iter(of_case(tx, case_id)), None)


def answer(tx: Transaction, case_id: str, question: Question, *, said: bool) -> bool:
    """Keep what he says now, in the last survey of a held case; returns whether that is new.

    One who was never asked and says it by himself is as good as asked.
    """
    now = last(tx, case_id)
    if now is None:
        begin(tx, case_id)
        now = last(tx, case_id)
    if now is None or getattr(now, question) is said:
        return False
    tx.execute(update(models.Survey).where(models.Survey.id == now.id).values({question: said, "answered_at": tx.now}))
    return True


def _surveys() -> Any:
    its = ("id", "asked_at", "answered_at", "timely", "solved", "satisfied")
    return select(*(getattr(models.Survey, name) for name in its))
