"""A supervisor moves all cases of one lawyer at once: he sees to whom each would go, and then has it done as shown."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from cases import rearranging
from cases.office import Office
from cases.rearranging import Outcome, Outdated, Plan
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import LONGEST_ID, Visit, Visitors
from storage import candidates, people
from storage.database import Database, Transaction
from storage.people import Colleague, UnknownStaff

Field = Annotated[str, Form()]
_MOST_LAWYERS = 1000  # in the list to choose from, the fullest first


class Rearrange:
    """The page for supervisors: choose a lawyer, look at the plan, carry it out; nobody else finds it."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page and its form."""
        router.get("/rearrange", response_model=None)(self.show)
        router.post("/rearrange", response_model=None)(self.carry_out)

    def show(self, request: Request, from_: Annotated[str, Query(alias="from")] = "") -> Response:
        """The lawyers who have cases; of one of them the plan, which changes nothing."""
        visit = _supervisor(self._visitors.signed_in(request))
        return self._page(visit, self._plan(visit, from_) if from_ else None)

    def carry_out(
        self,
        request: Request,
        from_: Annotated[str, Form(alias="from")] = "",
        digest: Field = "",
        row: Annotated[list[str] | None, Form()] = None,
        csrf: Field = "",
    ) -> Response:
        """Do what was shown; what is not as it was shown is left, and said (409 if that is all of it)."""
        visit = _supervisor(self._visitors.posting(request, csrf))
        try:
            shown = rearranging.read(from_[:LONGEST_ID], row or [], digest)
        except Outdated as refusal:
            return self._page(visit, self._plan(visit, from_), problem=str(refusal), status=409)
        done = self._database.call(lambda tx: _carry_out(tx, self._office, visit, shown))
        return self._page(visit, None, done, from_=shown.from_, status=200 if done.given or done.waiting else 409)

    def _plan(self, visit: Visit, staff_id: str) -> Plan:
        return self._database.read(lambda tx: _plan(tx, self._office, visit, staff_id))

    def _page(
        self,
        visit: Visit,
        plan: Plan | None,
        outcome: Outcome | None = None,
        *,
        from_: str = "",
        problem: str = "",
        status: int = 200,
    ) -> Response:
        shown = self._database.read(lambda tx: _choices(tx, visit.colleague, plan, outcome))
        shown |= {"plan": plan, "outcome": outcome, "from_": from_, "problem": problem}
        return self._pages.page("rearrange.html", visit.words, visit, status, **shown)


def _supervisor(visit: Visit) -> Visit:
    if not visit.supervises:
        raise NotThere
    return visit


def _plan(tx: Transaction, office: Office, visit: Visit, staff_id: str) -> Plan:
    _must_be_below(tx, visit, staff_id)
    return rearranging.plan(tx, office, staff_id, visit.colleague)


def _carry_out(tx: Transaction, office: Office, visit: Visit, shown: Plan) -> Outcome:
    _must_be_below(tx, visit, shown.from_)
    return rearranging.carry_out(tx, office, shown, visit.colleague)


def _must_be_below(tx: Transaction, visit: Visit, staff_id: str) -> None:
    """Refuse whoever is no lawyer of this supervisor's unit or below it, whether or not there is such a person."""
    try:
        colleague = people.colleague(tx, staff_id.replace("\0", "")[:LONGEST_ID])
    except UnknownStaff:
        raise NotThere from None
    if colleague.role != "lawyer" or colleague.unit not in people.unit_and_below(tx, visit.colleague.unit):
        raise NotThere


def _choices(tx: Transaction, supervisor: Colleague, plan: Plan | None, outcome: Outcome | None) -> dict[str, object]:
    """His lawyers who have open cases, with how many; the names of all whom the page speaks of."""
    if plan or outcome:
        ids = {plan.from_, *(row.to for row in plan.rows)} if plan else set(outcome.given.values() if outcome else ())
        return {"choices": [], "names": people.names(tx, [one for one in ids if one])}
    units = people.unit_and_below(tx, supervisor.unit)
    his = [one for one in candidates.of_units(tx, units, tx.now, _MOST_LAWYERS) if one.load]
    names = {one.colleague.id: one.colleague.name for one in his}
    return {"choices": [(one.colleague.id, one.load) for one in his], "names": names}
