"""The calendar by which everything is counted here: the federation's own days before those of the State."""

from datetime import timedelta

from cases import clocks
from cases.clocks import Calendar
from cases.office import Office
from storage import holidays
from storage.database import Transaction


def calendar(tx: Transaction) -> Calendar:
    """The calendar as it is now."""
    return Calendar(holidays.days(tx))


def unknown_year(tx: Transaction, office: Office, ahead: timedelta = timedelta(0)) -> int | None:
    """A year of which nobody knows the holidays, if a clock that begins now, or `ahead`, can run into it."""
    known, (hours, amount) = calendar(tx), office.policy.allowed("normal", "result")
    return clocks.unknown_year(tx.now, clocks.after_working(hours, tx.now + ahead, amount, known), known)
