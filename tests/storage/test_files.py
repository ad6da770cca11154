"""A row for each file: announced with the message, kept when its content is here, found by its case or album."""

import pytest
from sqlalchemy import select

from storage import conversations, files
from storage.database import Database, Transaction
from storage.files import Hidden, NoSuchFile
from storage.models import StoredFile
from tests.storage.opening import open_case


def announced(database: Database, name: str = "欠条.jpg", album: str = "", message_id: str = "") -> str:
    def work(tx: Transaction) -> str:
        worker = conversations.lock(tx, "telegram", "4711")
        return files.announce(
            tx,
            worker.id,
            by=files.WORKER,
            channel="telegram",
            kind="photo",
            name=name,
            remote="AgAC-1",
            album=album,
            message_id=message_id,
        )

    return database.call(work)


def test_a_file_is_announced_with_its_message_and_kept_later(database: Database) -> None:
    """
    First we only know that it is to come; afterwards its size, and the digest that proves it unchanged.
    """
    file_id = announced(database)
    assert database.read(lambda tx: files.by_id(tx, file_id)).status == "announced"

    database.call(lambda tx: files.kept(tx, file_id, size=5, sha256="ab", mime="image/jpeg"))

    file = database.read(lambda tx: files.by_id(tx, file_id))
    assert (file.status, file.size, file.mime, file.by) == ("kept", 5, "image/jpeg", "worker")
    assert file.kept_at is not None
    assert database.read(lambda tx: files.hidden(tx, file)) == Hidden("欠条.jpg", "AgAC-1", "ab")


def test_the_name_of_a_file_is_sealed(database: Database) -> None:
    """
    Names of files tell names of people; the table shows none.
    """
    announced(database, "王某某的欠条.jpg")

    [row] = database.read(lambda tx: tx.execute(select(StoredFile)).mappings().all())
    assert "王某某" not in str(row)


def test_loose_files_find_their_case(federation: Database) -> None:
    """
    What came before there was a case, or while the complaint was told, goes with the case once there is one.
    """
    first, second = announced(federation), announced(federation)
    case = open_case(federation)
    where = case.conversation_id
    assert [file.id for file in federation.read(lambda tx: files.loose(tx, where))] == [first, second]

    federation.call(lambda tx: files.attach(tx, [first], case.id))

    assert [file.id for file in federation.read(lambda tx: files.loose(tx, where))] == [second]
    assert [file.id for file in federation.read(lambda tx: files.of_case(tx, case.id))] == [first]


def test_pictures_of_one_album_stay_together(database: Database) -> None:
    """
    Those of another album are not among them.
    """
    one = announced(database, album="a", message_id="7")
    announced(database, album="b")

    where = database.read(lambda tx: files.by_id(tx, one)).conversation_id
    assert [file.message_id for file in database.read(lambda tx: files.of_album(tx, where, "a"))] == ["7"]


def test_what_can_never_come_is_not_waited_for(database: Database) -> None:
    """
    Too large for its channel: known as such, never kept, and no longer loose.
    """
    file_id = announced(database)
    database.call(lambda tx: files.lost(tx, file_id, "too_large"))

    file = database.read(lambda tx: files.by_id(tx, file_id))
    assert file.status == "too_large"
    assert database.read(lambda tx: files.loose(tx, file.conversation_id)) == []
    with pytest.raises(NoSuchFile):
        database.read(lambda tx: files.by_id(tx, "0" * 32))
