"""A group grows, reaches ten, ends; and who meets whom while it does, on a server with many writers."""

import asyncio
import json
from decimal import Decimal
from functools import partial

import pytest

from bot.timers import Timers
from cases import closing, grouping, roster
from cases.cards import summary
from cases.office import Office
from handlers.receive import Door
from storage import cases, conversations, events, tasks
from storage.cases import Case
from storage.database import Database, Transaction
from storage.groups import Member, Told
from tests.cases.desk import Desk
from tests.cases.test_races import meet
from tests.conftest import SettableClock
from tests.handlers.lawyer.chats import StaffChat
from tests.handlers.together import at_once
from tests.handlers.town import Phone, colleague
from tests.handlers.workmates import Starter, kinds, start

TOLD = Told(Decimal("12000"), Decimal("43"), contact="微信 ceshi_gongyou", approximate=("amount",))


def admit(tx: Transaction, office: Office, code: str, who: str, told: Told = TOLD) -> Member | None:
    """Somebody joins from a chat of his own."""
    mate = conversations.lock(tx, "telegram", who)
    return grouping.admit(tx, office, code, told, conversation_id=mate.id, person_id=mate.person_id)


def grow(starter: Starter, office: Office, count: int) -> None:
    """So many workmates join."""
    for n in range(count):
        starter.phone.database.call(partial(admit, office=office, code=starter.code, who=f"mate {n}"))


def now(database: Database, number: str) -> Case:
    return database.read(lambda tx: cases.by_number(tx, number))


@pytest.fixture
def everywhere(door: Door, towns: Database) -> Starter:
    """A group that was just begun, on each engine in turn."""
    return start(Phone(door, towns))


@pytest.fixture
def starter(phone: Phone) -> Starter:
    """The same on SQLite."""
    return start(phone)


def test_the_tenth_worker_makes_the_case_pressing(everywhere: Starter, office: Office) -> None:
    """
    Nine people with the starter are not enough; with the tenth the urgency rises in the same unit of work, once, and
    stays when somebody leaves.
    """
    database = everywhere.phone.database
    grow(everywhere, office, 8)
    assert now(database, everywhere.number).urgency == "normal"

    tenth = database.call(lambda tx: admit(tx, office, everywhere.code, "the tenth"))
    assert tenth
    assert now(database, everywhere.number).urgency == "high"
    database.call(lambda tx: admit(tx, office, everywhere.code, "one more"))
    database.call(lambda tx: grouping.leave(tx, tenth))

    assert kinds(everywhere).count("group_of_ten") == 1
    assert now(database, everywhere.number).urgency == "high"


def test_what_is_urgent_stays_urgent(starter: Starter, office: Office) -> None:
    """
    A case in which somebody is in danger is not made less pressing by the tenth who joins.
    """
    starter.phone.database.call(lambda tx: cases.set_urgency(tx, starter.case().id, "urgent"))
    grow(starter, office, 9)

    assert starter.case().urgency == "urgent"
    assert "group_of_ten" in kinds(starter)


def test_the_lawyer_hears_what_ten_may_do(starter: Starter, office: Office, clock: SettableClock) -> None:
    """
    His card has every line and the sums, the headcount of the complaint apart; with the tenth he reads how many
    representatives can be chosen, each with its article.
    """
    lawyer = StaffChat(starter.phone.door, starter.phone.database, address="9001")
    asked = starter.case().offered_to
    assert asked
    lawyer.links(asked)
    lawyer.takes(starter.number)
    grow(starter, office, 3)
    clock.advance(minutes=6)
    assert lawyer.hears().count("又有工友加入，现在加入 3 人") == 1
    card = lawyer.says(f"/case {starter.number}")
    for shown in ("连发起人共 4 人", "36,000 元", "3 人是大约数", "129 天", "大约 12,000 元；43 天；留了联系方式"):
        assert shown in card
    assert "ceshi_gongyou" not in card

    for n in range(6):
        starter.phone.database.call(partial(admit, office=office, code=starter.code, who=f"later {n}"))
    said = lawyer.hears()
    for law in ("《劳动争议调解仲裁法》第七条", "三至五名", "第六十三条", "《信访工作条例》第二十条", "10 人"):
        assert law in said


def test_a_card_names_fifteen_and_counts_the_rest(starter: Starter, office: Office) -> None:
    """
    A card of a large group stays short enough for a telephone; the sums are those of all.
    """
    grow(starter, office, 20)
    supervisor = colleague(starter.phone.database, "S01")
    card = starter.phone.database.read(lambda tx: summary(tx, office, supervisor, starter.case(), None)).text

    assert card.count("43 天；") == 15
    assert "还有 5 人" in card
    assert "240,000 元" in card


def test_nothing_of_a_member_stands_in_the_record_or_in_a_task(starter: Starter, office: Office) -> None:
    """
    Events and tasks name a member by his number or id, never what he told.
    """
    grow(starter, office, 2)
    starter.phone.database.call(lambda tx: grouping.tell_members(tx, starter.case(), "accepted"))

    recorded = starter.phone.database.read(lambda tx: events.of_case(tx, starter.case()))
    due = starter.phone.database.call(lambda tx: tasks.lease(tx, kinds=["tell_member"], limit=9, seconds=1))
    written = json.dumps([dict(one.facts) for one in recorded]) + "".join(one.subject for one in due)
    assert "12000" not in written
    assert "ceshi" not in written


def test_sums_leave_out_what_was_not_named(office: Office) -> None:
    """
    Who named no sum, or told his days in other words, is not counted as nothing.
    """
    known = (Told(Decimal("100.50")), Told(period="三个月"), Told(days=Decimal("12.5")), None)
    found = roster.Roster(tuple((_nobody(), told) for told in known))

    assert (found.people, found.amounts, found.days, found.rough) == (5, [Decimal("100.50")], [Decimal("12.5")], 0)


def _nobody() -> Member:
    return Member("", "", "GY", "", "", "", SettableClock()())


@pytest.fixture
def crowd(door: Door, postgres_town: Database) -> Starter:
    """A group on a server with many writers."""
    return start(Phone(door, postgres_town))


@pytest.fixture
def desk(crowd: Starter, office: Office, clock: SettableClock) -> Desk:
    return Desk(crowd.phone.database, office, clock)


def test_ten_workmates_at_once(crowd: Starter, office: Office) -> None:
    """
    All who join in the same moment are members, each with a number of his own, and ten are counted once.
    """
    database = crowd.phone.database
    joined = at_once(
        *(partial(database.call, partial(admit, office=office, code=crowd.code, who=f"mate {n}")) for n in range(10))
    )

    assert len({one.number for one in joined if isinstance(one, Member)}) == 10
    assert kinds(crowd).count("group_of_ten") == 1
    assert crowd.case().urgency == "high"


def test_closed_in_the_moment_he_joins(crowd: Starter, office: Office, desk: Desk) -> None:
    """
    The starter closes the code while a workmate joins: who comes second finds it closed, and nobody is turned away by
    the server.
    """
    case, joined = crowd.case(), list[Member | None]()

    seen = meet(
        desk.database,
        lambda tx: cases.lock(tx, case.id),
        lambda tx: grouping.close(tx, case),
        lambda: joined.append(desk.database.call(lambda tx: admit(tx, office, crowd.code, "late"))),
    )

    assert (seen, joined, crowd.members()) == ([], [None], [])


def test_withdrawn_in_the_moment_he_joins(crowd: Starter, office: Office, desk: Desk) -> None:
    """
    The starter takes his case back while a workmate joins it.
    """
    case, joined = crowd.case(), list[Member | None]()

    seen = meet(
        desk.database,
        lambda tx: cases.lock(tx, case.id),
        lambda tx: closing.withdraw(tx, case),
        lambda: joined.append(desk.database.call(lambda tx: admit(tx, office, crowd.code, "late"))),
    )

    assert (seen, joined, crowd.members()) == ([], [None], [])


def joins_from(tx: Transaction, office: Office, chat: str, code: str) -> Member | None:
    """Somebody who has a chat with us joins from it."""
    person = conversations.lock_by_id(tx, chat).person_id
    return grouping.admit(tx, office, code, TOLD, conversation_id=chat, person_id=person)


def test_two_who_join_each_others_groups(crowd: Starter, office: Office, desk: Desk) -> None:
    """
    A workmate never waits for the starter's conversation: two starters who join each other's groups in the same moment
    do not wait for each other.
    """
    other = start(Phone(crowd.phone.door, desk.database, address="5002"))
    mine, theirs = (desk.case(one.number).conversation_id for one in (crowd, other))

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, mine),
        lambda tx: joins_from(tx, office, mine, other.code),
        lambda: desk.database.call(lambda tx: joins_from(tx, office, theirs, crowd.code)),
    )

    assert seen == []
    assert (len(crowd.members()), len(other.members())) == (1, 1)


def test_members_are_told_while_they_write(crowd: Starter, office: Office, desk: Desk) -> None:
    """
    The timer has news for a member while he changes what he stated: it waits for him, not he for the timer.
    """
    member = desk.database.call(lambda tx: admit(tx, office, crowd.code, "mate"))
    assert member
    desk.accepted(crowd.number)

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, member.conversation_id),
        lambda tx: grouping.change(tx, member, Told()),
        lambda: asyncio.run(Timers(desk.database, desk.office).do_due()),
    )

    assert seen == []
