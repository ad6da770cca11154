"""Prepared letters: a supervisor writes them for his unit and those below it, changes them, ends their use."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import templates
from cases.errors import CaseError
from cases.office import Office
from desk.pages import Pages
from desk.refusals import NotThere
from desk.second_look import must_fit
from desk.visitors import Visit, Visitors
from storage import letter_templates
from storage.database import Database, Transaction

Field = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stood in a form, to be shown again; `of` is the letter it changes, "" for a new one."""

    of: str = ""
    name: str = ""
    text: str = ""


class LetterTemplates:
    """The page of the prepared letters; only supervisors find it."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page."""
        router.get("/templates", response_model=None)(self.show)
        router.post("/templates", response_model=None)(self.add)
        router.post("/templates/{template_id}", response_model=None)(self.change)
        router.post("/templates/{template_id}/end", response_model=None)(self.end)
        router.get("/templates/{template_id}", response_model=None)(self.back)
        router.get("/templates/{template_id}/end", response_model=None)(self.back)

    def show(self, request: Request) -> Response:
        """Those of his unit, which he may change, those of the units above, and those that come with the hotline."""
        return self._page(_supervisor(self._visitors.signed_in(request)))

    def add(self, request: Request, name: Field = "", text: Field = "", csrf: Field = "") -> Response:
        """Another one; what cannot be kept comes back with a sentence (409)."""
        visit = _supervisor(self._visitors.posting(request, csrf, text))
        return self._keep(visit, _Entry("", name, text))

    def change(
        self, request: Request, template_id: str, name: Field = "", text: Field = "", csrf: Field = ""
    ) -> Response:
        """It reads like this from now on."""
        visit = _supervisor(self._visitors.posting(request, csrf, text))
        return self._keep(visit, _Entry(template_id, name, text))

    def end(self, request: Request, template_id: str, csrf: Field = "") -> Response:
        """Nobody chooses it any more."""
        visit = _supervisor(self._visitors.posting(request, csrf))
        if not self._database.call(lambda tx: letter_templates.end(tx, visit.colleague, template_id)):
            return self._page(visit, problem=visit.words.say("casework.desk_template_gone"))
        return RedirectResponse("/desk/templates", 303)

    def back(self, template_id: str) -> Response:
        """Where a reload of a form leads."""
        return RedirectResponse("/desk/templates", 303)

    def _keep(self, visit: Visit, entry: _Entry) -> Response:
        try:
            must_fit(visit, self._office.policy, entry.text)
            kept = self._database.call(lambda tx: self._written(tx, visit, entry))
        except CaseError as refusal:
            return self._page(visit, entry, str(refusal))
        if not kept:
            return self._page(visit, entry, visit.words.say("casework.desk_template_gone"))
        return RedirectResponse("/desk/templates", 303)

    @staticmethod
    def _written(tx: Transaction, visit: Visit, entry: _Entry) -> bool:
        if entry.of:
            return templates.change(tx, visit.colleague, entry.of, entry.name, entry.text)
        return bool(templates.add(tx, visit.colleague, entry.name, entry.text))

    def _page(self, visit: Visit, entry: _Entry | None = None, problem: str = "") -> Response:
        unit, language = visit.colleague.unit, visit.words.language
        kept = self._database.read(lambda tx: letter_templates.for_unit(tx, unit))
        shown = {
            "own": [one for one in kept if one.unit == unit],
            "others": [one for one in kept if one.unit != unit],
            "shipped": templates.shipped(self._office, language),
            "entry": entry or _Entry(),
            "problem": problem,
            "longest": templates.LONGEST_NAME,
        }
        return self._pages.page("letter_templates.html", visit.words, visit, 409 if problem else 200, **shown)


def _supervisor(visit: Visit) -> Visit:
    """The visit of somebody who may write them; raises NotThere."""
    if not visit.supervises:
        raise NotThere
    return visit
