"""A case is offered to one lawyer at a time, and every offer is settled once."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage import cases, offers
from storage.database import Database
from tests.conftest import SettableClock
from tests.storage.opening import open_case
from tests.storage.racing import race


def test_a_case_has_at_most_one_open_offer(federation: Database, clock: SettableClock) -> None:
    """
    It is offered to one lawyer at a time; only when that is settled to the next, and settling counts once.
    """
    case = open_case(federation)
    offer = federation.call(lambda tx: offers.make(tx, case.id, "L01", clock.now))
    with pytest.raises(IntegrityError):
        federation.call(lambda tx: offers.make(tx, case.id, "L02", clock.now))

    assert federation.read(lambda tx: cases.by_id(tx, case.id)).offered_to == "L01"
    assert federation.read(lambda tx: offers.open_offer(tx, case.id)) == offer
    assert federation.read(lambda tx: offers.open_offers_to(tx, "L01")) == [offer]
    settled = [federation.call(lambda tx: offers.settle(tx, offer.id, "declined", "忙\0")) for _ in range(2)]
    assert settled == [True, False]
    assert federation.read(lambda tx: offers.by_id(tx, offer.id)).reason == "忙"
    federation.call(lambda tx: offers.make(tx, case.id, "L02", clock.now))
    assert [one.staff_id for one in federation.read(lambda tx: offers.of_case(tx, case.id))] == ["L01", "L02"]


def test_two_who_answer_an_offer_at_once(on_postgresql: Database, clock: SettableClock) -> None:
    """
    The lawyer accepts in the moment in which the time runs out: one of the two counts.
    """
    case = open_case(on_postgresql)
    offer = on_postgresql.call(lambda tx: offers.make(tx, case.id, "L01", clock.now))

    outcome = race(
        on_postgresql,
        lambda tx: offers.settle(tx, offer.id, "accepted"),
        lambda tx: offers.settle(tx, offer.id, "timed_out"),
    )

    assert outcome == (True, False)
    assert on_postgresql.read(lambda tx: offers.by_id(tx, offer.id)).outcome == "accepted"
