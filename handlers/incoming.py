"""What reaches the door: one shape for every channel, so that no step knows where a message came from."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "button", "media", "contact", "location", "moved", "edited", "blocked", "unblocked", "group", "other"
]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, known by the channel's own id; the bytes are fetched later.

    `unique`: another id of the channel, by which the same file is known again but not fetched; "" where there is none.
    `stored`: the bytes are here already, and `file_id` is the id of our own row about them.
    """

    kind: str
    file_id: str
    name: str = ""
    size: int | None = None
    mime: str = ""
    stored: bool = False
    unique: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person: `id` is unique for the address, `language` a BCP 47 hint of his device.

    `message` is the channel's own id of the message, which an edit of it carries again; `reply_to` is the id of the
    message it answers and `quoted` how that one began, if it was ours. Messages of one `album` belong together.
    """

    channel: str
    address: str
    id: str
    kind: Kind
    text: str = ""
    button: str | None = None
    files: tuple[Attachment, ...] = ()
    language: str | None = None
    message: str = ""
    reply_to: str = ""
    quoted: str = ""
    album: str = ""
    contact: Literal["own", "other"] | None = None
    forwarded: bool = False
