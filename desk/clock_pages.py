"""What whoever has a case does with its clock: say that he cannot go on without the worker's answer."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import deadlines
from cases.office import Office
from desk.case_pages import CasePages, Entry

Field = Annotated[str, Form()]


class ClockPages:
    """The form below the clocks of a case."""

    def __init__(self, office: Office, case_pages: CasePages) -> None:
        self._office, self._case_pages = office, case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the form."""
        router.post("/cases/{number}/wait", response_model=None)(self.wait)

    def wait(self, request: Request, number: str, csrf: Field = "") -> Response:
        """The result is not due until the worker answers."""
        return self._case_pages.act(
            request,
            number,
            csrf,
            Entry("wait"),
            lambda tx, visit: deadlines.ask_worker(tx, self._office, visit.colleague, number),
        )
