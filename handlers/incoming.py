"""What reaches the door: one shape for every channel, so that no step knows where a message came from."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "button", "media", "contact", "location", "edited", "blocked", "unblocked", "group", "other"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, known by the channel's own id; the bytes are fetched later."""

    kind: str
    file_id: str
    name: str = ""
    size: int | None = None
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person: `id` is unique for the address, `language` a BCP 47 hint of his device."""

    channel: str
    address: str
    id: str
    kind: Kind
    text: str = ""
    button: str | None = None
    files: tuple[Attachment, ...] = ()
    language: str | None = None
