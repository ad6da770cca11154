"""What has to be done for a case on a day, for colleagues only: made, done, and brought to mind on the morning of it.

Whoever owns the case has to do it, so nothing is to be handed over when it changes its owner.
"""

from datetime import date, datetime, time, timedelta

from cases import clocks, owing, telling
from cases.calendars import calendar
from cases.errors import CaseError, Empty
from cases.letterbox import held, held_writable
from cases.office import Office
from cases.promising import NotAhead
from storage import cases, events, tasks, todo
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.people import Colleague

REMIND = "todo_today"
_FARTHEST = timedelta(days=366)


class NotToDo(CaseError):
    """It was done before, or is of another case."""

    def __init__(self) -> None:
        super().__init__("这件待办已经办完了，请刷新后再看。")


def make(tx: Transaction, office: Office, colleague: Colleague, number: str, day: date, words: str) -> str:
    """Something is to be done for the case on that day; returns its id.

    Raises UnknownCase, NotYours, Ended, Empty, NotAhead.
    """
    case, words = held_writable(tx, colleague, number), words.replace("\0", "").strip()
    if not words:
        raise Empty
    if not owing.today(tx) <= day <= owing.today(tx) + _FARTHEST:
        raise NotAhead
    n = events.record(tx, case, owing.TODO_MADE, colleague.id, {"day": day.isoformat()}, words=words)
    its_id = todo.make(tx, case, colleague.id, day, words, n)
    morning = clocks.next_opening(office.policy.opening, datetime.combine(day, time.min, CHINA), calendar(tx))
    if morning > tx.now:
        tasks.add(tx, REMIND, its_id, morning)
    telling.tell_owner(tx, case, n, but=colleague.id)
    return its_id


def done(tx: Transaction, colleague: Colleague, number: str, todo_id: str) -> Case:
    """It has been done; returns the case. Raises UnknownCase, NotYours, NotToDo."""
    case = held(tx, colleague, number)
    found = [one for one in todo.open_of(tx, case.id) if one.id == todo_id]
    if not found or not todo.done(tx, todo_id):
        raise NotToDo
    tasks.cancel(tx, REMIND, todo_id)
    facts = {"of": found[0].event_n, "day": found[0].due_on.isoformat()}
    events.record(tx, case, owing.TODO_DONE, colleague.id, facts, words=found[0].words)
    return case


def lock(tx: Transaction, todo_id: str) -> Case:
    """The case for which it is to be done, held until the transaction ends; raises LookupError."""
    return cases.lock(tx, todo.by_id(tx, todo_id).case_id)


def remind(tx: Transaction, _: Office, todo_id: str) -> None:
    """The day has come: whoever owns the case by now reads it in his chat, unless it is done."""
    found = todo.by_id(tx, todo_id)
    case = cases.by_id(tx, found.case_id)
    if found.done_at is None and not case.ended:
        telling.tell(tx, case.owner, case, found.event_n)
