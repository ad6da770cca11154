"""What follows when the time of a clock goes by: its owner is warned, the case moves on, those above hear of it.

Which level follows at which share of the time stands in the policy. Each is a task, so that none is lost with a
process, and each is an event in the record. An offer that runs out has a task of its own: cases.assigning.time_out.
"""

from cases import capacity, deadlines, lifecycle, telling
from cases.assigning import offer_next
from cases.calendars import calendar
from cases.notices import tell_worker
from cases.office import Office
from cases.policy import Level, Told
from cases.receipts import soon
from storage import case_clocks, cases, conversations, events, people
from storage.case_clocks import Clock
from storage.cases import Case, Status
from storage.database import Transaction
from storage.people import UnknownStaff

WARNED, MISSED, CLIMBED, TAKEN, KEPT = "clock_warned", "clock_missed", "clock_climbed", "taken_away", "kept_above"
_WITH_LAWYER: tuple[Status, ...] = ("accepted", "working", "reopened")


def lock(tx: Transaction, clock_id: str) -> Case:
    """The case of a clock, held until the transaction ends."""
    return cases.lock(tx, case_clocks.by_id(tx, clock_id).case_id)


def look(tx: Transaction, office: Office, clock_id: str) -> None:
    """Do everything that has come due of a clock of a held case, and look again when the next thing does.

    Nothing if it has ended meanwhile; one that still waits for the worker's answer has waited long enough and goes on.
    """
    clock = case_clocks.by_id(tx, clock_id)
    case = cases.by_id(tx, clock.case_id)
    if clock.ended_at:
        return
    if clock.stopped_at:
        _wait_no_longer(tx, case)
        return
    for level in _reached(tx, office, clock):
        _climb(tx, office, case, clock, level)
    if _is_over(tx, clock):
        _miss(tx, case, clock)
    now = case_clocks.by_id(tx, clock_id)
    if now.runs:
        deadlines.watch(tx, office, now)


def unit_above(tx: Transaction, case: Case) -> str | None:
    """Who supervises the unit above whoever supervises the case; None if nothing stands above it."""
    try:
        below = people.supervisor_of(tx, case.unit)
        parent = next((unit.parent for unit in people.units(tx) if unit.code == below.unit), None)
        return people.supervisor_of(tx, parent).id if parent else None
    except UnknownStaff:
        return None


def _wait_no_longer(tx: Transaction, case: Case) -> None:
    deadlines.heard(tx, case)
    telling.tell_owner(tx, case, events.record(tx, case, deadlines.WAITED, events.HOTLINE))


def _reached(tx: Transaction, office: Office, clock: Clock) -> list[Level]:
    known = calendar(tx)
    waiting = deadlines.levels_of(office, clock)[clock.level :]
    return [level for level in waiting if deadlines.reaches(clock, level.at, known) <= tx.now]


def _climb(tx: Transaction, office: Office, case: Case, clock: Clock, level: Level) -> None:
    now = case_clocks.by_id(tx, clock.id)
    if now.ended_at:
        return  # a level before this one moved the case
    case_clocks.climb(tx, now, now.level + 1)
    if level.at < 1 and now.due_at and now.due_at <= tx.now:
        return  # nobody is warned of what has happened
    if level.at < 1:
        n = events.record(tx, case, WARNED, events.HOTLINE, _facts(case, clock))
    elif now.missed_at is None:
        n = _miss(tx, case, now)
    else:
        n = events.record(tx, case, CLIMBED, events.HOTLINE, _facts(case, clock))
    for staff_id in sorted({_who(tx, case, clock, told) for told in level.tell} - {""}):
        telling.tell(tx, staff_id, case, n)
    if level.move and clock.step == "first_words" and case.status in _WITH_LAWYER:
        _take_away(tx, office, case, clock)


def _is_over(tx: Transaction, clock: Clock) -> bool:
    """Whether the time has run out and nobody has said so; of an offer that is said with what follows."""
    now = case_clocks.by_id(tx, clock.id)
    open_ = now.runs and now.missed_at is None and now.step != "accept"
    return open_ and now.due_at is not None and now.due_at <= tx.now


def _miss(tx: Transaction, case: Case, clock: Clock) -> int:
    deadlines.miss(tx, clock)
    tx.wake("alarms")
    return events.record(tx, case, MISSED, events.HOTLINE, _facts(case, clock))


def _facts(case: Case, clock: Clock) -> dict[str, object]:
    whose = clock.staff_id if clock.step == "accept" else case.owner
    return {"step": clock.step, "staff": whose, "due_at": clock.due_at.isoformat() if clock.due_at else ""}


def _who(tx: Transaction, case: Case, clock: Clock, told: Told) -> str:
    if told == "owner":
        return clock.staff_id if clock.step == "accept" else case.owner
    found = telling.duty_supervisor(tx, case) if told == "supervisor" else unit_above(tx, case)
    return found or telling.duty_supervisor(tx, case) or ""


def _take_away(tx: Transaction, office: Office, case: Case, clock: Clock) -> None:
    """The lawyer said nothing to the worker: the next one is asked, or the supervisor keeps the case by now."""
    supervisor = telling.duty_supervisor(tx, case)
    if supervisor is None or supervisor == case.owner:
        return
    cases.set_owner(tx, case.id, supervisor, "silent")
    capacity.freed(tx, case.owner)
    n = events.record(tx, case, TAKEN, events.HOTLINE, {"staff": case.owner, "step": clock.step})
    telling.tell(tx, case.owner, case, n)
    if case_clocks.times_missed(tx, case.id, "first_words") < office.policy.silent_lawyers:
        offer_next(tx, office, case)
    else:
        _keep(tx, case)
    _apologise(tx, office, cases.by_id(tx, case.id))


def _keep(tx: Transaction, case: Case) -> None:
    lifecycle.move(tx, case, "received")
    telling.tell_owner(tx, case, events.record(tx, case, KEPT, events.HOTLINE))
    tx.wake("alarms")


def _apologise(tx: Transaction, office: Office, case: Case) -> None:
    """The worker was promised words by now: he hears that he was let down, who has his case, and by when he hears."""
    offer = case_clocks.open_one(tx, case.id, "accept")
    words_by = deadlines.words_by(tx, office, case, offer.due_at) if offer and offer.due_at else None
    language = conversations.language_of(tx, case.conversation_id)
    tell_worker(tx, office, case, "not_in_time", by=soon(office, language, words_by) if words_by else "")
