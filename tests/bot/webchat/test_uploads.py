"""Files that a worker's page sends bit by bit, and what happens to them when the network does not hold."""

import asyncio
import socket

import pytest

from storage import files
from storage.database import Database
from storage.evidence import Evidence
from storage.files import NoSuchFile
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.bot.webchat.sending import MB, TUS, Sending, coded, picture


async def test_what_the_place_can_do_is_said(phone: Phone) -> None:
    """
    A page, or any tus client, learns the version, the extensions and the largest file: 50 MB.
    """
    answer = await phone.http.options("/chat/api/uploads")

    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(50 * MB)
    assert set(answer.headers["tus-extension"].split(",")) == {"creation", "termination"}


@both_engines
async def test_a_file_in_pieces_becomes_a_message(phone: Phone, database: Database, evidence: Evidence) -> None:
    """
    Two pieces and a message that names the file: it is kept whole, answered, and shown in his history as a picture.
    """
    sending = Sending(phone, picture())
    await sending.announces()
    assert (await sending.sends(0, sending.content[:1000])).headers["upload-offset"] == "1000"
    assert (await sending.sends(1000, sending.content[1000:])).status_code == 204
    file_id = sending.place.rpartition("/")[2]

    answer = await phone.posts({"id": "m", "text": "这是工资条", "files": [file_id]})

    assert answer.status_code == 200
    file = database.read(lambda tx: files.by_id(tx, file_id))
    assert (file.kind, file.mime, file.status, file.by, file.channel) == (
        "photo",
        "image/jpeg",
        "kept",
        "worker",
        "web",
    )
    key = database.read(lambda tx: tx.vault.key(file.key_id))
    assert evidence.read(key, file_id) == sending.content
    shown = await phone.reads()
    assert shown["mine"][-1]["files"] == [
        {"id": file_id, "kind": "photo", "mime": "image/jpeg", "size": len(sending.content)}
    ]
    assert shown["messages"][-1]["text"]


async def test_nothing_of_it_lies_open_on_the_disk(phone: Phone, evidence: Evidence) -> None:
    """
    From the first piece on, neither the content nor its name can be read from the files of the disk.
    """
    sending = Sending(phone, b"the secret of the payslip " * 1000)
    await sending.announces()
    await sending.sends(0, sending.content[:5000])

    written = b"".join(file.read_bytes() for file in evidence.root.rglob("*") if file.is_file())
    assert written
    assert b"payslip" not in written


async def test_a_lost_network_costs_nothing_that_arrived(site: Site, phone: Phone) -> None:
    """
    The connection breaks in the middle of a piece: what had come is there, and the page goes on from that byte.
    """
    sending = Sending(phone, b"x" * (3 * MB))
    await sending.announces()
    host, port = site.url.removeprefix("http://").split(":")
    head = (
        f"PATCH {sending.place} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(sending.content)}\r\n"
        f"Cookie: hotline_chat={phone.http.cookies['hotline_chat']}\r\nX-CSRF-Token: {phone.csrf}\r\n"
        "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n\r\n"
    )
    line = await asyncio.to_thread(socket.create_connection, (host, int(port)))
    await asyncio.to_thread(line.sendall, head.encode() + sending.content[: MB + 77])
    line.close()

    here = 0
    async with asyncio.timeout(10):
        while here < MB + 77:
            here = await sending.offset()
    assert here == MB + 77
    assert (await sending.sends(here, sending.content[here:])).headers["upload-offset"] == str(3 * MB)


async def test_a_piece_that_does_not_fit_changes_nothing(phone: Phone) -> None:
    """
    A piece sent twice, or out of order, is refused with 409 and the file stays as it was.
    """
    sending = Sending(phone, b"abcdef")
    await sending.announces()
    await sending.sends(0, b"abc")

    assert (await sending.sends(0, b"abc")).status_code == 409
    assert (await sending.sends(5, b"f")).status_code == 409
    assert await sending.offset() == 3


async def test_two_pages_at_once_never_mix_a_file(phone: Phone) -> None:
    """
    The same piece from two requests at the same time is written once.
    """
    sending = Sending(phone, b"z" * MB)
    await sending.announces()

    answers = await asyncio.gather(*(sending.sends(0, sending.content) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers)[0] == 204
    assert await sending.offset() == MB


@both_engines
async def test_announcing_again_finds_the_same_file(phone: Phone, database: Database) -> None:
    """
    The answer to POST was lost: the page asks again under its own id and goes on with the same file.
    """
    sending = Sending(phone, b"abcdef")
    first = (await sending.announces()).headers["location"]
    await sending.sends(0, b"abc")

    assert (await sending.announces()).headers["location"] == first
    assert await sending.offset() == 3


async def test_nobody_reaches_the_file_of_another(site: Site, phone: Phone) -> None:
    """
    Another worker can neither look at, go on with, cancel nor send what he did not upload.
    """
    mine = Sending(phone, b"abcdef")
    file_id = await mine.whole()
    other = Sending(await site.phone().opens(), b"abcdef", place=mine.place)

    assert (await other.phone.http.head(mine.place, headers=other.headers)).status_code == 404
    assert (await other.sends(0, b"abc")).status_code == 404
    assert (await other.phone.http.delete(mine.place, headers=other.headers)).status_code == 404
    assert (await other.phone.posts({"id": "m", "text": "x", "files": [file_id]})).status_code == 404
    assert (await other.phone.http.get(f"/chat/api/files/{file_id}")).status_code == 404


async def test_uploads_want_the_pages_token(phone: Phone) -> None:
    """
    Another site's form, which has the cookie but not the token, uploads nothing.
    """
    headers = {**TUS, "Upload-Length": "3", "Upload-Metadata": f"id {coded('a')}"}

    assert (await phone.http.post("/chat/api/uploads", headers=headers)).status_code == 403


async def test_what_cannot_be_is_refused_in_plain_words(phone: Phone) -> None:
    """
    Too large, empty, without an id, another version, nonsense: each a status of its own.
    """
    sending = Sending(phone, b"abcdef")
    statuses = [
        (await sending.announces(**changed)).status_code
        for changed in (
            {"Upload-Length": str(50 * MB + 1)},
            {"Upload-Length": "0"},
            {"Upload-Length": "many"},
            {"Upload-Metadata": "id not-base64!"},
            {"Upload-Metadata": ""},
            {"Tus-Resumable": "0.2"},
        )
    ]
    too_large = await sending.announces(**{"Upload-Length": str(50 * MB + 1)})

    assert statuses == [413, 422, 400, 400, 422, 412]
    assert "50 MB" in too_large.json()["error"]
    await sending.announces()
    assert (await sending.sends(0, b"abcdefg")).status_code == 413


async def test_a_cancelled_file_is_gone(phone: Phone, database: Database, evidence: Evidence) -> None:
    """
    The worker thinks better of it before he sends it: nothing of it stays.
    """
    sending = Sending(phone, b"abcdef")
    file_id = await sending.whole()

    assert (await phone.http.delete(sending.place, headers=sending.headers)).status_code == 204
    assert evidence.length(file_id) == 0
    with pytest.raises(NoSuchFile):
        database.read(lambda tx: files.by_id(tx, file_id))


async def test_what_was_sent_cannot_be_cancelled_or_sent_twice(phone: Phone, evidence: Evidence) -> None:
    """
    A file belongs to the message that named it.
    """
    sending = Sending(phone, b"abcdef")
    file_id = await sending.whole()
    await phone.posts({"id": "m", "files": [file_id]})

    assert (await phone.http.delete(sending.place, headers=sending.headers)).status_code == 404
    assert (await phone.posts({"id": "m2", "files": [file_id]})).status_code == 404
    assert (await phone.posts({"id": "m", "files": [file_id]})).status_code == 200
    assert evidence.length(file_id) == 6


async def test_a_message_does_not_go_before_its_file_is_whole(phone: Phone) -> None:
    """
    A message that names a half-way file is refused, so that no lawyer gets half a payslip.
    """
    sending = Sending(phone, b"abcdef")
    await sending.announces()
    await sending.sends(0, b"abc")

    answer = await phone.posts({"id": "m", "files": [sending.place.rpartition("/")[2]]})

    assert answer.status_code == 409
    assert answer.json()["error"]


@both_engines
async def test_a_form_with_a_file_is_kept_the_same_way(phone: Phone, database: Database, evidence: Evidence) -> None:
    """
    A page without the newer upload posts a form: the file is kept, once, however often the form is sent.
    """
    for _ in range(2):
        answer = await phone.posts(data={"id": "a", "text": "工资条"}, files={"file": ("王小明.jpg", picture(), "x/y")})
        assert answer.status_code == 200

    mine = (await phone.reads())["mine"]
    assert [len(said["files"]) for said in mine] == [1]
    file = database.read(lambda tx: files.by_id(tx, mine[0]["files"][0]["id"]))
    assert (file.kind, file.status) == ("photo", "kept")
    assert database.read(lambda tx: files.hidden(tx, file)).name == "王小明.jpg"
    assert evidence.length(file.id) == file.size


async def test_a_program_from_a_browser_is_told_at_once(phone: Phone) -> None:
    """
    A program called a wage slip is kept, and the page says with the answer that nobody will open it.
    """
    sending = Sending(phone, b"MZ\x90\0" + bytes(200))
    file_id = await sending.whole()

    await phone.posts({"id": "m", "files": [file_id]})

    assert any("程序" in it["text"] for it in (await phone.reads())["messages"])
