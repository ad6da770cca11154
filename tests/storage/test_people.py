"""Who works here, how they come in once and only once, and who answers for a place."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from storage import people
from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.models import Unit
from storage.people import Colleague, UnionBody, UnknownStaff, UnknownUnit
from tests.conftest import SettableClock
from tests.storage.conftest import STAFF, UNITS
from tests.storage.racing import race

HOUR = timedelta(hours=1)


def invite(database: Database, purpose: str = people.SIGN_IN) -> str:
    return database.call(lambda tx: people.invite(tx, "L01", purpose, HOUR))


def redeem(database: Database, token: str, purpose: str = people.SIGN_IN) -> Colleague | None:
    return database.call(lambda tx: people.redeem(tx, token, purpose))


def test_staff_come_back_as_they_were_added(federation: Database) -> None:
    """
    Subjects, declared clients, district and capacity are all there, in lists by id and by role.
    """
    assert federation.read(people.everybody) == sorted(STAFF, key=lambda one: one.id)
    assert [one.id for one in federation.read(lambda tx: people.everybody(tx, "supervisor"))] == ["S01", "S02", "S03"]
    assert federation.read(people.units) == list(UNITS)
    assert federation.read(people.is_empty) is False


def test_an_empty_house_says_so(database: Database) -> None:
    """
    Nobody works here before the first one is added.
    """
    assert database.read(people.is_empty) is True
    assert database.read(lambda tx: people.next_staff_id(tx, "lawyer")) == "L01"


def test_ids_are_short_and_free(federation: Database) -> None:
    """
    The next lawyer is one further than the highest there is, each role with its letter.
    """
    federation.call(lambda tx: people.add(tx, Colleague("L17", "陈律师", "lawyer", "620500")))

    assert [federation.read(partial(people.next_staff_id, role=role)) for role in people.ROLES] == [
        "L18",
        "O02",
        "S04",
        "A02",
    ]


def test_a_wrong_addition_is_refused_in_words(federation: Database) -> None:
    """
    An id that is taken, a unit that does not exist, a change to nobody: each says what is wrong.
    """
    with pytest.raises(StorageError, match="L01 already"):
        federation.call(lambda tx: people.add(tx, STAFF[3]))
    with pytest.raises(UnknownUnit, match="999999"):
        federation.call(lambda tx: people.add(tx, Colleague("L09", "x", "lawyer", "999999")))
    with pytest.raises(UnknownStaff, match="L99"):
        federation.call(lambda tx: people.change(tx, Colleague("L99", "x", "lawyer", "620500")))
    with pytest.raises(UnknownStaff, match="L99"):
        federation.read(lambda tx: people.colleague(tx, "L99"))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (UnionBody("620502", "又一个", "620500"), "620502 already"),
        (UnionBody("620599", "x", "629999"), "no union body 629999"),
        (UnionBody("620599", "x", "620599"), "no union body 620599"),
    ],
)
def test_a_wrong_union_body_is_refused_in_words(federation: Database, body: UnionBody, why: str) -> None:
    """
    A code that is taken, a parent nobody knows, a body above itself: a sentence, and nothing is added.
    """
    with pytest.raises(StorageError, match=why):
        federation.call(lambda tx: people.add_unit(tx, body))

    assert federation.read(people.units) == list(UNITS)


def test_nobody_moves_to_a_unit_that_does_not_exist(federation: Database) -> None:
    """
    A typing error in the code of the unit is said, and the lawyer stays where he is.
    """
    before = federation.read(lambda tx: people.colleague(tx, "L01"))
    with pytest.raises(UnknownUnit, match="629999"):
        federation.call(lambda tx: people.change(tx, replace(before, unit="629999")))

    assert federation.read(lambda tx: people.colleague(tx, "L01")) == before


def test_union_bodies_in_a_circle_are_walked_once(federation: Database) -> None:
    """
    A circle of union bodies, which only a hand in the database can make, ends no search in an endless loop.
    """
    federation.call(lambda tx: tx.execute(update(Unit).where(Unit.code == "620500").values(parent="620502")))
    for each in federation.read(people.everybody):
        federation.call(partial(people.change, colleague=replace(each, active=False)))

    assert set(federation.read(lambda tx: people.unit_and_below(tx, "620500"))) >= {"620500", "620502"}
    with pytest.raises(UnknownStaff, match="No active supervisor"):
        federation.read(lambda tx: people.supervisor_of(tx, "620502"))


def test_a_link_is_used_once(federation: Database) -> None:
    """
    The first to open a sign-in link is let in; whoever finds it afterwards is not.
    """
    token = invite(federation)

    assert redeem(federation, token) == STAFF[3]
    assert redeem(federation, token) is None


def test_two_who_open_a_link_at_once(on_postgresql: Database) -> None:
    """
    Of two browsers that open the same link in the same instant, one is let in.
    """
    token = invite(on_postgresql)

    def use(tx: Transaction) -> bool:
        return people.redeem(tx, token, people.SIGN_IN) is not None

    assert race(on_postgresql, use, use) == (True, False)


def test_a_link_expires(federation: Database, clock: SettableClock) -> None:
    """
    A link is good until its hour is over, and not a moment longer.
    """
    token, other = invite(federation), invite(federation)

    clock.advance(minutes=59)
    assert redeem(federation, token) is not None
    clock.advance(minutes=1)
    assert redeem(federation, other) is None


def test_a_link_is_for_one_purpose(federation: Database) -> None:
    """
    A code for Telegram does not open the desk; an invented one opens nothing, and nobody unknown is invited.
    """
    token = invite(federation, people.TELEGRAM)

    assert redeem(federation, token) is None
    assert redeem(federation, "invented") is None
    assert redeem(federation, token, people.TELEGRAM) is not None
    with pytest.raises(UnknownStaff):
        federation.call(lambda tx: people.invite(tx, "L99", people.SIGN_IN, HOUR))


def test_a_link_of_somebody_who_left_is_worth_nothing(federation: Database) -> None:
    """
    A lawyer who was set inactive does not come in by a link he still has.
    """
    token = invite(federation)
    federation.call(lambda tx: people.change(tx, Colleague("L01", "王律师", "lawyer", "620500", active=False)))

    assert redeem(federation, token) is None


def test_the_supervisor_of_a_place_is_the_nearest_above(federation: Database) -> None:
    """
    A district with a supervisor of its own, one without, and one whose supervisor has left.
    """

    def of(unit: str) -> str:
        return federation.read(lambda tx: people.supervisor_of(tx, unit)).id

    assert (of("620502"), of("620503"), of("620500"), of("620800")) == ("S02", "S01", "S01", "S03")

    federation.call(lambda tx: people.change(tx, Colleague("S02", "秦州督办", "supervisor", "620502", active=False)))
    assert of("620502") == "S01"


def test_a_place_nobody_answers_for_is_an_error(federation: Database) -> None:
    """
    Without any active supervisor above it, a place is refused in words rather than left to nobody.
    """
    federation.call(lambda tx: people.add_unit(tx, UnionBody("620900", "酒泉市总工会", None)))

    with pytest.raises(UnknownStaff, match="supervisor"):
        federation.read(lambda tx: people.supervisor_of(tx, "620900"))
