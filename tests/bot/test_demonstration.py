"""The demonstration federation: invented people, every district served, only in an empty database."""

from functools import partial

import pytest

from bot.demonstration import CITY, furnish, sign_in_tokens
from cases import considering, routing
from cases.conflicts import names_one_of
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from knowledge.reading.places import DISTRICTS
from storage import cases, people, unowned
from storage.database import Database, Transaction
from texts import Texts


@pytest.fixture(scope="module")
def door(library: Library) -> Door:
    """The real door, once for all of these tests."""
    return Door(library, Texts.load(), Policy())


@pytest.fixture
def federation(door: Door, database: Database) -> Database:
    """The demonstration on each engine in turn."""
    assert database.call(lambda tx: furnish(tx, door.office))
    return database


def test_it_is_made_once(door: Door, federation: Database) -> None:
    """
    The second start finds it there and adds nothing.
    """
    before = federation.read(cases.everything)

    assert not federation.call(lambda tx: furnish(tx, door.office))

    assert federation.read(cases.everything) == before
    assert len(federation.read(lambda tx: people.everybody(tx, "lawyer"))) == 16


def test_every_district_has_lawyers_for_wages(door: Door, federation: Database) -> None:
    """
    A worker in any of the seven districts who is owed wages finds a lawyer of that very district.
    """
    [case, *_] = federation.read(cases.everything)
    them = federation.read(lambda tx: considering.lawyers_for(tx, door.office, case))
    fresh = [one for one in them if not one.asked_before]
    for district in DISTRICTS:
        choice = routing.choose(routing.Need("wages", district.code), fresh)
        assert choice.chosen
        assert {one.place for one in them if one.id == choice.chosen} == {district.code}


def test_nobody_in_it_can_be_taken_for_real(federation: Database) -> None:
    """
    Every name says that it is a demonstration.
    """
    assert all("演示" in one.name for one in federation.read(people.everybody))
    assert all("演示" in unit.name for unit in federation.read(people.units))
    told = federation.read(lambda tx: [cases.complaint_of(tx, case) for case in cases.everything(tx)])
    assert all(one.story.startswith("（演示）") for one in told)


def test_its_cases_show_what_routing_does(federation: Database) -> None:
    """
    One case is in hand, the others are on offer; none went to a lawyer of its employer, and each has an owner.
    """
    everything = federation.read(cases.everything)
    of = {one.id: one for one in federation.read(people.everybody)}

    assert sorted(case.status for case in everything) == ["offered", "offered", "offered", "working"]
    assert federation.read(unowned.without_owner) == []
    for case in everything:
        employer = federation.read(partial(cases.complaint_of, case=case)).employer
        asked = of[case.offered_to or case.owner]
        assert not names_one_of(asked.clients, employer)


def test_the_ways_in_work_once(federation: Database) -> None:
    """
    A lawyer, an operator and a supervisor get a link each, which lets them in once.
    """
    tokens = federation.call(sign_in_tokens)

    assert tokens.keys() == {"L01", "O01", "S01"}
    for who, token in tokens.items():
        used = [federation.call(lambda tx, it=token: people.redeem(tx, it, people.SIGN_IN)) for _ in range(2)]  # type: ignore[misc]
        assert [one.id if one else None for one in used] == [who, None]


def test_a_database_with_staff_is_left_alone(door: Door, database: Database) -> None:
    """
    HOTLINE_DEMO set by mistake on a real installation: nothing is added.
    """

    def real(tx: Transaction) -> None:
        people.add_unit(tx, people.UnionBody(CITY, "天水市总工会", None))
        people.add(tx, people.Colleague("S01", "张三", "supervisor", CITY))

    database.call(real)

    assert not database.call(lambda tx: furnish(tx, door.office))
    assert [one.name for one in database.read(people.everybody)] == ["张三"]
