"""By when something is due in a case: clocks that start, stand still, go on, are met, missed or called off.

A clock keeps the working time that was left when it last began to run, so standing still costs nobody anything and
gives nobody anything. Whoever calls holds the case. What follows when time runs out is for cases.escalating.
"""

from datetime import datetime, timedelta

from cases import clocks
from cases.calendars import calendar
from cases.clocks import Calendar
from cases.errors import CaseError, Ended, NotYours
from cases.office import Office
from cases.policy import Level, read_periods, written
from storage import case_clocks, cases, events, tasks
from storage.case_clocks import Clock
from storage.cases import ENDED, Case, Status
from storage.database import Transaction
from storage.models import Came, Step, Waits
from storage.people import Colleague

LOOK = "clock"  # the task that looks at a clock; its subject is the clock
ASKED, WAITED = "worker_asked", "waited_enough"
_FEWEST = 2  # letters or digits in what counts as words
_STANDS_STILL: dict[Status, Waits] = {"awaiting_worker": "worker", "referred": "office"}
_WITHOUT_LAWYER: tuple[Status, ...] = ("received", "offered")


def start(tx: Transaction, office: Office, case: Case, step: Step, staff_id: str) -> datetime:
    """A step is due from a colleague, within what the policy allows a case of this class; returns by when.

    A clock of the same step that still counted is called off.
    """
    call_off(tx, case, step)
    hours, span = office.policy.allowed(case.urgency, step)
    due_at = clocks.after_working(hours, tx.now, span, calendar(tx))
    clock = case_clocks.start(tx, case.id, step, staff_id, periods=written(hours), span=span, due_at=due_at)
    watch(tx, office, clock)
    return due_at


def watch(tx: Transaction, office: Office, clock: Clock) -> None:
    """Have a clock that runs looked at when its next level is reached or it runs out; an offer has its own task."""
    known = calendar(tx)
    moments = [reaches(clock, level.at, known) for level in levels_of(office, clock)[clock.level :]]
    if clock.missed_at is None and clock.due_at and clock.step != "accept":
        moments.append(clock.due_at)
    tasks.cancel(tx, LOOK, clock.id)
    if moments:
        tasks.add(tx, LOOK, clock.id, min(moments))


def levels_of(office: Office, clock: Clock) -> list[Level]:
    """The levels of a clock in their order; an offer that runs out goes on to the next lawyer whatever they say."""
    levels = sorted(office.policy.levels.get(clock.step, ()), key=lambda level: level.at)
    return [level for level in levels if clock.step != "accept" or level.at < 1]


def taken(tx: Transaction, office: Office, case: Case, staff_id: str) -> None:
    """A lawyer has the case from now on: his first words are due, and a result, whoever had it before."""
    start(tx, office, case, "first_words", staff_id)
    if case_clocks.open_one(tx, case.id, "result") is None:
        start(tx, office, case, "result", staff_id)


def promised(tx: Transaction, office: Office, case: Case, until: datetime) -> None:
    """Whoever has the case promised its worker something by a new date: a result is due by then, and not before.

    That is what the clock asked for, so it is met, unless it had been missed. One that stands still goes on standing
    still, with the time until that date. Nothing happens to a case that no lawyer has or that has ended.
    """
    before = case_clocks.open_one(tx, case.id, "result")
    if before is None or until <= tx.now:
        return
    _end(tx, before, "met")
    hours = office.policy.allowed(case.urgency, "result")[0]
    span = clocks.working_between(hours, tx.now, until, calendar(tx))
    watch(
        tx,
        office,
        case_clocks.start(
            tx, case.id, "result", case.owner, periods=written(hours), span=span, due_at=until, fixed=True
        ),
    )
    if before.stopped_at and before.waits_for:
        stop(tx, case, "result", before.waits_for)


def stop(tx: Transaction, case: Case, step: Step, waits_for: Waits) -> None:
    """A clock stands still while a worker or an office is waited for, and keeps what is left of it."""
    clock = case_clocks.open_one(tx, case.id, step)
    if clock is None or clock.stopped_at:
        if clock and clock.waits_for != waits_for:
            case_clocks.wait_for(tx, clock, waits_for)
        return
    tasks.cancel(tx, LOOK, clock.id)
    case_clocks.stop(tx, clock, left(clock, tx.now, calendar(tx)), waits_for)


def go_on(tx: Transaction, case: Case, step: Step) -> None:
    """A clock that stands still runs again, with exactly the working time that was left; nothing if it runs."""
    clock = case_clocks.open_one(tx, case.id, step)
    if clock is None or clock.stopped_at is None:
        return
    still = max(clock.remaining, timedelta(0))
    case_clocks.go_on(tx, clock, clocks.after_working(read_periods(clock.periods), tx.now, still, calendar(tx)))
    tasks.cancel(tx, LOOK, clock.id)
    tasks.add(tx, LOOK, clock.id, tx.now)


def meet(tx: Transaction, case: Case, step: Step) -> None:
    """What was due has been done: met, written down now, or done too late if it had been missed."""
    _end(tx, case_clocks.open_one(tx, case.id, step), "met")


def miss(tx: Transaction, clock: Clock) -> Clock:
    """The time of a clock has run out, written down now; it counts on until what is due has been done."""
    case_clocks.miss(tx, clock)
    return case_clocks.by_id(tx, clock.id)


def run_out(tx: Transaction, case: Case) -> None:
    """Nobody answered an offer in time, and nobody need answer it any more."""
    if clock := case_clocks.open_one(tx, case.id, "accept"):
        _end(tx, miss(tx, clock), "missed")


def call_off(tx: Transaction, case: Case, step: Step) -> None:
    """Nothing is due any more."""
    _end(tx, case_clocks.open_one(tx, case.id, step), "called_off")


def moved(tx: Transaction, case: Case, to: Status) -> None:
    """A case went to another status, and its clocks with it: lifecycle.move calls this, and nobody else has to."""
    if to in ENDED:
        for clock in case_clocks.open_ones(tx, case.id):
            _end(tx, clock, "met" if to == "closed" and clock.step == "result" else "called_off")
    elif waits_for := _STANDS_STILL.get(to):
        if to == "awaiting_worker":
            meet(tx, case, "first_words")  # its owner told the worker what was done
        stop(tx, case, "result", waits_for)
    else:
        if to in _WITHOUT_LAWYER:
            call_off(tx, case, "first_words")
        if to == "reopened":
            _start_again(tx, case)
        go_on(tx, case, "result")


def spoke(tx: Transaction, case: Case, staff_id: str, text: str) -> None:
    """A colleague wrote to the worker: the first real words of whoever has the case are what was due."""
    if staff_id == case.owner and sum(one.isalnum() for one in text) >= _FEWEST:
        meet(tx, case, "first_words")


def ask_worker(tx: Transaction, office: Office, colleague: Colleague, number: str) -> None:
    """Whoever has the case cannot go on without the worker's answer: until it comes, its result is not due.

    It goes on by itself when he writes, or after the time that the policy gives him. Raises UnknownCase, NotYours,
    Ended, or CaseError if the worker has not been written to since he was last heard, or nothing is due.
    """
    cases.lock(tx, cases.visible(tx, colleague, number).id)
    case = cases.visible(tx, colleague, number)
    if case.owner != colleague.id:
        raise NotYours(number)
    if case.ended:
        raise Ended(number)
    clock = case_clocks.open_one(tx, case.id, "result")
    if clock is None or not clock.runs:
        raise CaseError(f"工单 {number} 的办结时限现在没有在走，不用暂停。")
    if not _was_asked(tx, case):
        raise CaseError("工人最近来信以后您还没有给他写信。请先写信问他，再点“等工人答复”。")
    stop(tx, case, "result", "worker")
    events.record(tx, case, ASKED, colleague.id)
    hours, amount = office.policy.counted(office.policy.worker_answers_within)
    tasks.add(tx, LOOK, clock.id, clocks.after_working(hours, tx.now, amount, calendar(tx)))


def heard(tx: Transaction, case: Case) -> None:
    """The worker answered: what only waited for him goes on; what waits because of the status stays with that."""
    if _STANDS_STILL.get(cases.by_id(tx, case.id).status) is None:
        go_on(tx, case, "result")


def words_by(tx: Transaction, office: Office, case: Case, accepted_by: datetime) -> datetime:
    """When the worker hears from a lawyer at the latest, if one accepts by then: the clock that will be started."""
    hours, span = office.policy.allowed(case.urgency, "first_words")
    return clocks.after_working(hours, accepted_by, span, calendar(tx))


def left(clock: Clock, at: datetime, known: Calendar) -> timedelta:
    """How much working time a clock has left at a moment; below nothing once it has run out."""
    if clock.stopped_at:
        return clock.remaining
    if clock.due_at and at <= clock.due_at:
        return clocks.working_between(read_periods(clock.periods), at, clock.due_at, known)
    return clock.remaining - clocks.working_between(read_periods(clock.periods), clock.since, at, known)


def reaches(clock: Clock, share: float, known: Calendar) -> datetime:
    """When a clock that runs has used this share of its time, 1 being when it runs out; not before it went on."""
    if share == 1 and clock.due_at:
        return clock.due_at
    to_go = clock.remaining - clock.span * (1 - share)
    return clocks.after_working(read_periods(clock.periods), clock.since, max(to_go, timedelta(0)), known)


def _start_again(tx: Transaction, case: Case) -> None:
    """A case is taken up again: the worker is owed a result as he was before, within the same time."""
    earlier = [one for one in case_clocks.of_case(tx, case.id) if one.step == "result"]
    if not earlier or earlier[-1].ended_at is None:
        return
    last = earlier[-1]
    due_at = clocks.after_working(read_periods(last.periods), tx.now, last.span, calendar(tx))
    again = case_clocks.start(tx, case.id, "result", case.owner, periods=last.periods, span=last.span, due_at=due_at)
    tasks.add(tx, LOOK, again.id, tx.now)


def _end(tx: Transaction, clock: Clock | None, came: Came) -> None:
    if clock is not None:
        case_clocks.end(tx, clock, came)
        tasks.cancel(tx, LOOK, clock.id)


def _was_asked(tx: Transaction, case: Case) -> bool:
    """Whether the last letter between the two is one of ours."""
    letters = events.of_case(tx, case, ("to_worker", "files_sent", "from_worker", "file_from_worker"))
    return bool(letters) and letters[-1].kind in ("to_worker", "files_sent")
