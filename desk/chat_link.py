"""Working from one's own Telegram: a colleague sees whether his is linked, links it by a one-time code, unlinks it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cases.office import Office
from cases.telling import leave
from desk.pages import Pages
from desk.visitors import Visit, Visitors
from storage import people
from storage.database import Database

Field = Annotated[str, Form()]
BotName = Callable[[], str | None]
CODE_LASTS = timedelta(minutes=30)


class ChatLink:
    """The page of a colleague's own Telegram. `bot_name` is our bot's username once it is known."""

    def __init__(self, database: Database, office: Office, pages: Pages, visitors: Visitors, bot_name: BotName) -> None:
        self._database, self._office, self._pages = database, office, pages
        self._visitors, self._bot_name = visitors, bot_name

    def add_to(self, router: APIRouter) -> None:
        """Mount the page."""
        router.get("/telegram", response_model=None)(self.show)
        router.post("/telegram/code", response_model=None)(self.code)
        router.post("/telegram/unlink", response_model=None)(self.unlink)
        router.get("/telegram/{form}", response_model=None)(self.back)

    def show(self, request: Request) -> Response:
        """Whether his Telegram is linked, and how to link or unlink it."""
        return self._page(self._visitors.signed_in(request))

    def code(self, request: Request, csrf: Field = "") -> Response:
        """A fresh one-time code, shown on this one page; a linked colleague moves to another Telegram with it."""
        visit = self._visitors.posting(request, csrf)
        invite = people.invite
        code = self._database.call(lambda tx: invite(tx, visit.colleague.id, people.TELEGRAM, CODE_LASTS))
        return self._page(visit, code)

    def unlink(self, request: Request, csrf: Field = "") -> Response:
        """Nothing of his work is sent to that chat any more, and what stands there about cases goes."""
        visit = self._visitors.posting(request, csrf)
        self._database.call(lambda tx: leave(tx, self._office, visit.colleague, "unlinked"))
        return RedirectResponse("/desk/telegram", 303)

    def back(self, form: str) -> Response:
        """Where a reload of a form leads."""
        return RedirectResponse("/desk/telegram", 303)

    def _page(self, visit: Visit, code: str = "") -> Response:
        linked = self._database.read(lambda tx: people.chat_of(tx, visit.colleague.id)) is not None
        bot = self._bot_name()
        link = f"https://t.me/{quote(bot)}?start={quote(code)}" if bot and code else ""
        minutes = CODE_LASTS // timedelta(minutes=1)
        shown: dict[str, object] = {"linked": linked, "bot": bot, "code": code, "link": link, "minutes": minutes}
        return self._pages.page("telegram.html", visit.words, visit, 200, **shown)
