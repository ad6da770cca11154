"""How the web chat says no: every refusal and every failure is one plain sentence, and nothing is ever cached."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from bot.webchat.languages import language_of_browser
from storage.errors import Erased
from storage.evidence import WrongOffset
from storage.files import NoSuchFile
from storage.uploads import EnoughForToday, NotWhole, TooManyAtOnce
from texts import Texts

log = structlog.get_logger(__name__)

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Refusal(Exception):
    """The request cannot be accepted as it is: `reason` names a text of the group `page`.

    `again_after`: the seconds after which the same request may be accepted.
    """

    def __init__(self, status: int, reason: str, again_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.again_after = again_after


_SAID: tuple[tuple[type[Exception], int, str], ...] = (
    (NoSuchFile, 404, "error_no_such_file"),
    (Erased, 404, "error_no_such_file"),
    (WrongOffset, 409, "error_upload_part"),
    (NotWhole, 409, "error_upload_unfinished"),
    (TooManyAtOnce, 429, "error_uploads_at_once"),
    (EnoughForToday, 413, "error_uploads_today"),
)


def refusal_of(failure: Exception) -> Refusal | None:
    """How what storage says is said to a worker; None for a failure of ours."""
    return next((Refusal(status, reason) for kind, status, reason in _SAID if isinstance(failure, kind)), None)


def plain_route(texts: Texts) -> type[APIRoute]:
    """A kind of route whose every answer may not be cached, and that turns refusals and failures into a sentence.

    A failure (503) means: not taken, send the same message again with the same id.
    """

    def sentence(request: Request, refusal: Refusal) -> Response:
        language = language_of_browser(request.headers.get("accept-language"))
        headers = {"Retry-After": str(refusal.again_after)} if refusal.again_after else None
        return JSONResponse({"error": texts.say(language, f"page.{refusal.reason}")}, refusal.status, headers)

    class PlainRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()

            async def plain(request: Request) -> Response:
                try:
                    response = await answer(request)
                except Refusal as refusal:
                    response = sentence(request, refusal)
                except ClientDisconnect:
                    response = Response(status_code=400)
                except Exception as failure:  # the edge of the process: the worker's page will try again
                    known = refusal_of(failure)
                    if known is None:
                        log.error("web chat request failed", path=self.path, error=type(failure).__name__)
                    response = sentence(request, known or Refusal(503, "error_unavailable"))
                response.headers.update(PRIVATE)
                return response

            return plain

    return PlainRoute
