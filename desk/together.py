"""The page of cases that may belong together or are worked on together, and the forms on the page of a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import alike, circulars, collectives, parting
from cases.errors import CaseError
from cases.office import Office
from desk.case_pages import CasePages, Entry
from desk.lists import checked
from desk.pages import Pages
from desk.second_look import TellsWho, must_fit, must_not_tell
from desk.together_view import page_of
from desk.visitors import Visit, Visitors
from storage.cases import UnknownCase
from storage.database import Database, Transaction

Field = Annotated[str, Form()]
Fields = Annotated[list[str] | None, Form()]
_LONGEST_ID = 32
_MOST = 300  # cases put together by one form


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stood in the form of one heap, to be shown again."""

    lead: str = ""
    numbers: tuple[str, ...] = ()
    reason: str = ""


class TogetherPages:
    """What may belong together, for whoever may know of it; and what is done with it."""

    def __init__(
        self, database: Database, office: Office, pages: Pages, visitors: Visitors, case_pages: CasePages
    ) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors
        self._case_pages = case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the page and the forms."""
        router.get("/together", response_model=None)(self.show)
        router.post("/together/merge", response_model=None)(self.merge)
        router.post("/together/refuse", response_model=None)(self.refuse)
        router.get("/together/{form}", response_model=None)(self.back)
        router.post("/cases/{number}/together", response_model=None)(self.add)
        router.post("/cases/{number}/together-letter", response_model=None)(self.write)
        router.post("/cases/{number}/together-remove", response_model=None)(self.remove)
        router.post("/cases/{number}/together-undo", response_model=None)(self.undo)
        router.post("/cases/{number}/together-gather", response_model=None)(self.gather)

    def show(self, request: Request) -> Response:
        """Hints, collectives, and where many complaints gather."""
        return self._page(self._visitors.signed_in(request))

    def merge(
        self, request: Request, lead: Field = "", numbers: Fields = None, reason: Field = "", csrf: Field = ""
    ) -> Response:
        """Put cases together under the lawyer of the lead; what cannot be done comes back with a sentence (409)."""
        visit, chosen = self._visitors.posting(request, csrf), (numbers or [])[:_MOST]
        others = [checked(number) for number in chosen]

        def work(tx: Transaction) -> None:
            must_fit(visit, self._office.policy, reason)
            collectives.merge(tx, self._office, visit.colleague, checked(lead), others, reason)

        return self._do(visit, _Entry(lead, tuple(chosen), reason), work, f"/desk/cases/{lead}")

    def refuse(self, request: Request, pair: Field = "", csrf: Field = "") -> Response:
        """Two have nothing to do with each other."""
        visit = self._visitors.posting(request, csrf)
        return self._do(visit, _Entry(), lambda tx: alike.refuse(tx, visit.colleague, pair[:_LONGEST_ID]))

    def back(self, form: str) -> Response:
        """Where a reload of a form leads."""
        return RedirectResponse("/desk/together", 303)

    def add(self, request: Request, number: str, other: Field = "", reason: Field = "", csrf: Field = "") -> Response:
        """Put another case with this one, which leads."""

        def work(tx: Transaction, visit: Visit) -> None:
            collectives.merge(tx, self._office, visit.colleague, number, [_number_in(visit, other)], reason)

        return self._case_pages.act(request, number, csrf, Entry("together", reason, also=other), work)

    def write(self, request: Request, number: str, text: Field = "", anyway: Field = "", csrf: Field = "") -> Response:
        """Write to the worker of each case; what tells of the writer or of one of them waits for `anyway`."""

        def work(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, text)
            if not anyway:
                must_not_tell(visit, text, visit.words("tells_who"))
            try:
                circulars.write_to_all(tx, self._office, visit.colleague, number, text, anyway=bool(anyway))
            except circulars.MayTellOfOne as refusal:
                raise TellsWho(str(refusal)) from None

        return self._case_pages.act(request, number, csrf, Entry("together-letter", text), work)

    def remove(
        self, request: Request, number: str, member: Field = "", reason: Field = "", csrf: Field = ""
    ) -> Response:
        """Put one case back as it was."""

        def work(tx: Transaction, visit: Visit) -> None:
            parting.remove(tx, self._office, visit.colleague, _number_in(visit, member), reason)

        return self._case_pages.act(request, number, csrf, Entry("together-remove", reason), work)

    def undo(self, request: Request, number: str, reason: Field = "", csrf: Field = "") -> Response:
        """Put all of them back."""

        def work(tx: Transaction, visit: Visit) -> None:
            parting.undo(tx, self._office, visit.colleague, number, reason)

        return self._case_pages.act(request, number, csrf, Entry("together-undo", reason), work)

    def gather(self, request: Request, number: str, csrf: Field = "") -> Response:
        """Give those that are with others to the lawyer of the lead."""

        def work(tx: Transaction, visit: Visit) -> None:
            collectives.gather(tx, self._office, visit.colleague, number)

        return self._case_pages.act(request, number, csrf, Entry("together-gather"), work)

    def _do(
        self, visit: Visit, entry: _Entry, work: Callable[[Transaction], object], then: str = "/desk/together"
    ) -> Response:
        try:
            self._database.call(work)
        except CaseError as refusal:
            return self._page(visit, entry, str(refusal))
        except UnknownCase:
            return self._page(visit, entry, visit.words("unknown_case"))
        return RedirectResponse(then, 303)

    def _page(self, visit: Visit, entry: _Entry | None = None, problem: str = "") -> Response:
        shown = self._database.read(lambda tx: page_of(tx, self._office, visit))
        values = {"shown": shown, "entry": entry or _Entry(), "problem": problem}
        return self._pages.page("together.html", visit.words, visit, 409 if problem else 200, **values)


def _number_in(visit: Visit, typed: str) -> str:
    """A case number as somebody types it; raises CaseError for what is none."""
    number = typed.strip().upper()
    if not (number.isascii() and number.isalnum() and len(number) <= _LONGEST_ID):
        raise CaseError(visit.words("unknown_case"))
    return number
