"""Referrals 转办 at the desk: asking the worker, handing over, what the receiver said, the sheet, the lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import answering_referrals, referring
from cases.answering_referrals import Answer, Said
from cases.errors import CaseError
from cases.handing import PAPER
from cases.masking.remembered import Remembered
from cases.office import Office
from cases.referring import Wish
from desk import files
from desk.file_pages import given_out
from desk.lists import checked
from desk.pages import Pages
from desk.promises import read_day
from desk.referral_view import lists, refer_form, referral_page, shared_file, sheet_view
from desk.refusals import NotThere
from desk.second_look import must_fit
from desk.visitors import Visit, Visitors
from desk.words import Words
from storage import cases, referral_views
from storage.cases import UnknownCase
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import NoSuchFile
from storage.referral_views import UnknownReferral
from storage.referrals import Kind, Reason, Receiver, Referral, Share

Field = Annotated[str, Form()]
Ticks = Annotated[list[str], Form()]
Work = Callable[[Transaction, Visit], object]
KINDS: tuple[Kind, ...] = get_args(Kind)
REASONS: tuple[Reason, ...] = get_args(Reason)
SHARES: tuple[Share, ...] = get_args(Share)
SAID: tuple[Said, ...] = get_args(Said)


@dataclass(frozen=True, slots=True)
class Asked:
    """The form by which a case is to be handed over, as it was filled in."""

    kind: str = "inspection"
    name: str = ""
    address: str = ""
    unit: str = ""
    why: str = ""
    shares: tuple[str, ...] = ("facts", "story")
    file_ids: tuple[str, ...] = ()
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form of the page of a referral as it was filled in, and why it was not taken."""

    form: str = ""
    problem: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Referrals:
    """The pages of referrals; `cases` decides again who may do what, and who may see one is decided in the query."""

    def __init__(
        self, database: Database, office: Office, evidence: Evidence, pages: Pages, visitors: Visitors
    ) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors
        self._evidence, self._remembered = evidence, Remembered()

    def add_to(self, router: APIRouter) -> None:
        """Mount the pages; before the forms of the case's own page, whose addresses lead back to it."""
        router.get("/cases/{number}/refer", response_model=None)(self.form)
        router.post("/cases/{number}/refer", response_model=None)(self.ask)
        router.get("/referrals", response_model=None)(self.all)
        router.get("/referrals/{number}", response_model=None)(self.show)
        router.get("/referrals/{number}/sheet", response_model=None)(self.sheet)
        router.get("/referrals/{number}/letter", response_model=None)(self.letter)
        router.get("/referrals/{number}/files/{file_id}", response_model=None)(self.file)
        router.post("/referrals/{number}/sent", response_model=None)(self.sent)
        router.post("/referrals/{number}/answer", response_model=None)(self.answered)
        router.post("/referrals/{number}/take-back", response_model=None)(self.take_back)
        router.get("/referrals/{number}/{form}", response_model=None)(self.back)

    def all(self, request: Request) -> Response:
        """What is under way, and what other union bodies handed over."""
        visit = self._visitors.signed_in(request)
        found = self._database.read(lambda tx: lists(tx, self._office, visit))
        return self._pages.page("referrals.html", visit.words, visit, lists=found)

    def form(self, request: Request, number: str) -> Response:
        """To whom, why, and what of the case; 404 for a case that is not his to read."""
        return self._form(self._visitors.signed_in(request), checked(number), Asked())

    def ask(
        self,
        request: Request,
        number: str,
        kind: Field = "",
        name: Field = "",
        address: Field = "",
        unit: Field = "",
        why: Field = "",
        shares: Ticks = [],  # noqa: B006 (FastAPI copies it for every request)
        files: Ticks = [],  # noqa: B006
        worker: Field = "",
        csrf: Field = "",
    ) -> Response:
        """Ask the worker; what cannot be asked comes back as it was filled in, with a sentence (409)."""
        visit, number = self._visitors.posting(request, csrf, why), checked(number, why)
        asked = Asked(kind, name, address, unit, why, tuple(shares), tuple(files), worker)
        try:
            made = self._database.call(lambda tx: self._propose(tx, visit, number, asked))
        except CaseError as refusal:
            return self._form(visit, number, asked, str(refusal))
        except UnknownCase:
            raise NotThere(why) from None
        return RedirectResponse(f"/desk/referrals/{made.number}", 303)

    def show(self, request: Request, number: str) -> Response:
        """One referral, what can be done about it, and what can be said against a refusal."""
        return self._page(self._visitors.signed_in(request), checked(number))

    def sheet(self, request: Request, number: str) -> Response:
        """The hand-over sheet, to be printed; there is none unless the worker has agreed, and goes on agreeing."""
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            view = self._database.read(lambda tx: sheet_view(tx, self._office, visit, number))
        except UnknownReferral:
            raise NotThere from None
        return self._pages.page("sheet.html", visit.words, visit, view=view, paper=Words(self._office.texts, PAPER))

    def letter(self, request: Request, number: str) -> Response:
        """The letter that went along, or the one that is prepared, to be printed."""
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            view = self._database.read(lambda tx: referral_page(tx, self._office, visit, number))
        except UnknownReferral:
            raise NotThere from None
        if not (text := view.draft or view.letter):
            raise NotThere
        return self._pages.page("referral_letter.html", visit.words, visit, view=view, text=text)

    def file(self, request: Request, number: str, file_id: str) -> Response:
        """A file that is on the sheet, without what it tells besides what it shows."""
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            found, key = self._database.read(lambda tx: shared_file(tx, visit, number, file_id))
        except (UnknownReferral, NoSuchFile):
            raise NotThere from None
        return given_out(request, files.cleaned(self._evidence, self._remembered, found, key))

    def sent(self, request: Request, number: str, letter: Field = "", csrf: Field = "") -> Response:
        """It was handed over, with this letter if there is one."""

        def send(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, letter)
            case, referral = _of(tx, visit, number)
            referring.send(tx, self._office, visit.colleague, case, referral.n, letter)

        return self._act(request, number, csrf, Typed("sent", "", {"letter": letter}), send)

    def answered(
        self,
        request: Request,
        number: str,
        said: Field = "",
        day: Field = "",
        reason: Field = "",
        words: Field = "",
        their_number: Field = "",
        csrf: Field = "",
    ) -> Response:
        """What the receiver said: written down by whoever has the case, or said by the supervisor who received it."""
        fields = {"said": said, "day": day, "reason": reason, "words": words, "their_number": their_number}

        def answer(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, words)
            meant = _answer(visit, fields)
            try:
                answering_referrals.answer(tx, self._office, visit.colleague, number, meant)
            except UnknownReferral:
                case, referral = _of(tx, visit, number)
                answering_referrals.write_down(tx, self._office, visit.colleague, case, referral.n, meant)

        return self._act(request, number, csrf, Typed("answer", "", fields), answer)

    def take_back(self, request: Request, number: str, reason: Field = "", csrf: Field = "") -> Response:
        """It need not be handed over any more."""

        def take_back(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, reason)
            case, referral = _of(tx, visit, number)
            referring.take_back(tx, self._office, visit.colleague, case, referral.n, reason)

        return self._act(request, number, csrf, Typed("take-back", "", {"reason": reason}), take_back)

    def back(self, number: str, form: str) -> Response:
        """Where a reload of a form leads."""
        return RedirectResponse(f"/desk/referrals/{checked(number)}", 303)

    def _propose(self, tx: Transaction, visit: Visit, number: str, asked: Asked) -> Referral:
        must_fit(visit, self._office.policy, asked.why)
        kind: Kind = next((one for one in KINDS if one == asked.kind), "union")
        receiver = Receiver(kind, asked.name, self._address(kind, asked), asked.unit or None)
        shares = tuple(one for one in SHARES if one in asked.shares)
        wish = Wish(receiver, asked.why, shares, asked.file_ids, asked.worker)
        return referring.propose(tx, self._office, visit.colleague, number, wish)

    def _address(self, kind: str, asked: Asked) -> str:
        """The address that was typed, or that of the office of this name in the local list."""
        known = (
            one.address for one in self._office.policy.offices if (one.kind, one.name) == (kind, asked.name.strip())
        )
        return asked.address.strip() or next(known, "")

    def _act(self, request: Request, number: str, csrf: str, typed: Typed, work: Work) -> Response:
        """Do what a form asks; what is refused comes back as the page with all that was typed (409)."""
        visit, number = self._visitors.posting(request, csrf, typed.fields.get("words", "")), checked(number)
        try:
            self._database.call(lambda tx: work(tx, visit))
        except CaseError as refusal:
            return self._page(visit, number, Typed(typed.form, str(refusal), typed.fields))
        except (UnknownCase, UnknownReferral):
            raise NotThere from None
        return RedirectResponse(f"/desk/referrals/{number}", 303)

    def _page(self, visit: Visit, number: str, typed: Typed | None = None) -> Response:
        try:
            view = self._database.read(lambda tx: referral_page(tx, self._office, visit, number))
        except UnknownReferral:
            raise NotThere from None
        shown = {"view": view, "typed": typed or Typed(), "reasons": REASONS, "said": SAID}
        return self._pages.page("referral.html", visit.words, visit, 409 if typed else 200, **shown)

    def _form(self, visit: Visit, number: str, asked: Asked, problem: str = "") -> Response:
        try:
            view = self._database.read(lambda tx: refer_form(tx, self._office, visit, number))
        except UnknownCase:
            raise NotThere(asked.why) from None
        if view.case.owner != visit.colleague.id:
            raise NotThere(asked.why)
        shown = {"view": view, "asked": asked, "problem": problem, "kinds": KINDS, "shares": SHARES}
        return self._pages.page("refer.html", visit.words, visit, 409 if problem else 200, **shown)


def _of(tx: Transaction, visit: Visit, number: str) -> tuple[str, Referral]:
    """The number of the case and its referral, if he may read the case; raises UnknownReferral."""
    referral = referral_views.visible(tx, visit.colleague, number)
    return cases.by_id(tx, referral.case_id).number, referral


def _answer(visit: Visit, fields: dict[str, str]) -> Answer:
    said = next((one for one in SAID if one == fields["said"]), None)
    if said is None:
        raise CaseError(visit.words.say("referral.desk_not_said"))
    reason = next((one for one in REASONS if one == fields["reason"]), None)
    return Answer(said, read_day(visit, fields["day"]), reason, fields["words"], fields["their_number"])
