"""Who stands on the other side of a case: adding and taking out a party, merging and parting two."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import merging, parties
from desk.case_pages import CasePages, Entry
from desk.visitors import Visit
from storage.database import Transaction

Field = Annotated[str, Form()]
FORM = "parties"
Work = Callable[[Transaction, Visit], object]


class PartyForms:
    """The forms of the section; `cases` decides again who may use them."""

    def __init__(self, case_pages: CasePages) -> None:
        self._case_pages = case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the forms."""
        router.post("/cases/{number}/party", response_model=None)(self.add)
        router.post("/cases/{number}/party-remove", response_model=None)(self.remove)
        router.post("/cases/{number}/party-merge", response_model=None)(self.merge)
        router.post("/cases/{number}/party-refuse", response_model=None)(self.refuse)
        router.post("/cases/{number}/party-undo", response_model=None)(self.undo)
        router.post("/cases/{number}/party-tie", response_model=None)(self.tie)

    def add(
        self, request: Request, number: str, name: Field = "", role: Field = "", code: Field = "", csrf: Field = ""
    ) -> Response:
        """Put a party down; everybody is compared with it before the page is shown again."""

        def work(tx: Transaction, visit: Visit) -> None:
            parties.add(tx, visit.colleague, number, name, role, code)

        return self._act(request, number, csrf, "\n".join((name, role, code)), work)

    def remove(
        self, request: Request, number: str, standing: Field = "", reason: Field = "", csrf: Field = ""
    ) -> Response:
        """Take a party out again."""

        def work(tx: Transaction, visit: Visit) -> None:
            parties.remove(tx, visit.colleague, number, standing, reason)

        return self._act(request, number, csrf, reason, work)

    def merge(
        self,
        request: Request,
        number: str,
        lower: Field = "",
        upper: Field = "",
        reason: Field = "",
        csrf: Field = "",
    ) -> Response:
        """The two that were proposed are one."""

        def work(tx: Transaction, visit: Visit) -> None:
            merging.merge(tx, visit.colleague, number, lower, upper, reason)

        return self._act(request, number, csrf, reason, work)

    def refuse(self, request: Request, number: str, tie: Field = "", reason: Field = "", csrf: Field = "") -> Response:
        """The two that were proposed are two."""

        def work(tx: Transaction, visit: Visit) -> None:
            merging.refuse(tx, visit.colleague, number, tie, reason)

        return self._act(request, number, csrf, reason, work)

    def undo(self, request: Request, number: str, tie: Field = "", reason: Field = "", csrf: Field = "") -> Response:
        """A merge or another tie is undone."""

        def work(tx: Transaction, visit: Visit) -> None:
            merging.undo(tx, visit.colleague, number, tie, reason)

        return self._act(request, number, csrf, reason, work)

    def tie(
        self,
        request: Request,
        number: str,
        party: Field = "",
        relation: Field = "",
        other: Field = "",
        reason: Field = "",
        csrf: Field = "",
    ) -> Response:
        """Say what another company is to a party of the case: the same, above it or below it."""

        def work(tx: Transaction, visit: Visit) -> None:
            merging.link(tx, visit.colleague, number, party, relation, other, reason)

        return self._act(request, number, csrf, "\n".join((other, relation, reason)), work)

    def _act(self, request: Request, number: str, csrf: str, typed: str, work: Work) -> Response:
        return self._case_pages.act(request, number, csrf, Entry(FORM, typed), work)
