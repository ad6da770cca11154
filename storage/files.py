"""What is known of the files people send: a row for each; the content lies sealed on the disk (storage.evidence)."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, insert, or_, select, update

from storage.database import Transaction
from storage.errors import StorageError
from storage.ids import new_id
from storage.models import Conversation, DataKey, StoredFile
from storage.vault import Place

Kind = Literal["photo", "voice", "audio", "video", "video_note", "document", "sticker"]
Lost = Literal["too_large", "gone", "unclean"]
Status = Literal["announced", "kept"] | Lost
Flaw = Literal["", "program", "locked"]
WORKER, HOTLINE = "worker", "hotline"
_SAME = "content of a file"


class NoSuchFile(StorageError):
    """There is no such file, or its content is not here."""

    def __init__(self) -> None:
        super().__init__("There is no such file here; it may still be on its way.")


@dataclass(frozen=True, slots=True)
class File:
    """A file: `by` is "worker", "hotline" or a staff id, `size` in bytes, `album` what groups pictures sent together.

    `announced` is still to be fetched, `kept` is here, `too_large` and `gone` never will be. `unclean` is what a
    colleague sent for a worker and cannot be freed of the traces of who made it.

    `proves` is what it shows, a name of knowledge/proofs.yaml, "other", or "" where nobody has said; `flaw` says of
    what is here that nobody can read it: a `program`, or `locked` with a password.
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
    proves: str = ""
    flaw: Flaw = ""


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


def kept(
    tx: Transaction,
    file_id: str,
    *,
    size: int,
    sha256: str,
    kind: str | None = None,
    mime: str | None = None,
    flaw: Flaw = "",
) -> None:
    """The whole content is on the disk, sealed: so many bytes with this digest, and what its bytes say it is."""
    file = by_id(tx, file_id)
    values = {
        "status": "kept",
        "size": size,
        "kept_at": tx.now,
        "kind": kind or file.kind,
        "mime": mime or file.mime,
        "flaw": flaw,
        "fingerprint": _fingerprint(tx, file.key_id, sha256),
        "hidden": _sealed(tx, file.key_id, file_id, replace(hidden(tx, file), sha256=sha256)),
    }
    tx.execute(update(StoredFile).where(StoredFile.id == file_id).values(values))


def same(tx: Transaction, file: File) -> list[File]:
    """What the same sender sent before into the same case, or into none, with the very same content, oldest first."""
    mark = select(StoredFile.fingerprint).where(StoredFile.id == file.id).scalar_subquery()
    like = (StoredFile.conversation_id == file.conversation_id, StoredFile.by == file.by, StoredFile.id != file.id)
    there = StoredFile.case_id.is_(None) if file.case_id is None else StoredFile.case_id == file.case_id
    found = _all(tx, *like, there, StoredFile.status == "kept", StoredFile.fingerprint == mark)
    return [one for one in found if (one.received_at, one.id) < (file.received_at, file.id)]


def repeated(tx: Transaction, case_id: str) -> dict[str, str]:
    """The files of a case that are another one once more: for the id of each, that of the first."""
    its = (StoredFile.case_id == case_id, StoredFile.status == "kept", StoredFile.fingerprint.is_not(None))
    columns = select(StoredFile.id, StoredFile.by, StoredFile.fingerprint).where(*its)
    first, again = dict[tuple[str, bytes | None], str](), dict[str, str]()
    for file_id, by, mark in tx.execute(columns.order_by(StoredFile.received_at, StoredFile.id)):
        if first.setdefault((by, mark), file_id) != file_id:
            again[file_id] = first[by, mark]
    return again


def unheard(tx: Transaction, but: Collection[str], limit: int) -> list[File]:
    """Sounds of workers that are here and of which nobody has written down the words, oldest first, without these."""
    sounds = (StoredFile.status == "kept", StoredFile.kind.in_(("voice", "audio")), StoredFile.heard.is_(None))
    his = (StoredFile.by == WORKER, StoredFile.flaw == "", StoredFile.id.not_in(but))
    alive = exists().where(DataKey.id == StoredFile.key_id, DataKey.wrapped.is_not(None))
    rows = tx.execute(select(*_COLUMNS).where(*sounds, *his, alive).order_by(StoredFile.received_at).limit(limit))
    return [File(*row) for row in rows]


def hear(tx: Transaction, file: File, words: str) -> None:
    """What a machine heard in a sound, sealed; written down once. Raises Erased."""
    sealed = tx.vault.seal(file.key_id, words, Place("files", "heard", file.id))
    tx.execute(update(StoredFile).where(StoredFile.id == file.id, StoredFile.heard.is_(None)).values(heard=sealed))


def heard(tx: Transaction, file: File) -> str:
    """What a machine heard in it; "" if none has listened, or it heard nothing. Raises Erased."""
    sealed = tx.execute(select(StoredFile.heard).where(StoredFile.id == file.id)).scalar_one()
    return tx.vault.open(sealed, Place("files", "heard", file.id)) if sealed else ""


def show(tx: Transaction, file_ids: Sequence[str], proves: str) -> None:
    """Somebody said what these files show."""
    tx.execute(update(StoredFile).where(StoredFile.id.in_(file_ids)).values(proves=proves))


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
    StoredFile.proves,
    StoredFile.flaw,
)


def _all(tx: Transaction, *which: ColumnElement[bool]) -> list[File]:
    rows = tx.execute(select(*_COLUMNS).where(*which).order_by(StoredFile.received_at, StoredFile.id))
    return [File(*row) for row in rows]


def _sealed(tx: Transaction, key_id: str, file_id: str, known: Hidden) -> bytes:
    return tx.vault.seal(key_id, json.dumps(asdict(known), ensure_ascii=False), _place(file_id))


def _fingerprint(tx: Transaction, key_id: str, sha256: str) -> bytes:
    """The hash by which the same content is found again within a conversation; nobody makes it without its key."""
    return tx.vault.look_up(_SAME, f"{tx.vault.key(key_id).hex()}\x1f{sha256}")


def _place(file_id: str) -> Place:
    return Place("files", "hidden", file_id)
