"""Telegram brings updates to us over HTTP."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.telegram.application import HotlineApplication
from bot.telegram.webhook import MOST_BYTES, PATH, router
from tests.bot.telegram import updates
from tests.bot.telegram.conftest import RecordingIntake
from tests.bot.telegram.logged import Logged

SECRET = "A_secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def door(application: HotlineApplication) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody outside who can reach the webhook."""
    app = FastAPI()
    app.include_router(router(application, SECRET))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hotline.test") as client:
        yield client


async def bring(door: httpx.AsyncClient, update: Any) -> int:
    return (await door.post(PATH, json=update, headers={HEADER: SECRET})).status_code


def says(text: str, update_id: int = 1) -> dict[str, Any]:
    return {"update_id": update_id, "message": updates.message(42, text=text)}


async def test_a_message_is_kept_before_telegram_is_told_so(
    door: httpx.AsyncClient, recording: RecordingIntake
) -> None:
    """
    A worker's message is in the hotline when Telegram hears 200.
    """
    assert await bring(door, says("老板拖欠工资")) == 200
    assert recording.texts("42") == ["老板拖欠工资"]


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}, {HEADER: SECRET[:-1]}, {HEADER: b"\xff\xfe\xe4"}],
)
async def test_without_the_secret_nothing_is_stored(
    door: httpx.AsyncClient, recording: RecordingIntake, headers: dict[str, str | bytes]
) -> None:
    """
    Whoever does not know the secret can put no words into a worker's mouth.
    """
    answer = await door.post(PATH, json=says("假的"), headers=headers)  # type: ignore[arg-type]

    assert answer.status_code == 403
    assert not recording.taken
    assert not recording.parked


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"update_id": 1'])
async def test_what_is_not_json_is_turned_away(
    door: httpx.AsyncClient, recording: RecordingIntake, body: bytes
) -> None:
    """
    Rubbish is refused in a sentence; there is nothing in it to keep.
    """
    answer = await door.post(PATH, content=body, headers={HEADER: SECRET})

    assert (answer.status_code, answer.text) == (400, "This is not JSON.")
    assert not recording.parked


@pytest.mark.parametrize(
    "update", [[], {}, {"update_id": 3, "message": {}}, {"update_id": 3, "message": {"text": "x"}}]
)
async def test_a_malformed_update_does_not_come_back_for_ever(door: httpx.AsyncClient, update: Any) -> None:
    """
    Telegram is told 200 for what can never be read, so that it brings the next message.
    """
    assert await bring(door, update) == 200


async def test_a_message_that_was_not_kept_is_brought_again(
    door: httpx.AsyncClient, recording: RecordingIntake, logged: Logged
) -> None:
    """
    Telegram hears 500 when a message could not be committed, and the log says where it failed, not what was said.
    """
    recording.refusals["我的故事"] = 1

    assert [await bring(door, says("我的故事")) for _ in range(2)] == [500, 200]
    assert recording.texts("42") == ["我的故事"]
    assert "RuntimeError at conftest.py" in str(logged)
    assert "我的故事" not in str(logged)


async def test_ten_megabytes_of_text_are_kept(door: httpx.AsyncClient, recording: RecordingIntake) -> None:
    """
    A message far longer than Telegram would let anybody write is kept whole.
    """
    story = "工" * (10 * 2**20 // 3)

    answer = await door.post(
        PATH, content=json.dumps(says(story), ensure_ascii=False).encode(), headers={HEADER: SECRET}
    )

    assert answer.status_code == 200
    assert recording.texts("42") == [story]


async def test_a_flood_is_turned_away(door: httpx.AsyncClient, recording: RecordingIntake) -> None:
    """
    A body longer than sixty-four megabytes is refused in a sentence, whoever sends it.
    """
    answer = await door.post(PATH, content=b" " * (MOST_BYTES + 1), headers={HEADER: SECRET})

    assert (answer.status_code, answer.text) == (413, "No update is longer than 64 MB.")
    assert not recording.taken


async def test_the_webhook_is_only_posted_to(door: httpx.AsyncClient) -> None:
    """
    Whoever opens the webhook's address in a browser finds nothing there.
    """
    assert (await door.get(PATH)).status_code == 405
