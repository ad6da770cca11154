"""Danger that is told of in a case that is open already: it must not look like one more letter."""

from cases import telling
from cases.news import DANGER
from storage import cases, events
from storage.cases import Case
from storage.database import Transaction


def cry(tx: Transaction, case: Case, danger: str) -> int:
    """Mark in the record that the worker speaks of danger again; whoever has the case and his supervisor hear it.

    `danger` is its kind, such as "self_harm"; his words follow as a letter. Returns the event's number.
    """
    locked = cases.lock(tx, case.id)
    n = events.record(tx, locked, DANGER, events.WORKER, {"danger": danger})
    telling.tell_owner(tx, locked, n, telling.duty_supervisor(tx, locked))
    tx.wake("alarms")
    return n
