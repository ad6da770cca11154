"""The supervisor's queue empties itself: whoever waits longest among the most pressing gets the first who has room."""

from cases import assigning, capacity
from cases.considering import is_any_fit
from cases.office import Office
from storage import candidates, cases, queue
from storage.candidates import Candidate
from storage.database import Transaction
from storage.queue import Waiting


def lock(tx: Transaction, unit: str) -> None:
    """Nothing need be held: nobody who holds a case waits for the task of a queue."""


def drain(tx: Transaction, office: Office, unit: str) -> None:
    """Offer the first case of a unit's queue that somebody can take; the next one is looked for by another task.

    So no transaction holds more than one worker's conversation, and every case gets its turn in order.
    """
    free: dict[str, list[Candidate]] = {}
    for waiting in queue.in_order(tx, unit):
        if _could_go(tx, office, waiting, free) and _offer(tx, office, waiting):
            capacity.look_through(tx, unit)
            return


def _offer(tx: Transaction, office: Office, waiting: Waiting) -> bool:
    """Offer it as it stands once it is held; False if it waits no more or the room is gone."""
    case = cases.lock(tx, waiting.case_id)
    return queue.waits(tx, case.id) and assigning.offer_if_possible(tx, office, case) is not None


def _could_go(tx: Transaction, office: Office, waiting: Waiting, free: dict[str, list[Candidate]]) -> bool:
    """Whether one of those who have room may have it; who they are is read once for each unit."""
    if waiting.unit not in free:
        free[waiting.unit] = _with_room(tx, office, waiting.unit)
    if not free[waiting.unit]:
        return False
    return is_any_fit(tx, office, cases.by_id(tx, waiting.case_id), free[waiting.unit])


def _with_room(tx: Transaction, office: Office, unit: str) -> list[Candidate]:
    since = tx.now - office.policy.fairness_over
    everybody = (*candidates.near(tx, unit, since), *candidates.above(tx, unit, since))
    return [one for one in everybody if one.load + one.waiting < one.colleague.capacity and one.colleague.active]
