"""Everything under /desk, put together."""

from argon2 import PasswordHasher
from fastapi import APIRouter, Response

from cases.office import Office
from desk.call_backs import CallBacks
from desk.case_pages import CasePages
from desk.chat_link import BotName, ChatLink
from desk.clock_pages import ClockPages
from desk.declared import DeclaredPage
from desk.edge import plain_route
from desk.figures import FiguresPage
from desk.file_pages import FilePages
from desk.letter_templates import LetterTemplates
from desk.letters import Letters
from desk.lists import Lists
from desk.money import Money
from desk.pages import KEPT_FOR_A_YEAR, Pages
from desk.parties import PartyForms
from desk.posters import Posters
from desk.promises import Promises
from desk.rearrange import Rearrange
from desk.referrals import Referrals
from desk.rota import Rota
from desk.signing_in import SigningIn
from desk.supervising import Supervising
from desk.timeline_page import TimelinePage
from desk.todo import ToDo
from desk.together import TogetherPages
from desk.visitors import Visitors
from storage.database import Database
from storage.evidence import Evidence


def _no_bot() -> str | None:
    return None


def desk(
    database: Database,
    office: Office,
    public_url: str | None = None,
    *,
    evidence: Evidence,
    bot_name: BotName = _no_bot,
    hasher: PasswordHasher | None = None,
) -> APIRouter:
    """The routes under /desk.

    `public_url` says whether the outside comes by https, which decides about cookies; `bot_name` gives our bot's
    username in Telegram, None as long as it is not known; `hasher` is for those who have no passwords to guard.
    """
    pages, visitors = Pages(), Visitors(database, office.texts, public_url)
    router = APIRouter(prefix="/desk", route_class=plain_route(pages, visitors), include_in_schema=False)
    case_pages = CasePages(database, office, pages, visitors)
    SigningIn(database, pages, visitors, hasher).add_to(router)
    Lists(database, office, pages, visitors).add_to(router)
    Letters(database, office, evidence, case_pages, visitors).add_to(router)
    FilePages(database, evidence, case_pages, visitors).add_to(router)
    Referrals(database, office, evidence, pages, visitors).add_to(router)
    TimelinePage(database, pages, visitors).add_to(router)
    case_pages.add_to(router)
    Promises(office, case_pages).add_to(router)
    ToDo(office, case_pages).add_to(router)
    LetterTemplates(database, office, pages, visitors).add_to(router)
    CallBacks(database, pages, visitors).add_to(router)
    ChatLink(database, office, pages, visitors, bot_name).add_to(router)
    Posters(database, office, pages, visitors).add_to(router)
    Money(office, case_pages).add_to(router)
    Rota(database, office, pages, visitors).add_to(router)
    Rearrange(database, office, pages, visitors).add_to(router)
    FiguresPage(database, pages, visitors).add_to(router)
    Supervising(office, case_pages).add_to(router)
    TogetherPages(database, office, pages, visitors, case_pages).add_to(router)
    ClockPages(office, case_pages).add_to(router)
    PartyForms(case_pages).add_to(router)
    DeclaredPage(database, pages, visitors).add_to(router)
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
