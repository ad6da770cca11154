"""What a case waits for: a lawyer's answer to an offer, or the worker's whether it is solved; one of each at most."""

from cases import capacity, clocks, deadlines, reaching
from cases.calendars import calendar
from cases.office import Office
from storage import offers, tasks
from storage.cases import Case
from storage.database import Transaction

OFFER_DUE, FOLLOW_UP = "offer_due", "follow_up"


def take_back_offer(tx: Transaction, case: Case, actor: str) -> str | None:
    """Nobody need answer any more whether he takes this case; returns who was being asked, so that he can be told."""
    standing = offers.open_offer(tx, case.id)
    if standing is None:
        return None
    offers.settle(tx, standing.id, "taken_back", actor)
    tasks.cancel(tx, OFFER_DUE, standing.id)
    reaching.answered(tx, standing.id)
    deadlines.call_off(tx, case, "accept")
    capacity.freed(tx, standing.staff_id)
    return standing.staff_id


def ask_again_later(tx: Transaction, office: Office, case: Case) -> None:
    """Have the worker asked once more, in opening hours, if he says nothing; an earlier such date is forgotten."""
    stop_asking(tx, case)
    later = clocks.next_opening(office.policy.opening, tx.now + office.policy.follow_up_after, calendar(tx))
    tasks.add(tx, FOLLOW_UP, case.id, later)


def stop_asking(tx: Transaction, case: Case) -> None:
    """The worker need not be asked any more whether it is solved."""
    tasks.cancel(tx, FOLLOW_UP, case.id)
