"""What somebody sends from a browser bit by bit, and the one-time links by which he does so for another channel.

An upload is a row of `files` from its first byte. It belongs to nothing until a message names it; one that no message
ever names is swept away.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from storage import conversations, files
from storage.database import Transaction
from storage.errors import StorageError
from storage.files import File, Flaw, NoSuchFile
from storage.models import StoredFile, UploadLink

CHANNEL, DESK = "web", "desk"
_LINK, _UPLOAD = "upload link", "upload"
_DAY = timedelta(days=1)
_MB = 1024 * 1024


class TooManyAtOnce(StorageError):
    """So many files of this conversation are unfinished that no other may begin."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} files are on their way already; finish or cancel one of them first.")


class EnoughForToday(StorageError):
    """This conversation has sent as many bytes within a day as one may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"One conversation may send {most // _MB} MB within a day; go on tomorrow.")


class NotWhole(StorageError):
    """A message names a file of which a part is still missing."""

    def __init__(self) -> None:
        super().__init__("A file of this message is not complete yet; send what is missing first.")


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of the disk one conversation may take, in bytes, and how many files it may have half-way."""

    a_file: int = 50 * _MB
    a_day: int = 300 * _MB
    at_once: int = 10


def begin(
    tx: Transaction, conversation_id: str, own_id: str, *, size: int, name: str, kind: str, allowance: Allowance
) -> str:
    """The upload that the sender calls `own_id`, begun now unless it was begun before; returns our id of it.

    The conversation is held, so that two pages at once cannot exceed what it may send. Raises TooManyAtOnce or
    EnoughForToday.
    """
    standing = conversations.lock_by_id(tx, conversation_id)
    file_id = id_of(tx, conversation_id, own_id)
    if tx.execute(select(StoredFile.id).where(StoredFile.id == file_id)).first():
        return file_id
    _refuse_too_much(tx, conversation_id, size, allowance)
    by = standing.staff_id or files.WORKER
    return files.announce(tx, conversation_id, by=by, channel=CHANNEL, kind=kind, size=size, name=name, file_id=file_id)


def id_of(tx: Transaction, conversation_id: str, own_id: str) -> str:
    """Our id of what the sender calls `own_id`: always the same, and nobody else's."""
    return tx.vault.look_up(_UPLOAD, f"{conversation_id}\x1f{own_id}").hex()[:32]


def of_conversation(tx: Transaction, conversation_id: str, file_id: str) -> File:
    """An upload of this conversation; raises NoSuchFile for anything else."""
    its = (StoredFile.id == file_id, StoredFile.conversation_id == conversation_id, StoredFile.channel == CHANNEL)
    if tx.execute(select(StoredFile.id).where(*its)).first() is None:
        raise NoSuchFile
    return files.by_id(tx, file_id)


def whole(tx: Transaction, file_id: str, *, size: int, sha256: str, kind: str, mime: str, flaw: Flaw = "") -> None:
    """Every byte is here, and they say what kind of file it is; a second time changes nothing."""
    still_to_come = (StoredFile.id == file_id, StoredFile.status == "announced")
    if tx.execute(update(StoredFile).where(*still_to_come).values(kind=kind)).rowcount:
        files.kept(tx, file_id, size=size, sha256=sha256, kind=kind, mime=mime, flaw=flaw)


def name(tx: Transaction, conversation_id: str, file_ids: tuple[str, ...], message_id: str) -> list[File]:
    """These uploads go with this message; raises NoSuchFile (also when they went with another) or NotWhole."""
    named = [of_conversation(tx, conversation_id, file_id) for file_id in file_ids]
    if any(file.message_id not in ("", message_id) for file in named):
        raise NoSuchFile
    if any(file.status != "kept" for file in named):
        raise NotWhole
    tx.execute(update(StoredFile).where(StoredFile.id.in_(file_ids)).values(message_id=message_id))
    return named


def cancel(tx: Transaction, conversation_id: str, file_id: str) -> None:
    """The sender does not want it sent after all. Raises NoSuchFile, also when a message has named it."""
    of_conversation(tx, conversation_id, file_id)
    if not tx.execute(delete(StoredFile).where(StoredFile.id == file_id, *_unnamed())).rowcount:
        raise NoSuchFile


def sweep(tx: Transaction, before: datetime, limit: int = 100) -> list[str]:
    """Forget what was begun before this time and no message has named; returns what, so that its content can go.

    The same for a colleague's file whose letter was never sent, because the desk died over it.
    """
    unwanted = or_(and_(*_unnamed()), and_(*_without_letter()))
    left = select(StoredFile.id).where(unwanted, StoredFile.received_at < before).limit(limit)
    gone = delete(StoredFile).where(StoredFile.id.in_(left.scalar_subquery()), unwanted)
    return list(tx.execute(gone.returning(StoredFile.id)).scalars())


def make_link(tx: Transaction, conversation_id: str, lasts: timedelta, file_id: str | None = None) -> str:
    """A token with which files can be sent into this conversation once, for so long; only its hash is kept.

    `file_id` is the file that could not come by the conversation's own channel, and whose place they take.
    """
    token = secrets.token_urlsafe(24)
    values = {
        "token_hash": tx.vault.look_up(_LINK, token),
        "conversation_id": conversation_id,
        "file_id": file_id,
        "made_at": tx.now,
        "expires_at": tx.now + lasts,
    }
    tx.execute(insert(UploadLink).values(values))
    return token


def conversation_of_link(tx: Transaction, token: str) -> str | None:
    """The conversation a token leads to; None if it was used, has expired or never was."""
    return tx.execute(select(UploadLink.conversation_id).where(*_valid(tx, token))).scalar_one_or_none()


def file_of_link(tx: Transaction, token: str) -> File | None:
    """The file in whose place comes what is sent with this token; None if it was given for none, or is not valid."""
    file_id = tx.execute(select(UploadLink.file_id).where(*_valid(tx, token))).scalar_one_or_none()
    return files.by_id(tx, file_id) if file_id else None


def awaited(tx: Transaction, conversation_id: str) -> list[File]:
    """The files of no case yet that may still come through a link, because their channel would not carry them."""
    valid = (UploadLink.used_at.is_(None), UploadLink.expires_at > tx.now)
    given = select(UploadLink.file_id).where(UploadLink.conversation_id == conversation_id, *valid)
    chosen = select(StoredFile.id).where(StoredFile.id.in_(given), StoredFile.case_id.is_(None))
    return [files.by_id(tx, file_id) for file_id in tx.execute(chosen.order_by(StoredFile.received_at)).scalars()]


def use_link(tx: Transaction, token: str) -> str | None:
    """Use the token up; returns the conversation, None as above."""
    used = update(UploadLink).where(*_valid(tx, token)).values(used_at=tx.now)
    return tx.execute(used.returning(UploadLink.conversation_id)).scalar_one_or_none()


def _valid(tx: Transaction, token: str) -> tuple[ColumnElement[bool], ...]:
    hashed = tx.vault.look_up(_LINK, token)
    return (UploadLink.token_hash == hashed, UploadLink.used_at.is_(None), UploadLink.expires_at > tx.now)


def _refuse_too_much(tx: Transaction, conversation_id: str, size: int, allowance: Allowance) -> None:
    its = (StoredFile.conversation_id == conversation_id, StoredFile.channel == CHANNEL)
    sent = select(func.coalesce(func.sum(StoredFile.size), 0)).where(*its, StoredFile.received_at > tx.now - _DAY)
    if int(tx.execute(sent).scalar_one() or 0) + size > allowance.a_day:
        raise EnoughForToday(allowance.a_day)
    half_way = select(func.count()).select_from(StoredFile).where(*its, StoredFile.status == "announced")
    if tx.execute(half_way).scalar_one() >= allowance.at_once:
        raise TooManyAtOnce(allowance.at_once)


def _unnamed() -> tuple[ColumnElement[bool], ...]:
    return (StoredFile.channel == CHANNEL, StoredFile.message_id == "", StoredFile.case_id.is_(None))


def _without_letter() -> tuple[ColumnElement[bool], ...]:
    return (StoredFile.channel == DESK, StoredFile.status == "announced", StoredFile.case_id.is_(None))
