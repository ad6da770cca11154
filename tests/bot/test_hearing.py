"""A recogniser of speech plugged in: what it hears is written down for whoever listens, and nothing depends on it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.hearing import Hearing, HttpRecogniser
from storage import conversations, files
from storage.database import Database, Transaction
from storage.evidence import Evidence
from tests.bot.telegram.logged import listening
from tests.cases import camera
from tests.conftest import SettableClock

HEARD = "老板说下个月给"


@dataclass
class Listener:
    """What an operator runs to turn speech into words."""

    url: str = ""
    status: int = 200
    received: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.received.append((self.headers["Content-Type"], body))
            answer = json.dumps({"text": HEARD}).encode()
            self.send_response(listener.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_port}/words"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path / "evidence")


def voice(database: Database, evidence: Evidence, kind: str = "voice", content: bytes = camera.ogg()) -> str:
    """Something a worker sent that is here; returns its id."""

    def announced(tx: Transaction) -> tuple[str, bytes]:
        worker = conversations.lock(tx, "telegram", "42")
        file_id = files.announce(
            tx, worker.id, by=files.WORKER, channel="telegram", kind=kind, mime="audio/ogg", message_id="7"
        )
        return file_id, tx.vault.key(worker.key_id)

    file_id, key = database.call(announced)
    whole = evidence.write(key, file_id, content)
    database.call(lambda tx: files.kept(tx, file_id, size=whole.size, sha256=whole.sha256))
    return file_id


def heard(database: Database, file_id: str) -> str:
    return database.read(lambda tx: files.heard(tx, files.by_id(tx, file_id)))


async def test_a_voice_note_is_written_down(database: Database, evidence: Evidence, listener: Listener) -> None:
    """
    The recogniser is given the note as it came, once; its words lie sealed with the note, and a photo is no sound.
    """
    note = voice(database, evidence)
    voice(database, evidence, "photo", camera.jpeg())
    hearing = Hearing(database, evidence, HttpRecogniser(listener.url))

    assert (await hearing.listen(), await hearing.listen()) == (1, 0)
    assert listener.received == [("audio/ogg", camera.ogg())]
    assert heard(database, note) == HEARD


async def test_a_recogniser_that_fails_loses_nothing(
    database: Database, evidence: Evidence, listener: Listener, clock: SettableClock
) -> None:
    """
    The note stays as it is and is tried again later; the log has no word of it.
    """
    note = voice(database, evidence)
    hearing = Hearing(database, evidence, HttpRecogniser(listener.url))
    listener.status = 500

    with listening() as lines:
        assert (await hearing.listen(), await hearing.listen()) == (0, 0)
    assert len(listener.received) == 1
    assert HEARD not in str(lines)
    clock.advance(minutes=11)
    listener.status = 200

    assert await hearing.listen() == 1
    assert heard(database, note) == HEARD


async def test_what_was_erased_is_not_listened_to(database: Database, evidence: Evidence, listener: Listener) -> None:
    """
    A worker who wished his words gone is not heard any more.
    """
    note = voice(database, evidence)
    key_id = database.read(lambda tx: files.by_id(tx, note).key_id)
    database.call(lambda tx: tx.vault.erase(key_id))

    assert await Hearing(database, evidence, HttpRecogniser(listener.url)).listen() == 0
    assert listener.received == []
