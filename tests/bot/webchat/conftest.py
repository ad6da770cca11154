"""A web chat on loopback: the real routes on a real server, and a phone's browser that keeps its cookie."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from bot.intake import Intake
from bot.webchat.pace import Pace
from bot.webchat.routes import webchat
from storage.database import Database
from storage.evidence import Evidence
from tests.conftest import migrated
from texts import Texts

BURST = 40  # messages that the site takes at once
both_engines = pytest.mark.parametrize("migrated_url", ["sqlite", "postgresql"], indirect=True)


@dataclass
class Phone:
    """What the page does, without the page."""

    http: httpx.AsyncClient
    session: str = ""
    csrf: str = ""

    async def opens(self) -> "Phone":
        """Begin, or resume what its cookie remembers."""
        answer = (await self.http.post("/chat/api/sessions")).raise_for_status().json()
        self.session, self.csrf = answer["session"], answer["csrf"]
        return self

    async def posts(self, message: Any = None, **request: Any) -> httpx.Response:
        """Post a message, or anything else, with the session's token."""
        body = request or {"json": message}
        return await self.http.post("/chat/api/messages", headers={"X-CSRF-Token": self.csrf}, **body)

    async def reads(self, after: int = 0) -> dict[str, Any]:
        """What the page would fetch."""
        answer = await self.http.get("/chat/api/messages", params={"after": after})
        fetched: dict[str, Any] = answer.raise_for_status().json()
        return fetched


@dataclass
class Site:
    """A running web chat and how to stop it."""

    url: str
    stopping: asyncio.Event
    phones: list[httpx.AsyncClient] = field(default_factory=list)

    def phone(self, **headers: str) -> Phone:
        """Another phone, without a cookie."""
        http = httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False, timeout=20, verify=False)
        self.phones.append(http)
        return Phone(http)


@pytest.fixture(params=["sqlite"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """SQLite, unless a test is marked for both engines: most of the page is about neither."""
    with migrated(request, tmp_path) as url:
        yield url


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """The folder of sealed files."""
    return Evidence(tmp_path / "evidence")


@pytest.fixture
async def site(database: Database, intake: Intake, evidence: Evidence) -> AsyncIterator[Site]:
    """The web chat over the real door."""
    stopping, app = asyncio.Event(), FastAPI()
    app.include_router(webchat(database, intake, Texts.load(), evidence, stopping=stopping, pace=Pace(60, BURST)))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    running = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", stopping)
    yield running
    for http in running.phones:
        await http.aclose()
    stopping.set()
    server.should_exit = True
    await serving
    listening.close()


@pytest.fixture
async def phone(site: Site) -> Phone:
    """A worker's phone with the chat open."""
    return await site.phone().opens()
