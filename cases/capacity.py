"""Room that came free: what waits is looked through, so that nothing waits while somebody could take it."""

from datetime import datetime

from storage import people, queue, tasks, tree
from storage.database import Transaction
from storage.divisions import level_of
from storage.people import UnknownStaff

DRAIN, DRAIN_AT_OPENING = "drain", "drain_at_opening"  # their subject is a union body: its queue and those below it


def freed(tx: Transaction, staff_id: str) -> None:
    """Somebody may be able to take a case: if he is a lawyer, what waits where he works is looked through at once."""
    try:
        colleague = people.colleague(tx, staff_id)
    except UnknownStaff:
        return
    if colleague.role == "lawyer" and colleague.active:
        look_through(tx, area(tx, colleague.unit))


def look_through(tx: Transaction, where: str) -> None:
    """Have the queue of a union body looked through, if anything waits there.

    Another such task may be under way that has not seen what is free now, so each time there is one of its own.
    """
    if queue.is_any(tx, where):
        tasks.add(tx, DRAIN, where, tx.now)


def look_later(tx: Transaction, where: str, at: datetime) -> None:
    """Have it looked through when the office opens and those can be asked whom nothing reaches before."""
    if not tasks.exists_open(tx, DRAIN_AT_OPENING, where):
        tasks.add(tx, DRAIN_AT_OPENING, where, at)


def area(tx: Transaction, unit: str) -> str:
    """The union body whose cases the lawyers of `unit` work on: its prefecture's, or itself above and apart."""
    if level_of(unit) == "enterprise":
        return unit
    local = [code for code in tree.upwards(tx, unit) if level_of(code) not in ("country", "province")]
    return local[-1] if local else unit
