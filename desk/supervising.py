"""What a supervisor does with a case: give it to the lawyer who shall have it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import assigning
from cases.errors import CaseError
from cases.office import Office
from desk.case_pages import CasePages, Entry
from desk.visitors import LONGEST_ID, Visit
from storage.database import Transaction
from storage.people import UnknownStaff

Field = Annotated[str, Form()]


class Supervising:
    """The forms that only supervisors see; `cases` decides again that only they may use them."""

    def __init__(self, office: Office, case_pages: CasePages) -> None:
        self._office, self._case_pages = office, case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the forms."""
        router.post("/cases/{number}/assign", response_model=None)(self.assign)

    def assign(self, request: Request, number: str, staff: Field = "", csrf: Field = "") -> Response:
        """Give the case to one lawyer, who owns it at once."""
        return self._case_pages.act(
            request, number, csrf, Entry("assign", staff), lambda tx, visit: self._assign(tx, visit, number, staff)
        )

    def _assign(self, tx: Transaction, visit: Visit, number: str, staff: str) -> None:
        try:
            assigning.assign(tx, self._office, visit.colleague, number, staff.replace("\0", "")[:LONGEST_ID])
        except UnknownStaff:
            raise CaseError(visit.words("choose_lawyer")) from None
