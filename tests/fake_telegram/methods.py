"""What each method of the Bot API does and answers, as far as the hotline uses it."""

from collections.abc import Callable
from typing import Any

from tests.bot.telegram import updates
from tests.fake_telegram.calls import Answer, error, fine
from tests.fake_telegram.shelf import LARGEST, Shelf

_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024
FILES = {  # the method that sends it, and the field that holds it
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendVideoNote": "video_note",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
}
_DIMENSIONS: dict[str, dict[str, Any]] = {
    "photo": {"width": 90, "height": 90},
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"width": 90, "height": 90, "duration": 1},
    "animation": {"width": 90, "height": 90, "duration": 1},
    "video_note": {"length": 90, "duration": 1},
    "sticker": {"width": 90, "height": 90, "is_animated": False, "is_video": False, "type": "regular"},
}


class Chats:
    """The chats as their readers see them: every message of the bot that was sent and not taken back."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._shown: dict[tuple[int, int], dict[str, Any]] = {}
        self._methods: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "sendMessage": self._send_text,
            "sendMediaGroup": self._send_album,
            "editMessageText": lambda asked: self._edit(asked, "text"),
            "editMessageCaption": lambda asked: self._edit(asked, "caption"),
            "editMessageReplyMarkup": lambda asked: self._edit(asked, "reply_markup"),
            "deleteMessage": self._delete,
            "getFile": self._get_file,
        }

    def answer(self, method: str, asked: dict[str, Any]) -> Answer | None:
        """What this method answers; None if it is none of these."""
        if method in FILES:
            return self._send_file(FILES[method], asked)
        answering = self._methods.get(method)
        return answering(asked) if answering else None

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages that stand in a chat, after edits and deletions."""
        return [message for (whose, _), message in self._shown.items() if whose == chat]

    def _send_text(self, asked: dict[str, Any]) -> Answer:
        text = asked.get("text", "")
        return _refusal(text, "text", _LONGEST_TEXT) or fine(self._bring(asked, text=text))

    def _send_file(self, kind: str, asked: dict[str, Any]) -> Answer:
        if asked.get(kind) not in self._shelf:
            return error(400, "Bad Request: wrong file identifier/HTTP URL specified")
        caption = asked.get("caption", "")
        if refused := _refusal(caption or "-", "caption", _LONGEST_CAPTION):
            return refused
        return fine(self._bring(asked, **self._file(kind, asked[kind]), **({"caption": caption} if caption else {})))

    def _send_album(self, asked: dict[str, Any]) -> Answer:
        pieces = asked.get("media", [])
        if not 2 <= len(pieces) <= 10:
            return error(400, "Bad Request: group send failed: an album has 2 to 10 pieces")
        if any(piece.get("media") not in self._shelf for piece in pieces):
            return error(400, "Bad Request: wrong file identifier/HTTP URL specified")
        album = f"album-{pieces[0]['media']}"
        return fine([self._bring_piece(asked, album, piece) for piece in pieces])

    def _bring_piece(self, asked: dict[str, Any], album: str, piece: dict[str, Any]) -> dict[str, Any]:
        caption = {"caption": piece["caption"]} if piece.get("caption") else {}
        return self._bring(asked, media_group_id=album, **self._file(piece["type"], piece["media"]), **caption)

    def _bring(self, asked: dict[str, Any], **content: Any) -> dict[str, Any]:
        chat = asked["chat_id"]
        answered = asked.get("reply_parameters", {}).get("message_id")
        replying = {"reply_to_message": self._shown[chat, answered]} if (chat, answered) in self._shown else {}
        markup = {"reply_markup": asked["reply_markup"]} if asked.get("reply_markup") else {}
        message = {**updates.message(chat, **content, **replying, **markup), "from": updates.BOT}
        self._shown[chat, message["message_id"]] = message
        return message

    def _file(self, kind: str, file_id: str) -> dict[str, Any]:
        about = {**self._shelf.described(file_id), **_DIMENSIONS.get(kind, {})}
        return {kind: [about] if kind == "photo" else about}

    def _edit(self, asked: dict[str, Any], part: str) -> Answer:
        message = self._shown.get((asked["chat_id"], asked["message_id"]))
        if message is None or (part == "text" and "text" not in message):
            return error(400, "Bad Request: message to edit not found")
        if part != "reply_markup" and (refused := _refusal(asked.get(part, ""), part, _LONGEST_TEXT)):
            return refused
        edited = {**message, part: asked.get(part), "reply_markup": asked.get("reply_markup")}
        edited = {key: value for key, value in edited.items() if value is not None}
        if edited == message:
            return error(400, "Bad Request: message is not modified")
        self._shown[asked["chat_id"], asked["message_id"]] = edited
        return fine(edited)

    def _delete(self, asked: dict[str, Any]) -> Answer:
        if self._shown.pop((asked["chat_id"], asked["message_id"]), None) is None:
            return error(400, "Bad Request: message to delete not found")
        return fine(True)

    def _get_file(self, asked: dict[str, Any]) -> Answer:
        file_id = asked.get("file_id")
        if file_id not in self._shelf:
            return error(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        about = self._shelf.described(str(file_id))
        if about["file_size"] > LARGEST:
            return error(400, "Bad Request: file is too big")
        return fine({**about, "file_path": self.path_of(str(file_id))})

    def path_of(self, file_id: str) -> str:
        """Where a file can be fetched; a server run with --local names its own disk instead."""
        return f"files/{file_id}"


def _refusal(text: str, part: str, longest: int) -> Answer | None:
    if not text.strip():
        return error(400, f"Bad Request: message {part} is empty")
    if len(text.encode("utf-16-le")) > 2 * longest:
        return error(400, f"Bad Request: message {'is' if part == 'text' else 'caption is'} too long")
    return None
