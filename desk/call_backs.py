"""Calling workers whom nothing written reaches: who has to be called, since when, and what came of it."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import calling
from cases.calling import DONE as CALL_BACK_DONE
from cases.errors import CaseError
from cases.letterbox import held
from desk.pages import Pages
from desk.refusals import NotThere, Refusal
from desk.visitors import Visit, Visitors
from storage import call_backs, events
from storage.call_backs import NoOpenCallBack, Outcome
from storage.cases import UnknownCase
from storage.database import Database, Transaction

Field = Annotated[str, Form()]
TRY_AGAIN_AFTER = timedelta(hours=2)  # when nobody answered; in safe hours
_LATE = timedelta(hours=1)  # how long after a late hour that he named he may still be called
_OUTCOMES: dict[str, Outcome] = {"reached": "reached", "not_reached": "not_reached"}


class CallBacks:
    """The list of calls and the forms on it."""

    def __init__(self, database: Database, pages: Pages, visitors: Visitors) -> None:
        self._database, self._pages, self._visitors = database, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the list."""
        router.get("/calls", response_model=None)(self.show)
        router.post("/calls/{call_id}", response_model=None)(self.done)
        router.get("/calls/{call_id}", response_model=None)(self.back)

    def show(self, request: Request) -> Response:
        """The calls of the cases this colleague may read, the longest asked for first."""
        return self._page(self._visitors.signed_in(request))

    def done(self, request: Request, call_id: str, outcome: Field = "", said: Field = "", csrf: Field = "") -> Response:
        """Write down what came of a call; a colleague who was faster, or no outcome, comes as a sentence (409)."""
        visit = self._visitors.posting(request, csrf, said)
        result = _OUTCOMES.get(outcome)
        if result is None:
            raise Refusal(400, "not_a_form", said)
        try:
            self._database.call(lambda tx: write_down(tx, visit, call_id, result, said))
        except NoOpenCallBack:
            return self._page(visit, visit.words("call_made_already"), said)
        except CaseError as refusal:
            return self._page(visit, str(refusal), said)
        except UnknownCase:
            raise NotThere(said) from None
        return RedirectResponse("/desk/calls", 303)

    def back(self, call_id: str) -> Response:
        """Where a reload of a refused form leads."""
        return RedirectResponse("/desk/calls", 303)

    def _page(self, visit: Visit, problem: str = "", typed: str = "") -> Response:
        calls, at = self._database.read(lambda tx: (call_backs.open_ones(tx, visit.colleague), tx.now))
        due = [(call, may_call(call.not_before, at)) for call in calls]
        shown = {"calls": due, "at": at, "problem": problem, "typed": typed}
        return self._pages.page("calls.html", visit.words, visit, 409 if problem else 200, **shown)


def write_down(tx: Transaction, visit: Visit, call_id: str, outcome: Outcome, said: str) -> None:
    """Keep what came of a call in the record of its case; whoever was not reached is called again later.

    Raises UnknownCase, NotYours, or NoOpenCallBack if somebody was faster.
    """
    number = call_backs.case_of(tx, visit.colleague, call_id)
    case = held(tx, visit.colleague, number)
    call_backs.done(tx, call_id, visit.colleague.id, outcome)
    words = said.replace("\0", "").strip() or None
    events.record(tx, case, CALL_BACK_DONE, visit.colleague.id, {"call": outcome}, words=words)
    if outcome == "not_reached" and not case.ended:
        call_backs.ask(tx, case.id, calling.his_hour(tx, case, tx.now + TRY_AGAIN_AFTER), outcome)


def may_call(not_before: datetime, at: datetime) -> bool:
    """Whether it is time for a call and an hour at which nobody minds one, or the late one that he asked for."""
    asked_for = calling.safe_hour(not_before) != not_before and at - not_before < _LATE
    return not_before <= at and (asked_for or at == calling.safe_hour(at))
