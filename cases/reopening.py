"""Taking up a case again that waited for the worker's word or had ended, whoever says that it is not done."""

from collections.abc import Mapping
from typing import Any

from cases import lifecycle
from cases.releasing import take_from_unfit
from cases.waiting import stop_asking
from storage import events
from storage.cases import Case
from storage.database import Transaction


def reopen(
    tx: Transaction,
    case: Case,
    kind: str,
    actor: str,
    facts: Mapping[str, Any] | None = None,
    words: str | None = None,
) -> int:
    """Reopen a held case; `kind` is the event by which the record says why. Returns the event's number.

    If its owner has left meanwhile, or acts for the employer by now, the duty supervisor has it. Raises NotNow.
    """
    stop_asking(tx, case)
    take_from_unfit(tx, case)
    lifecycle.move(tx, case, "reopened")
    tx.wake("alarms")
    return events.record(tx, case, kind, actor, facts, words)
