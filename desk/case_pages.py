"""The page of a case and what its lawyer does there: note, propose closing, open the contact."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import closing, correspondence
from cases.errors import CaseError
from cases.office import Office
from desk.case_view import case_view, record
from desk.casework_view import drafted
from desk.closing_look import must_be_ready
from desk.identity import open_contact, open_member_contact
from desk.lists import OF_OFFERS, checked
from desk.pages import Pages
from desk.refusals import NotFromOurPage, NotThere
from desk.second_look import Held, PerhapsNote, must_fit
from desk.visitors import Visit, Visitors, must_be_ours
from storage.cases import UnknownCase
from storage.database import Database, Transaction

Field = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed into one form of the page, and why it was not taken; the form keeps it.

    `anyway`: it can be sent as it is by whoever says so; `as_note`: it may have been meant as a note.
    `also` is what was typed into a second field.
    """

    form: str
    text: str = ""
    problem: str = ""
    anyway: bool = False
    as_note: bool = False
    also: str = ""


class CasePages:
    """Shows a case to whoever may read it and takes the forms on its page."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page and its forms."""
        router.get("/cases/{number}", response_model=None)(self.show)
        router.get("/cases/{number}/record", response_model=None)(self.record)
        router.post("/cases/{number}/notes", response_model=None)(self.note)
        router.post("/cases/{number}/closing", response_model=None)(self.propose_closing)
        router.post("/cases/{number}/contact", response_model=None)(self.open_contact)
        router.post("/cases/{number}/member-contact", response_model=None)(self.open_member_contact)
        router.get("/cases/{number}/{form}", response_model=None)(self.back)

    def show(self, request: Request, number: str, template: str = "") -> Response:
        """The whole page, with a prepared letter in its form if one was chosen; nothing is sent by that.

        404 for a case that does not exist or is not this colleague's to read.
        """
        visit, number = self._visitors.signed_in(request), checked(number)
        return self.page(visit, number, self._drafted(visit, number, template) if template else None)

    def record(self, request: Request, number: str, seen: str = "", files: str = "") -> Response:
        """Where the case stands and what happened, for an open page; 204 when it has `seen` all there is.

        The files come along only if they are not those of its mark, so that nothing that plays is interrupted.
        """
        visit, number = self._visitors.signed_in(request), checked(number)
        try:
            standing = self._database.read(lambda tx: record(tx, visit, number))
        except UnknownCase:
            raise NotThere from None
        if seen == str(standing.seen) and files in ("", standing.files_mark):
            return Response(status_code=204)
        shown = {"record": standing, "is_owner": standing.case.owner == visit.colleague.id, "entry": Entry("")}
        return self._pages.page("news.html", visit.words, visit, 200, new_files=files != standing.files_mark, **shown)

    def note(self, request: Request, number: str, text: Field = "", csrf: Field = "") -> Response:
        """Write down what only colleagues read."""
        entry = Entry("note", text)

        def keep(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, text)
            correspondence.note(tx, visit.colleague, number, text)

        return self.act(request, number, csrf, entry, keep)

    def propose_closing(
        self, request: Request, number: str, summary: Field = "", anyway: Field = "", csrf: Field = ""
    ) -> Response:
        """Ask the worker whether it is solved; what tells him who writes waits for `anyway`."""
        entry = Entry("closing", summary)

        def propose(tx: Transaction, visit: Visit) -> None:
            must_fit(visit, self._office.policy, summary)
            if not anyway:
                must_be_ready(tx, self._office, visit, number, summary)
            closing.propose_closing(tx, self._office, visit.colleague, number, summary)

        return self.act(request, number, csrf, entry, propose)

    def open_contact(self, request: Request, number: str, reason: Field = "", csrf: Field = "") -> Response:
        """Show the worker's contact on this one page, and keep the reason on the record."""
        entry, opened = Entry("contact", reason), list[str | None]()
        answer = self.act(
            request,
            number,
            csrf,
            entry,
            lambda tx, visit: opened.append(open_contact(tx, visit.colleague, number, reason)),
        )
        if not opened:
            return answer
        return self.page(self._visitors.signed_in(request), number, contact=opened[-1] or "")

    def open_member_contact(
        self, request: Request, number: str, member: Field = "", reason: Field = "", csrf: Field = ""
    ) -> Response:
        """The same for the contact of a workmate who joined."""
        entry, opened = Entry("member-contact", reason), list[str]()
        answer = self.act(
            request,
            number,
            csrf,
            entry,
            lambda tx, visit: opened.append(open_member_contact(tx, visit.colleague, number, member, reason)),
        )
        if not opened:
            return answer
        return self.page(self._visitors.signed_in(request), number, member_contact=opened[-1])

    def back(self, request: Request, number: str, form: str) -> Response:
        """Where the address of a form leads when it is only looked at: a reload, another language, a bookmark."""
        return RedirectResponse("/desk" if form in OF_OFFERS else f"/desk/cases/{checked(number)}", 303)

    def act(
        self,
        request: Request,
        number: str,
        csrf: str,
        entry: Entry,
        work: Callable[[Transaction, Visit], object],
    ) -> Response:
        """Do what a form asks in one unit of work and go back to the page; what is refused is as for `attempt`."""
        return self.attempt(request, number, csrf, entry, lambda visit: self._database.call(lambda tx: work(tx, visit)))

    def attempt(
        self, request: Request, number: str, csrf: str, entry: Entry, work: Callable[[Visit], object]
    ) -> Response:
        """The same for what takes more than one unit.

        What cannot be done comes back as the page with a sentence at its form and all that was typed in it: 409, or
        403 if the session's secret was not that of the page.
        """
        visit, number = self._visitors.signed_in(request, entry.text), checked(number, entry.text)
        try:
            must_be_ours(visit, request, csrf)
            work(visit)
        except NotFromOurPage as refusal:
            return self.page(visit, number, replace(entry, problem=visit.words(refusal.reason)), 403)
        except CaseError as refusal:
            anyway, as_note = isinstance(refusal, Held), isinstance(refusal, PerhapsNote)
            return self.page(visit, number, replace(entry, problem=str(refusal), anyway=anyway, as_note=as_note), 409)
        except UnknownCase:
            raise NotThere(entry.text) from None
        return RedirectResponse(f"/desk/cases/{number}", 303)

    def _drafted(self, visit: Visit, number: str, template_id: str) -> Entry | None:
        try:
            text = self._database.read(lambda tx: drafted(tx, self._office, visit, number, template_id))
        except UnknownCase:
            raise NotThere from None
        return Entry("letter", text) if text else None

    def page(
        self,
        visit: Visit,
        number: str,
        entry: Entry | None = None,
        status: int = 200,
        contact: str | None = None,
        member_contact: str | None = None,
    ) -> Response:
        """The page of a case; raises NotThere. A contact is shown only right after it was opened."""
        typed = entry.text if entry else ""
        try:
            view = self._database.read(lambda tx: case_view(tx, self._office, visit, number))
        except UnknownCase:
            raise NotThere(typed) from None
        shown = {"view": view, "record": view.record, "is_owner": view.is_owner, "entry": entry or Entry("")}
        contacts = {"contact": contact, "member_contact": member_contact}
        return self._pages.page("case.html", visit.words, visit, status, **contacts, **shown)
