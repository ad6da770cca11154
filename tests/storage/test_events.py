"""The record of a case is only ever added to, numbered without gaps, and its words are sealed."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import events, models
from storage.database import Database, Transaction
from storage.errors import Erased, Unavailable
from tests.conftest import SettableClock
from tests.storage.opening import open_case
from tests.storage.racing import race


def test_a_case_tells_what_happened_to_it(federation: Database, clock: SettableClock) -> None:
    """
    In order, with who and when, facts and words; other cases have a record of their own.
    """
    case, other = open_case(federation), open_case(federation, address="4712")
    federation.call(lambda tx: events.record(tx, case, "opened", events.WORKER, {"kind": "wages"}, "老板\0\ud800跑了"))
    clock.advance(hours=1)
    federation.call(lambda tx: events.record(tx, case, "offered", events.HOTLINE, {"to": "L01"}))
    federation.call(lambda tx: events.record(tx, other, "opened", events.WORKER))

    first, second = federation.read(lambda tx: events.of_case(tx, case))
    assert (first.n, first.kind, first.actor, first.facts, first.words) == (
        1,
        "opened",
        "worker",
        {"kind": "wages"},
        "老板\0\ud800跑了",
    )
    assert (second.n, second.at, second.words) == (2, clock.now, None)
    assert [one.n for one in federation.read(lambda tx: events.of_case(tx, other))] == [1]
    assert [one.n for one in federation.read(lambda tx: events.of_case(tx, case, ("offered",)))] == [2]
    assert federation.read(lambda tx: events.of_case(tx, case, ("closed",))) == []


def test_empty_words_are_words(federation: Database) -> None:
    """
    Nothing written and an empty note are not the same.
    """
    case = open_case(federation)
    federation.call(lambda tx: events.record(tx, case, "note", "L01", words=""))

    assert [one.words for one in federation.read(lambda tx: events.of_case(tx, case))] == [""]


def test_two_things_at_once_have_two_numbers(on_postgresql: Database) -> None:
    """
    The worker writes while the lawyer does: 1 and 2, never twice 1.
    """
    case = open_case(on_postgresql)

    def record(tx: Transaction) -> int:
        return events.record(tx, case, "note", "L01")

    assert race(on_postgresql, record, record) == (1, 2)


@pytest.mark.parametrize(
    "rewriting",
    [
        update(models.Event).values(actor="somebody else"),
        update(models.Event).values(words=None),
        delete(models.Event),
    ],
    ids=["update", "blank", "delete"],
)
def test_the_record_cannot_be_rewritten(federation: Database, rewriting: object) -> None:
    """
    Neither program nor operator changes or removes an event: the database refuses, and counts it as their own fault.
    """
    case = open_case(federation)
    federation.call(lambda tx: events.record(tx, case, "note", "L01", words="说过的话"))

    with pytest.raises(DBAPIError, match="only ever added") as caught:
        federation.call(lambda tx: tx.execute(rewriting))  # type: ignore[call-overload]

    assert not isinstance(caught.value, Unavailable)
    assert [one.words for one in federation.read(lambda tx: events.of_case(tx, case))] == ["说过的话"]


def test_the_record_cannot_be_emptied(on_postgresql: Database) -> None:
    """
    PostgreSQL's TRUNCATE, which fires no trigger for rows, is refused as well.
    """
    case = open_case(on_postgresql)
    on_postgresql.call(lambda tx: events.record(tx, case, "note", "L01"))

    with pytest.raises(DBAPIError, match="only ever added"):
        on_postgresql.call(lambda tx: tx.execute(text("TRUNCATE case_events")))


def test_erasing_a_key_needs_no_rewriting(federation: Database) -> None:
    """
    The words of an erased case are gone for good while the record of what happened stands.
    """
    case = open_case(federation)
    federation.call(lambda tx: events.record(tx, case, "note", "L01", words="说过的话"))
    federation.call(lambda tx: tx.vault.erase(case.key_id))

    kinds = select(models.Event.kind).where(models.Event.case_id == case.id)
    assert federation.read(lambda tx: tx.execute(kinds).scalars().all()) == ["note"]
    with pytest.raises(Erased):
        federation.read(lambda tx: events.of_case(tx, case))


def test_a_recorded_event_wakes_who_watches_the_case(federation: Database) -> None:
    """
    A page that shows the case hears of it after the commit.
    """
    case = open_case(federation)
    from_then: list[str] = []
    federation.listen(f"case:{case.id}", lambda: from_then.append("woken"))
    federation.call(lambda tx: events.record(tx, case, "note", "L01"))
    federation.call(lambda tx: None)

    assert from_then == ["woken"]
