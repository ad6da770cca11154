"""Reads Telegram's updates as the hotline's messages, so that nothing behind the door knows Telegram."""

from collections.abc import Iterable
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, Contact, Location, Message, Update, User, Venue

from handlers.incoming import Attachment, Incoming, Kind

CHANNEL = "telegram"

# Telegram's own name of what is sent, and ours; an animation comes a second time as a document.
_FILES = {
    "animation": "video",
    "document": "document",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "video_note": "video_note",
    "sticker": "sticker",
}
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "video_note": "video/mp4"}  # where Telegram does not say
_QUOTED = 300  # characters of our message that an answer to it shows
_MEMBERSHIP: dict[str, Kind] = {
    ChatMember.BANNED: "blocked",
    ChatMember.LEFT: "blocked",
    ChatMember.MEMBER: "unblocked",
}


def message(update: Update) -> Incoming | None:
    """A new message; commands stay text, what we cannot read yet is `other`. Of a group nothing is kept."""
    arrived = update.message
    if arrived is None:
        return None
    if arrived.chat.type != Chat.PRIVATE:
        return _from_group(update, arrived)
    return _incoming(update, arrived.chat.id, _kind(arrived), _text(arrived), **_about(arrived))


def edited(update: Update) -> Incoming | None:
    """A private message as it reads after its writer changed it; `moved` is a live location that went on."""
    arrived = update.edited_message
    if arrived is None or arrived.chat.type != Chat.PRIVATE:
        return None
    kind: Kind = "moved" if arrived.location else "edited"
    return _incoming(update, arrived.chat.id, kind, _text(arrived), **_about(arrived))


def press(update: Update) -> Incoming | None:
    """A pressed button; `button` is its callback data. A press without data (a game) is `other`."""
    query = update.callback_query
    if query is None:
        return None
    button = None if query.data is None else _clean(query.data)
    return _incoming(update, _chat_of(query), "other" if button is None else "button", button=button)


def membership(update: Update) -> Incoming | None:
    """Somebody blocked the bot, let it back in, or put it into a group."""
    change = update.my_chat_member
    if change is None:
        return None
    kind = _MEMBERSHIP.get(change.new_chat_member.status, "other")
    if change.chat.type != Chat.PRIVATE and kind == "unblocked":
        kind = "group"  # put into one: the answer says that the hotline speaks in private only
    return _incoming(update, change.chat.id, kind)


def other(update: Update) -> Incoming | None:
    """Any other kind of update: known by its private chat, or None where there is nobody to answer."""
    chat = update.effective_chat
    return _incoming(update, chat.id, "other") if chat and chat.type == Chat.PRIVATE else None


def kind_of(update: Update) -> str:
    """Which kind of update this is, for the log; never its content."""
    known = (kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None)
    return next(known, "an unknown kind")


def _from_group(update: Update, arrived: Message) -> Incoming | None:
    """What was said in a group is nobody's complaint: its text stays out, and only words are answered."""
    return _incoming(update, arrived.chat.id, "group") if arrived.text or arrived.caption else None


def _incoming(update: Update, chat_id: int, kind: Kind, text: str = "", **more: Any) -> Incoming:
    language = _language(update.effective_user)
    return Incoming(CHANNEL, str(int(chat_id)), str(update.update_id), kind, text, language=language, **more)


def _about(arrived: Message) -> dict[str, Any]:
    """What a message carries beside its words: its id, its files, what it answers, where it came from."""
    answered = arrived.reply_to_message
    return {
        "files": tuple(_attachments(arrived)),
        "message": str(arrived.message_id),
        "reply_to": str(answered.message_id) if answered else "",
        "quoted": _quoted(answered) if answered else "",
        "album": _clean(arrived.media_group_id or ""),
        "contact": _whose(arrived.contact, arrived.from_user) if arrived.contact else None,
        "forwarded": arrived.forward_origin is not None,
    }


def _quoted(answered: Message) -> str:
    """How a message of ours began; a worker's own words are not repeated."""
    ours = answered.from_user is not None and answered.from_user.is_bot
    return _clean(answered.text or answered.caption or "")[:_QUOTED] if ours else ""


def _whose(contact: Contact, sender: User | None) -> str:
    return "own" if sender and contact.user_id == sender.id else "other"


def _kind(arrived: Message) -> Kind:
    if arrived.text is not None:
        return "text"
    if arrived.contact:
        return "contact"
    if arrived.location:
        return "location"
    return "media" if any(_attachments(arrived)) else "other"


def _text(arrived: Message) -> str:
    if arrived.contact:
        return _number(arrived.contact, arrived.from_user)
    if arrived.location:
        return _place(arrived.location, arrived.venue)
    return _clean(arrived.text or arrived.caption or "")


def _number(contact: Contact, sender: User | None) -> str:
    """A telephone number without blanks; somebody else's comes after his name."""
    number = "".join(contact.phone_number.split())
    if _whose(contact, sender) == "own":
        return _clean(number)
    return _clean(" ".join(filter(None, (contact.first_name, contact.last_name, number))))


def _place(location: Location, venue: Venue | None) -> str:
    """Latitude and longitude in degrees, with the name and address of a venue before them."""
    point = f"{location.latitude},{location.longitude}"
    return _clean(f"{venue.title} {venue.address} {point}") if venue else point


def _attachments(arrived: Message) -> Iterable[Attachment]:
    if arrived.photo:
        largest = arrived.photo[-1]
        unique = largest.file_unique_id
        yield Attachment("photo", largest.file_id, size=largest.file_size, mime=_MIMES["photo"], unique=unique)
    for part, kind in _FILES.items():
        found = getattr(arrived, part)
        if found is not None and not (part == "document" and arrived.animation):
            name = getattr(found, "file_name", None) or ""
            mime = getattr(found, "mime_type", None) or _MIMES.get(kind, "")
            unique = found.file_unique_id
            yield Attachment(kind, found.file_id, _clean(name), found.file_size, _clean(mime), unique=unique)


def _chat_of(query: CallbackQuery) -> int:
    """The chat of the pressed button; without its message the presser's own chat, which has his id."""
    return query.message.chat.id if query.message else query.from_user.id


def _language(user: User | None) -> str | None:
    return _clean(user.language_code) if user and user.language_code else None


def _clean(text: str) -> str:
    """The same text with every half of a broken surrogate pair replaced, since UTF-8 cannot hold one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
