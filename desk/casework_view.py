"""What a colleague sees of promises, things to do and prepared letters: on the page of a case, and on his home page."""

from dataclasses import dataclass
from datetime import date

from cases import owing, promising, templates
from cases.office import Office
from cases.templates import Template
from desk.visitors import Visit
from knowledge.reading.promising import Promised
from storage import cases, promises, todo
from storage.cases import Case
from storage.database import Transaction
from storage.promises import Owed
from storage.todo import Todo


@dataclass(frozen=True, slots=True)
class OwedView:
    """Something owed to the worker: by which day, in which words (None: erased), how often it was late."""

    id: str
    due_on: date
    words: str | None
    times_late: int
    with_supervisor: bool


@dataclass(frozen=True, slots=True)
class CaseworkView:
    """The casework of one case; `read` is what the latest letter seems to promise, with the letter's number.

    `writable`: this colleague may add to it.
    """

    today: date
    writable: bool
    owed: list[OwedView]
    read: list[tuple[int, Promised]]
    todos: list[Todo]
    templates: list[Template]


@dataclass(frozen=True, slots=True)
class Mine:
    """What one colleague owes and has to do, what is due first first."""

    today: date
    owed: list[Owed]
    todos: list[Todo]


def casework_view(tx: Transaction, office: Office, visit: Visit, case: Case) -> CaseworkView:
    """The casework of a case; the caller has decided that this colleague may read it."""
    writable = not case.ended and (case.owner == visit.colleague.id or visit.supervises)
    return CaseworkView(
        owing.today(tx),
        writable,
        [_owed(tx, one) for one in promises.open_of(tx, case.id)],
        promising.unanswered(tx, case) if writable else [],
        todo.open_of(tx, case.id),
        templates.for_case(tx, office, case) if writable else [],
    )


def mine(tx: Transaction, visit: Visit) -> Mine:
    """His own lists."""
    colleague = visit.colleague
    return Mine(owing.today(tx), promises.owed_by(tx, colleague), todo.of_colleague(tx, colleague))


def _owed(tx: Transaction, one: promises.Promise) -> OwedView:
    return OwedView(one.id, one.due_on, promises.words_of(tx, one.id), one.times_late, one.with_supervisor)


def drafted(tx: Transaction, office: Office, visit: Visit, number: str, template_id: str) -> str:
    """A prepared letter filled in for a case; "" if there is none such. Raises UnknownCase."""
    case = cases.visible(tx, visit.colleague, number)
    template = templates.of_id(tx, office, case, template_id)
    return templates.filled_in(tx, office, case, template) if template else ""
