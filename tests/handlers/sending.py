"""Sending anything in a dialogue, and looking into what became of it."""

from dataclasses import replace
from typing import Any

from handlers.incoming import Attachment, Kind
from storage import events, files, threads
from storage.files import File
from tests.handlers.town import VAGUE_STORY, Phone, case

PHOTO = Attachment("photo", "remote-1", size=12, mime="image/jpeg")
VOICE = Attachment("voice", "remote-2", size=12, mime="audio/ogg")
STICKER = Attachment("sticker", "remote-3")


def sends(phone: Phone, kind: Kind, text: str = "", *sent: Attachment, **more: Any) -> str:
    """Send anything, with whatever a channel tells of it."""
    return phone.gives(replace(phone._incoming(kind, text=text, files=sent), **more))


def kept(phone: Phone) -> list[File]:
    """Every file of this phone's conversation that belongs to no case."""
    return phone.database.read(lambda tx: files.loose(tx, phone.conversation_id))


def of_case(phone: Phone, number: str) -> list[File]:
    return phone.database.read(lambda tx: files.of_case(tx, case(phone.database, number).id))


def recorded(phone: Phone, number: str, *kinds: str) -> list[str | None]:
    """The words of these events of a case."""
    return [it.words for it in phone.database.read(lambda tx: events.of_case(tx, case(phone.database, number), kinds))]


def in_a_form(phone: Phone, asking: str = "district") -> str:
    """Agree, tell a story, and skip until this is asked; returns the question."""
    phone.presses("complaint")
    phone.taps("agree")
    said = phone.says(VAGUE_STORY)
    while not any(it.at == asking for it in phone.buttons()):
        said = phone.taps("skip")
    return said


def about(phone: Phone, number: str, message: str) -> None:
    """A message of ours with this id is about this case, as delivery writes it down."""
    found = case(phone.database, number)
    phone.database.call(lambda tx: threads.note(tx, phone.conversation_id, message, case_id=found.id))
