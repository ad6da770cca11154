"""A one-time link: a file too large for Telegram goes through a browser and counts as said in Telegram."""

import asyncio
from datetime import timedelta

import pytest

from bot.fetching import Fetched, Fetching, TooLarge
from cases.policy import Policy
from handlers.incoming import Attachment
from handlers.receive import Door
from knowledge.library import Library
from storage import conversations, files, uploads
from storage.database import Database, Transaction
from storage.evidence import Evidence
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.bot.webchat.sending import TUS, coded
from tests.conftest import SettableClock
from tests.handlers import town
from tests.handlers.owner import accepted, write
from tests.handlers.sending import in_a_form, kept, of_case, sends
from texts import Texts

HOUR = timedelta(hours=1)
VIDEO = Attachment("video", "remote", size=30 * 2**20)


@pytest.fixture
def door(library: Library, clock: SettableClock) -> Door:
    """A door that knows the address of the page."""
    return Door(library, Texts.load(), Policy(public_url="https://hotline.example.org"), clock)


@pytest.fixture
def worker(door: Door, database: Database) -> town.Phone:
    """A worker in Telegram, in a place with lawyers."""
    database.call(town.found)
    return town.Phone(door, database)


def link_for_a_telegram_worker(database: Database) -> tuple[str, str]:
    """His conversation and the token he was given there."""

    def make(tx: Transaction) -> tuple[str, str]:
        standing = conversations.lock(tx, "telegram", "12345678")
        return standing.id, uploads.make_link(tx, standing.id, HOUR)

    return database.call(make)


async def opens(phone: Phone, token: str | None) -> int:
    """The page hands the token over, or goes on with its cookie."""
    answer = await phone.http.post("/chat/api/link/sessions", json={"token": token} if token else {})
    phone.csrf = answer.json().get("csrf", "")
    return answer.status_code


async def uploads_one(phone: Phone, own_id: str, content: bytes) -> str:
    """Announce and send a file; returns its id."""
    ours = {**TUS, "X-CSRF-Token": phone.csrf}
    about = {"Upload-Length": str(len(content)), "Upload-Metadata": f"id {coded(own_id)}"}
    begun = await phone.http.post("/chat/api/link/uploads", headers={**ours, **about})
    place = begun.raise_for_status().headers["location"]
    part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    (await phone.http.patch(place, content=content, headers={**ours, **part})).raise_for_status()
    return place.rpartition("/")[2]


async def brings(site: Site, told: str, text: str = "") -> None:
    """Follow the link in what the worker was told, and send the video behind it."""
    phone = site.phone()
    assert await opens(phone, told.partition("/chat/upload#")[2].split()[0]) == 200
    assert await posts(phone, await uploads_one(phone, "video", b"\0\0\0\x18ftypmp42" + b"v" * 99), text=text) == 200


async def posts(phone: Phone, *file_ids: str, text: str = "这是视频") -> int:
    message = {"id": "m", "text": text, "files": list(file_ids)}
    answer = await phone.http.post("/chat/api/link/messages", json=message, headers={"X-CSRF-Token": phone.csrf})
    return answer.status_code


@both_engines
async def test_files_from_the_browser_are_said_in_telegram(site: Site, database: Database, evidence: Evidence) -> None:
    """
    Two files through the link: one message of the Telegram conversation, answered there; then the link is used up.
    """
    conversation_id, token = link_for_a_telegram_worker(database)
    phone = site.phone()
    assert await opens(phone, token) == 200
    file_ids = [await uploads_one(phone, name, b"%PDF-" + name.encode()) for name in ("one", "two")]

    assert await posts(phone, *file_ids) == 200

    said = database.read(lambda tx: conversations.said(tx, conversation_id))
    assert [(one.id, one.text, one.files) for one in said] == [(f"upload-{file_ids[0]}", "这是视频", tuple(file_ids))]
    assert database.read(lambda tx: conversations.last_n(tx, conversation_id)) >= 1
    statuses = database.read(lambda tx: [files.by_id(tx, file_id).status for file_id in file_ids])
    assert statuses == ["kept", "kept"]
    assert await opens(site.phone(), token) == 410


@both_engines
async def test_a_reloaded_page_goes_on(site: Site, database: Database) -> None:
    """
    The token has left the address by then; the cookie is enough until the files are sent.
    """
    _, token = link_for_a_telegram_worker(database)
    phone = site.phone()
    await opens(phone, token)

    assert await opens(phone, None) == 200


@both_engines
async def test_a_video_too_large_for_a_form_comes_into_its_case(
    site: Site, database: Database, worker: town.Phone
) -> None:
    """
    The form was handed in meanwhile and another is half filled in: the video belongs to the case of the first one,
    whatever the words below it say.
    """
    in_a_form(worker)
    told = sends(worker, "media", "", VIDEO, message="31")
    while "submit" not in worker.shown():
        worker.taps("skip")
    worker.taps("submit")
    number = town.only_case(database).number
    in_a_form(worker)

    await brings(site, told, "欠我三万二，从去年三月一直拖到现在，老板叫王某，工地在秦州")

    assert number in worker.reads()
    assert [(one.kind, one.status) for one in of_case(worker, number)] == [("video", "too_large"), ("video", "kept")]
    assert kept(worker) == []


@both_engines
async def test_a_video_too_large_for_a_form_waits_with_it(site: Site, database: Database, worker: town.Phone) -> None:
    """
    The form waits while he asks for a person: the video goes with the form, and not to whom he writes meanwhile.
    """
    in_a_form(worker)
    told = sends(worker, "media", "", VIDEO, message="31")
    worker.presses("person")
    waiting = town.only_case(database).number

    await brings(site, told)

    assert "放在一起" in worker.reads()
    worker.presses("resume")
    while "submit" not in worker.shown():
        worker.taps("skip")
    worker.taps("submit")
    [filed] = [one.number for one in town.all_cases(database) if one.number != waiting]
    assert "kept" in [one.status for one in of_case(worker, filed)]
    assert of_case(worker, waiting) == []


async def test_a_video_too_large_beside_a_form_is_asked_about(site: Site, worker: town.Phone) -> None:
    """
    It came out of the blue while a form waited: nobody takes it for a part of the form, he is asked what it is.
    """
    in_a_form(worker)
    worker.presses("ask")
    told = sends(worker, "media", "", VIDEO, message="31")

    await brings(site, told)

    assert "这是什么" in worker.reads()
    assert worker.shown() == ["resume", "person"]


@both_engines
async def test_a_video_too_large_for_a_letter_goes_to_its_case(site: Site, door: Door, worker: town.Phone) -> None:
    """
    He was asked for the video in one case and writes about another by now: it goes where it was asked for.
    """
    first = accepted(worker, door.office)
    write(worker, door.office, first, "请把视频发来")
    told = sends(worker, "media", "", VIDEO, message="31")
    second = accepted(worker, door.office)
    write(worker, door.office, second, "请讲讲经过")

    await brings(site, told)

    assert first in worker.reads()
    assert {one.status for one in of_case(worker, first)} == {"too_large", "kept"}
    assert of_case(worker, second) == []


@both_engines
async def test_a_video_that_turns_out_too_large_goes_to_its_case(
    site: Site, door: Door, database: Database, evidence: Evidence, worker: town.Phone
) -> None:
    """
    Its size was not told, the case was opened before it was fetched: what comes through the link belongs there.
    """
    sends(worker, "media", "", Attachment("video", "remote"), message="31")
    number = worker.complains()
    fetching = Fetching(database, evidence, door.office, {"telegram": _NeverFits()}, backstop=0.02)
    fetching.start()
    while [one.status for one in of_case(worker, number)] != ["too_large"]:
        await asyncio.sleep(0.02)
    await fetching.stop()
    told = worker.reads()
    other = accepted(worker, door.office)
    write(worker, door.office, other, "请讲讲经过")

    await brings(site, told)

    assert {one.status for one in of_case(worker, number)} == {"too_large", "kept"}


class _NeverFits:
    """A channel that says of every file that it is too large."""

    async def fetch(self, remote: str) -> Fetched:
        return TooLarge()


async def test_the_cookie_is_good_for_nothing_else(site: Site, database: Database) -> None:
    """
    The link opens no conversation to read, and its cookie goes nowhere but to uploads.
    """
    _, token = link_for_a_telegram_worker(database)
    phone = site.phone()
    answer = await phone.http.post("/chat/api/link/sessions", json={"token": token})

    cookie = answer.headers["set-cookie"]
    assert "Path=/chat/api/link" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert (await phone.http.get("/chat/api/messages")).status_code == 401
    assert (await phone.http.post("/chat/api/uploads", headers=TUS)).status_code == 401


async def test_a_dead_link_is_one_plain_sentence(site: Site, database: Database, clock: SettableClock) -> None:
    """
    Expired, invented, missing: the same sentence; and without the page's token nothing is taken.
    """
    _, token = link_for_a_telegram_worker(database)
    phone = site.phone()
    await opens(phone, token)
    no_token = {**TUS, "Upload-Length": "3", "Upload-Metadata": f"id {coded('a')}"}
    assert (await phone.http.post("/chat/api/link/uploads", headers=no_token)).status_code == 403
    clock.advance(hours=2)

    for asked in (token, "invented", None):
        answer = await site.phone().http.post("/chat/api/link/sessions", json={"token": asked})
        assert answer.status_code == 410
        assert answer.json()["error"]
    assert await posts(phone, "x") == 410


async def test_the_page_keeps_the_token_out_of_every_address(site: Site) -> None:
    """
    The upload page is the same for everybody: the token is behind the # of its address.
    """
    page = await site.phone().http.get("/chat/upload")

    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
