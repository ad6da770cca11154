"""What was read on the pictures that workers sent, and the tasks that have them read; what is read is sealed."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage import files, tasks
from storage.database import Transaction
from storage.files import WORKER, File
from storage.models import PaperRead
from storage.vault import Place

READ_PICTURE = "read_picture"  # the task; its subject is the file's id
_REST_OF_ALBUM = timedelta(seconds=2)  # in which the other pictures of an album come in

Lines = Sequence[Sequence[object]]


def want(tx: Transaction, file: File) -> None:
    """Have a picture read that a worker sent and that is here; nothing for anything else, or twice."""
    if file.by != WORKER or file.kind != "photo" or file.status != "kept":
        return
    if not tasks.exists_open(tx, READ_PICTURE, file.id):
        tasks.add(tx, READ_PICTURE, file.id, tx.now + (_REST_OF_ALBUM if file.album else timedelta(0)))


def sent_together(tx: Transaction, file: File) -> list[File]:
    """The files of one album, or of one message: what is shown together and asked about together."""
    if file.album:
        return files.of_album(tx, file.conversation_id, file.album)
    return files.of_message(tx, file.conversation_id, file.message_id) if file.message_id else [file]


def keep(tx: Transaction, file: File, *, engine: str, paper: str, lines: Lines) -> None:
    """Seal what was read on a picture, instead of what may have been read on it before."""
    tx.execute(delete(PaperRead).where(PaperRead.file_id == file.id))
    values = {
        "file_id": file.id,
        "key_id": file.key_id,
        "engine": engine,
        "paper": paper,
        "lines": tx.vault.seal(file.key_id, json.dumps(lines, ensure_ascii=False), _place("lines", file.id)),
        "read_at": tx.now,
    }
    tx.execute(insert(PaperRead).values(values))


def lines_of(tx: Transaction, file_id: str) -> list[list[Any]] | None:
    """The lines of a picture as they were kept, None if it was not read. Raises Erased."""
    sealed = tx.execute(select(PaperRead.lines).where(PaperRead.file_id == file_id)).scalar_one_or_none()
    return json.loads(tx.vault.open(sealed, _place("lines", file_id))) if sealed else None


def propose(tx: Transaction, file: File, facts: Mapping[str, str]) -> None:
    """The worker is shown these facts, under the name of this picture, which was read."""
    sealed = tx.vault.seal(file.key_id, json.dumps(facts, ensure_ascii=False), _place("proposed", file.id))
    tx.execute(update(PaperRead).where(PaperRead.file_id == file.id).values(proposed=sealed))


def settle(tx: Transaction, conversation_id: str, file_id: str) -> tuple[File, dict[str, str]] | None:
    """The picture of this conversation and the facts shown with it, once; None if nothing of the kind stands open."""
    shown = select(PaperRead.proposed).where(PaperRead.file_id == file_id)
    sealed = tx.execute(shown).scalar_one_or_none()
    file = files.by_id(tx, file_id) if sealed else None
    if sealed is None or file is None or file.conversation_id != conversation_id:
        return None
    tx.execute(update(PaperRead).where(PaperRead.file_id == file_id).values(proposed=None))
    return file, json.loads(tx.vault.open(sealed, _place("proposed", file_id)))


def _place(column: str, file_id: str) -> Place:
    return Place("readings", column, file_id)
