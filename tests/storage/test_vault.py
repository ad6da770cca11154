"""What is sealed opens only with its key, only in its place, and never again once the key is erased."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from storage.database import Database, Transaction
from storage.errors import Erased, WrongKey
from storage.ids import new_id
from storage.models import DataKey
from storage.vault import Master, Place, key_of, new_secret, open_sealed, seal

HERE = Place("conversations", "draft", "a1")
STORY = "老板拖欠我三个月工资"


@pytest.fixture
def key(master: Master) -> tuple[str, bytes]:
    key_id = new_id()
    return key_id, master.new_key(key_id)[0]


@given(text=st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from(["\0", "\ud800", "a\0b\udfff"]))
def test_whatever_is_said_comes_back(text: str) -> None:
    """
    Any text at all, with NUL, lone surrogates or emoji in it, opens as it was sealed.
    """
    key_id = new_id()
    key, _ = Master("any secret").new_key(key_id)

    assert open_sealed(key, seal(key_id, key, text, HERE), HERE) == text


def test_sealed_bytes_show_nothing(key: tuple[str, bytes]) -> None:
    """
    Neither the words nor that two people said the same can be seen from outside; which key opens it can.
    """
    once, again = seal(*key, STORY, HERE), seal(*key, STORY, HERE)

    assert STORY.encode() not in once
    assert once != again
    assert key_of(once) == key[0]


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("complaints", "draft", "a1"),
        Place("conversations", "address", "a1"),
        Place("conversations", "draft", "a2"),
    ],
)
def test_a_moved_value_does_not_open(key: tuple[str, bytes], elsewhere: Place) -> None:
    """
    Somebody who can write to the database cannot show one worker's words in another's place.
    """
    with pytest.raises(WrongKey):
        open_sealed(key[1], seal(*key, STORY, HERE), elsewhere)


def test_another_key_does_not_open(master: Master, key: tuple[str, bytes]) -> None:
    """
    The data key of one conversation opens nothing of another.
    """
    other, _ = master.new_key(new_id())

    with pytest.raises(WrongKey):
        open_sealed(other, seal(*key, STORY, HERE), HERE)


@pytest.mark.parametrize("left", [0, 16, 20, 30])
def test_a_damaged_value_does_not_open(key: tuple[str, bytes], left: int) -> None:
    """
    A value cut short is reported as one that does not open, wherever it was cut.
    """
    with pytest.raises(WrongKey):
        open_sealed(key[1], seal(*key, STORY, HERE)[:left], HERE)


def test_another_master_key_does_not_unwrap(master: Master) -> None:
    """
    A database restored with the wrong HOTLINE_SECRET_KEY says so.
    """
    key_id = new_id()
    _, wrapped = master.new_key(key_id)

    with pytest.raises(WrongKey, match="HOTLINE_SECRET_KEY"):
        Master(new_secret()).unwrap(key_id, wrapped)


def test_a_wrapped_key_belongs_to_its_row(master: Master) -> None:
    """
    A wrapped key copied to another row does not open there, not even when it was opened in its own a moment ago.
    """
    mine, other = new_id(), new_id()
    key, wrapped = master.new_key(mine)

    assert master.unwrap(mine, wrapped) == key
    assert master.unwrap(mine, wrapped) == key
    with pytest.raises(WrongKey):
        master.unwrap(other, wrapped)


def test_look_ups_differ_by_purpose_and_by_key(master: Master) -> None:
    """
    The same number hashed for two purposes, or by two hotlines, gives nothing to compare.
    """
    hashes = {
        master.look_up("address", "13800000000"),
        master.look_up("receipt", "13800000000"),
        Master("another secret").look_up("address", "13800000000"),
        master.look_up("address", "13800000001"),
    }

    assert len(hashes) == 4
    assert {len(one) for one in hashes} == {32}
    assert master.look_up("address", "13800000000") in hashes
    assert len(master.look_up("address", "\ud800\0")) == 32


def test_the_safe_finds_its_keys(database: Database) -> None:
    """
    What one transaction sealed another opens.
    """

    def keep(tx: Transaction) -> bytes:
        return tx.vault.seal(tx.vault.new_key(), STORY, HERE)

    sealed = database.call(keep)

    assert database.read(lambda tx: tx.vault.open(sealed, HERE)) == STORY


def test_an_erased_key_opens_nothing_for_good(database: Database) -> None:
    """
    After erasure neither old values open nor new ones are sealed, in the same transaction and in later ones.
    """

    def keep(tx: Transaction) -> tuple[str, bytes]:
        key_id = tx.vault.new_key()
        return key_id, tx.vault.seal(key_id, STORY, HERE)

    key_id, sealed = database.call(keep)
    database.read(lambda tx: tx.vault.open(sealed, HERE))  # remembered, to make it harder

    def erase(tx: Transaction) -> None:
        tx.vault.open(sealed, HERE)
        tx.vault.erase(key_id)
        with pytest.raises(Erased):
            tx.vault.open(sealed, HERE)

    database.call(erase)
    with pytest.raises(Erased):
        database.read(lambda tx: tx.vault.open(sealed, HERE))
    with pytest.raises(Erased):
        database.call(lambda tx: tx.vault.seal(key_id, "more", HERE))
    row = database.read(lambda tx: tx.execute(select(DataKey.wrapped, DataKey.erased_at)).one())
    assert row.wrapped is None
    assert row.erased_at is not None


def test_an_erasure_that_was_rolled_back_erases_nothing(database: Database) -> None:
    """
    Erasing is part of its transaction: if that fails, the content still opens.
    """

    def keep(tx: Transaction) -> tuple[str, bytes]:
        key_id = tx.vault.new_key()
        return key_id, tx.vault.seal(key_id, STORY, HERE)

    key_id, sealed = database.call(keep)

    def erase(tx: Transaction) -> None:
        tx.vault.erase(key_id)
        raise LookupError

    with pytest.raises(LookupError):
        database.call(erase)

    assert database.read(lambda tx: tx.vault.open(sealed, HERE)) == STORY


def test_an_unknown_key_is_a_wrong_key(database: Database) -> None:
    """
    A sealed value from another database is refused in words, also when somebody swapped the wrapped keys of two rows.
    """

    def keep(tx: Transaction) -> list[tuple[str, bytes]]:
        keys = [tx.vault.new_key() for _ in range(2)]
        return [(key_id, tx.vault.seal(key_id, STORY, HERE)) for key_id in keys]

    (one, _), (other, sealed) = database.call(keep)

    def swap(tx: Transaction) -> None:
        wrapped = tx.execute(select(DataKey.wrapped).where(DataKey.id == one)).scalar_one()
        tx.execute(update(DataKey).where(DataKey.id == other).values(wrapped=wrapped))

    database.call(swap)
    with pytest.raises(WrongKey):
        database.read(lambda tx: tx.vault.open(sealed, HERE))
    with pytest.raises(WrongKey, match="does not have"):
        database.read(lambda tx: tx.vault.open(bytes(60), HERE))
