"""Reads Telegram's updates as the hotline's messages, so that nothing behind the door knows Telegram."""

from collections.abc import Iterable

from telegram import CallbackQuery, Chat, ChatMember, Contact, Location, Message, Update, User, Venue

from handlers.incoming import Attachment, Incoming, Kind

CHANNEL = "telegram"

_FILES = ("document", "voice", "audio", "video", "video_note")
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
    return _incoming(update, arrived.chat.id, _kind(arrived), _text(arrived), files=tuple(_attachments(arrived)))


def edited(update: Update) -> Incoming | None:
    """A private message as it reads after its writer changed it."""
    arrived = update.edited_message
    if arrived is None or arrived.chat.type != Chat.PRIVATE:
        return None
    return _incoming(update, arrived.chat.id, "edited", _text(arrived), files=tuple(_attachments(arrived)))


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


def _incoming(
    update: Update,
    chat_id: int,
    kind: Kind,
    text: str = "",
    *,
    button: str | None = None,
    files: tuple[Attachment, ...] = (),
) -> Incoming:
    language = _language(update.effective_user)
    return Incoming(CHANNEL, str(int(chat_id)), str(update.update_id), kind, text, button, files, language)


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
        return _phone(arrived.contact)
    if arrived.location:
        return _place(arrived.location, arrived.venue)
    return _clean(arrived.text or arrived.caption or "")


def _phone(contact: Contact) -> str:
    return _clean(contact.phone_number)


def _place(location: Location, venue: Venue | None) -> str:
    """Latitude and longitude in degrees, with the name and address of a venue before them."""
    point = f"{location.latitude},{location.longitude}"
    return _clean(f"{venue.title} {venue.address} {point}") if venue else point


def _attachments(arrived: Message) -> Iterable[Attachment]:
    if arrived.photo:
        largest = arrived.photo[-1]
        yield Attachment("photo", largest.file_id, size=largest.file_size)
    for kind in _FILES:
        found = getattr(arrived, kind)
        if found is not None:
            name, mime = getattr(found, "file_name", None) or "", getattr(found, "mime_type", None) or ""
            yield Attachment(kind, found.file_id, _clean(name), found.file_size, _clean(mime))


def _chat_of(query: CallbackQuery) -> int:
    """The chat of the pressed button; without its message the presser's own chat, which has his id."""
    return query.message.chat.id if query.message else query.from_user.id


def _language(user: User | None) -> str | None:
    return _clean(user.language_code) if user and user.language_code else None


def _clean(text: str) -> str:
    """The same text with every half of a broken surrogate pair replaced, since UTF-8 cannot hold one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
