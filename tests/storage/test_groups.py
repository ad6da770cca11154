"""Codes that lead to a group, and words of members that go one by one."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from storage import cases, conversations, groups, opening, wrong_codes
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.groups import Member, Told, UnknownMember
from tests.conftest import SettableClock
from tests.storage.conftest import found

MONTH = timedelta(days=30)
TOLD = Told(Decimal("12000.50"), Decimal("43.5"), None, "微信 ceshi_gongyou", ("amount",))


def _case(tx: Transaction) -> Case:
    found(tx)
    worker = conversations.lock(tx, "telegram", "starter")
    return opening.open_case(
        tx,
        Complaint("wages", "老板不给钱"),
        conversation_id=worker.id,
        person_id=worker.person_id,
        unit="620500",
        prefix="TS",
        owner="S01",
        urgency="normal",
    ).case


def _member(tx: Transaction, case: Case, address: str, told: Told = TOLD) -> Member:
    mate = conversations.lock(tx, "telegram", address)
    return groups.add(tx, case, mate.id, mate.person_id, told)


@pytest.fixture
def case(database: Database) -> Case:
    """A case whose group has a code for a month."""
    made = database.call(_case)
    database.call(lambda tx: groups.give_code(tx, made, MONTH))
    return made


def code_of(database: Database, case: Case) -> str:
    group = database.read(lambda tx: groups.of_case(tx, case))
    assert group
    return group.code or ""


def leads_to(database: Database, code: str) -> str | None:
    reached = database.read(lambda tx: groups.by_code(tx, code))
    return reached.id if reached else None


def test_a_code_leads_to_its_case_while_it_runs(database: Database, case: Case, clock: SettableClock) -> None:
    """
    Until its last day; afterwards the group is there and has no code.
    """
    code = code_of(database, case)
    assert leads_to(database, code) == case.id

    clock.advance(days=30)

    assert leads_to(database, code) is None
    assert code_of(database, case) == ""


def test_of_two_codes_the_later_leads(database: Database, case: Case) -> None:
    """
    A fresh code takes the place of the one before; closing takes both away.
    """
    first = code_of(database, case)
    database.call(lambda tx: groups.give_code(tx, case, MONTH))
    second = code_of(database, case)
    assert (leads_to(database, first), leads_to(database, second)) == (None, case.id)

    database.call(lambda tx: groups.close(tx, case.id))

    assert leads_to(database, second) is None


def test_the_code_of_an_ended_case_leads_nowhere(database: Database, case: Case) -> None:
    """
    What was closed or withdrawn takes nobody in; reopened, it does again.
    """
    code = code_of(database, case)
    database.call(lambda tx: cases.set_status(tx, case.id, "withdrawn", "withdrawn"))
    assert leads_to(database, code) is None

    database.call(lambda tx: cases.set_status(tx, case.id, "reopened"))
    assert leads_to(database, code) == case.id


def test_what_a_member_told_comes_back_whole(database: Database, case: Case) -> None:
    """
    Yuan, days, contact and what was rough are read as they were written, and changed as a whole.
    """
    member = database.call(lambda tx: _member(tx, case, "mate"))
    assert database.read(lambda tx: groups.told(tx, member)) == TOLD

    database.call(lambda tx: groups.change(tx, member, Told(period="三个月")))

    assert database.read(lambda tx: groups.told(tx, member)) == Told(period="三个月")


def test_one_member_is_erased_alone(database: Database, case: Case) -> None:
    """
    Who leaves takes his words with him; those of the others, and the case, stay readable.
    """
    gone, stays = (database.call(partial(_member, case=case, address=it)) for it in ("gone", "stays"))

    database.call(lambda tx: groups.leave(tx, gone))

    assert database.read(lambda tx: groups.told(tx, gone)) is None
    assert database.read(lambda tx: groups.told(tx, stays)) == TOLD
    assert database.read(lambda tx: cases.complaint_of(tx, case)).story == "老板不给钱"
    assert database.read(lambda tx: groups.members(tx, case.id)) == [stays]


def test_a_membership_is_its_own_persons(database: Database, case: Case) -> None:
    """
    Nobody looks up another's membership by its number.
    """
    mine, other = (database.call(partial(_member, case=case, address=it)) for it in ("mine", "other"))

    assert database.read(lambda tx: groups.of_person_by_number(tx, mine.person_id, mine.number.lower())) == mine
    with pytest.raises(UnknownMember):
        database.read(lambda tx: groups.of_person_by_number(tx, other.person_id, mine.number))


def test_wrong_codes_are_counted_for_an_hour(database: Database, clock: SettableClock) -> None:
    """
    The hour begins with the first of them and ends for all.
    """
    chat = database.call(lambda tx: conversations.lock(tx, "telegram", "mate")).id
    assert [database.call(lambda tx: wrong_codes.another(tx, chat)) for _ in range(2)] == [1, 2]
    clock.advance(minutes=59)
    assert database.call(lambda tx: wrong_codes.another(tx, chat)) == 3

    clock.advance(minutes=2)

    assert database.read(lambda tx: wrong_codes.lately(tx, chat)) == 0
    assert database.call(lambda tx: wrong_codes.another(tx, chat)) == 1
