"""What the web chat answers to: its pages, its session, messages and files in, replies and files out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.intake import Intake
from bot.webchat.chat import Chat
from bot.webchat.downloading import Downloads
from bot.webchat.following import follow
from bot.webchat.history import number_after
from bot.webchat.linked import Linked
from bot.webchat.pace import Pace
from bot.webchat.page import KEPT_FOR_A_YEAR, POLICY, Page
from bot.webchat.refusals import plain_route
from bot.webchat.tus import Tus
from bot.webchat.uploading import Uploads
from storage.conversations import WebSession
from storage.database import Database
from storage.evidence import Evidence
from texts import Texts


def webchat(
    database: Database,
    intake: Intake,
    texts: Texts,
    evidence: Evidence,
    *,
    public_url: str | None = None,
    stopping: asyncio.Event | None = None,
    pace: Pace | None = None,
) -> APIRouter:
    """The routes under /chat.

    Streams end when `stopping` is set: set it when the server is told to stop, before it waits for its connections.
    `pace` is how fast one conversation may write.
    """
    uploads, stop = Uploads(database, evidence), stopping or asyncio.Event()
    chat = Chat(database, intake, uploads, texts, public_url, pace=pace or Pace())
    router = APIRouter(prefix="/chat", route_class=plain_route(texts), include_in_schema=False)
    _add_chat(router, chat, Downloads(database, evidence))
    router.add_api_route("/api/stream", _stream(chat, stop), methods=["GET"], response_class=EventSourceResponse)
    Tus(uploads, chat.sender).add_to(router, "/api/uploads")
    Linked(database, intake, uploads, public_url).add_to(router)
    page = Page(texts)
    router.add_api_route("", _shown(chat, page, "chat"), methods=["GET"], response_model=None)
    router.add_api_route("/upload", _shown(chat, page, "upload"), methods=["GET"], response_model=None)
    router.include_router(_static(page))
    return router


def _add_chat(router: APIRouter, chat: Chat, downloads: Downloads) -> None:
    async def file(request: Request, file_id: str) -> Response:
        session = await chat.session(request)
        return await downloads.file(request, session.conversation_id, file_id)

    router.add_api_route("/api/sessions", chat.begin, methods=["POST"], response_model=None)
    router.add_api_route("/api/sessions", chat.leave, methods=["DELETE"], response_model=None)
    router.add_api_route("/api/messages", chat.take, methods=["POST"], response_model=None)
    router.add_api_route("/api/messages", chat.replies, methods=["GET"], response_model=None)
    router.add_api_route("/api/cases", chat.cases, methods=["GET"], response_model=None)
    router.add_api_route("/api/files/{file_id}", file, methods=["GET"], response_model=None)


def _shown(chat: Chat, page: Page, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        return HTMLResponse(page.html(await chat.language(request), name), headers=POLICY)

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
            yield ServerSentEvent(data=reply, id=str(reply["n"]))

    return stream
