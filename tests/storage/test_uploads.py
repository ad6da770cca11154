"""A link for large files leads into one conversation, once, and for a limited time."""

from datetime import timedelta

from storage import conversations, uploads
from storage.database import Database
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
