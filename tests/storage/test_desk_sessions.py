"""A browser at the desk is signed in for a while, and only as somebody who works here."""

from datetime import timedelta
from functools import partial

from storage import desk_sessions, people
from storage.database import Database
from storage.people import Colleague
from tests.conftest import SettableClock
from tests.storage.conftest import STAFF

HOUR = timedelta(hours=1)


def test_an_id_typed_with_odd_characters_is_nobody(federation: Database) -> None:
    """
    What somebody types at the sign-in is looked for and not found, whatever it is.
    """
    assert federation.read(lambda tx: desk_sessions.password_hash(tx, "L99\0\ud800")) is None
    assert federation.read(lambda tx: desk_sessions.password_hash(tx, "甲" * 500)) is None


def test_a_browser_is_signed_in_until_it_expires(federation: Database, clock: SettableClock) -> None:
    """
    The cookie leads to its colleague for as long as it lasts, or until he signs out.
    """
    token, other = (federation.call(lambda tx: desk_sessions.begin(tx, "L01", HOUR)) for _ in range(2))

    found = federation.read(lambda tx: desk_sessions.known(tx, token))
    assert found is not None
    assert found.colleague == STAFF[3]
    assert federation.read(lambda tx: desk_sessions.known(tx, token + "x")) is None

    federation.call(lambda tx: desk_sessions.end(tx, token))
    assert federation.read(lambda tx: desk_sessions.known(tx, token)) is None
    assert federation.read(lambda tx: desk_sessions.known(tx, other)) is not None
    clock.advance(hours=1)
    assert federation.read(lambda tx: desk_sessions.known(tx, other)) is None


def test_a_colleague_who_left_is_signed_out(federation: Database) -> None:
    """
    Setting somebody inactive closes the desk to him at once.
    """
    token = federation.call(lambda tx: desk_sessions.begin(tx, "L01", HOUR))
    federation.call(lambda tx: people.change(tx, Colleague("L01", "王律师", "lawyer", "620500", active=False)))

    assert federation.read(lambda tx: desk_sessions.known(tx, token)) is None


def test_a_new_password_signs_every_browser_out(federation: Database) -> None:
    """
    Whoever sat in the colleague's account with the old password is out; others stay signed in.
    """
    mine = [federation.call(lambda tx: desk_sessions.begin(tx, "L01", HOUR)) for _ in range(2)]
    other = federation.call(lambda tx: desk_sessions.begin(tx, "L02", HOUR))
    federation.call(lambda tx: desk_sessions.set_password(tx, "L01", "$argon2id$…"))

    assert [federation.read(partial(desk_sessions.known, token=token)) for token in mine] == [None, None]
    assert federation.read(lambda tx: desk_sessions.known(tx, other)) is not None
    assert federation.read(lambda tx: desk_sessions.password_hash(tx, "L01")) == "$argon2id$…"
    assert federation.read(lambda tx: desk_sessions.password_hash(tx, "L02")) is None
