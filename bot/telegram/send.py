"""Sends promised replies through Telegram and says what came of each attempt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MediaGroupLimit, MessageLimit
from telegram.error import TelegramError

from bot.budget import Limits
from bot.outcomes import Later, Outcome, Pace, Refused, Sent, Unreachable
from bot.outgoing import Files, Outgoing, StillToCome, no_files
from bot.telegram.chat import Chat, can_be_sent, is_picture
from bot.telegram.client import HotlineBot
from bot.telegram.meanings import meaning
from bot.telegram.parts import length, split
from bot.telegram.translate import CHANNEL
from storage.messages import Button
from storage.sending import Promised

_ALBUM_BYTES = 20_000_000  # of pictures that are held in memory for one album
_UNTIL_FETCHED = 15.0  # seconds
_TAKEN_BACK = "—"  # what stands in the place of a message that is too old to be deleted


class Say(Protocol):
    """Finds our sentences, as `Texts.say` does."""

    def __call__(self, language: str | None, key: str, **values: object) -> str:
        """The sentence, filled in."""


class TelegramSender:
    """The way out to Telegram.

    Telegram takes thirty messages a second over all, one a second into one chat and twenty a minute into a group. We
    stay one below thirty and keep two of them for what is urgent. Telegram lets short bursts into one chat pass; we
    make none: nobody reads more than a message a second, and a chat that is told to wait, waits much longer.
    """

    channel = CHANNEL
    limits = Limits(per_second=29, reserve=2, per_chat=1, per_group=20)

    def __init__(self, bot: HotlineBot, files: Files = no_files, say: Say | None = None, *, chat_rate: int = 1) -> None:
        """`files` gives what a message carries, masked; `say` the sentence about what could not be carried.

        `chat_rate`: messages a second into one chat, where Telegram has granted more than one.
        """
        self._bot, self._files, self._say = bot, files, say
        self.limits = replace(self.limits, per_chat=chat_rate)

    async def send(self, promised: Promised, pace: Pace) -> Outcome:
        """Send, change or take back one reply: several messages if it is long or has files, its buttons below the last.

        If a later part fails after an earlier one arrived, the attempt as a whole has failed and the next one begins
        again with the first part: read twice beats never read.
        """
        if any(_too_long(button) for button in promised.message.buttons):
            return Refused("A button's id is longer than the 64 bytes Telegram carries.")
        if not promised.address.removeprefix("-").isdecimal():
            return Unreachable("This is not the number of a Telegram chat.")
        chat = Chat(self._bot, int(promised.address), pace)
        try:
            return Sent(",".join(await self._carry_out(chat, promised)) or None)
        except StillToCome:
            return Later(_UNTIL_FETCHED)
        except TelegramError as error:
            return meaning(error)

    async def _carry_out(self, chat: Chat, promised: Promised) -> list[str]:
        """Do what was promised; returns the numbers of the messages that the reply now consists of."""
        match promised.action:
            case "edit":
                return await _edit(chat, promised)
            case "delete":
                for message_id in promised.target_receipts:
                    await chat.take_back(message_id, promised.message.text or _TAKEN_BACK)
                return []
            case "send":
                return await self._send(chat, promised)

    async def _send(self, chat: Chat, promised: Promised) -> list[str]:
        text, keyboard = encodable(promised.message.text), _keyboard(promised.message.buttons)
        match promised.message.files:
            case ():
                return await _say(chat, text, keyboard)
            case (only,):
                file = await self._files(only)
                if file and can_be_sent(file) and length(text) <= MessageLimit.CAPTION_LENGTH:
                    return [await chat.bring(file, text, keyboard)]
        brought = await self._bring_all(chat, promised.message.files)
        left_out = len(promised.message.files) - len(brought)
        words = "\n\n".join(filter(None, (text, self._about_left_out(promised, left_out))))
        return [*brought, *(await _say(chat, words, keyboard) if words.strip() or keyboard else [])]

    async def _bring_all(self, chat: Chat, file_ids: Sequence[str]) -> list[str]:
        """Send the files in their order, pictures that follow each other as albums; those that can go at all."""
        brought, pictures = list[str](), list[Outgoing]()
        for file_id in file_ids:
            file = await self._files(file_id)
            if file is None or not can_be_sent(file):
                continue
            if not _fits(file, pictures):
                brought += await chat.bring_pictures(pictures)
                pictures = []
            if is_picture(file):
                pictures.append(file)
            else:
                brought.append(await chat.bring(file))
        return [*brought, *await chat.bring_pictures(pictures)]

    def _about_left_out(self, promised: Promised, number: int) -> str:
        return self._say(promised.language, "notices.files_left_out", n=number) if number and self._say else ""


async def _say(chat: Chat, text: str, keyboard: InlineKeyboardMarkup | None) -> list[str]:
    *before, last = split(text)
    return [*[await chat.say(part, None) for part in before], await chat.say(last, keyboard)]


async def _edit(chat: Chat, promised: Promised) -> list[str]:
    """Let the parts read anew; those too many are taken back, those too few are sent behind."""
    parts, standing = split(encodable(promised.message.text)), promised.target_receipts
    keyboard = _keyboard(promised.message.buttons)
    now = list[str]()
    for i, part in enumerate(parts):
        below = keyboard if i == len(parts) - 1 else None
        now.append(await (chat.change(standing[i], part, below) if i < len(standing) else chat.say(part, below)))
    for surplus in standing[len(parts) :]:
        await chat.take_back(surplus, _TAKEN_BACK)
    return now


def _fits(file: Outgoing, album: Sequence[Outgoing]) -> bool:
    """Whether this file can go on with an album."""
    size = sum(len(picture.content) for picture in (*album, file))
    return is_picture(file) and len(album) < MediaGroupLimit.MAX_MEDIA_LENGTH and size <= _ALBUM_BYTES


def _too_long(button: Button) -> bool:
    return len(encodable(button.press).encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """One button a row, because thumbs are broad and labels are long, but for those that belong beside another."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        row = rows.pop() if button.beside and rows else []
        rows.append([*row, InlineKeyboardButton(button.label, callback_data=button.press)])
    return InlineKeyboardMarkup(rows) if rows else None


def encodable(text: str) -> str:
    """The text without halves of surrogate pairs: PTB would quote all of it in a NetworkError, for ever."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
