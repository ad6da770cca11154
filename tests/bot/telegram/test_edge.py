"""From Telegram to the door and back: the real hotline between a fake Bot API and a real database."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.delivery import Delivery
from bot.intake import Intake
from bot.telegram.client import TokenRefused
from bot.telegram.edge import Access, TelegramEdge
from cases import undelivered
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from storage import inbox
from storage.database import Database
from tests.bot.telegram import updates
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.replies import replies, statuses
from texts import Texts

SECRET = "A_secret-of-the-tests"


@pytest.fixture(scope="module")
def door() -> Door:
    return Door(Library.load(), Texts.load(), Policy())


def edge(telegram: FakeTelegram, database: Database, door: Door, mode: Any, token: str = TOKEN) -> TelegramEdge:
    access = Access(token, telegram.url, mode, "https://hotline.example.org", SECRET)
    return TelegramEdge(access, Intake(door, database), door.office.texts.say, database)


@asynccontextmanager
async def at_work(side: TelegramEdge, database: Database) -> AsyncIterator[None]:
    """Telegram's side of the hotline and its delivery, started and stopped in the order of the real one."""
    delivery = Delivery(database, [side.sender], undelivered.give_up, backstop=0.02)
    await side.start()
    delivery.start()
    try:
        yield
    finally:
        await side.stop_receiving()
        await delivery.stop()
        await side.stop()


async def bring(client: httpx.AsyncClient, update: dict[str, Any]) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    return (await client.post("/telegram/webhook", content=json.dumps(update), headers=headers)).status_code


def outside(side: TelegramEdge) -> httpx.AsyncClient:
    """Somebody who can reach the webhook."""
    app = FastAPI()
    app.include_router(side.routes)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hotline.test")


async def test_a_worker_who_starts_the_bot_is_greeted(telegram: FakeTelegram, database: Database, door: Door) -> None:
    """
    A worker opens the bot and reads a greeting in Chinese with buttons; he did not have to be brought twice.
    """
    telegram.says(42, "/start")

    side = edge(telegram, database, door, "polling")
    async with at_work(side, database):
        await asyncio.to_thread(telegram.wait_for, lambda it: it.received(42) and it.confirmed)
        assert side.healthy()

    assert "12351" in "".join(telegram.texts(42))
    assert "complaint" in telegram.buttons(42)


async def test_a_message_brought_twice_is_answered_once(telegram: FakeTelegram, database: Database, door: Door) -> None:
    """
    Telegram brings the same message twice, and the worker reads one answer.
    """
    side = edge(telegram, database, door, "webhook")
    async with at_work(side, database), outside(side) as client:
        update = {"update_id": 7, "message": updates.message(42, text="/start")}
        assert [await bring(client, update) for _ in range(2)] == [200, 200]
        await asyncio.to_thread(telegram.wait_for, lambda it: it.received(42))

    assert statuses(database) == ["sent"] * len(telegram.texts(42))


@pytest.mark.parametrize(
    "part",
    [
        {"message": updates.message(42, text="😀\u202e\x00")},
        {"message": updates.message(42, text="工\ud83d")},
        {"message": updates.message(42, text="工" * 3_500_000)},
        {"message": updates.message(42, photo=updates.photo(), caption="工资条")},
        {"message": updates.message(42, dice={"emoji": "🎲", "value": 3})},
        {"message": updates.message(42, contact={"phone_number": "13800138000", "first_name": "王"})},
        {"message": updates.message(42, location={"latitude": 34.58, "longitude": 105.72})},
        {"edited_message": updates.message(42, text="三万")},
        {"callback_query": updates.press(42, "submit")},
        {"callback_query": updates.press(42, "a-button-of-last-year:7")},
        {"callback_query": updates.press(42, None)},
    ],
)
async def test_whatever_a_worker_sends_is_answered(
    telegram: FakeTelegram, sqlite: Database, door: Door, part: dict[str, Any]
) -> None:
    """
    Emoji, signs, ten megabytes, a photo, a dice, a correction, a button from an old message: each is kept and
    answered with a sentence, and Telegram does not bring it for ever.
    """
    side = edge(telegram, sqlite, door, "webhook")
    async with at_work(side, sqlite), outside(side) as client:
        assert await bring(client, {"update_id": 7, **part}) == 200
        await asyncio.to_thread(telegram.wait_for, lambda it: it.received(42))

    assert all(text.strip() for text in telegram.texts(42))
    assert sqlite.read(inbox.parked) == []


@pytest.mark.parametrize(
    "part",
    [
        {"my_chat_member": updates.membership(42, "kicked")},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}},
        {"of_next_year": {"x": 1}},
        {"message": {"text": "没有别的"}},
    ],
)
async def test_what_nobody_waits_for_is_taken_in_silence(
    telegram: FakeTelegram, sqlite: Database, door: Door, part: dict[str, Any]
) -> None:
    """
    A worker who blocks the bot, a poll, an unknown and an unreadable update are taken, and nothing is sent for them.
    """
    side = edge(telegram, sqlite, door, "webhook")
    async with at_work(side, sqlite), outside(side) as client:
        assert await bring(client, {"update_id": 7, **part}) == 200

    assert telegram.called("sendMessage") == []


async def test_a_group_is_told_where_to_write(telegram: FakeTelegram, sqlite: Database, door: Door) -> None:
    """
    Words in a group are answered with a plain sentence, and none of them is kept.
    """
    side = edge(telegram, sqlite, door, "webhook")
    async with at_work(side, sqlite), outside(side) as client:
        assert await bring(client, {"update_id": 7, "message": updates.message(-42, text="我的故事")}) == 200
        await asyncio.to_thread(telegram.wait_for, lambda it: it.received(-42))

    [reply] = sqlite.read(replies)
    kept = sqlite.read(lambda tx: inbox.said(tx, reply.conversation_id))
    assert [body for _, _, body in kept if "我的故事" in body] == []


async def test_a_start_with_a_wrong_token_is_refused(telegram: FakeTelegram, sqlite: Database, door: Door) -> None:
    """
    Whoever mistypes the token cannot start the hotline and reads which setting it is.
    """
    with pytest.raises(TokenRefused, match="HOTLINE_TELEGRAM_TOKEN"):
        await edge(telegram, sqlite, door, "polling", token="1:wrong").start()


async def test_a_start_without_telegram_goes_on(telegram: FakeTelegram, sqlite: Database, door: Door) -> None:
    """
    The hotline starts while Telegram cannot be reached, and what arrives by webhook is kept.
    """
    telegram.hang_up("getMe", times=1)
    side = edge(telegram, sqlite, door, "webhook")
    async with at_work(side, sqlite), outside(side) as client:
        assert await bring(client, {"update_id": 7, "message": updates.message(42, text="/start")}) == 200
        await asyncio.to_thread(telegram.wait_for, lambda it: it.received(42))
