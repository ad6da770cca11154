"""Everything under /desk, put together."""

from fastapi import APIRouter, Response

from cases.office import Office
from desk.case_pages import CasePages
from desk.edge import plain_route
from desk.lists import Lists
from desk.pages import KEPT_FOR_A_YEAR, Pages
from desk.signing_in import SigningIn
from desk.supervising import Supervising
from desk.visitors import Visitors
from storage.database import Database


def desk(database: Database, office: Office, public_url: str | None = None) -> APIRouter:
    """The routes under /desk. `public_url` says whether the outside comes by https, which decides about cookies."""
    pages, visitors = Pages(), Visitors(database, office.texts, public_url)
    router = APIRouter(prefix="/desk", route_class=plain_route(pages, visitors), include_in_schema=False)
    case_pages = CasePages(database, office, pages, visitors)
    SigningIn(database, pages, visitors).add_to(router)
    Lists(database, office, pages, visitors).add_to(router)
    case_pages.add_to(router)
    Supervising(office, case_pages).add_to(router)
    router.include_router(_static(pages))
    return router


def _static(pages: Pages) -> APIRouter:
    router = APIRouter()

    @router.get("/static/{name:path}")
    def file(name: str) -> Response:
        found = pages.files.get(name)
        if found is None:
            return Response(status_code=404)
        return Response(found.content, media_type=found.media_type, headers=KEPT_FOR_A_YEAR)

    return router
