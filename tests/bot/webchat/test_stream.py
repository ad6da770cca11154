"""Replies that arrive while the page is open."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from storage import outbox
from storage.database import Database
from storage.messages import Message
from storage.vault import Master
from tests.bot.webchat.conftest import Phone, Site, both_engines


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Id and content of each event."""
    content: dict[str, Any] = {}
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            content = json.loads(line.removeprefix("data: "))
        if line.startswith("id: "):
            yield line.removeprefix("id: "), content


def writes(database: Database, phone: Phone, text: str) -> None:
    database.call(lambda tx: outbox.promise(tx, phone.session, Message(text)))


@both_engines
async def test_a_letter_reaches_an_open_page(phone: Phone, database: Database) -> None:
    """
    What the lawyer writes appears without the worker doing anything, as the same message that fetching gives.
    """
    async with asyncio.timeout(10), phone.http.stream("GET", "/chat/api/stream") as answer:
        await asyncio.to_thread(writes, database, phone, "请发工资条")
        number, message = await anext(events(answer))

    assert number == "1"
    assert message == (await phone.reads())["messages"][0]


@both_engines
async def test_a_letter_written_by_another_process_arrives_too(
    phone: Phone, database: Database, master: Master
) -> None:
    """
    A letter from a process that cannot wake this one arrives within a few seconds.
    """
    elsewhere = Database(database.url.render_as_string(hide_password=False), master)
    async with asyncio.timeout(10), phone.http.stream("GET", "/chat/api/stream") as answer:
        await asyncio.to_thread(writes, elsewhere, phone, "请发工资条")
        _, message = await anext(events(answer))
    elsewhere.close()

    assert message["text"] == "请发工资条"


@both_engines
async def test_a_broken_stream_goes_on_where_it_stopped(phone: Phone, database: Database) -> None:
    """
    The browser says which reply it saw last, in a header or in the address, and misses and repeats nothing.
    """
    for text in ("一", "二", "三"):
        await asyncio.to_thread(writes, database, phone, text)

    for after, headers in (("0", {"Last-Event-ID": "2"}), ("2", {})):
        address = f"/chat/api/stream?after={after}"
        async with asyncio.timeout(10), phone.http.stream("GET", address, headers=headers) as answer:
            number, message = await anext(events(answer))
        assert (number, message["text"]) == ("3", "三")


async def test_a_stream_shows_nobody_elses_replies(site: Site, phone: Phone, database: Database) -> None:
    """
    A letter to one worker does not reach the open page of another.
    """
    other = await site.phone().opens()
    async with asyncio.timeout(10), other.http.stream("GET", "/chat/api/stream") as answer:
        await asyncio.to_thread(writes, database, phone, "给第一个人")
        await asyncio.to_thread(writes, database, other, "给第二个人")
        _, message = await anext(events(answer))

    assert message["text"] == "给第二个人"


async def test_without_a_session_there_is_no_stream(site: Site) -> None:
    """
    No cookie: a plain sentence at once instead of an open connection.
    """
    answer = await site.phone().http.get("/chat/api/stream")

    assert answer.status_code == 401
    assert answer.json()["error"]


async def test_open_pages_do_not_keep_the_server_from_stopping(site: Site, phone: Phone) -> None:
    """
    When the server is told to stop, every stream ends by itself.
    """
    async with asyncio.timeout(5), phone.http.stream("GET", "/chat/api/stream") as answer:
        site.stopping.set()
        assert [event async for event in events(answer)] == []
