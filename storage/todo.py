"""What colleagues have to do for a case on a day; it is whoever owns the case who has to, so it goes over with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, update

from storage import models
from storage.cases import ENDED, Case, may_read
from storage.database import Transaction
from storage.errors import Erased
from storage.ids import new_id
from storage.people import Colleague
from storage.vault import Place


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do for a case on the day `due_on` in China; `words` is None if they were erased."""

    id: str
    case_id: str
    number: str
    due_on: date
    event_n: int
    done_at: datetime | None
    words: str | None


def make(tx: Transaction, case: Case, made_by: str, due_on: date, words: str, event_n: int) -> str:
    """Keep what is to be done for a held case; returns its id."""
    its_id = new_id()
    values = {
        "id": its_id,
        "case_id": case.id,
        "made_by": made_by,
        "made_at": tx.now,
        "event_n": event_n,
        "words": tx.vault.seal(case.key_id, words, _place(its_id)),
        "due_on": due_on,
    }
    tx.execute(insert(models.Todo).values(values))
    return its_id


def done(tx: Transaction, todo_id: str) -> bool:
    """It is done; False if it was done before."""
    open_one = (models.Todo.id == todo_id, _open())
    return tx.execute(update(models.Todo).where(*open_one).values(done_at=tx.now)).rowcount == 1


def by_id(tx: Transaction, todo_id: str) -> Todo:
    """What is to be done with this id; raises LookupError."""
    row = tx.execute(_todos().where(models.Todo.id == todo_id)).first()
    if row is None:
        raise LookupError("no such thing to do")
    return _todo(tx, row)


def open_of(tx: Transaction, case_id: str) -> list[Todo]:
    """What is to be done for a case, the earliest day first. The caller has decided who may read it."""
    chosen = _todos().where(models.Todo.case_id == case_id, _open())
    return [_todo(tx, row) for row in tx.execute(chosen.order_by(models.Todo.due_on, models.Todo.made_at))]


def of_colleague(tx: Transaction, colleague: Colleague, limit: int = 100) -> list[Todo]:
    """What this colleague has to do for the open cases he owns, the earliest day first."""
    owner = models.Owner
    its = and_(owner.case_id == models.Case.id, owner.until.is_(None), owner.staff_id == colleague.id)
    chosen = _todos().join(owner, its).where(_open(), models.Case.status.not_in(ENDED), may_read(tx, colleague))
    return [_todo(tx, row) for row in tx.execute(chosen.order_by(models.Todo.due_on, models.Todo.made_at).limit(limit))]


def _todos() -> Any:
    todo, case = models.Todo, models.Case
    columns = (todo.id, todo.case_id, case.number, todo.due_on, todo.event_n, todo.done_at, todo.words)
    return select(*columns).join(case, case.id == todo.case_id)


def _open() -> ColumnElement[bool]:
    return models.Todo.done_at.is_(None)


def _todo(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Todo:
    try:
        words = tx.vault.open(row.words, _place(row.id))
    except Erased:
        words = None
    return Todo(row.id, row.case_id, row.number, row.due_on, row.event_n, row.done_at, words)


def _place(todo_id: str) -> Place:
    return Place("todos", "words", todo_id)
