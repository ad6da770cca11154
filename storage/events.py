"""What happened to a case, in order, only ever added to: the record a supervisor or a court can rely on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from storage import models
from storage.cases import Case
from storage.database import Transaction
from storage.ids import new_id
from storage.vault import Place

WORKER = "worker"
HOTLINE = "hotline"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `actor` is a staff id, "worker" or "hotline"; `words` what was written, opened."""

    n: int
    at: datetime
    kind: str
    actor: str
    facts: Mapping[str, Any]
    words: str | None


def record(
    tx: Transaction,
    case: Case,
    kind: str,
    actor: str,
    facts: Mapping[str, Any] | None = None,
    words: str | None = None,
) -> int:
    """Add an event; `facts` are plain and hold no content, `words` are sealed with the case. Returns its number."""
    number = update(models.Case).where(models.Case.id == case.id).values(last_event=models.Case.last_event + 1)
    n = int(tx.execute(number.returning(models.Case.last_event)).scalar_one())
    values = {
        "id": new_id(),
        "case_id": case.id,
        "n": n,
        "at": tx.now,
        "kind": kind,
        "actor": actor,
        "facts": dict(facts or {}),
        "words": tx.vault.seal(case.key_id, words, _place(case.id, n)) if words is not None else None,
    }
    tx.execute(insert(models.Event).values(values))
    tx.wake(f"case:{case.id}")
    return n


def of_case(tx: Transaction, case: Case, kinds: tuple[str, ...] | None = None) -> list[Event]:
    """What happened to a case, in order; all of it, or only these kinds."""
    chosen = select(*_COLUMNS).where(models.Event.case_id == case.id)
    if kinds is not None:
        chosen = chosen.where(models.Event.kind.in_(kinds))
    return [_event(tx, case, row) for row in tx.execute(chosen.order_by(models.Event.n))]


def by_n(tx: Transaction, case: Case, n: int) -> Event:
    """The event of this number; raises LookupError."""
    row = tx.execute(select(*_COLUMNS).where(models.Event.case_id == case.id, models.Event.n == n)).first()
    if row is None:
        raise LookupError("no such event")
    return _event(tx, case, row)


_COLUMNS: tuple[Any, ...] = (
    models.Event.n,
    models.Event.at,
    models.Event.kind,
    models.Event.actor,
    models.Event.facts,
    models.Event.words,
)


def _event(tx: Transaction, case: Case, row: Row[*tuple[Any, ...]]) -> Event:
    words = tx.vault.open(row.words, _place(case.id, row.n)) if row.words else None
    return Event(row.n, row.at, row.kind, row.actor, row.facts, words)


def _place(case_id: str, n: int) -> Place:
    return Place("case_events", "words", f"{case_id}:{n}")
