"""A one-time link: a file too large for Telegram goes through a browser and counts as said in Telegram."""

from datetime import timedelta

from storage import conversations, files, uploads
from storage.database import Database, Transaction
from storage.evidence import Evidence
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.bot.webchat.sending import TUS, coded
from tests.conftest import SettableClock

HOUR = timedelta(hours=1)


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


async def sends(phone: Phone, *file_ids: str) -> int:
    message = {"id": "m", "text": "这是视频", "files": list(file_ids)}
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

    assert await sends(phone, *file_ids) == 200

    said = database.read(lambda tx: conversations.said(tx, conversation_id))
    assert [(one.id, one.text, one.files) for one in said] == [(f"upload-{file_ids[0]}", "这是视频", tuple(file_ids))]
    assert database.read(lambda tx: conversations.last_n(tx, conversation_id)) >= 1
    kept = database.read(lambda tx: [files.by_id(tx, file_id).status for file_id in file_ids])
    assert kept == ["kept", "kept"]
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
    assert await sends(phone, "x") == 410


async def test_the_page_keeps_the_token_out_of_every_address(site: Site) -> None:
    """
    The upload page is the same for everybody: the token is behind the # of its address.
    """
    page = await site.phone().http.get("/chat/upload")

    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
