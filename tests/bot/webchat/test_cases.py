"""My cases, as a line of stages."""

from datetime import UTC, datetime

import pytest

from bot.webchat.stages import line_of, reached
from storage import cases, conversations, events, opening
from storage.cases import Case, Status
from storage.database import Database, Transaction
from storage.events import Event
from tests.bot.webchat.conftest import Phone, Site, both_engines
from tests.conftest import SettableClock
from tests.storage.conftest import found
from tests.storage.opening import WAGES

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def at(hour: int) -> datetime:
    return MORNING.replace(hour=hour)


def opened_for(tx: Transaction, conversation_id: str) -> Case:
    """A case of the person of this conversation, in a federation made for it."""
    found(tx)
    person = conversations.person_of(tx, conversation_id)
    place = {"unit": "620502", "prefix": "TS", "owner": "S02", "urgency": "normal"}
    return opening.open_case(tx, WAGES, conversation_id=conversation_id, person_id=person, **place).case


def moved(tx: Transaction, case: Case, status: Status) -> None:
    """The case reaches a stage, as the record tells it."""
    cases.set_status(tx, case.id, status)
    events.record(tx, case, status, "L01")


def happened(*kinds: str) -> list[Event]:
    """One of each an hour."""
    return [Event(n, at(n + 1), kind, "hotline", {}, None) for n, kind in enumerate(kinds)]


@both_engines
async def test_a_worker_without_a_case_sees_that_he_has_none(phone: Phone) -> None:
    """
    An empty list, not an error.
    """
    assert (await phone.http.get("/chat/api/cases")).json() == []


@both_engines
async def test_a_worker_sees_how_far_his_own_case_is(
    site: Site, phone: Phone, database: Database, clock: SettableClock
) -> None:
    """
    Number, kind and the line with its dates in China's time, in his language; nobody else sees it.
    """
    case = database.call(lambda tx: opened_for(tx, phone.session))
    clock.advance(hours=1)
    database.call(lambda tx: moved(tx, case, "offered"))
    clock.advance(hours=1)
    database.call(lambda tx: moved(tx, case, "accepted"))

    shown = (await phone.http.get("/chat/api/cases")).json()
    english = (await phone.http.get("/chat/api/cases?lang=en")).json()
    stranger = await site.phone().opens()

    assert [(one["number"], one["kind"], one["title"], one["status"]) for one in shown] == [
        (case.number, "wages", "讨薪", "accepted")
    ]
    assert shown[0]["opened"] == "2026-11-23T10:00+08:00"
    assert [(stage["label"], stage["at"], stage["now"]) for stage in shown[0]["stages"]] == [
        ("已受理", "2026-11-23T10:00+08:00", False),
        ("已派单", "2026-11-23T11:00+08:00", False),
        ("已签收", "2026-11-23T12:00+08:00", True),
        ("办理中", None, False),
        ("待回访", None, False),
        ("已办结", None, False),
    ]
    assert english[0]["stages"][2]["label"] == "Accepted"
    assert (await stranger.http.get("/chat/api/cases")).json() == []


def test_the_line_reads_from_received_to_closed() -> None:
    """
    The ordinary way: received, offered, accepted, in hand, your word, closed.
    """
    assert line_of("working") == ("received", "offered", "accepted", "working", "awaiting_worker", "closed")


@pytest.mark.parametrize("status", ["referred", "reopened"])
def test_what_comes_in_between_stands_after_the_work(status: str) -> None:
    """
    A referred or reopened case is shown where it is: after the work and before the worker's word.
    """
    assert line_of(status)[3:6] == ("working", status, "awaiting_worker")


def test_a_withdrawn_case_goes_no_further() -> None:
    """
    Nothing is to come any more.
    """
    assert line_of("withdrawn") == ("received", "withdrawn")


def test_a_stage_counts_from_when_it_was_reached_last() -> None:
    """
    Offered twice, accepted, a letter, a second letter: the second offer counts, and the first letter.
    """
    when = reached(MORNING, happened("offered", "timed_out", "offered", "accepted", "to_worker", "to_worker"))

    assert when == {"received": MORNING, "offered": at(3), "accepted": at(4), "working": at(5)}


def test_a_letter_before_any_lawyer_is_no_work_yet() -> None:
    """
    The supervisor's letter while the case is still being offered does not make it 办理中.
    """
    assert "working" not in reached(MORNING, happened("to_worker", "offered"))
