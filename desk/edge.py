"""The edge of the desk: whatever is refused or fails becomes one plain sentence, and no cache keeps a page."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from desk.pages import PRIVATE, Pages
from desk.refusals import Refusal, SignedOut
from desk.visitors import LANGUAGE_COOKIE, Visitors, chosen_language
from storage.errors import Erased
from texts import LANGUAGES

log = logging.getLogger(__name__)

LONGEST_FORM = 1024 * 1024  # bytes
LONGEST_UPLOAD = 45 * 1024 * 1024  # bytes of a letter with its files; what a bot may send is at most 50 MB
_A_YEAR = 365 * 24 * 3600  # seconds


def plain_route(pages: Pages, visitors: Visitors) -> type[APIRoute]:
    """A kind of route whose answers may not be cached or framed, and that turns refusals and failures into a page.

    A failure (503) means: nothing was kept, send it again.
    """

    class PlainRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()

            async def plain(request: Request) -> Response:
                try:
                    _must_be_short(request, LONGEST_UPLOAD if self.path.endswith("/letters") else LONGEST_FORM)
                    response = await answer(request)
                except Exception as failure:  # the edge of the process: the colleague gets a sentence
                    response = _said(pages, visitors, request, _refusal(self.path, failure))
                for name, value in PRIVATE.items():
                    response.headers.setdefault(name, value)  # a file says itself what it may do
                _keep_language(request, response)
                return response

            return plain

    return PlainRoute


def is_htmx(request: Request) -> bool:
    """Whether a part of a page asks, and not the browser's address bar."""
    return request.headers.get("hx-request") == "true"


def _refusal(path: str, failure: Exception) -> Refusal:
    match failure:
        case Refusal():
            return failure
        case RequestValidationError() | HTTPException():
            return Refusal(400, "not_a_form")
        case Erased():
            return Refusal(410, "erased")
    log.error("desk request failed: path=%s error=%s", path, type(failure).__name__)
    return Refusal(503, "unavailable")


def _said(pages: Pages, visitors: Visitors, request: Request, refusal: Refusal) -> Response:
    """The refusal as a page of its own; on an open page it appears at the top, and what was typed stays where it is."""
    if isinstance(refusal, SignedOut) and request.method == "GET" and not is_htmx(request):
        return RedirectResponse("/desk/sign-in", 303)
    part = is_htmx(request)
    response = pages.page("refusal.html", visitors.words(request), status=refusal.status, refusal=refusal, part=part)
    if part:
        swap = "outerHTML show:#said:top" if request.method == "POST" else "outerHTML"
        response.headers.update({"HX-Retarget": "#said", "HX-Reselect": "#said", "HX-Reswap": swap})
    return response


def _must_be_short(request: Request, longest: int) -> None:
    length = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers or not length.isdecimal() or int(length) > longest:
        raise Refusal(413, "too_long")


def _keep_language(request: Request, response: Response) -> None:
    if request.query_params.get("lang") in LANGUAGES:
        chosen = chosen_language(request) or "zh-CN"
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_A_YEAR, path="/desk", httponly=True, samesite="strict")
