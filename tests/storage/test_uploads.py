"""A link for large files leads into one conversation, once, and for a limited time."""

from datetime import timedelta

from storage import conversations, files, uploads
from storage.database import Database, Transaction
from tests.conftest import SettableClock


def link(database: Database) -> tuple[str, str]:
    """A conversation and a link into it."""
    where = database.call(lambda tx: conversations.lock(tx, "telegram", "4711")).id
    return where, database.call(lambda tx: uploads.make_link(tx, where, timedelta(days=3)))


def test_a_link_is_used_once(database: Database) -> None:
    """
    It can be looked at as often as the page is opened, and used once.
    """
    where, token = link(database)

    for _ in range(2):
        assert database.read(lambda tx: uploads.conversation_of_link(tx, token)) == where
    assert database.call(lambda tx: uploads.use_link(tx, token)) == where
    assert database.call(lambda tx: uploads.use_link(tx, token)) is None
    assert database.read(lambda tx: uploads.conversation_of_link(tx, token)) is None


def test_an_old_link_leads_nowhere(database: Database, clock: SettableClock) -> None:
    """
    After its three days, or if it was never given out.
    """
    _, token = link(database)
    clock.advance(days=3)

    assert database.read(lambda tx: uploads.conversation_of_link(tx, token)) is None
    assert database.call(lambda tx: uploads.use_link(tx, "never given out")) is None


def test_a_link_knows_the_file_it_was_given_for(database: Database, clock: SettableClock) -> None:
    """
    What a channel would not carry is awaited until its link was used or has expired, or it belongs to a case.
    """

    def too_large(tx: Transaction) -> tuple[str, str, str]:
        where = conversations.lock(tx, "telegram", "4711").id
        file_id = files.announce(tx, where, by="worker", channel="telegram", kind="video", message_id="31")
        return where, file_id, uploads.make_link(tx, where, timedelta(days=3), file_id)

    def awaited() -> list[str]:
        return [one.id for one in database.read(lambda tx: uploads.awaited(tx, where))]

    where, first, token = database.call(too_large)
    _, second, _ = database.call(too_large)
    given_for = database.read(lambda tx: uploads.file_of_link(tx, token))
    assert given_for
    assert (given_for.id, given_for.message_id) == (first, "31")
    assert sorted(awaited()) == sorted([first, second])

    database.call(lambda tx: uploads.use_link(tx, token))
    assert awaited() == [second]
    assert database.read(lambda tx: uploads.file_of_link(tx, token)) is None
    clock.advance(days=3)
    assert awaited() == []
    _, third, _ = database.call(too_large)
    assert awaited() == [third]
    database.call(lambda tx: files.attach(tx, [third], "c" * 32))
    assert awaited() == []


def test_a_link_may_be_for_no_file(database: Database) -> None:
    """
    Then what comes through it is something new.
    """
    where, token = link(database)

    assert database.read(lambda tx: uploads.file_of_link(tx, token)) is None
    assert database.read(lambda tx: uploads.awaited(tx, where)) == []
