"""A message that will never arrive reaches the case, and a worker who blocked us is called."""

import pytest
from sqlalchemy import select

from cases import opening, undelivered
from cases.office import Office
from storage import call_backs, cases, conversations, events, inbox, outbox
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.messages import Message
from storage.models import Conversation
from storage.sending import Failed, Promised
from tests.conftest import SettableClock
from tests.handlers.town import colleague

NIGHT = 14  # hours after ten in the morning


def case_of(database: Database, office: Office, address: str) -> Case:
    """A case of a worker on Telegram."""

    def work(tx: Transaction) -> Case:
        standing = conversations.lock(tx, "telegram", address)
        ids = {"conversation_id": standing.id, "person_id": standing.person_id}
        return opening.open_case(tx, office, Complaint("wages", "干完活不给钱"), **ids, urgency="normal").case

    return database.call(work)


def fails(
    database: Database, outcome: Failed, case_id: str | None, address: str = "42", channel: str = "telegram"
) -> None:
    """A reply to this address is given up."""

    def work(tx: Transaction) -> None:
        where = conversations.lock(tx, channel, address).id
        n = outbox.promise(tx, where, Message("您好"), case_id=case_id)
        undelivered.give_up(
            tx, Promised("p", where, channel, address, n, Message("您好"), 0, case_id=case_id), outcome, "x"
        )

    database.call(work)


def to_be_called(database: Database) -> list[str]:
    """The numbers of the cases whose workers have to be called."""
    supervisor = colleague(database, "S01")
    return [one.case_number for one in database.read(lambda tx: call_backs.open_ones(tx, supervisor))]


def reachable(database: Database) -> bool:
    """Whether the worker can be written to, asked without hearing from him."""

    def look(tx: Transaction) -> bool:
        hashed = inbox.address_hash(tx, "telegram", "42")
        return tx.execute(select(Conversation.reachable).where(Conversation.address_hash == hashed)).scalar_one()

    return database.read(look)


def kinds(database: Database, case: Case) -> list[str]:
    return [event.kind for event in database.read(lambda tx: events.of_case(tx, case))]


def test_who_blocked_us_is_called_about_each_open_case(towns: Database, office: Office, clock: SettableClock) -> None:
    """
    The letter was about one of his cases; he has to be called about the open ones, once, and not at night.
    """
    about, other, ended = (case_of(towns, office, "42") for _ in range(3))
    stranger = case_of(towns, office, "43")
    towns.call(lambda tx: cases.set_status(tx, ended.id, "closed", "answered"))
    clock.advance(hours=NIGHT)
    for _ in range(2):
        fails(towns, "unreachable", about.id)

    assert sorted(to_be_called(towns)) == sorted([about.number, other.number])
    assert not reachable(towns)
    assert "not_delivered" in kinds(towns, about)
    assert "not_delivered" not in kinds(towns, stranger)
    supervisor = colleague(towns, "S01")
    [at] = {one.not_before for one in towns.read(lambda tx: call_backs.open_ones(tx, supervisor))}
    assert (at - clock.now).total_seconds() == 9 * 3600


def test_a_refused_message_is_only_reported(towns: Database, office: Office) -> None:
    """
    If one message is impossible the case says so; its reader can still be written to.
    """
    about = case_of(towns, office, "42")
    fails(towns, "refused", about.id)

    assert "not_delivered" in kinds(towns, about)
    assert (to_be_called(towns), reachable(towns)) == ([], True)


@pytest.mark.parametrize("channel", ["telegram", "notice"])
def test_small_talk_that_fails_troubles_no_case(towns: Database, office: Office, channel: str) -> None:
    """
    A refused reply about no case, or a notice to a phone, is nobody's business here.
    """
    about = case_of(towns, office, "42")
    fails(towns, "refused" if channel == "telegram" else "unreachable", None, channel=channel)

    assert "not_delivered" not in kinds(towns, about)
    assert to_be_called(towns) == []
