"""What the hotline asked of Telegram, what Telegram said, and what it shall fail with."""

from dataclasses import dataclass
from typing import Any

NO_ANSWER = 0  # a status that means: hang up
DOWNLOAD = "download"  # fetching a file's bytes, which is no method of the Bot API but fails like one

Answer = tuple[int, dict[str, Any]]  # the HTTP status and the body


@dataclass(frozen=True)
class Call:
    """One request that reached the Bot API; `result` is what a successful one was answered with."""

    method: str
    asked: dict[str, Any]
    at: float
    result: Any = None

    @property
    def chat(self) -> int | None:
        """The chat it was for."""
        return self.asked.get("chat_id")

    @property
    def brings(self) -> bool:
        """Whether it put something new into a chat."""
        return self.method.startswith("send") and self.method != "sendChatAction"

    @property
    def text(self) -> str:
        """The words it brought: a text, or the caption of what was sent (of an album: of its first piece)."""
        first: dict[str, Any] = next(iter(self.asked.get("media", [])), {})
        return str(self.asked.get("text") or self.asked.get("caption") or first.get("caption", ""))

    @property
    def message_ids(self) -> list[int]:
        """The ids under which the chat knows what it brought; an album has one for each piece."""
        messages = self.result if isinstance(self.result, list) else [self.result]
        return [message["message_id"] for message in messages]


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


def fine(result: object) -> Answer:
    """The answer to a call that succeeded."""
    return 200, {"ok": True, "result": result}


def error(status: int, description: str, parameters: dict[str, Any] | None = None) -> Answer:
    """The answer to a call that did not."""
    body = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body
