"""Where Telegram brings updates: 200 means kept, 500 means bring it again."""

import hmac
import json

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from starlette.requests import ClientDisconnect

from bot.telegram.application import HotlineApplication
from bot.telegram.redact import whence

PATH = "/telegram/webhook"
MOST_BYTES = 64 * 2**20  # Telegram sends a few kilobytes; this is ten megabytes of text in any spelling of JSON

log = structlog.get_logger(__name__)


def router(application: HotlineApplication, secret: str) -> APIRouter:
    """The route for an initialized application; `secret` is what Telegram was told to send with each update."""
    routes = APIRouter()

    async def bring(request: Request) -> PlainTextResponse:
        if not _authentic(request, secret):
            return PlainTextResponse("The secret is wrong.", 403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return PlainTextResponse("The update broke off.", 400)
        if body is None:
            return PlainTextResponse("No update is longer than 64 MB.", 413)
        return await _receive(application, body)

    routes.add_route(PATH, bring, methods=["POST"], include_in_schema=False)
    return routes


def _authentic(request: Request, secret: str) -> bool:
    """Whether Telegram itself wrote this, told in constant time; header bytes are latin-1 and may be anything."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    return hmac.compare_digest(given.encode("latin-1", "replace"), secret.encode())


async def _body(request: Request) -> bytearray | None:
    """The whole body, or None as soon as it is too long; raises ClientDisconnect."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return body


async def _receive(application: HotlineApplication, body: bytearray) -> PlainTextResponse:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return PlainTextResponse("This is not JSON.", 400)
    try:
        await application.receive(raw)
    except Exception as error:  # the edge of the process: whatever it was, Telegram has to bring the update again
        log.error("telegram update was not kept, it will be brought again", reason=whence(error))
        return PlainTextResponse("Not kept; bring it again.", 500)
    return PlainTextResponse("Kept.")
