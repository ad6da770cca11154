"""Promises to the worker on the page of a case: written down, of a letter with one tap, kept, taken back."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import promising
from cases.errors import CaseError
from cases.office import Office
from desk.case_pages import CasePages, Entry
from desk.second_look import must_fit
from desk.visitors import Visit
from storage import cases
from storage.database import Transaction

Field = Annotated[str, Form()]
_FORM = "promises"


class Promises:
    """The forms of the section; `cases` decides again who may use them."""

    def __init__(self, office: Office, case_pages: CasePages) -> None:
        self._office, self._case_pages = office, case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the forms."""
        router.post("/cases/{number}/promises", response_model=None)(self.make)
        router.post("/cases/{number}/promise-read", response_model=None)(self.of_letter)
        router.post("/cases/{number}/promise-kept", response_model=None)(self.kept)
        router.post("/cases/{number}/promise-dropped", response_model=None)(self.dropped)

    def make(
        self, request: Request, number: str, by: Field = "", words: Field = "", result: Field = "", csrf: Field = ""
    ) -> Response:
        """Write down by hand what was promised, such as on the telephone."""

        def make(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, words)
            day = read_day(visit, by)
            promising.promise(tx, self._office, visit.colleague, number, day, words, of_result=bool(result))

        return self._case_pages.act(request, number, csrf, Entry(_FORM, words), make)

    def of_letter(
        self, request: Request, number: str, letter: Field = "", by: Field = "", csrf: Field = ""
    ) -> Response:
        """Write down what a letter promises by a day; what it does not promise is refused (409)."""

        def make(tx: Transaction, visit: Visit) -> None:
            case, n = cases.visible(tx, visit.colleague, number), int(letter) if _is_number(letter) else 0
            found = promising.of_letter(tx, case, n, read_day(visit, by))
            if found is None:
                raise promising.NotOwed
            words, colleague = found.words, visit.colleague
            promising.promise(
                tx, self._office, colleague, number, found.by, words, letter_n=n, of_result=found.of_result
            )

        return self._case_pages.act(request, number, csrf, Entry(_FORM), make)

    def kept(self, request: Request, number: str, promise: Field = "", csrf: Field = "") -> Response:
        """It was done."""
        return self._case_pages.act(
            request,
            number,
            csrf,
            Entry(_FORM),
            lambda tx, visit: promising.keep(tx, visit.colleague, number, promise),
        )

    def dropped(
        self, request: Request, number: str, promise: Field = "", reason: Field = "", csrf: Field = ""
    ) -> Response:
        """It is taken back; the reason stays on the record."""

        def drop(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, reason)
            promising.drop(tx, visit.colleague, number, promise, reason)

        return self._case_pages.act(request, number, csrf, Entry(_FORM, reason), drop)


def read_day(visit: Visit, written: str) -> date:
    """The day that a browser sent; raises CaseError for what is none."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise CaseError(visit.words.say("casework.desk_not_a_day")) from None


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 9
