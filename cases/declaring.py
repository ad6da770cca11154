"""What a colleague declares of himself: whom he acts for, where he practises, who his relatives are.

Each change is kept with its time. What he is in conflict with by it, he and the lawyers of his firm, is taken from them
at once; which cases these are nobody is told.
"""

from cases import conflicts, sealing
from cases.errors import CaseError
from storage import declared
from storage.database import Transaction
from storage.declared import Declared
from storage.people import Colleague

MOST, LONGEST = 200, 100  # names, characters of one


class TooMuch(CaseError):
    """More names, or longer ones, than anybody has."""

    def __init__(self) -> None:
        super().__init__(f"最多填 {MOST} 个名称，每个不超过 {LONGEST} 个字；请一行写一个。")


def declare(tx: Transaction, colleague: Colleague, its: Declared) -> None:
    """A colleague declares this, and nothing else, from now on; raises TooMuch."""
    names = (*its.clients, its.firm, *its.relatives)
    if len(names) > MOST or any(len(name) > LONGEST for name in names):
        raise TooMuch
    declared.change(tx, colleague.id, its)
    took_effect(tx, colleague.id, colleague.id)


def took_effect(tx: Transaction, staff_id: str, by: str) -> list[str]:
    """Keep what a colleague declares by now, if it is new, and act on it; returns the numbers of the cases concerned.

    `by` is who wrote it down: a staff id, or "command". A supervisor who came to another unit is compared anew, too.
    The caller holds no case.
    """
    declared.keep(tx, staff_id, by)
    conflicts.index(tx)
    return sealing.recheck_staff(tx, {staff_id, *conflicts.firm_mates(tx, staff_id)})
