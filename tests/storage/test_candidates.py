"""The lawyers of a case are read where the case is, however many there are elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, insert, text

from storage import candidates, cases, offers, people
from storage.database import Database, Transaction
from storage.models import Staff, Unit
from tests.conftest import SettableClock
from tests.storage.opening import open_case

MONTH = timedelta(days=30)
_PREFECTURES, _EACH = 14, 714


def province(tx: Transaction) -> None:
    """Fourteen prefectures with a county each, and ten thousand lawyers."""
    tx.execute(insert(Unit).values(code="620000", name="某省总工会", parent=None))
    for n in range(1, _PREFECTURES + 1):
        city = f"62{n:02d}00"
        tx.execute(insert(Unit).values(code=city, name="某市总工会", parent="620000"))
        tx.execute(insert(Unit).values(code=f"62{n:02d}21", name="某县总工会", parent=city))
    blank = {"name": "律师", "role": "lawyer", "subjects": ["wages"], "clients": [], "capacity": 5, "active": True}
    rows = [
        {**blank, "id": f"L{n:05d}", "unit": f"62{n % _PREFECTURES + 1:02d}21", "made_at": tx.now}
        for n in range(_PREFECTURES * _EACH)
    ]
    tx.execute(insert(Staff), rows)


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Everything that is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(database.reading, "before_cursor_execute", note)
    yield asked
    event.remove(database.reading, "before_cursor_execute", note)


def test_a_province_is_not_read_for_one_case(database: Database) -> None:
    """
    Of ten thousand lawyers the 714 of the prefecture are read, by their index, in one statement after two about bodies.
    """
    database.call(province)

    with statements(database) as asked:
        found = database.read(lambda tx: candidates.near(tx, "620521", tx.now - MONTH))

    assert len(found) == _EACH
    assert {one.colleague.unit for one in found} == {"620521"}
    chosen = [(statement, its) for statement, its in asked if "SELECT" in statement]
    assert len(chosen) == 3
    assert "ix_staff_unit" in plan(database, *chosen[-1])


def plan(database: Database, statement: str, parameters: Any) -> str:
    """How the engine would go about it, once it knows how much there is."""
    on_sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
        explained = connection.exec_driver_sql(
            f"{'EXPLAIN QUERY PLAN' if on_sqlite else 'EXPLAIN'} {statement}", parameters
        )
        return "\n".join(str(row) for row in explained)


def test_each_stands_with_what_he_has(federation: Database, clock: SettableClock) -> None:
    """
    Open cases, unanswered offers, offers of the last month: counted for each, and nobody of another city is there.
    """
    first, second = open_case(federation), open_case(federation)
    offer = federation.call(lambda tx: offers.make(tx, first.id, "L01", clock.now))
    federation.call(lambda tx: offers.settle(tx, offer.id, "accepted"))
    federation.call(lambda tx: cases.set_owner(tx, first.id, "L01", "accepted"))
    clock.advance(days=1)
    federation.call(lambda tx: offers.make(tx, second.id, "L01", clock.now))

    them = federation.read(lambda tx: candidates.near(tx, "620502", tx.now - MONTH))

    assert {one.colleague.id: (one.load, one.waiting, one.recent) for one in them} == {
        "L01": (1, 1, 2),
        "L02": (0, 0, 0),
    }
    assert federation.read(lambda tx: candidates.near(tx, "620800", tx.now - MONTH)) == []
    lately = federation.read(lambda tx: candidates.near(tx, "620502", tx.now))
    assert next(one.recent for one in lately if one.colleague.id == "L01") == 1
    federation.call(lambda tx: cases.set_status(tx, first.id, "closed", "confirmed"))
    assert federation.read(lambda tx: candidates.those(tx, ["L01"], tx.now))[0].load == 0


def test_an_enterprise_lends_nobody(federation: Database) -> None:
    """
    The lawyer of a works union is there for its own cases and for no others of the district.
    """

    def found(tx: Transaction) -> None:
        people.add_unit(tx, people.UnionBody("620502-07", "某厂工会", "620502"))
        people.add(tx, people.Colleague("L07", "厂律师", "lawyer", "620502-07"))

    federation.call(found)

    def ids(unit: str) -> set[str]:
        them = federation.read(lambda tx: candidates.near(tx, unit, tx.now - MONTH))
        return {one.colleague.id for one in them}

    assert ids("620502") == {"L01", "L02"}
    assert ids("620502-07") == {"L01", "L02", "L07"}


def test_nobody_is_given_more_than_he_can_carry(federation: Database, clock: SettableClock) -> None:
    """
    Five open offers are five places of five: there is no room for one more.
    """
    for _ in range(5):
        assert federation.call(lambda tx: candidates.has_room(tx, "L01"))
        case = open_case(federation)
        federation.call(lambda tx, its=case: offers.make(tx, its.id, "L01", clock.now))  # type: ignore[misc]

    assert not federation.call(lambda tx: candidates.has_room(tx, "L01"))
