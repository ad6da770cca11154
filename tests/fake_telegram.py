"""A Bot API on loopback: real HTTP for the real python-telegram-bot, which records what it is told and fails on demand.

`python -m tests.fake_telegram 8081` runs it by itself; POST /fake/updates brings an update, GET /fake/calls
gives what was recorded, both as JSON.
"""

import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qsl

from tests.bot.telegram import updates

TOKEN = "4711:a-token-of-the-tests"
_NO_ANSWER = 0  # a status that means: hang up


@dataclass(frozen=True)
class Call:
    """One request that reached the Bot API."""

    method: str
    asked: dict[str, Any]
    at: float

    @property
    def chat(self) -> int | None:
        """The chat it was for."""
        return self.asked.get("chat_id")


@dataclass
class Failure:
    """What the next `times` calls of a method are answered with, for one chat or for all."""

    method: str
    status: int
    description: str
    parameters: dict[str, Any]
    chat: int | None
    times: int
    skip: int = 0
    arrives: bool = False  # whether the message reaches its reader all the same

    def meets(self, call: Call) -> bool:
        """Whether this call is to fail."""
        if self.times == 0 or self.method != call.method or self.chat not in (None, call.chat):
            return False
        passed, self.skip = self.skip > 0, max(0, self.skip - 1)
        self.times -= not passed
        return not passed


@dataclass
class FakeTelegram:
    """Telegram's side: `attempts` are all calls, `calls` those that succeeded. Any thread may call its methods."""

    token: str = TOKEN
    attempts: list[Call] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    webhook: dict[str, Any] | None = None
    confirmed: int = 0
    url: str = ""
    _waiting: deque[dict[str, Any]] = field(default_factory=deque)
    _changed: Condition = field(default_factory=Condition)
    _last_update_id: int = 1000
    _closed: bool = False

    def bring(self, **update: Any) -> int:
        """Let this update wait for getUpdates; returns its id, the next one unless it has one."""
        with self._changed:
            self._last_update_id = update.setdefault("update_id", self._last_update_id + 1) or self._last_update_id
            self._waiting.append(update)
            self._changed.notify_all()
            return self._last_update_id

    def says(self, chat: int, text: str, **more: Any) -> int:
        """A worker writes."""
        return self.bring(message=updates.message(chat, text=text, **more))

    def presses(self, chat: int, button: str) -> int:
        """A worker taps a button."""
        return self.bring(callback_query=updates.press(chat, button))

    def edits(self, chat: int, text: str) -> int:
        """A worker corrects his last message."""
        return self.bring(edited_message=updates.message(chat, text=text, edit_date=1764000001))

    def sends_photo(self, chat: int, caption: str = "") -> int:
        """A worker sends a photo."""
        return self.bring(message=updates.message(chat, photo=updates.photo(), caption=caption))

    def blocks(self, chat: int, status: str = "kicked") -> int:
        """A worker blocks the bot; with `member`, lets it back in."""
        return self.bring(my_chat_member=updates.membership(chat, status))

    def fail(
        self,
        method: str,
        status: int,
        description: str = "it failed",
        *,
        times: int = 1,
        skip: int = 0,
        chat: int | None = None,
        **parameters: Any,
    ) -> None:
        """Answer the next calls, after `skip` good ones, with an error; `retry_after=3` becomes its parameter."""
        self.failures.append(Failure(method, status, description, parameters, chat, times, skip))

    def flood(self, method: str = "sendMessage", *, retry_after: int, times: int = 1, chat: int | None = None) -> None:
        """Too many requests."""
        self.fail(method, 429, "Too Many Requests", times=times, chat=chat, retry_after=retry_after)

    def block(self, chat: int, times: int = 10**6) -> None:
        """This worker has blocked the bot."""
        self.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", times=times, chat=chat)

    def hang_up(self, method: str = "sendMessage", *, times: int = 1, arrives: bool = False) -> None:
        """Drop the connection without an answer, before or after the message has reached its reader."""
        self.failures.append(Failure(method, _NO_ANSWER, "", {}, None, times, arrives=arrives))

    def called(self, method: str) -> list[Call]:
        """The calls of one method that succeeded, in order."""
        with self._changed:
            return [call for call in self.calls if call.method == method]

    def received(self, chat: int) -> list[Call]:
        """The messages that reached a chat, in order."""
        return [call for call in self.called("sendMessage") if call.chat == chat]

    def texts(self, chat: int) -> list[str]:
        """What a worker reads."""
        return [call.asked["text"] for call in self.received(chat)]

    def buttons(self, chat: int) -> list[str]:
        """The ids of the buttons under the last message of a chat."""
        keyboard = self.received(chat)[-1].asked.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in keyboard for button in row]

    def wait_for(self, seen: Callable[["FakeTelegram"], object], seconds: float = 10) -> None:
        """Wait until `seen` is true, looking again after each call; raises TimeoutError. Blocks its thread."""
        with self._changed:
            if not self._changed.wait_for(lambda: seen(self), seconds):
                raise TimeoutError("What should have reached Telegram did not.")

    def answer(self, token: str, method: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The HTTP status and body of one call; status 0 means to hang up."""
        call = Call(method, asked, time.monotonic())
        if token != self.token:
            return _error(401, "Unauthorized")
        with self._changed:
            failure = next((failure for failure in self.failures if failure.meets(call)), None)
        status, answer = self._result(call) if failure is None or failure.arrives else (0, {})
        with self._changed:
            self.attempts.append(call)
            if status == 200:
                self.calls.append(call)
            self._changed.notify_all()
        return _error(failure.status, failure.description, failure.parameters) if failure else (status, answer)

    def _result(self, call: Call) -> tuple[int, dict[str, Any]]:
        match call.method:
            case "getMe":
                return _fine(updates.BOT)
            case "sendMessage":
                return self._sent(call.asked)
            case "getUpdates" if self.webhook:
                return _error(409, "Conflict: can't use getUpdates method while webhook is active")
            case "getUpdates":
                return _fine(self._updates(call.asked))
            case "setWebhook" | "deleteWebhook":
                self.webhook = call.asked if call.method == "setWebhook" else None
            case "answerCallbackQuery" | "setMyCommands" | "setMyDescription" | "setMyShortDescription":
                pass
            case _:
                return _error(404, "Not Found")
        return _fine(True)

    def _sent(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not asked.get("text", "").strip():
            return _error(400, "Bad Request: message text is empty")
        if len(asked["text"].encode("utf-16-le")) > 2 * 4096:
            return _error(400, "Bad Request: message is too long")
        return _fine({**updates.message(asked["chat_id"], text=asked["text"]), "from": updates.BOT})

    def _updates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """Everything from the offset on, waiting for the first; an offset lets go of what is before it."""
        with self._changed:
            while self._waiting and (self._waiting[0]["update_id"] or 0) < asked.get("offset", 0):
                self.confirmed = self._waiting.popleft()["update_id"] or self.confirmed
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._waiting or self._closed, asked.get("timeout", 0))
            return list(self._waiting)[: asked.get("limit", 100)]

    def close(self) -> None:
        """Let go of whoever waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def _fine(result: object) -> tuple[int, dict[str, Any]]:
    return 200, {"ok": True, "result": result}


def _error(status: int, description: str, parameters: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    body = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body


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
        status, answer = self.server.telegram.answer(token, method, self._asked(body))
        return self._write(status, answer)

    def do_GET(self) -> None:
        """`/fake/calls`: what was recorded."""
        calls = [{"method": call.method, "asked": call.asked} for call in list(self.server.telegram.calls)]
        self._write(200, {"calls": calls, "confirmed": self.server.telegram.confirmed})

    def _asked(self, body: bytes) -> dict[str, Any]:
        if "json" in self.headers.get("Content-Type", ""):
            return dict(json.loads(body))
        return {key: _parsed(key, value) for key, value in parse_qsl(body.decode(), keep_blank_values=True)}

    def _write(self, status: int, answer: dict[str, Any]) -> None:
        if status == _NO_ANSWER:
            self.close_connection = True
            return
        written = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output clean."""


def _parsed(key: str, value: str) -> Any:
    """What PTB put into a form field: everything but texts is JSON."""
    if key in ("text", "description", "short_description", "url", "secret_token", "callback_query_id", "language_code"):
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


if __name__ == "__main__":
    with running(int(sys.argv[1])) as fake:
        print(fake.url, flush=True)
        fake.wait_for(lambda _: False, seconds=10**8)
