"""Money that has come, as one side says it: a line of the ledger, an event, a word to whoever has the case."""

from decimal import Decimal

from cases import checking, telling
from cases.ledger import plain
from storage import events
from storage import money as book
from storage.cases import Case
from storage.database import Transaction
from storage.money import Entry

RECEIVED, VOIDED = "money_received", "money_voided"


def receive(
    tx: Transaction, case: Case, stated_by: str, amount: Decimal, *, of: int | None = None, words: str = ""
) -> Entry:
    """Write down that so many yuan came, as the worker of a held case ("worker") or a colleague says.

    `of` is the number of the instalment, if it was one.
    """
    entry = book.add(tx, case, "received", stated_by, amount=amount, of=of, words=words)
    n = events.record(tx, case, RECEIVED, stated_by, {"amount": plain(amount)}, words or None)
    telling.tell_owner(tx, case, n, but=stated_by)
    checking.stated_after_all(tx, case)
    return entry


def void(tx: Transaction, case: Case, entry: Entry, stated_by: str, why: str) -> None:
    """A line of a held case counts no more; it stays, and so does why."""
    book.add(tx, case, "voided", stated_by, of=entry.n, words=why)
    facts = {"amount": plain(entry.amount)} if entry.amount is not None else {"amount": ""}
    n = events.record(tx, case, VOIDED, stated_by, facts, why)
    telling.tell_owner(tx, case, n, but=stated_by)
    checking.stated_after_all(tx, case)
