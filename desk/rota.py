"""Duty and leave: a supervisor sees who answers, who is away and who has room, and enters what is to come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import leaving, rota, standing
from cases.leaving import NotPossible
from cases.office import Office
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import LONGEST_ID, Visit, Visitors
from storage import duty, people
from storage.clock import CHINA
from storage.database import Database, Transaction
from storage.duty import NoSuchEntry
from storage.people import UnknownStaff

Field = Annotated[str, Form()]
_AT = "/desk/rota"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stood in a form, to be shown again with the sentence that says why it was not taken."""

    form: str = ""
    staff: str = ""
    unit: str = ""
    begins: str = ""
    ends: str = ""
    cover: str = ""
    problem: str = ""


class Rota:
    """The page of a supervisor's unit and of those below it; nobody else finds it."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page and its forms."""
        router.get("/rota", response_model=None)(self.show)
        router.post("/rota/leaves", response_model=None)(self.enter_leave)
        router.post("/rota/leaves/end", response_model=None)(self.end_leave)
        router.post("/rota/shifts", response_model=None)(self.put_on_duty)
        router.post("/rota/shifts/end", response_model=None)(self.end_shift)
        router.get("/rota/{form:path}", response_model=None)(self.back)

    def show(self, request: Request) -> Response:
        """Who answers now, who is on duty and away, and how much each lawyer has."""
        return self._page(_supervisor(self._visitors.signed_in(request)), _Entry())

    def enter_leave(
        self,
        request: Request,
        staff: Field = "",
        begins: Field = "",
        ends: Field = "",
        cover: Field = "",
        csrf: Field = "",
    ) -> Response:
        """Somebody will be away; what cannot be comes back with a sentence and all that was typed (409)."""
        entry = _Entry("leave", _id(staff), "", begins, ends, _id(cover))

        def enter(tx: Transaction, visit: Visit) -> None:
            _must_be_his(tx, visit, entry.staff)
            leaving.enter(tx, entry.staff, _instant(begins), _instant(ends), entry.cover or None, visit.colleague.id)

        return self._act(request, csrf, entry, enter)

    def end_leave(self, request: Request, staff: Field = "", csrf: Field = "") -> Response:
        """Somebody is back."""

        def end(tx: Transaction, visit: Visit) -> None:
            _must_be_his(tx, visit, _id(staff))
            leaving.come_back(tx, _id(staff))

        return self._act(request, csrf, _Entry("leaves"), end)

    def put_on_duty(
        self,
        request: Request,
        unit: Field = "",
        staff: Field = "",
        begins: Field = "",
        ends: Field = "",
        csrf: Field = "",
    ) -> Response:
        """Somebody answers for a union body for a while."""
        entry = _Entry("shift", _id(staff), unit, begins, ends)

        def enter(tx: Transaction, visit: Visit) -> None:
            _must_be_his(tx, visit, entry.staff)
            _must_be_below(tx, visit, unit)
            rota.put_on_duty(tx, unit, entry.staff, _instant(begins), _instant(ends), visit.colleague.id)

        return self._act(request, csrf, entry, enter)

    def end_shift(self, request: Request, shift: Field = "", csrf: Field = "") -> Response:
        """A duty is over or does not come about."""

        def end(tx: Transaction, visit: Visit) -> None:
            _must_be_below(tx, visit, duty.shift(tx, shift).unit)
            rota.end_duty(tx, shift)

        return self._act(request, csrf, _Entry("shifts"), end)

    def back(self, form: str) -> Response:
        """Where a reload of a refused form leads."""
        return RedirectResponse(_AT, 303)

    def _act(
        self, request: Request, csrf: str, entry: _Entry, work: Callable[[Transaction, Visit], object]
    ) -> Response:
        visit = _supervisor(self._visitors.posting(request, csrf))
        try:
            self._database.call(lambda tx: work(tx, visit))
        except NotPossible as refusal:
            return self._page(visit, entry, visit.words.say(f"rota.wrong_{refusal.why}", **refusal.values))
        except NoSuchEntry:
            return self._page(visit, entry, visit.words.say("rota.wrong_gone"))
        return RedirectResponse(_AT, 303)

    def _page(self, visit: Visit, entry: _Entry, problem: str = "") -> Response:
        def look(tx: Transaction) -> tuple[standing.Standing, datetime]:
            return standing.standing(tx, self._office, visit.colleague), tx.now

        found, at = self._database.read(look)
        shown = {"its": found, "at": at, "entry": entry, "problem": problem, "most": standing.MOST}
        today = at.astimezone(CHINA).date()
        return self._pages.page("rota.html", visit.words, visit, 409 if problem else 200, today=today, **shown)


def _supervisor(visit: Visit) -> Visit:
    """The visit of somebody who answers for a unit; raises NotThere."""
    if not visit.supervises:
        raise NotThere
    return visit


def _id(typed: str) -> str:
    return typed.replace("\0", "")[:LONGEST_ID]


def _instant(typed: str) -> datetime:
    """A time as a browser writes it, 2026-11-30T18:00, in China; raises NotPossible."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise NotPossible("time", "That is no time.") from None
    return found.replace(tzinfo=CHINA) if found.tzinfo is None else found


def _must_be_his(tx: Transaction, visit: Visit, staff_id: str) -> None:
    """Raise NotPossible unless the colleague works at the supervisor's unit or below it."""
    try:
        unit = people.colleague(tx, staff_id).unit
    except UnknownStaff:
        unit = ""
    _must_be_below(tx, visit, unit)


def _must_be_below(tx: Transaction, visit: Visit, unit: str) -> None:
    if unit not in people.unit_and_below(tx, visit.colleague.unit):
        raise NotPossible("not_yours", "That colleague or union body is not of yours.")
