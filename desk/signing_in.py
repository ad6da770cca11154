"""Coming to the desk and leaving it: a one-time link first, a password of one's own afterwards."""

from typing import Annotated

from argon2 import PasswordHasher
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desk.pages import Pages
from desk.passwords import SHORTEST, Passwords
from desk.refusals import Refusal, SignedOut
from desk.visitors import SIGNED_IN_FOR, Visitors
from storage import desk_sessions, people
from storage.database import Database, Transaction

Field = Annotated[str, Form()]
HOME, CHOOSE = "/desk", "/desk/password"


class SigningIn:
    """The pages in front of the desk."""

    def __init__(
        self, database: Database, pages: Pages, visitors: Visitors, hasher: PasswordHasher | None = None
    ) -> None:
        self._database, self._pages, self._visitors = database, pages, visitors
        self._passwords = Passwords(database, hasher)

    def add_to(self, router: APIRouter) -> None:
        """Mount the pages."""
        router.get("/sign-in", response_model=None)(self.ask)
        router.post("/sign-in", response_model=None)(self.sign_in)
        router.get("/enter/{token}", response_model=None)(self.at_the_door)
        router.post("/enter/{token}", response_model=None)(self.enter)
        router.get("/password", response_model=None)(self.ask_new_password)
        router.post("/password", response_model=None)(self.choose_password)
        router.post("/sign-out", response_model=None)(self.sign_out)

    def ask(self, request: Request) -> Response:
        """The form for id and password; who is signed in goes on to his list."""
        try:
            self._visitors.signed_in(request)
        except SignedOut:
            return self._pages.page("sign_in.html", self._visitors.words(request), staff_id="", problem="")
        return RedirectResponse(HOME, 303)

    def sign_in(self, request: Request, staff_id: Field = "", password: Field = "") -> Response:
        """Sign in by id and password; a wrong one says neither which of the two it was nor whether the id exists."""
        self._visitors.must_be_from_here(request)
        try:
            token = self._passwords.sign_in(staff_id, password, request.client.host if request.client else "")
        except Refusal as refusal:
            words = self._visitors.words(request)
            said = {"staff_id": staff_id, "problem": words(refusal.reason)}
            return self._pages.page("sign_in.html", words, None, refusal.status, **said)
        return self._let_in(request, token, HOME)

    def at_the_door(self, request: Request, token: str) -> Response:
        """What a one-time link shows: a button. Only pressing it uses the link up, so a preview of it does not."""
        return self._pages.page("enter.html", self._visitors.words(request))

    def enter(self, request: Request, token: str) -> Response:
        """Use a one-time link up and sign in; who has no password yet is asked to choose one.

        Raises Refusal 410 if the link was used, has expired or never was.
        """
        self._visitors.must_be_from_here(request)
        entered = self._database.call(lambda tx: _redeem(tx, token))
        if entered is None:
            raise Refusal(410, "link_used")
        staff_id, opened, has_password = entered
        self._passwords.forgive(staff_id)
        return self._let_in(request, opened, HOME if has_password else CHOOSE)

    def ask_new_password(self, request: Request) -> Response:
        """The form for a new password, which can also wait."""
        visit = self._visitors.signed_in(request)
        return self._pages.page("password.html", visit.words, visit, shortest=SHORTEST, problem="")

    def choose_password(self, request: Request, password: Field = "", again: Field = "", csrf: Field = "") -> Response:
        """Keep a new password; every other browser of the colleague is signed out."""
        visit = self._visitors.posting(request, csrf)
        try:
            token = self._passwords.choose(visit.colleague.id, password, again)
        except Refusal as refusal:
            said = {"shortest": SHORTEST, "problem": visit.words(refusal.reason, shortest=SHORTEST)}
            return self._pages.page("password.html", visit.words, visit, refusal.status, **said)
        return self._let_in(request, token, HOME)

    def sign_out(self, request: Request, csrf: Field = "") -> Response:
        """Close the session of this browser."""
        self._visitors.posting(request, csrf)
        response = RedirectResponse("/desk/sign-in", 303)
        self._visitors.forget(request, response)
        return response

    def _let_in(self, request: Request, token: str, to: str) -> Response:
        response = RedirectResponse(to, 303)
        self._visitors.remember(request, response, token)
        return response


def _redeem(tx: Transaction, token: str) -> tuple[str, str, bool] | None:
    colleague = people.redeem(tx, token, people.SIGN_IN)
    if colleague is None:
        return None
    has_password = desk_sessions.password_hash(tx, colleague.id) is not None
    return colleague.id, desk_sessions.begin(tx, colleague.id, SIGNED_IN_FOR), has_password
