"""What the web chat answers to: its page, its session, messages in, replies out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.intake import Intake
from bot.webchat.chat import Chat, as_json, number_after
from bot.webchat.following import follow
from bot.webchat.page import KEPT_FOR_A_YEAR, POLICY, Page
from bot.webchat.refusals import plain_route
from storage.conversations import WebSession
from storage.database import Database
from texts import Texts


def webchat(
    database: Database,
    intake: Intake,
    texts: Texts,
    *,
    public_url: str | None = None,
    stopping: asyncio.Event | None = None,
) -> APIRouter:
    """The routes under /chat.

    Streams end when `stopping` is set: set it when the server is told to stop, before it waits for its connections.
    """
    chat, stop = Chat(database, intake, public_url), stopping or asyncio.Event()
    router = APIRouter(prefix="/chat", route_class=plain_route(texts), include_in_schema=False)
    router.add_api_route("/api/sessions", chat.begin, methods=["POST"], response_model=None)
    router.add_api_route("/api/messages", chat.take, methods=["POST"], response_model=None)
    router.add_api_route("/api/messages", chat.replies, methods=["GET"], response_model=None)
    router.add_api_route("/api/stream", _stream(chat, stop), methods=["GET"], response_class=EventSourceResponse)
    page = Page(texts)
    router.add_api_route("", _shown(chat, page), methods=["GET"], response_model=None)
    router.include_router(_static(page))
    return router


def _shown(chat: Chat, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        return HTMLResponse(page.html(await chat.language(request)), headers=POLICY)

    return show


def _static(page: Page) -> APIRouter:
    router = APIRouter()

    @router.get("/static/{name}")
    async def file(name: str) -> Response:
        found = page.files.get(name)
        if found is None:
            return Response(status_code=404)
        return Response(found.content, media_type=found.media_type, headers=KEPT_FOR_A_YEAR)

    return router


def _stream(chat: Chat, stopping: asyncio.Event) -> Callable[..., AsyncIterator[ServerSentEvent]]:
    async def stream(
        session: Annotated[WebSession, Depends(chat.session)], after: Annotated[int, Depends(number_after)]
    ) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(retry=3000)
        async for reply in follow(chat.database, session.conversation_id, after, stopping):
            yield ServerSentEvent(data=as_json(reply), id=str(reply.n))

    return stream
