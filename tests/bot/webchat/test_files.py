"""The files of a conversation as its page shows them, and replies that were changed or taken back."""

from io import BytesIO

from PIL import Image

from storage import files, outbox
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.messages import Message
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.bot.webchat.sending import Sending, picture
from tests.bot.webchat.test_messages import lawyer_writes

_CAMERA = 0x010F  # the EXIF tag with the maker of the camera


def photo_of_a_colleague() -> bytes:
    """A JPEG that tells with which camera it was taken."""
    exif, written = Image.Exif(), BytesIO()
    exif[_CAMERA] = "CameraOfWang"
    Image.new("RGB", (60, 40), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


def colleague_sends(database: Database, evidence: Evidence, phone: Phone, content: bytes) -> tuple[str, int]:
    """A file from the desk, promised to the worker; returns its id and the number of the reply."""

    def announce(tx: Transaction) -> tuple[str, bytes]:
        file_id = files.announce(tx, phone.session, by="L01", channel="desk", kind="photo", name="王律师.jpg")
        return file_id, tx.vault.key(files.by_id(tx, file_id).key_id)

    file_id, key = database.call(announce)
    done = evidence.write(key, file_id, content)

    def promise(tx: Transaction) -> int:
        files.kept(tx, file_id, size=done.size, sha256=done.sha256, mime="image/jpeg")
        return outbox.promise(tx, phone.session, Message("请看这张表", files=(file_id,)))

    return file_id, database.call(promise)


@both_engines
async def test_his_own_picture_comes_back_as_it_was(phone: Phone) -> None:
    """
    On a second device, or after a reload, the page shows what he sent; nobody else's browser may run it as a page.
    """
    sending = Sending(phone, picture())
    file_id = await sending.whole()
    await phone.posts({"id": "m", "files": [file_id]})

    answer = await phone.http.get(f"/chat/api/files/{file_id}")

    assert answer.content == sending.content
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "工资条" not in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@both_engines
async def test_what_a_colleague_sends_comes_without_what_it_tells(
    phone: Phone, database: Database, evidence: Evidence
) -> None:
    """
    The picture arrives with its reply; its name, its camera and its place do not.
    """
    original = photo_of_a_colleague()
    file_id, _ = colleague_sends(database, evidence, phone, original)

    message = (await phone.reads())["messages"][-1]
    answer = await phone.http.get(f"/chat/api/files/{file_id}")

    assert [file["id"] for file in message["files"]] == [file_id]
    assert b"CameraOfWang" in original
    assert b"CameraOfWang" not in answer.content
    assert Image.open(BytesIO(answer.content)).size == (60, 40)
    assert 'filename="photo.jpg"' in answer.headers["content-disposition"]


@both_engines
async def test_what_was_not_sent_to_him_is_not_his(phone: Phone, database: Database, evidence: Evidence) -> None:
    """
    A file in the record that went to nobody, and one that was taken back, cannot be fetched.
    """
    inside = database.call(lambda tx: files.announce(tx, phone.session, by="L01", channel="desk", kind="document"))
    done = evidence.write(
        database.read(lambda tx: tx.vault.key(files.by_id(tx, inside).key_id)), inside, b"a note for colleagues"
    )
    database.call(lambda tx: files.kept(tx, inside, size=done.size, sha256=done.sha256))
    back, n = colleague_sends(database, evidence, phone, photo_of_a_colleague())
    assert (await phone.http.get(f"/chat/api/files/{back}")).status_code == 200
    database.call(lambda tx: outbox.delete(tx, phone.session, n))

    assert (await phone.http.get(f"/chat/api/files/{inside}")).status_code == 404
    assert (await phone.http.get(f"/chat/api/files/{back}")).status_code == 404


async def test_a_player_gets_the_part_it_asks_for(phone: Phone) -> None:
    """
    Phones play sound by asking for parts of it.
    """
    sending = Sending(phone, b"#!AMR\n" + bytes(range(100)))
    file_id = await sending.whole()
    await phone.posts({"id": "m", "files": [file_id]})

    asked = {"bytes=0-1": (206, 2), "bytes=100-": (206, 6), "bytes=5-9999": (206, 101), "bytes=200-": (416, 0)}
    for wanted, (status, length) in asked.items():
        answer = await phone.http.get(f"/chat/api/files/{file_id}", headers={"Range": wanted})
        assert (answer.status_code, len(answer.content)) == (status, length)


@both_engines
async def test_a_player_of_what_a_colleague_sent_is_served_from_one_cleaning(
    phone: Phone, database: Database, evidence: Evidence
) -> None:
    """
    The parts of one film come from one reading of it; once it is taken back, nothing comes any more.
    """
    file_id, n = colleague_sends(database, evidence, phone, photo_of_a_colleague())
    where = f"/chat/api/files/{file_id}"
    whole = (await phone.http.get(where)).content
    evidence.remove(file_id)

    part = await phone.http.get(where, headers={"Range": "bytes=10-19"})
    database.call(lambda tx: outbox.delete(tx, phone.session, n))
    gone = await phone.http.get(where, headers={"Range": "bytes=10-19"})

    assert (part.status_code, part.content) == (206, whole[10:20])
    assert gone.status_code == 404


@both_engines
async def test_changed_and_taken_back_replies_are_numbered_like_others(phone: Phone, database: Database) -> None:
    """
    The page learns which reply reads differently now and which is gone; no number is missing, no word of it is left.
    """
    n = database.call(lambda tx: outbox.promise(tx, phone.session, Message("请发工资条")))
    database.call(lambda tx: outbox.edit(tx, phone.session, n, Message("请发三月的工资条")))
    before = (await phone.reads())["messages"]
    database.call(lambda tx: outbox.delete(tx, phone.session, n))

    shown = (await phone.reads())["messages"]

    assert [message["text"] for message in before] == ["请发工资条", "请发三月的工资条"]
    assert [message["n"] for message in shown] == [1, 2, 3]
    assert [(message.get("edits"), message.get("deletes")) for message in shown] == [(None, None), (n, None), (None, n)]
    assert [message["text"] for message in shown] == ["", "", ""]


async def test_a_long_history_comes_in_pages(phone: Phone, database: Database) -> None:
    """
    The newest page first, and each earlier one before it, with his own words in their place, nothing twice.
    """
    for first, last in ((1, 3), (4, 120), (121, 250)):
        lawyer_writes(database, phone, *(f"第{n}封" for n in range(first, last + 1)))
        if last < 250:
            await phone.posts({"id": f"said-{last}", "text": "/nothing"})
    newest = (await phone.http.get("/chat/api/messages", params={"newest": "1"})).json()
    oldest = newest["messages"][0]["n"]
    earlier = (await phone.http.get("/chat/api/messages", params={"before": oldest})).json()

    numbers = [message["n"] for message in earlier["messages"] + newest["messages"]]
    assert len(newest["messages"]) == 200
    assert numbers == list(range(1, numbers[-1] + 1))
    assert [said["id"] for said in earlier["mine"]] == ["said-3"]
    assert [said["id"] for said in newest["mine"]] == ["said-120"]


async def test_his_taps_are_there_on_a_second_device(site: Site, phone: Phone) -> None:
    """
    What he tapped comes back with the rest, so that another device shows the same conversation.
    """
    await phone.posts({"id": "b", "button": "person"})

    mine = (await phone.reads())["mine"]

    assert [(said["id"], said["button"], said["text"]) for said in mine] == [("b", "person", "")]


async def test_leaving_the_phone_closes_the_door_behind_him(phone: Phone) -> None:
    """
    After he has signed out on a shared phone its cookie opens nothing, even if somebody kept it.
    """
    kept = phone.http.cookies["hotline_chat"]
    await phone.posts({"id": "a", "text": "你好"})

    assert (await phone.http.delete("/chat/api/sessions")).status_code == 403
    left = await phone.http.delete("/chat/api/sessions", headers={"X-CSRF-Token": phone.csrf})

    assert left.status_code == 200
    assert "hotline_chat" not in phone.http.cookies
    phone.http.cookies.set("hotline_chat", kept)
    assert (await phone.http.get("/chat/api/messages")).status_code == 401
