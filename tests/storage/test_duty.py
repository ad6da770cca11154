"""Who answers for a place at a given moment: the rota first, then whoever is here, and never nobody."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from storage import duty, people
from storage.database import Database
from storage.divisions import is_code, ladder, level_of
from storage.people import Colleague
from tests.conftest import SettableClock

DAY = timedelta(days=1)


def answers(database: Database, unit: str = "620502") -> str:
    """Who answers for a unit now."""
    return database.read(lambda tx: people.supervisor_of(tx, unit)).id


def leaves(database: Database, staff_id: str, days: int = 1, cover: str | None = None) -> None:
    """Somebody is away from now on."""
    database.call(lambda tx: duty.add_leave(tx, staff_id, tx.now, tx.now + days * DAY, cover, "test"))


def test_the_rota_goes_before_whoever_works_there(federation: Database, clock: SettableClock) -> None:
    """
    The city's supervisor is on duty for the district tonight; tomorrow the district's own answers again.
    """
    federation.call(lambda tx: duty.add_shift(tx, "620502", "S01", tx.now, tx.now + DAY, "test"))

    assert (answers(federation), answers(federation, "620800")) == ("S01", "S03")
    clock.advance(days=1)
    assert answers(federation) == "S02"


def test_whoever_is_on_leave_does_not_answer(federation: Database, clock: SettableClock) -> None:
    """
    The district's supervisor is away: the city's answers; with a cover of his own on duty that one does.
    """
    federation.call(lambda tx: people.add(tx, Colleague("S09", "代班督办", "supervisor", "620800")))
    leaves(federation, "S02", cover="S09")
    assert answers(federation) == "S01"

    federation.call(lambda tx: duty.add_shift(tx, "620502", "S02", tx.now, tx.now + DAY, "test"))
    assert answers(federation) == "S09"
    clock.advance(days=1)
    assert answers(federation) == "S02"


def test_somebody_answers_as_long_as_anybody_is_there(federation: Database) -> None:
    """
    All supervisors are away: the administrator answers; when he is away too, one who is on leave, the nearest.
    """
    leaves(federation, "S01")
    leaves(federation, "S02")
    assert answers(federation) == "A01"

    leaves(federation, "A01")
    assert answers(federation) == "S02"


def test_a_lawyer_on_duty_supervises_nobody(federation: Database) -> None:
    """
    A lawyer may be at hand for a unit tonight; its cases are still its supervisor's.
    """
    federation.call(lambda tx: duty.add_shift(tx, "620502", "L01", tx.now, tx.now + DAY, "test"))

    assert answers(federation) == "S02"
    assert federation.read(duty.on_duty) == {"L01"}


def test_who_left_for_good_is_not_on_duty(federation: Database) -> None:
    """
    An entry of somebody who does not work here any more is worth nothing.
    """
    federation.call(lambda tx: duty.add_shift(tx, "620502", "S01", tx.now, tx.now + DAY, "test"))
    gone = federation.read(lambda tx: people.colleague(tx, "S01"))
    federation.call(partial(people.change, colleague=replace(gone, active=False)))

    assert answers(federation) == "S02"


def test_a_leave_is_ended_or_forgotten(federation: Database, clock: SettableClock) -> None:
    """
    Back early: the leave ends now; one that has not begun has never been.
    """
    leaves(federation, "L01", days=3)
    federation.call(lambda tx: duty.add_leave(tx, "L02", tx.now + DAY, tx.now + 2 * DAY, None, "test"))
    assert federation.read(duty.away) == {"L01": None}
    clock.advance(hours=1)

    for leave in federation.read(duty.leaves):
        federation.call(partial(duty.end_leave, leave=leave))

    assert federation.read(duty.away) == {}
    assert federation.read(duty.leaves) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000", "country"),
        ("620000", "province"),
        ("620500", "prefecture"),
        ("620502", "district"),
        ("620521", "district"),
        ("620502-07", "enterprise"),
    ],
)
def test_a_code_says_its_level(code: str, level: str) -> None:
    """
    Country, province, prefecture, district or county, enterprise: by the digits alone.
    """
    assert is_code(code)
    assert level_of(code) == level
    assert ladder(code)[0] == code
    assert ladder(code)[-1] == "000000"


@pytest.mark.parametrize("code", ["", "6205", "62050a", "620502-", "620502-123456", "620500-1", "620502_1"])
def test_what_is_no_code_is_known(code: str) -> None:
    """
    Too short, letters, an enterprise without a sign, one below a city: none of these is a code.
    """
    assert not is_code(code)
