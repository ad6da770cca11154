"""Posters for sites: a supervisor makes one, downloads its sheet to print it, and ends it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases import posters
from cases.errors import CaseError
from cases.office import Office
from cases.poster_sheet import LONGEST, Links
from cases.poster_svg import svg
from cases.posters import NotNamed, NotOfUnit, NowhereToLead
from desk.pages import Pages
from desk.refusals import NotThere
from desk.visitors import Visit, Visitors
from knowledge.reading.places import DISTRICTS
from storage import sites
from storage.database import Database, Transaction
from storage.sites import Site

Field = Annotated[str, Form()]
_PAPER = "zh-CN"  # the workers' language, whatever the supervisor reads
_SHEET = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stood in the form, to be shown again."""

    site: str = ""
    contractor: str = ""
    employer: str = ""
    district: str = ""


class Posters:
    """The page of the posters of a supervisor's unit and of those below it; nobody else finds it."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors) -> None:
        self._database, self._office, self._pages, self._visitors = database, office, pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the page."""
        router.get("/posters", response_model=None)(self.show)
        router.post("/posters", response_model=None)(self.make)
        router.get("/posters/{site_id}.svg", response_model=None)(self.sheet)
        router.post("/posters/{site_id}/end", response_model=None)(self.end)
        router.get("/posters/{site_id}/end", response_model=None)(self.back)

    def show(self, request: Request) -> Response:
        """The posters that were made, the newest first, and the form for another."""
        return self._page(_supervisor(self._visitors.signed_in(request)))

    def make(
        self,
        request: Request,
        site: Field = "",
        contractor: Field = "",
        employer: Field = "",
        district: Field = "",
        csrf: Field = "",
    ) -> Response:
        """Keep a site whose sheet can be downloaded from now on; what cannot be printed comes back (409)."""
        visit = _supervisor(self._visitors.posting(request, csrf))
        entry = _Entry(site, contractor, employer, district)
        try:
            self._database.call(lambda tx: self._put_up(tx, visit, entry))
        except CaseError as refusal:
            return self._page(visit, entry, _sentence(visit, refusal))
        return RedirectResponse("/desk/posters", 303)

    def sheet(self, request: Request, site_id: str) -> Response:
        """The sheet of a poster that is in use, as SVG."""
        visit = _supervisor(self._visitors.signed_in(request))
        try:
            site, ways = self._database.read(lambda tx: self._with_links(tx, visit, site_id))
        except NowhereToLead as refusal:
            return self._page(visit, problem=_sentence(visit, refusal))
        drawn = svg(posters.sheet(self._office, _PAPER, site, ways), _PAPER)
        named = {"Content-Disposition": f'attachment; filename="poster-{site.id}.svg"'}
        return Response(drawn, media_type="image/svg+xml", headers={**_SHEET, **named})

    def end(self, request: Request, site_id: str, csrf: Field = "") -> Response:
        """The code of this poster fills in no site from now on."""
        visit = _supervisor(self._visitors.posting(request, csrf))
        self._database.call(lambda tx: sites.end(tx, _own(tx, visit, site_id).id))
        return RedirectResponse("/desk/posters", 303)

    def back(self, site_id: str) -> Response:
        """Where a reload of a form leads."""
        return RedirectResponse("/desk/posters", 303)

    def _put_up(self, tx: Transaction, visit: Visit, entry: _Entry) -> None:
        """Make it, of his own unit, and only if its code leads somewhere."""
        district = entry.district if entry.district in _CODES else None
        site = posters.put_up(tx, self._office, entry.site, entry.contractor, entry.employer, district)
        posters.must_be_of(tx, visit.colleague, site)
        posters.links(tx, self._office, site)

    def _with_links(self, tx: Transaction, visit: Visit, site_id: str) -> tuple[Site, Links]:
        site = _own(tx, visit, site_id)
        if site.ended_at:
            raise NotThere
        return site, posters.links(tx, self._office, site)

    def _page(self, visit: Visit, entry: _Entry | None = None, problem: str = "") -> Response:
        listed = self._database.read(lambda tx: sites.visible_to(tx, visit.colleague))
        shown = {"sites": listed, "entry": entry or _Entry(), "districts": _CODES, "longest": int(2 * LONGEST)}
        return self._pages.page("posters.html", visit.words, visit, 409 if problem else 200, problem=problem, **shown)


_CODES = [district.code for district in DISTRICTS]


def _supervisor(visit: Visit) -> Visit:
    """The visit of somebody who may make posters; raises NotThere."""
    if not visit.supervises:
        raise NotThere
    return visit


def _own(tx: Transaction, visit: Visit, site_id: str) -> Site:
    found = next((site for site in sites.visible_to(tx, visit.colleague) if site.id == site_id), None)
    if found is None:
        raise NotThere
    return found


def _sentence(visit: Visit, refusal: CaseError) -> str:
    """Why not, in the colleague's language."""
    match refusal:
        case NotNamed():
            return visit.words.say(f"poster.desk_wrong_{refusal.what}")
        case NotOfUnit():
            return visit.words.say("poster.desk_wrong_place")
        case NowhereToLead():
            return visit.words.say("poster.desk_nowhere")
        case _:
            return str(refusal)
