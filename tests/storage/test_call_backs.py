"""Calls to workers: one open at a time, seen by who may read the case."""

import pytest

from storage import call_backs, cases, people
from storage.call_backs import NoOpenCallBack
from storage.cases import UnknownCase
from storage.database import Database
from storage.people import Colleague
from tests.conftest import SettableClock
from tests.storage.opening import open_case

OWNER, STRANGER = Colleague("S02", "示例", "lawyer", "620502"), Colleague("L09", "示例", "lawyer", "620502")


def test_asking_twice_is_one_call(federation: Database, clock: SettableClock) -> None:
    """
    A worker about whom two things went wrong is called once; after that call, what goes wrong next is a new one.
    """
    case = open_case(federation)
    first = federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))
    again = federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unreachable"))
    federation.call(lambda tx: call_backs.done(tx, first, "S02", "reached"))
    new = federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))

    assert first == again != new
    assert [call.id for call in federation.read(lambda tx: call_backs.open_ones(tx, OWNER))] == [new]


def test_a_call_is_made_once(federation: Database, clock: SettableClock) -> None:
    """
    Whoever comes second learns that it was made.
    """
    case = open_case(federation)
    call = federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))
    federation.call(lambda tx: call_backs.done(tx, call, "S02", "not_reached"))

    with pytest.raises(NoOpenCallBack):
        federation.call(lambda tx: call_backs.done(tx, call, "S02", "reached"))
    assert not federation.read(lambda tx: call_backs.is_open(tx, case.id))


def test_only_who_may_read_the_case_sees_its_call(federation: Database, clock: SettableClock) -> None:
    """
    For another lawyer there is neither the call nor its case.
    """
    case = open_case(federation)
    call = federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))

    assert federation.read(lambda tx: call_backs.open_ones(tx, STRANGER)) == []
    assert federation.read(lambda tx: call_backs.overdue(tx, STRANGER)) == 0
    assert federation.read(lambda tx: call_backs.overdue(tx, OWNER)) == 1
    assert federation.read(lambda tx: call_backs.case_of(tx, OWNER, call)) == case.number
    with pytest.raises(UnknownCase):
        federation.read(lambda tx: call_backs.case_of(tx, STRANGER, call))


def test_nobody_is_called_about_a_case_that_has_ended(federation: Database, clock: SettableClock) -> None:
    """
    When the case ends its call is off the lists, and back on them if it is reopened.
    """
    case = open_case(federation)
    federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))
    federation.call(lambda tx: cases.set_status(tx, case.id, "withdrawn"))
    ended = federation.read(lambda tx: call_backs.open_ones(tx, OWNER))
    federation.call(lambda tx: cases.set_status(tx, case.id, "reopened"))

    assert ended == []
    assert len(federation.read(lambda tx: call_backs.open_ones(tx, OWNER))) == 1


def test_one_who_watches_sees_it_too(federation: Database, clock: SettableClock) -> None:
    """
    A supervisor of the unit or of one above it sees the call of a lawyer's case.
    """
    case = open_case(federation)
    federation.call(lambda tx: call_backs.ask(tx, case.id, clock(), "unread"))
    supervisors = [one for one in federation.read(people.everybody) if one.supervises]

    seen = [bool(federation.read(lambda tx, one=one: call_backs.open_ones(tx, one))) for one in supervisors]  # type: ignore[misc]

    assert any(seen)
