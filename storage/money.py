"""The ledger of a case: what is claimed, promised and received, line by line, only ever added to.

Whoever adds a line holds the case (`cases.lock`), so that two lines never get one number. Sums are yuan and stand
plain, like those of a complaint; why a line was written, or who promised, is sealed with the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row, func, insert, select

from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.events import WORKER
from storage.ids import new_id
from storage.models import Complaint, MoneyEntry
from storage.vault import Place

Kind = Literal["claimed", "promised", "received", "missed", "voided"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: `amount` in yuan, None where it names none; `stated_by` a staff id or "worker".

    `of` is the number of the line that this one voids, pays or calls missed. `words` are opened, "" if there are none
    or they were erased.
    """

    n: int
    at: datetime
    kind: Kind
    amount: Decimal | None
    due_on: date | None
    stated_by: str
    of: int | None = None
    words: str = ""

    @property
    def by_worker(self) -> bool:
        """Whether the worker himself said so."""
        return self.stated_by == WORKER


def add(
    tx: Transaction,
    case: Case,
    kind: Kind,
    stated_by: str,
    *,
    amount: Decimal | None = None,
    due_on: date | None = None,
    of: int | None = None,
    words: str = "",
) -> Entry:
    """Add a line to the ledger of a held case; returns it with its number, 1 and up."""
    last = select(func.max(MoneyEntry.n)).where(MoneyEntry.case_id == case.id)
    n = (tx.execute(last).scalar_one() or 0) + 1
    entry = Entry(n, tx.now, kind, amount, due_on, stated_by, of, words)
    plain = {name: getattr(entry, name) for name in _PLAIN}
    sealed = tx.vault.seal(case.key_id, words, _place(case.id, n)) if words else None
    tx.execute(insert(MoneyEntry).values(id=new_id(), case_id=case.id, words=sealed, **plain))
    return entry


def told(tx: Transaction, case: Case) -> Decimal | None:
    """The sum in yuan that the complaint names; None if it names none."""
    its = select(Complaint.amount).where(Complaint.case_id == case.id)
    return tx.execute(its).scalar_one_or_none()


def entries(tx: Transaction, case: Case) -> list[Entry]:
    """Every line of a case in order, those that were voided and those that void them too."""
    columns: tuple[Any, ...] = tuple(getattr(MoneyEntry, name) for name in (*_PLAIN, "words"))
    chosen = select(*columns).where(MoneyEntry.case_id == case.id).order_by(MoneyEntry.n)
    return [_entry(tx, case, row) for row in tx.execute(chosen)]


_PLAIN = ("n", "at", "kind", "amount", "due_on", "stated_by", "of")


def _entry(tx: Transaction, case: Case, row: Row[*tuple[Any, ...]]) -> Entry:
    try:
        words = tx.vault.open(row.words, _place(case.id, row.n)) if row.words else ""
    except Erased:
        words = ""
    return Entry(row.n, row.at, row.kind, row.amount, row.due_on, row.stated_by, row.of, words)


def _place(case_id: str, n: int) -> Place:
    return Place("money_entries", "words", f"{case_id}:{n}")
