"""The clocks of a case as rows: what is due by when, how long it stood still, and what became of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from storage import models
from storage.database import Transaction
from storage.ids import new_id
from storage.models import Came, Step, Waits

_OPEN = models.CaseClock.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Clock:
    """What is due from `staff_id` by `due_at`, None while it stands still.

    Since `since` it runs with `remaining` of its `span` of working time, counted by `periods` ("" is round the clock);
    while it stands still `remaining` is what was left. `level` is how many steps of alarm were taken; `fixed` that it
    ends at a date that was promised, whatever the calendar says.
    """

    id: str
    case_id: str
    step: Step
    staff_id: str
    periods: str
    span: timedelta
    remaining: timedelta
    level: int
    started_at: datetime
    since: datetime
    due_at: datetime | None
    fixed: bool
    stopped_at: datetime | None
    waits_for: Waits | None
    missed_at: datetime | None
    ended_at: datetime | None
    outcome: Came | None

    @property
    def runs(self) -> bool:
        """Whether its time passes, or has passed, and what is due has not been done."""
        return self.ended_at is None and self.stopped_at is None


def start(
    tx: Transaction,
    case_id: str,
    step: Step,
    staff_id: str,
    *,
    periods: str,
    span: timedelta,
    due_at: datetime,
    fixed: bool = False,
) -> Clock:
    """A clock of a case begins to run; the index refuses a second one of the same step."""
    clock_id = new_id()
    values = {"id": clock_id, "case_id": case_id, "step": step, "staff_id": staff_id, "periods": periods, "span": span}
    begun = {"remaining": span, "level": 0, "started_at": tx.now, "since": tx.now, "due_at": due_at, "fixed": fixed}
    tx.execute(insert(models.CaseClock).values({**values, **begun}))
    return by_id(tx, clock_id)


def by_id(tx: Transaction, clock_id: str) -> Clock:
    """The clock with this id; raises LookupError."""
    row = tx.execute(select(*_COLUMNS).where(models.CaseClock.id == clock_id)).first()
    if row is None:
        raise LookupError("no such clock")
    return Clock(*row)


def open_one(tx: Transaction, case_id: str, step: Step) -> Clock | None:
    """The clock of this step of a case that still counts: it runs, stands still, or was missed and nothing done."""
    its = (models.CaseClock.case_id == case_id, models.CaseClock.step == step, _OPEN)
    row = tx.execute(select(*_COLUMNS).where(*its)).first()
    return Clock(*row) if row else None


def open_ones(tx: Transaction, case_id: str) -> list[Clock]:
    """All clocks of a case that still count, in the order in which they began."""
    chosen = select(*_COLUMNS).where(models.CaseClock.case_id == case_id, _OPEN)
    return [Clock(*row) for row in tx.execute(chosen.order_by(models.CaseClock.started_at, models.CaseClock.id))]


def open_by_number(tx: Transaction, numbers: Collection[str]) -> dict[str, list[Clock]]:
    """The same for many cases, by their numbers; whoever asks may see these cases."""
    chosen = select(models.Case.number, *_COLUMNS).join(models.Case, models.Case.id == models.CaseClock.case_id)
    found = defaultdict[str, list[Clock]](list)
    for number, *its in tx.execute(chosen.where(models.Case.number.in_(numbers), _OPEN)):
        found[number].append(Clock(*its))
    return found


def of_case(tx: Transaction, case_id: str) -> list[Clock]:
    """Every clock a case ever had, in the order in which they began."""
    chosen = select(*_COLUMNS).where(models.CaseClock.case_id == case_id)
    return [Clock(*row) for row in tx.execute(chosen.order_by(models.CaseClock.started_at, models.CaseClock.id))]


def running(tx: Transaction) -> list[str]:
    """The ids of all clocks whose time passes and has not run out."""
    its = (_OPEN, models.CaseClock.stopped_at.is_(None), models.CaseClock.missed_at.is_(None))
    return list(tx.execute(select(models.CaseClock.id).where(*its).order_by(models.CaseClock.id)).scalars())


def silent(tx: Transaction, case_id: str) -> set[str]:
    """Which lawyers had this case and did not write to its worker in time."""
    its = (models.CaseClock.case_id == case_id, models.CaseClock.step == "first_words")
    missed = models.CaseClock.missed_at.is_not(None)
    return set(tx.execute(select(models.CaseClock.staff_id).where(*its, missed)).scalars())


def times_missed(tx: Transaction, case_id: str, step: Step) -> int:
    """How often this step of a case was missed."""
    its = (models.CaseClock.case_id == case_id, models.CaseClock.step == step)
    missed = select(func.count()).where(*its, models.CaseClock.missed_at.is_not(None))
    return tx.execute(missed).scalar_one()


def stop(tx: Transaction, clock: Clock, left: timedelta, waits_for: Waits) -> None:
    """A clock stands still with so much left."""
    changed = {"due_at": None, "remaining": left, "stopped_at": tx.now, "waits_for": waits_for}
    _change(tx, clock, **changed)


def wait_for(tx: Transaction, clock: Clock, waits_for: Waits) -> None:
    """A clock that stands still waits for somebody else now."""
    _change(tx, clock, waits_for=waits_for)


def go_on(tx: Transaction, clock: Clock, due_at: datetime) -> None:
    """A clock runs again."""
    _change(tx, clock, due_at=due_at, fixed=False, since=tx.now, stopped_at=None, waits_for=None)


def postpone(tx: Transaction, clock: Clock, due_at: datetime) -> None:
    """The same time runs out at another moment, since the calendar has changed."""
    _change(tx, clock, due_at=due_at)


def climb(tx: Transaction, clock: Clock, level: int) -> None:
    """So many steps of alarm have been taken."""
    _change(tx, clock, level=level)


def miss(tx: Transaction, clock: Clock) -> None:
    """The time has run out, now; it stays so, whatever is done later."""
    _change(tx, clock, missed_at=tx.now, outcome="missed")


def end(tx: Transaction, clock: Clock, came: Came) -> None:
    """The clock counts no more: what was due has been done, or need not be; one that was missed stays missed."""
    _change(tx, clock, ended_at=tx.now, outcome=clock.outcome or came)


def _change(tx: Transaction, clock: Clock, **values: Any) -> None:
    tx.execute(update(models.CaseClock).where(models.CaseClock.id == clock.id, _OPEN).values(values))


_COLUMNS: tuple[Any, ...] = tuple(getattr(models.CaseClock, name) for name in Clock.__dataclass_fields__)
