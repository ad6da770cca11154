"""Beginning, resuming and guarding a conversation in the browser."""

import httpx
from fastapi import FastAPI

from bot.intake import Intake
from bot.webchat.routes import webchat
from storage import conversations
from storage.database import Database
from storage.evidence import Evidence
from tests.bot.webchat.conftest import Phone, Site
from texts import Texts


async def test_a_worker_who_comes_back_finds_his_conversation(phone: Phone, database: Database) -> None:
    """
    Opening the page again with the same cookie resumes the same conversation and begins no second one.
    """
    first = (phone.session, phone.csrf)

    await phone.opens()

    assert (phone.session, phone.csrf) == first
    assert database.read(conversations.counts)["conversations"] == 1


async def test_another_phone_gets_another_conversation(site: Site, phone: Phone) -> None:
    """
    Two workers never share a conversation.
    """
    other = await site.phone().opens()

    assert other.session != phone.session


async def test_an_invented_cookie_opens_nothing(site: Site, phone: Phone) -> None:
    """
    The public name of a conversation, or a guess, used as the cookie gives no access; a fresh chat begins instead.
    """
    stranger = site.phone(Cookie=f"hotline_chat={phone.session}")

    answer = await stranger.http.get("/chat/api/messages")

    assert answer.status_code == 401
    assert answer.json()["error"]
    assert (await stranger.opens()).session != phone.session


async def test_the_secret_is_only_in_a_strict_cookie(site: Site) -> None:
    """
    The cookie cannot be read by scripts or sent by other sites, outlives months, and its token is in no body.
    """
    answer = await site.phone().http.post("/chat/api/sessions")

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Path=/chat" in cookie
    assert "Secure" not in cookie
    assert int(cookie.split("Max-Age=")[1].split(";")[0]) > 90 * 24 * 3600
    assert answer.cookies["hotline_chat"] not in answer.text


async def test_behind_https_the_cookie_is_secure(database: Database, intake: Intake, evidence: Evidence) -> None:
    """
    When the public address is https the cookie never travels without it.
    """
    app = FastAPI()
    app.include_router(webchat(database, intake, Texts.load(), evidence, public_url="https://12351.example"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://inside") as browser:
        assert "Secure" in (await browser.post("/chat/api/sessions")).headers["set-cookie"]


async def test_another_site_cannot_replace_the_cookie(site: Site) -> None:
    """
    A form on another site that posts to us gets no session, so the worker keeps his own.
    """
    answer = await site.phone(**{"Sec-Fetch-Site": "cross-site"}).http.post("/chat/api/sessions")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_message_without_the_page_token_is_refused(phone: Phone) -> None:
    """
    A post that carries the cookie but not the page's token changes nothing.
    """
    for token in (b"", b"guess", "猜".encode()):
        guessed = {b"X-CSRF-Token": token}
        answer = await phone.http.post("/chat/api/messages", json={"id": "1", "text": "你好"}, headers=guessed)
        assert answer.status_code == 403
        assert answer.json()["error"]

    assert (await phone.reads())["messages"] == []
