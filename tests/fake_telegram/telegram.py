"""Telegram's side as a test sees it: what workers send, what the hotline did, and what shall go wrong."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Condition, RLock
from typing import Any

from tests.bot.telegram import updates
from tests.fake_telegram.calls import DOWNLOAD, NO_ANSWER, Answer, Call, Failure, error, fine
from tests.fake_telegram.methods import Chats
from tests.fake_telegram.shelf import PICTURE, Held, Shelf

TOKEN = "4711:a-token-of-the-tests"
_ACCEPTED = (
    "answerCallbackQuery",
    "setMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "sendChatAction",
)


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
    shelf: Shelf = field(default_factory=Shelf)
    _waiting: deque[dict[str, Any]] = field(default_factory=deque)
    _changed: Condition = field(default_factory=lambda: Condition(RLock()))
    _last_update_id: int = 1000
    _closed: bool = False
    _held_back: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with empty chats."""
        self.chats = Chats(self.shelf)

    # What workers send.

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

    def sends_photo(self, chat: int, caption: str = "", content: bytes = PICTURE) -> int:
        """A worker sends a photo."""
        return self.bring(message=updates.message(chat, photo=self.photo(content), caption=caption))

    def blocks(self, chat: int, status: str = "kicked") -> int:
        """A worker blocks the bot; with `member`, lets it back in."""
        return self.bring(my_chat_member=updates.membership(chat, status))

    def file(
        self, content: bytes = PICTURE, name: str = "", mime: str = "", size: int = 0, **more: Any
    ) -> dict[str, Any]:
        """A file that Telegram holds, as it stands in a message; `size` to state another than its own."""
        with self._changed:
            return {**self.shelf.described(self.shelf.put(Held(content, name, mime, size))), **more}

    def photo(self, content: bytes = PICTURE, size: int = 0) -> list[dict[str, Any]]:
        """A photo that Telegram holds in two sizes, the larger last."""
        small = self.file(b"small", width=90, height=90)
        return [small, self.file(content, size=size, width=1280, height=1280)]

    # What shall go wrong.

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
        """Answer the next calls, after `skip` good ones, with an error; `retry_after=3` becomes its parameter.

        The method `download` is the fetching of a file's bytes.
        """
        self.failures.append(Failure(method, status, description, parameters, chat, times, skip))

    def flood(self, method: str = "sendMessage", *, retry_after: int, times: int = 1, chat: int | None = None) -> None:
        """Too many requests."""
        self.fail(method, 429, "Too Many Requests", times=times, chat=chat, retry_after=retry_after)

    def block(self, chat: int, times: int = 10**6) -> None:
        """This worker has blocked the bot."""
        self.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", times=times, chat=chat)

    def hang_up(self, method: str = "sendMessage", *, times: int = 1, arrives: bool = False) -> None:
        """Drop the connection without an answer, before or after the message has reached its reader."""
        self.failures.append(Failure(method, NO_ANSWER, "", {}, None, times, arrives=arrives))

    @contextmanager
    def slow(self, method: str) -> Iterator[None]:
        """Calls of this method get no answer until the end of the block; they count as attempts at once."""
        with self._changed:
            self._held_back.add(method)
        try:
            yield
        finally:
            with self._changed:
                self._held_back.discard(method)
                self._changed.notify_all()

    # What the hotline did.

    def called(self, method: str) -> list[Call]:
        """The calls of one method that succeeded, in order."""
        with self._changed:
            return [call for call in self.calls if call.method == method]

    def tried(self, method: str) -> int:
        """How often a method was called, successfully or not."""
        with self._changed:
            return sum(call.method == method for call in self.attempts)

    def received(self, chat: int) -> list[Call]:
        """What reached a chat, in order: texts, pictures, albums, files."""
        with self._changed:
            return [call for call in self.calls if call.brings and call.chat == chat]

    def texts(self, chat: int) -> list[str]:
        """What a worker reads, captions included, as it was when it came."""
        return [call.text for call in self.received(chat)]

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages as they stand in a chat now, after edits and deletions."""
        with self._changed:
            return self.chats.shown(chat)

    def buttons(self, chat: int) -> list[str]:
        """The ids of the buttons under the last message of a chat that is no picture by itself, such as a receipt."""
        last = next((call for call in reversed(self.received(chat)) if call.method != "sendPhoto"), None)
        keyboard = last.asked.get("reply_markup", {}).get("inline_keyboard", []) if last else []
        return [button.get("callback_data", button.get("url")) for row in keyboard for button in row]

    def menu(self, chat: int) -> dict[str, str]:
        """The commands, each with its description, of the menu that this chat has to itself; none if it has none."""
        with self._changed:
            of_menus = [call for call in self.calls if call.method in ("setMyCommands", "deleteMyCommands")]
        mine = [call.asked for call in of_menus if call.asked.get("scope") == {"type": "chat", "chat_id": chat}]
        shown = mine[-1].get("commands", ()) if mine else ()
        return {command["command"]: command["description"] for command in shown}

    def wait_for(self, seen: Callable[["FakeTelegram"], object], seconds: float = 10) -> None:
        """Wait until `seen` is true, looking again after each call; raises TimeoutError. Blocks its thread."""
        with self._changed:
            if not self._changed.wait_for(lambda: seen(self), seconds):
                raise TimeoutError("What should have reached Telegram did not.")

    # What the server asks.

    def answer(self, token: str, method: str, asked: dict[str, Any]) -> Answer:
        """The HTTP status and body of one call; status 0 means to hang up."""
        call = Call(method, asked, time.monotonic())
        if token != self.token:
            return error(401, "Unauthorized")
        with self._changed:
            failure = next((failure for failure in self.failures if failure.meets(call)), None)
            self.attempts.append(call)
            self._changed.notify_all()
            self._changed.wait_for(lambda: method not in self._held_back or self._closed)
        status, answer = self._result(call) if failure is None or failure.arrives else (0, {})
        with self._changed:
            if status == 200:
                self.calls.append(replace(call, result=answer.get("result")))
            self._changed.notify_all()
        return error(failure.status, failure.description, failure.parameters) if failure else (status, answer)

    def _result(self, call: Call) -> Answer:
        match call.method:
            case "getMe":
                return fine(updates.BOT)
            case "getUpdates" if self.webhook:
                return error(409, "Conflict: can't use getUpdates method while webhook is active")
            case "getUpdates":
                return fine(self._updates(call.asked))
            case "setWebhook" | "deleteWebhook":
                self.webhook = call.asked if call.method == "setWebhook" else None
                return fine(True)
            case method if method == DOWNLOAD:
                return fine(None) if self.shelf.at(call.asked["path"]) is not None else error(404, "Not Found")
            case method if method in _ACCEPTED:
                return fine(True)
        with self._changed:
            return self.chats.answer(call.method, call.asked) or error(404, "Not Found")

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
