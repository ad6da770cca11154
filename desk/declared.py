"""The page on which a colleague declares whom he acts for, where he practises and who his relatives are."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import declaring
from cases.errors import CaseError
from desk.pages import Pages
from desk.visitors import Visit, Visitors
from storage import declared
from storage.database import Database, Transaction
from storage.declared import Declared, Kept

Field = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the form shows: one name to a line."""

    clients: str
    firm: str
    relatives: str


class DeclaredPage:
    """Shows a colleague what he declared, and takes what he declares now. Nobody else's is ever shown."""

    def __init__(self, database: Database, pages: Pages, visitors: Visitors) -> None:
        self._database, self._pages, self._visitors = database, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page."""
        router.get("/declared", response_model=None)(self.show)
        router.post("/declared", response_model=None)(self.keep)

    def show(self, request: Request, kept: str = "") -> Response:
        """His declaration, and every earlier one with its time."""
        return self._page(self._visitors.signed_in(request), kept=bool(kept))

    def keep(
        self, request: Request, clients: Field = "", firm: Field = "", relatives: Field = "", csrf: Field = ""
    ) -> Response:
        """Declare this from now on; which cases he loses by it is not said."""
        visit = self._visitors.posting(request, csrf, clients)
        its = Declared(_lines(clients), " ".join(firm.replace("\0", "").split()), _lines(relatives))
        try:
            self._database.call(lambda tx: declaring.declare(tx, visit.colleague, its))
        except CaseError as refusal:
            return self._page(visit, _Entry(clients, firm, relatives), str(refusal))
        return RedirectResponse("/desk/declared?kept=1", 303)

    def _page(self, visit: Visit, entry: _Entry | None = None, problem: str = "", kept: bool = False) -> Response:
        now, history = self._database.read(lambda tx: _known(tx, visit))
        entry = entry or _Entry("\n".join(now.clients), now.firm, "\n".join(now.relatives))
        shown = {"entry": entry, "history": history, "problem": problem, "kept": kept}
        return self._pages.page("declared.html", visit.words, visit, 409 if problem else 200, **shown)


def _known(tx: Transaction, visit: Visit) -> tuple[Declared, list[Kept]]:
    return declared.of(tx, visit.colleague.id), declared.history(tx, visit.colleague.id)


def _lines(written: str) -> tuple[str, ...]:
    """The names of a field, one to a line, each once."""
    return tuple(dict.fromkeys(name for line in written.replace("\0", "").splitlines() if (name := line.strip())))
