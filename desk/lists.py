"""What a colleague finds when he comes to the desk: cases offered to him, cases he has, cases of his unit."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from cases import alike, assigning, calendars, reaching, timetable
from cases.errors import CaseError
from cases.explaining import why_offered
from cases.office import Office
from desk import search
from desk.casework_view import Mine, mine
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import Visit, Visitors
from knowledge.kinds import KINDS
from knowledge.reading.places import DISTRICTS
from storage import call_backs, cases, desk_views, offers, people, reviews
from storage.cases import Status
from storage.database import Database, Transaction
from storage.desk_views import ANYTHING, Alarm, Listed, Sought
from storage.people import Colleague

Field = Annotated[str, Form()]
OF_OFFERS = ("accept", "decline")
LONGEST_NUMBER = 32
STAGES = get_args(Status)


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A case offered to a lawyer: enough to decide, nothing that the worker told us."""

    number: str
    kind: str
    district: str | None
    urgency: str
    due_at: datetime
    overdue: bool
    why: list[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """One colleague's lists at one moment."""

    at: datetime
    alarms: list[Alarm]
    calls_overdue: int
    offers: list[OfferCard]
    own: list[Listed]
    without_lawyer: list[Listed]
    others: list[Listed]
    clocks: Mapping[str, list[timetable.Entry]]
    unknown_year: int | None
    mine: Mine
    reviews: list[reviews.Waiting]
    alike: int


class Lists:
    """The lists, and taking or declining what is offered."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the lists."""
        router.get("", response_model=None)(self.home)
        router.get("/lists", response_model=None)(self.lists)
        router.post("/cases/{number}/accept", response_model=None)(self.accept)
        router.post("/cases/{number}/decline", response_model=None)(self.decline)

    def home(self, request: Request) -> Response:
        """The whole page; a supervisor's lists show what he looks for."""
        return self._home(self._visitors.signed_in(request), sought=search.sought(request))

    def lists(self, request: Request, seen: str = "") -> Response:
        """The lists alone, for an open page; 204 when they still are what it has `seen`."""
        visit, sought = self._visitors.signed_in(request), search.sought(request)
        shown = self._lists(visit, sought)
        if seen == shown["mark"]:
            return Response(status_code=204)
        return self._pages.page("polled.html", visit.words, visit, 200, apart=True, **shown)

    def accept(self, request: Request, number: str, csrf: Field = "") -> Response:
        """Take an offered case and go on to its page; where that is too late, the list with a sentence (409)."""
        visit = self._visitors.posting(request, csrf)
        number = checked(number)
        try:
            case = self._database.call(lambda tx: assigning.accept(tx, self._office, visit.colleague, number))
        except CaseError as refusal:
            return self._home(visit, str(refusal))
        return RedirectResponse(f"/desk/cases/{case.number}", 303)

    def decline(self, request: Request, number: str, reason: Field = "", csrf: Field = "") -> Response:
        """Decline an offered case, so that the next lawyer is asked at once."""
        visit = self._visitors.posting(request, csrf)
        number, why = checked(number), reason if reason in assigning.DECLINE_REASONS else "other"
        try:
            self._database.call(lambda tx: assigning.decline(tx, self._office, visit.colleague, number, why))
        except CaseError as refusal:
            return self._home(visit, str(refusal))
        return RedirectResponse("/desk", 303)

    def _seen(self, visit: Visit) -> None:
        """What is offered to a lawyer stands before him now."""
        if self._database.read(lambda tx: offers.is_unseen(tx, visit.colleague.id)):
            self._database.call(lambda tx: reaching.looked(tx, visit.colleague.id))

    def _home(self, visit: Visit, problem: str = "", sought: Sought = ANYTHING) -> Response:
        shown, status = self._lists(visit, sought), 409 if problem else 200
        choices = self._database.read(_lawyers) if visit.supervises else []
        shown |= {"problem": problem, "sought": sought, "lawyers": choices, "stages": STAGES, "kinds": KINDS}
        districts = [district.code for district in DISTRICTS]
        return self._pages.page("home.html", visit.words, visit, status, apart=False, districts=districts, **shown)

    def _lists(self, visit: Visit, sought: Sought) -> dict[str, object]:
        """Alarms and lists as HTML, a mark that changes when they do, and the filter they are made with."""
        self._seen(visit)
        desk = self._database.read(lambda tx: _desk(tx, self._office, visit, sought))
        parts = {
            name: self._pages.text(
                f"{name}.html", visit.words, visit, desk=desk, reasons=assigning.DECLINE_REASONS, sought=sought
            )
            for name in ("alarms", "lists")
        }
        mark = hashlib.sha256("".join(parts.values()).encode()).hexdigest()[:16]
        safe: dict[str, object] = {name: Markup(html) for name, html in parts.items()}  # noqa: S704 (rendered with autoescape)
        return {**safe, "mark": mark, "filter_": search.in_address(sought)}


def checked(number: str, typed: str = "") -> str:
    """A case number from an address; raises NotThere for what cannot be one."""
    if not (number.isascii() and number.isalnum() and len(number) <= LONGEST_NUMBER):
        raise NotThere(typed)
    return number


def _lawyers(tx: Transaction) -> list[Colleague]:
    return people.everybody(tx, "lawyer")


def _desk(tx: Transaction, office: Office, visit: Visit, sought: Sought) -> Desk:
    colleague = visit.colleague
    waiting, others = [], []
    if visit.supervises:
        waiting = desk_views.without_lawyer(tx, colleague, sought)
        others = desk_views.with_lawyer_or_ended(tx, colleague, sought)
    own = [] if visit.supervises else desk_views.own(tx, colleague)
    alarms, overdue = desk_views.alarms(tx, colleague), call_backs.overdue(tx, colleague)
    numbers = [one.number for one in (*own, *waiting, *others)]
    clocks = timetable.by_number(tx, numbers, visit.words.say)
    year = calendars.unknown_year(tx, office) if visit.supervises else None
    offered, looks = _offered(tx, office, visit), reviews.waiting(tx, colleague)
    hints = len(alike.proposed_to(tx, colleague))
    return Desk(tx.now, alarms, overdue, offered, own, waiting, others, clocks, year, mine(tx, visit), looks, hints)


def _offered(tx: Transaction, office: Office, visit: Visit) -> list[OfferCard]:
    waiting = [(offer, cases.by_id(tx, offer.case_id)) for offer in offers.open_offers_to(tx, visit.colleague.id)]
    return [
        OfferCard(
            case.number,
            case.kind,
            case.district,
            case.urgency,
            offer.due_at,
            offer.due_at <= tx.now,
            why_offered(tx, office, case, visit.colleague.id, visit.words.language),
        )
        for offer, case in waiting
    ]
