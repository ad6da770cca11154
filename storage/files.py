"""What is known of the files people send: a row for each; the content lies sealed on the disk (storage.evidence)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, insert, or_, select, update

from storage.database import Transaction
from storage.errors import StorageError
from storage.ids import new_id
from storage.models import Conversation, StoredFile
from storage.vault import Place

Kind = Literal["photo", "voice", "audio", "video", "video_note", "document", "sticker"]
Lost = Literal["too_large", "gone", "unclean"]
Status = Literal["announced", "kept"] | Lost
WORKER = "worker"


class NoSuchFile(StorageError):
    """There is no such file, or its content is not here."""

    def __init__(self) -> None:
        super().__init__("There is no such file here; it may still be on its way.")


@dataclass(frozen=True, slots=True)
class File:
    """A file: `by` is "worker" or a staff id, `size` in bytes, `album` what groups pictures sent together.

    `announced` is still to be fetched, `kept` is here, `too_large` and `gone` never will be. `unclean` is what a
    colleague sent for a worker and cannot be freed of the traces of who made it.
    """

    id: str
    conversation_id: str
    case_id: str | None
    by: str
    channel: str
    kind: str
    mime: str
    size: int | None
    status: Status
    album: str
    message_id: str
    received_at: datetime
    kept_at: datetime | None
    key_id: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What only we know of a file: the name it had, the channel's id of it, and once kept its SHA-256 in hex.

    `unique` is the channel's other id, which stays the same for as long as it is the same file.
    """

    name: str = ""
    remote: str = ""
    sha256: str = ""
    unique: str = ""


def announce(
    tx: Transaction,
    conversation_id: str,
    *,
    by: str,
    channel: str,
    kind: str,
    mime: str = "",
    size: int | None = None,
    name: str = "",
    remote: str = "",
    unique: str = "",
    message_id: str = "",
    album: str = "",
    case_id: str | None = None,
    file_id: str | None = None,
) -> str:
    """A file is to come, sealed with the conversation's key; returns its id, which is new unless one is given."""
    file_id = file_id or new_id()
    key_id = tx.execute(select(Conversation.key_id).where(Conversation.id == conversation_id)).scalar_one()
    values = {
        "id": file_id,
        "conversation_id": conversation_id,
        "case_id": case_id,
        "key_id": key_id,
        "by": by,
        "channel": channel,
        "kind": kind,
        "mime": mime[:100],
        "size": size,
        "status": "announced",
        "album": album,
        "message_id": message_id,
        "hidden": _sealed(tx, key_id, file_id, Hidden(name, remote, unique=unique)),
        "received_at": tx.now,
    }
    tx.execute(insert(StoredFile).values(values))
    return file_id


def by_id(tx: Transaction, file_id: str) -> File:
    """The file with this id; raises NoSuchFile."""
    row = tx.execute(select(*_COLUMNS).where(StoredFile.id == file_id)).first()
    if row is None:
        raise NoSuchFile
    return File(*row)


def hidden(tx: Transaction, file: File) -> Hidden:
    """Its name, the channel's id of it and its digest, opened; raises Erased."""
    sealed = tx.execute(select(StoredFile.hidden).where(StoredFile.id == file.id)).scalar_one()
    return Hidden(**json.loads(tx.vault.open(sealed, _place(file.id))))


def kept(tx: Transaction, file_id: str, *, size: int, sha256: str, mime: str | None = None) -> None:
    """The whole content is on the disk, sealed: so many bytes with this digest."""
    file = by_id(tx, file_id)
    known = replace(hidden(tx, file), sha256=sha256)
    values = {"status": "kept", "size": size, "kept_at": tx.now, "mime": mime or file.mime}
    sealed = _sealed(tx, file.key_id, file_id, known)
    tx.execute(update(StoredFile).where(StoredFile.id == file_id).values({**values, "hidden": sealed}))


def lost(tx: Transaction, file_id: str, status: Lost) -> None:
    """The content will never be here."""
    still_to_come = (StoredFile.id == file_id, StoredFile.status == "announced")
    tx.execute(update(StoredFile).where(*still_to_come).values(status=status))


def of_case(tx: Transaction, case_id: str) -> list[File]:
    """The files of a case, oldest first; the caller has decided that the case may be read."""
    return _all(tx, StoredFile.case_id == case_id)


def of_album(tx: Transaction, conversation_id: str, album: str) -> list[File]:
    """The files of one album that have come so far."""
    return _all(tx, StoredFile.conversation_id == conversation_id, StoredFile.album == album)


def of_message(tx: Transaction, conversation_id: str, message_id: str) -> list[File]:
    """The files that came with one message, whatever became of them."""
    return _all(tx, StoredFile.conversation_id == conversation_id, StoredFile.message_id == message_id)


def loose(tx: Transaction, conversation_id: str) -> list[File]:
    """What the person of this conversation sent that belongs to no case yet, oldest first.

    What he has put up on our page and not sent with a message is not among them.
    """
    his = (StoredFile.conversation_id == conversation_id, StoredFile.by == WORKER)
    sent = or_(StoredFile.channel != "web", StoredFile.message_id != "")
    return _all(tx, *his, sent, StoredFile.case_id.is_(None), StoredFile.status.in_(("announced", "kept")))


def attach(tx: Transaction, file_ids: Sequence[str], case_id: str) -> None:
    """These files belong to this case."""
    tx.execute(update(StoredFile).where(StoredFile.id.in_(file_ids)).values(case_id=case_id))


_COLUMNS: tuple[Any, ...] = (
    StoredFile.id,
    StoredFile.conversation_id,
    StoredFile.case_id,
    StoredFile.by,
    StoredFile.channel,
    StoredFile.kind,
    StoredFile.mime,
    StoredFile.size,
    StoredFile.status,
    StoredFile.album,
    StoredFile.message_id,
    StoredFile.received_at,
    StoredFile.kept_at,
    StoredFile.key_id,
)


def _all(tx: Transaction, *which: ColumnElement[bool]) -> list[File]:
    rows = tx.execute(select(*_COLUMNS).where(*which).order_by(StoredFile.received_at, StoredFile.id))
    return [File(*row) for row in rows]


def _sealed(tx: Transaction, key_id: str, file_id: str, known: Hidden) -> bytes:
    return tx.vault.seal(key_id, json.dumps(asdict(known), ensure_ascii=False), _place(file_id))


def _place(file_id: str) -> Place:
    return Place("files", "hidden", file_id)
