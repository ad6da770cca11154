"""What was promised to workers: by which day, in which words, kept or not; whoever owns the case owes it.

Whoever changes a promise holds its case first (`cases.lock`). The words are sealed with the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, update

from storage import models, sealed
from storage.cases import ENDED, Case, may_read
from storage.database import Transaction
from storage.errors import Erased
from storage.ids import new_id
from storage.people import Colleague
from storage.vault import Place

Outcome = Literal["kept", "dropped", "case_ended"]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something owed to the worker of a case until the end of the day `due_on` in China.

    `event_n` is the event that says it was promised, `letter_n` the letter it stood in. Once `with_supervisor`, the
    supervisor owes it, whoever has the case.
    """

    id: str
    case_id: str
    made_by: str
    made_at: datetime
    event_n: int
    letter_n: int | None
    due_on: date
    times_late: int
    with_supervisor: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An open promise as a list shows it; no words."""

    id: str
    number: str
    kind: str
    district: str | None
    due_on: date
    times_late: int


def make(
    tx: Transaction, case: Case, made_by: str, due_on: date, words: str, event_n: int, letter_n: int | None
) -> str:
    """Keep a promise of a held case; returns its id."""
    its_id = new_id()
    values = {
        "id": its_id,
        "case_id": case.id,
        "made_by": made_by,
        "made_at": tx.now,
        "event_n": event_n,
        "letter_n": letter_n,
        "words": tx.vault.seal(case.key_id, words, _place(its_id)),
        "due_on": due_on,
        "times_late": 0,
        "with_supervisor": False,
    }
    tx.execute(insert(models.Promise).values(values))
    return its_id


def put_off(tx: Transaction, promise_id: str, due_on: date, times_late: int, *, with_supervisor: bool) -> None:
    """It was late: what it is due by now, how often that was, and whether the supervisor owes it from now on."""
    values = {"due_on": due_on, "times_late": times_late, "with_supervisor": with_supervisor}
    tx.execute(update(models.Promise).where(models.Promise.id == promise_id).values(values))


def settle(tx: Transaction, promise_id: str, outcome: Outcome) -> bool:
    """It is owed no more; False if it was settled before."""
    open_one = (models.Promise.id == promise_id, _open())
    settled = update(models.Promise).where(*open_one).values(settled_at=tx.now, outcome=outcome)
    return tx.execute(settled).rowcount == 1


def by_id(tx: Transaction, promise_id: str) -> Promise:
    """The promise with this id; raises LookupError."""
    row = tx.execute(select(*_COLUMNS).where(models.Promise.id == promise_id)).first()
    if row is None:
        raise LookupError("no such promise")
    return _promise(row)


def open_of(tx: Transaction, case_id: str) -> list[Promise]:
    """What is owed in a case, what is due first first."""
    chosen = select(*_COLUMNS).where(models.Promise.case_id == case_id, _open())
    return [_promise(row) for row in tx.execute(chosen.order_by(models.Promise.due_on, models.Promise.made_at))]


def of_letter(tx: Transaction, case_id: str, letter_n: int) -> list[Promise]:
    """Every promise that was ever made of a letter, settled ones too."""
    its = (models.Promise.case_id == case_id, models.Promise.letter_n == letter_n)
    return [_promise(row) for row in tx.execute(select(*_COLUMNS).where(*its))]


def of_letters(tx: Transaction, case_id: str) -> set[int]:
    """The letters of a case of which a promise was ever made."""
    its = (models.Promise.case_id == case_id, models.Promise.letter_n.is_not(None))
    return {n for n in tx.execute(select(models.Promise.letter_n).where(*its)).scalars() if n is not None}


def words_of(tx: Transaction, promise_id: str) -> str | None:
    """What was promised, opened; None if it was erased. The caller has decided who may read it."""
    sealed = tx.execute(select(models.Promise.words).where(models.Promise.id == promise_id)).scalar_one()
    try:
        return tx.vault.open(sealed, _place(promise_id))
    except Erased:
        return None


def owed_by(tx: Transaction, colleague: Colleague, limit: int = 100) -> list[Owed]:
    """What this colleague owes in open cases that he may read, what is due first first.

    That is what is owed in his own cases, and what went up to him because it was late too often.
    """
    case, promise, owner = models.Case, models.Promise, models.Owner
    own = and_(~promise.with_supervisor, owner.staff_id == colleague.id)
    chosen = (
        select(case.id, case.unit, promise.with_supervisor, promise.id.label("promise_id"), *_LISTED)
        .join(case, case.id == promise.case_id)
        .join(owner, and_(owner.case_id == case.id, owner.until.is_(None)))
        .where(_open(), case.status.not_in(ENDED), may_read(tx, colleague))
        .where(or_(own, promise.with_supervisor) if colleague.supervises else own)
        .order_by(promise.due_on, case.number)
    )
    return [
        Owed(row.promise_id, row.number, row.kind, row.district, row.due_on, row.times_late)
        for row in tx.execute(chosen.limit(limit))
        if not row.with_supervisor or sealed.supervisor_of(tx, row.id, row.unit).id == colleague.id
    ]


def _open() -> ColumnElement[bool]:
    return models.Promise.settled_at.is_(None)


_LISTED = (
    models.Case.number,
    models.Case.kind,
    models.Case.district,
    models.Promise.due_on,
    models.Promise.times_late,
)
_COLUMNS: tuple[Any, ...] = (
    models.Promise.id,
    models.Promise.case_id,
    models.Promise.made_by,
    models.Promise.made_at,
    models.Promise.event_n,
    models.Promise.letter_n,
    models.Promise.due_on,
    models.Promise.times_late,
    models.Promise.with_supervisor,
    models.Promise.settled_at,
)


def _promise(row: Row[*tuple[Any, ...]]) -> Promise:
    return Promise(*row)


def _place(promise_id: str) -> Place:
    return Place("promises", "words", promise_id)
