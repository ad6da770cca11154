"""The forms about the money of a case, and a supervisor's look at how it is closed; wrong values get a sentence."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from cases import checking, ledger, money, plans
from cases.errors import CaseError
from cases.office import Office
from desk.case_pages import CasePages, Entry
from desk.visitors import Visit
from knowledge.reading.amounts import read_payment
from storage.clock import CHINA
from storage.database import Transaction

Field = Annotated[str, Form()]
_LONGEST = 2_000  # characters of a reason or a plan


class Money:
    """The forms of the section; `cases` decides again who may use them."""

    def __init__(self, office: Office, case_pages: CasePages) -> None:
        self._office, self._case_pages = office, case_pages

    def add_to(self, router: APIRouter) -> None:
        """Mount the forms."""
        router.post("/cases/{number}/promised", response_model=None)(self.promise)
        router.post("/cases/{number}/received", response_model=None)(self.receive)
        router.post("/cases/{number}/claimed", response_model=None)(self.claim)
        router.post("/cases/{number}/voided", response_model=None)(self.void)
        router.post("/cases/{number}/check", response_model=None)(self.check)
        router.post("/cases/{number}/decision", response_model=None)(self.decide)

    def promise(self, request: Request, number: str, plan: Field = "", by: Field = "", csrf: Field = "") -> Response:
        """Write down instalments, a line each."""

        def work(tx: Transaction, visit: Visit) -> None:
            money.promise(tx, visit.colleague, number, _plan(tx, visit, plan), _short(by))

        return self._case_pages.act(request, number, csrf, Entry("promised", plan, also=by), work)

    def receive(self, request: Request, number: str, amount: Field = "", how: Field = "", csrf: Field = "") -> Response:
        """Write down what staff say was paid."""

        def work(tx: Transaction, visit: Visit) -> None:
            money.state_received(tx, visit.colleague, number, _amount(visit, amount), _reason(visit, how))

        return self._case_pages.act(request, number, csrf, Entry("received", amount, also=how), work)

    def claim(self, request: Request, number: str, amount: Field = "", why: Field = "", csrf: Field = "") -> Response:
        """Correct what is claimed."""

        def work(tx: Transaction, visit: Visit) -> None:
            money.correct_claim(tx, visit.colleague, number, _amount(visit, amount), _reason(visit, why))

        return self._case_pages.act(request, number, csrf, Entry("claimed", amount, also=why), work)

    def void(self, request: Request, number: str, line: Field = "", why: Field = "", csrf: Field = "") -> Response:
        """Void a line that a colleague wrote."""

        def work(tx: Transaction, visit: Visit) -> None:
            if not (line.isascii() and line.isdecimal() and len(line) < 10):
                raise CaseError(visit.words.say("money.wrong_choice"))
            money.take_back(tx, visit.colleague, number, int(line), _reason(visit, why))

        return self._case_pages.act(request, number, csrf, Entry("voided", why, also=line), work)

    def check(self, request: Request, number: str, words: Field = "", found: Field = "", csrf: Field = "") -> Response:
        """A supervisor passes a closing, or sends it back."""

        def work(tx: Transaction, visit: Visit) -> None:
            if found == "passed":
                checking.passed(tx, visit.colleague, number, _short(words))
            else:
                checking.send_back(tx, self._office, visit.colleague, number, _reason(visit, words))

        return self._case_pages.act(request, number, csrf, Entry("check", words), work)

    def decide(self, request: Request, number: str, words: Field = "", csrf: Field = "") -> Response:
        """A supervisor writes what he decided about a case that its worker calls unsolved."""

        def work(tx: Transaction, visit: Visit) -> None:
            checking.decide(tx, visit.colleague, number, _reason(visit, words))

        return self._case_pages.act(request, number, csrf, Entry("decision", words), work)


def _plan(tx: Transaction, visit: Visit, typed: str) -> list[plans.Due]:
    try:
        dues = plans.read_plan(_short(typed), tx.now.astimezone(CHINA).date())
    except plans.UnreadLine as unread:
        raise CaseError(visit.words.say("money.wrong_line", line=unread.line, words=unread.words)) from None
    if not dues:
        raise CaseError(visit.words.say("money.wrong_nothing"))
    return dues


def _amount(visit: Visit, typed: str) -> Decimal:
    found = read_payment(typed)
    if found is None or found.approximate or not 0 < found.yuan <= ledger.LARGEST:
        raise CaseError(visit.words.say("money.wrong_amount"))
    return found.yuan


def _reason(visit: Visit, typed: str) -> str:
    if not _short(typed):
        raise CaseError(visit.words.say("money.wrong_reason"))
    return _short(typed)


def _short(typed: str) -> str:
    return typed.replace("\0", "").strip()[:_LONGEST]
