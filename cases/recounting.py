"""The calendar has changed: every clock that runs ends when it should by it, and what was told stays told."""

from cases import clocks, deadlines
from cases.calendars import calendar
from cases.office import Office
from cases.policy import read_periods
from cases.waiting import OFFER_DUE
from storage import case_clocks, offers, tasks
from storage.case_clocks import Clock
from storage.database import Transaction


def count_again(tx: Transaction, office: Office, clock_id: str) -> bool:
    """Let a clock of a held case end by the calendar as it is now; returns whether that is another time than before.

    What was missed stays missed, and a date that was promised stays that date.
    """
    clock = case_clocks.by_id(tx, clock_id)
    if not clock.runs or clock.missed_at or clock.fixed:
        return False
    before = clock.due_at
    due_at = clocks.after_working(read_periods(clock.periods), clock.since, clock.remaining, calendar(tx))
    if due_at == before:
        return False
    case_clocks.postpone(tx, clock, due_at)
    now = case_clocks.by_id(tx, clock_id)
    if now.step == "accept":
        _postpone_offer(tx, now)
    deadlines.watch(tx, office, now)
    return True


def _postpone_offer(tx: Transaction, clock: Clock) -> None:
    standing = offers.open_offer(tx, clock.case_id)
    if standing is not None and clock.due_at:
        offers.postpone(tx, standing.id, clock.due_at)
        tasks.cancel(tx, OFFER_DUE, standing.id)
        tasks.add(tx, OFFER_DUE, standing.id, clock.due_at)
