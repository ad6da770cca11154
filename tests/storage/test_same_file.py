"""The same content sent twice is found again, without a hash that would outlive the words it belongs to."""

import hashlib

import pytest
from sqlalchemy import select

from storage import conversations, files
from storage.database import Database, Transaction
from storage.errors import Erased
from storage.models import StoredFile
from tests.storage.opening import open_case

SHA = hashlib.sha256(b"a photo").hexdigest()


def kept(database: Database, address: str = "4711", sha256: str = SHA, case_id: str | None = None) -> str:
    def work(tx: Transaction) -> str:
        worker = conversations.lock(tx, "telegram", address)
        file_id = files.announce(tx, worker.id, by=files.WORKER, channel="telegram", kind="photo", case_id=case_id)
        files.kept(tx, file_id, size=7, sha256=sha256)
        return file_id

    return database.call(work)


def same(database: Database, file_id: str) -> list[str]:
    return database.read(lambda tx: [one.id for one in files.same(tx, files.by_id(tx, file_id))])


def test_the_same_photo_is_found_again(database: Database) -> None:
    """
    The second of two equal photos has one before it; the first, and another photo, have none.
    """
    first, other, again = kept(database), kept(database, sha256="00"), kept(database)

    assert (same(database, first), same(database, other), same(database, again)) == ([], [], [first])


def test_another_case_wants_its_own_copy(federation: Database) -> None:
    """
    What was sent for one case and is sent for another is new there.
    """
    case = open_case(federation)
    kept(federation)
    in_case = kept(federation, case_id=case.id)
    assert same(federation, in_case) == []

    again = kept(federation, case_id=case.id)
    assert same(federation, again) == [in_case]
    assert federation.read(lambda tx: files.repeated(tx, case.id)) == {again: in_case}


def test_two_workers_with_the_same_photo_have_nothing_in_common(database: Database) -> None:
    """
    The same content of two people leaves two marks that nobody can compare, and none of them is its hash.
    """
    kept(database)
    kept(database, address="4712")

    marks = database.read(lambda tx: list(tx.execute(select(StoredFile.fingerprint)).scalars()))

    assert len(set(marks)) == 2
    assert bytes.fromhex(SHA) not in marks


def test_after_erasing_nobody_can_tell_what_the_file_was(database: Database) -> None:
    """
    Whoever has the photo, the database and even the master key cannot ask whether it was here: that takes the key.
    """
    file_id = kept(database)
    file = database.read(lambda tx: files.by_id(tx, file_id))
    database.call(lambda tx: tx.vault.erase(file.key_id))

    left = database.read(lambda tx: tx.execute(select(StoredFile.fingerprint)).scalar_one())
    said = (SHA, f"{file.key_id}\x1f{SHA}", f"{file.conversation_id}\x1f{SHA}")
    assert left not in database.read(lambda tx: [tx.vault.look_up("content of a file", one) for one in said])
    with pytest.raises(Erased):
        database.read(lambda tx: tx.vault.key(file.key_id))
