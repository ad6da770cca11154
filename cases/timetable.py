"""How a case stands with its clocks, in words: what is due by when, what stands still and why, what was missed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from cases.policy import a_day, read_periods
from storage import case_clocks
from storage.case_clocks import Clock
from storage.clock import CHINA
from storage.database import Transaction
from storage.models import Step

Say = Callable[..., str]
State = Literal["runs", "stands_still", "is_missed"]
_FIRST: tuple[Step, ...] = ("accept", "first_words", "result")  # what comes first is what a list shows


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is due in a case, as it stands, in words."""

    step: Step
    state: State
    words: str


def of_case(tx: Transaction, case_id: str, say: Say) -> list[Entry]:
    """What is due in a case, the next step first; `say` gives our sentences in the reader's language."""
    return _entries(case_clocks.open_ones(tx, case_id), say)


def by_number(tx: Transaction, numbers: Collection[str], say: Say) -> Mapping[str, list[Entry]]:
    """The same for many cases, by their numbers; those of which nothing is due are left out."""
    return {number: _entries(clocks, say) for number, clocks in case_clocks.open_by_number(tx, numbers).items()}


def lines(tx: Transaction, case_id: str, say: Say) -> list[str]:
    """What is due in a case, line by line, for a card in a chat."""
    return [entry.words for entry in of_case(tx, case_id, say)]


def in_words(amount: timedelta, clock: Clock, say: Say) -> str:
    """An amount of working time as it is read: 3 working days 2 h 30 min, a day being that of the clock."""
    periods = read_periods(clock.periods)
    days, rest = divmod(max(amount, timedelta(0)), a_day(periods) if periods else timedelta(days=1))
    hours, minutes = divmod(rest // timedelta(minutes=1), 60)
    parts = {"days": days if periods else 0, "hours": hours + (0 if periods else 24 * days), "minutes": minutes}
    said = [say(f"clocks.left_{name}", **{name: n}) for name, n in parts.items() if n]
    return " ".join(said) or say("clocks.left_nothing")


def _entries(clocks: Iterable[Clock], say: Say) -> list[Entry]:
    return [_entry(clock, say) for clock in sorted(clocks, key=lambda one: _FIRST.index(one.step))]


def _entry(clock: Clock, say: Say) -> Entry:
    state = _state(clock)
    at = {"runs": clock.due_at, "stands_still": clock.stopped_at, "is_missed": clock.missed_at}[state]
    known = {
        "step": say(f"clocks.step_{clock.step}"),
        "at": f"{at.astimezone(CHINA):%m-%d %H:%M}" if at else "",
        "waits": say(f"clocks.waits_{clock.waits_for}") if clock.waits_for else "",
        "left": in_words(clock.remaining, clock, say) if clock.stopped_at else "",
    }
    return Entry(clock.step, state, say(f"clocks.{state}", **known))


def _state(clock: Clock) -> State:
    if clock.missed_at:
        return "is_missed"
    return "stands_still" if clock.stopped_at else "runs"
