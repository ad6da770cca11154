"""Only one process holds a thing at a time, and everybody can tell an earlier holder from the present one."""

from storage import holders
from storage.database import Database
from tests.conftest import SettableClock
from tests.storage.racing import race


def take(database: Database, holder: str, seconds: float = 10) -> int | None:
    return database.call(lambda tx: holders.take(tx, "sender", holder, seconds))


def test_one_holds_and_renews_and_the_other_waits(database: Database, clock: SettableClock) -> None:
    """
    As long as the first renews in time the second gets nothing; the fence of the first stays the same.
    """
    assert take(database, "a") == 1
    assert take(database, "b") is None
    clock.advance(seconds=9)
    assert take(database, "a") == 1
    clock.advance(seconds=9)
    assert take(database, "b") is None
    assert database.read(holders.all_held) == {"sender": "a"}


def test_a_dead_holder_is_followed_by_the_next(database: Database, clock: SettableClock) -> None:
    """
    With a higher fence, by which what the first one still does is known as too late.
    """
    take(database, "a")
    clock.advance(seconds=10)

    assert take(database, "b") == 2
    assert not database.call(lambda tx: holders.still(tx, "sender", 1))
    assert database.call(lambda tx: holders.still(tx, "sender", 2))
    assert take(database, "a") is None


def test_who_gives_up_is_followed_at_once(database: Database) -> None:
    """
    Without waiting for the end; one who holds it no longer gives up nothing.
    """
    take(database, "a")
    database.call(lambda tx: holders.give_up(tx, "sender", "b"))
    assert take(database, "b") is None

    database.call(lambda tx: holders.give_up(tx, "sender", "a"))
    assert take(database, "b") == 2


def test_after_a_crash_on_sqlite_nobody_has_to_wait(database: Database) -> None:
    """
    Where the holder is known to be dead, every hold ends.
    """
    take(database, "a", seconds=3600)
    database.call(holders.release_all)

    assert take(database, "b") == 2


def test_two_that_ask_at_once_do_not_both_get_it(on_postgresql: Database) -> None:
    """
    Two machines that start together: exactly one of them holds it.
    """
    first, second = race(on_postgresql, *(lambda tx, who=who: holders.take(tx, "sender", who, 10) for who in "ab"))

    assert sorted((first is None, second is None)) == [False, True]
