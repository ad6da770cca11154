"""The record of a case on a page of its own, the oldest first, to be read through or printed."""

from datetime import datetime
from typing import Any, get_args

from fastapi import APIRouter, Request, Response

from desk.lists import checked
from desk.pages import Pages
from desk.refusals import NotThere
from desk.timeline import Group, Line, lines
from desk.visitors import Visit, Visitors
from storage import cases
from storage.cases import Case, UnknownCase
from storage.database import Database, Transaction

GROUPS = get_args(Group)


class TimelinePage:
    """Shows the whole record, or one group of it, to whoever may read the case."""

    def __init__(self, database: Database, pages: Pages, visitors: Visitors) -> None:
        self._database, self._pages, self._visitors = database, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page; before the forms of the case's own page, whose addresses lead back to it."""
        router.get("/cases/{number}/timeline", response_model=None)(self.show)

    def show(self, request: Request, number: str, only: str = "") -> Response:
        """The record in order; `only` is one of the groups, anything else means all. 404 for who may not read it."""
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            case, found, at = self._database.read(lambda tx: _record(tx, visit, number))
        except UnknownCase:
            raise NotThere from None
        shown = [line for line in found if only not in GROUPS or line.group == only]
        has_notes = any(line.group == "notes" for line in shown)
        values: dict[str, Any] = {"case": case, "lines": shown, "only": only, "groups": GROUPS, "at": at}
        return self._pages.page("timeline.html", visit.words, visit, has_notes=has_notes, **values)


def _record(tx: Transaction, visit: Visit, number: str) -> tuple[Case, list[Line], datetime]:
    case = cases.visible(tx, visit.colleague, number)
    return case, lines(tx, visit, case)[::-1], tx.now
