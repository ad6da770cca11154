"""The HTTP around the fake Telegram: forms, JSON, files in and out."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote

from python_multipart import parse_form
from python_multipart.multipart import Field, File

from tests.fake_telegram.calls import DOWNLOAD, NO_ANSWER
from tests.fake_telegram.shelf import Held, Shelf
from tests.fake_telegram.telegram import FakeTelegram

_PLAIN = {"text", "caption", "description", "short_description", "url", "secret_token", "callback_query_id"}
_PLAIN |= {"language_code", "file_id"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, telegram: FakeTelegram, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.telegram = telegram

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that were killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: apart, each answer would wait 40 ms for an acknowledgement
    server: _Server

    def do_POST(self) -> None:
        """`/bot<token>/<method>` with a form or JSON; `/fake/updates` with an update."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/fake/updates":
            return self._write(200, {"update_id": self.server.telegram.bring(**json.loads(body))})
        token, _, method = self.path.removeprefix("/bot").rpartition("/")
        asked = _read(self.headers.get("Content-Type", ""), body, self.server.telegram.shelf)
        return self._write(*self.server.telegram.answer(token, method, asked))

    def do_GET(self) -> None:
        """`/file/bot<token>/<path>`: a file; `/fake/calls`: what was recorded."""
        if self.path.startswith("/file/bot"):
            return self._download(*unquote(self.path).removeprefix("/file/bot").split("/", 1))
        calls = [{"method": call.method, "asked": call.asked} for call in list(self.server.telegram.calls)]
        return self._write(200, {"calls": calls, "confirmed": self.server.telegram.confirmed})

    def _download(self, token: str, path: str) -> None:
        status, answer = self.server.telegram.answer(token, DOWNLOAD, {"path": path})
        content = self.server.telegram.shelf.at(path)
        if status == 200 and content is not None:
            return self._write_bytes(200, "application/octet-stream", content)
        return self._write(status, answer)

    def _write(self, status: int, answer: dict[str, Any]) -> None:
        self._write_bytes(status, "application/json", json.dumps(answer).encode())

    def _write_bytes(self, status: int, kind: str, written: bytes) -> None:
        if status == NO_ANSWER:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output clean."""


def _read(kind: str, body: bytes, shelf: Shelf) -> dict[str, Any]:
    """What was asked; an uploaded file goes to the shelf, and its id stands where the file stood."""
    if "json" in kind:
        return dict(json.loads(body))
    if not kind.startswith("multipart/"):
        return {key: _parsed(key, value) for key, value in parse_qsl(body.decode(), keep_blank_values=True)}
    fields, files = _parts(kind, body, shelf)
    pieces = fields.get("media")
    if isinstance(pieces, list):
        return {**fields, "media": [_attached(piece, files) for piece in pieces]}
    return {**fields, **files}


def _parts(kind: str, body: bytes, shelf: Shelf) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a multipart form, and the ids of its files by the names of their parts."""
    fields: dict[str, Any] = {}
    files: dict[str, str] = {}

    def on_field(field: Field) -> None:
        name, value = (field.field_name or b"").decode(), (field.value or b"").decode()
        fields[name] = _parsed(name, value)

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        name = (file.file_name or b"").decode()
        held = Held(file.file_object.read(), name, file.content_type or "")
        files[(file.field_name or b"").decode()] = shelf.put(held)
        file.close()

    parse_form({"Content-Type": kind.encode()}, io.BytesIO(body), on_field, on_file)
    return fields, files


def _attached(piece: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    """One piece of an album, with the id of its file for `attach://name`."""
    media = str(piece["media"])
    return {**piece, "media": files.get(media.removeprefix("attach://"), media)}


def _parsed(key: str, value: str) -> Any:
    """What PTB put into a form field: everything but texts is JSON."""
    if key in _PLAIN:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@contextmanager
def running(port: int = 0) -> Iterator[FakeTelegram]:
    """A fake Telegram at `.url`, which is what HOTLINE_TELEGRAM_API_URL wants."""
    telegram = FakeTelegram()
    server = _Server(telegram, port)
    telegram.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield telegram
    finally:
        telegram.close()
        server.shutdown()
        thread.join()
        server.server_close()
