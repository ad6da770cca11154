"""One chat as the sender uses it: every message that changes what its reader sees waits for its place first."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from telegram import (
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from bot.outcomes import Pace
from bot.outgoing import Outgoing
from bot.telegram.client import HotlineBot

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UPLOAD = 300.0  # seconds that a file may take
_PATIENCE: dict[str, Any] = {"write_timeout": _UPLOAD, "read_timeout": 60.0}
_AS_IT_IS = ("not modified",)
_GONE = ("not found", "message_id_invalid", "can't be deleted", "can't be edited", "no text in the message")
_NO_PICTURE = ("photo", "image", "wrong type", "failed to get http", "wrong file")

Sending = Callable[..., Coroutine[Any, Any, Message]]


class Chat:
    """One chat, its messages known by their numbers in text."""

    def __init__(self, bot: HotlineBot, chat_id: int, pace: Pace) -> None:
        self._bot, self._id, self._pace = bot, chat_id, pace

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None, answering: str | None = None) -> str:
        """Send a text; with `answering` below an earlier message of the chat, if that is still there."""
        below = ReplyParameters(int(answering), allow_sending_without_reply=True) if answering else None
        async with self._pace():
            message = await self._bot.send_message(
                self._id, text, reply_markup=keyboard, link_preview_options=_NO_PREVIEW, reply_parameters=below
            )
        return str(message.message_id)

    async def change(self, message_id: str, text: str, keyboard: InlineKeyboardMarkup | None) -> str:
        """Let an earlier message read like this; returns its number, another one if Telegram no longer lets us.

        Then the text comes as a new message that answers the old one, so that its reader sees what is corrected.
        """
        try:
            async with self._pace():
                await self._bot.edit_message_text(
                    text, self._id, int(message_id), reply_markup=keyboard, link_preview_options=_NO_PREVIEW
                )
        except BadRequest as error:
            if _says(error, _GONE):
                return await self.say(text, keyboard, message_id)
            if not _says(error, _AS_IT_IS):
                raise
        return message_id

    async def take_back(self, message_id: str, instead: str) -> None:
        """Delete an earlier message; one too old for that reads `instead`, and one that is gone is gone."""
        try:
            async with self._pace():
                await self._bot.delete_message(self._id, int(message_id))
        except BadRequest as error:
            if not _says(error, _GONE):
                raise
            if "not found" not in error.message.lower():
                await self._blot_out(message_id, instead)

    async def bring(self, file: Outgoing, caption: str = "", keyboard: InlineKeyboardMarkup | None = None) -> str:
        """Send a file as what it is; a picture that Telegram will not show as one goes as a document."""
        words: dict[str, Any] = {"caption": caption or None, "reply_markup": keyboard}
        try:
            return await self._bring(*self._way(file), file, words)
        except BadRequest as error:
            if self._way(file)[1] == "document" or not _says(error, _NO_PICTURE):
                raise
            return await self._bring(self._bot.send_document, "document", file, words)

    async def bring_pictures(self, pictures: Sequence[Outgoing]) -> list[str]:
        """Send pictures as one album of two to ten; one by one if Telegram will not have them together."""
        if len(pictures) > 1:
            album = [InputMediaPhoto(picture.content, filename=picture.name) for picture in pictures]
            try:
                async with self._pace(_UPLOAD):
                    messages = await self._bot.send_media_group(self._id, album, **_PATIENCE)
                return [str(message.message_id) for message in messages]
            except BadRequest as error:
                if not _says(error, (*_NO_PICTURE, "group")):
                    raise
        return [await self.bring(picture) for picture in pictures]

    async def _bring(self, sending: Sending, part: str, file: Outgoing, words: Mapping[str, Any]) -> str:
        async with self._pace(_UPLOAD):
            message = await sending(chat_id=self._id, **{part: file.content}, filename=file.name, **words, **_PATIENCE)
        return str(message.message_id)

    def _way(self, file: Outgoing) -> tuple[Sending, str]:
        if is_picture(file):
            return self._bot.send_photo, "photo"
        if file.kind == "voice" and file.mime in ("audio/ogg", "audio/mpeg", "audio/mp4"):
            return self._bot.send_voice, "voice"
        if file.mime == "video/mp4":
            return self._bot.send_video, "video"
        return self._bot.send_document, "document"

    async def _blot_out(self, message_id: str, instead: str) -> None:
        try:
            async with self._pace():
                await self._bot.edit_message_text(instead, self._id, int(message_id))
        except BadRequest as error:
            if not _says(error, (*_GONE, *_AS_IT_IS)):
                raise


def is_picture(file: Outgoing) -> bool:
    """Whether Telegram shows it as a picture: of a type and size it takes for one, and not sent as a document."""
    shown = file.mime in ("image/jpeg", "image/png", "image/webp") and file.kind != "document"
    return shown and len(file.content) <= FileSizeLimit.PHOTOSIZE_UPLOAD


def can_be_sent(file: Outgoing | None) -> bool:
    """Whether there is a file, and not larger than a bot may send."""
    return file is not None and 0 < len(file.content) <= FileSizeLimit.FILESIZE_UPLOAD


def _says(error: BadRequest, signs: Sequence[str]) -> bool:
    said = error.message.lower()
    return any(sign in said for sign in signs)
