"""What was read on pictures is sealed, shown once, and asked for by one task a picture."""

from functools import partial

import pytest

from storage import conversations, files, readings, tasks
from storage.database import Database, Transaction
from storage.errors import Erased
from storage.files import File
from storage.readings import READ_PICTURE

_LINES = [["欠条", 0, 0, 80, 40, 0.99]]


def picture(database: Database, kind: str = "photo", by: str = "worker") -> File:
    """A file that somebody sent and that is kept."""

    def arrive(tx: Transaction) -> File:
        standing = conversations.lock(tx, "telegram", "42")
        file_id = files.announce(tx, standing.id, by=by, channel="telegram", kind=kind)
        files.kept(tx, file_id, size=12, sha256="x")
        return files.by_id(tx, file_id)

    return database.call(arrive)


def test_what_is_shown_is_settled_once(database: Database) -> None:
    """
    The facts that a worker was shown come back to the tap below them, once, and only in his own conversation.
    """
    file = picture(database)
    database.call(lambda tx: readings.keep(tx, file, engine="an engine", paper="iou", lines=_LINES))
    database.call(lambda tx: readings.propose(tx, file, {"amount": "32000.00"}))

    assert database.call(lambda tx: readings.settle(tx, "another", file.id)) is None
    settled = database.call(lambda tx: readings.settle(tx, file.conversation_id, file.id))
    assert settled == (file, {"amount": "32000.00"})
    assert database.call(lambda tx: readings.settle(tx, file.conversation_id, file.id)) is None


def test_a_second_reading_takes_the_place_of_the_first(database: Database) -> None:
    """
    A picture that is read twice, because a process died in between, has one reading.
    """
    file = picture(database)
    for lines in (_LINES, []):
        database.call(partial(readings.keep, file=file, engine="an engine", paper="", lines=lines))

    assert database.read(lambda tx: readings.lines_of(tx, file.id)) == []


def test_erasing_the_key_erases_what_was_read(database: Database) -> None:
    """
    Who wishes everything forgotten has the words of his photos forgotten, too.
    """
    file = picture(database)
    database.call(lambda tx: readings.keep(tx, file, engine="an engine", paper="iou", lines=_LINES))
    database.call(lambda tx: tx.vault.erase(file.key_id))

    with pytest.raises(Erased):
        database.read(lambda tx: readings.lines_of(tx, file.id))


@pytest.mark.parametrize(
    ("kind", "by", "read"), [("photo", "worker", 1), ("document", "worker", 0), ("photo", "L01", 0)]
)
def test_only_a_workers_picture_is_to_be_read(database: Database, kind: str, by: str, read: int) -> None:
    """
    A picture has one task, however often it is asked for; what is none, or a colleague's, has no task.
    """
    file = picture(database, kind, by)
    for _ in range(2):
        database.call(lambda tx: readings.want(tx, file))

    leased = database.call(lambda tx: tasks.lease(tx, kinds=[READ_PICTURE], limit=9, seconds=9))
    assert len(leased) == read
