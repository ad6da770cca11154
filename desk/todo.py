"""Things to be done for a case, on its page: written down and done; for colleagues only."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import todo
from cases.office import Office
from desk.case_pages import CasePages, Entry
from desk.promises import read_day
from desk.second_look import must_fit
from desk.visitors import Visit
from storage.database import Transaction

Field = Annotated[str, Form()]
_FORM = "todos"


class ToDo:
    """The forms of the section; `cases` decides again who may use them."""

    def __init__(self, office: Office, case_pages: CasePages) -> None:
        self._office, self._case_pages = office, case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the forms."""
        router.post("/cases/{number}/todos", response_model=None)(self.make)
        router.post("/cases/{number}/todo-done", response_model=None)(self.done)

    def make(self, request: Request, number: str, day: Field = "", words: Field = "", csrf: Field = "") -> Response:
        """Write down what is to be done, and on which day."""

        def make(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, words)
            todo.make(tx, self._office, visit.colleague, number, read_day(visit, day), words)

        return self._case_pages.act(request, number, csrf, Entry(_FORM, words), make)

    def done(
        self, request: Request, number: str, todo_id: Annotated[str, Form(alias="todo")] = "", csrf: Field = ""
    ) -> Response:
        """It has been done."""
        return self._case_pages.act(
            request, number, csrf, Entry(_FORM), lambda tx, visit: todo.done(tx, visit.colleague, number, todo_id)
        )
