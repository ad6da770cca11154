"""Worker and lawyer in their chats at the same moment, on PostgreSQL: nobody is turned away, nothing is lost."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.timers import Timers
from cases import assigning
from cases.errors import NotOffered
from handlers.incoming import Incoming
from handlers.receive import Door
from storage import cases, conversations, events, people
from storage.database import Database
from tests.cases.desk import Desk
from tests.cases.test_races import meet, refused
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.together import at_once
from tests.handlers.town import colleague
from tests.storage.racing import PATIENCE


@pytest.fixture
def begun() -> None:
    """On the server everybody goes the whole way himself."""


@pytest.fixture
def town(postgres_town: Database) -> Database:
    """Everybody of this folder lives on the server here."""
    return postgres_town


@pytest.fixture
def number(number: str, worker: Chat, lawyer: StaffChat) -> str:
    """A case about which the two have written to each other before."""
    lawyer.answers(number, "您好")
    worker.hears()
    return number


def test_he_answers_in_the_moment_the_worker_writes(worker: Chat, lawyer: StaffChat, desk: Desk, number: str) -> None:
    """
    The worker holds his conversation and the case, the lawyer his own: the letters go one after the other.
    """
    case, answer = desk.case(number), lawyer.message("text", "工友里有谁能作证？", reply_to=lawyer.last_id(number))

    said = worker.message("text", "有一句话要说")

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, case.conversation_id),
        lambda tx: worker.door.receive(tx, said, worker.door.understand(said)),
        lambda: lawyer.receive(answer),
    )

    assert seen == []
    assert [kind for kind, _ in desk.record(number)][-2:] == ["from_worker", "to_worker"]
    assert "工友里有谁" in worker.hears()
    assert "有一句话" in lawyer.hears()


def test_he_is_told_in_the_moment_he_writes(worker: Chat, lawyer: StaffChat, desk: Desk, number: str) -> None:
    """
    The timer has a letter for his chat while he sends one from it: it waits for his message, not he for the timer.
    """
    worker.writes("有一句话要说")
    answer = lawyer.message("text", "工友里有谁能作证？", reply_to=lawyer.last_id(number))

    seen = meet(
        desk.database,
        lambda tx: conversations.lock_by_id(tx, lawyer.conversation_id),
        lambda tx: lawyer.door.receive(tx, answer, lawyer.door.understand(answer)),
        lambda: asyncio.run(Timers(desk.database, desk.office).do_due()),
    )

    assert seen == []
    assert "有一句话" in lawyer.hears()


def test_accepted_at_the_desk_and_in_the_chat(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    The same lawyer taps twice, here and there, in the same moment: the case is his once, and the other tap is told so.
    """
    number = worker.complains(district="秦州")
    press = lawyer._incoming("button", button=f"accept:{number}")
    seen = refused(desk.database)

    outcomes = at_once(lambda: desk.accept("L01", number), lambda: lawyer.receive(press))

    assert [kind for kind, _ in desk.record(number)].count("accepted") == 1
    assert desk.case(number).owner == "L01"
    assert all(not isinstance(one, Exception) or isinstance(one, NotOffered) for one in outcomes)
    assert seen == []


def test_accepted_in_the_moment_it_is_given_to_another(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    A supervisor assigns it while the lawyer taps: one of the two counts, and there is one owner.
    """
    number = worker.complains(district="秦州")
    case = desk.case(number)
    press = lawyer._incoming("button", button=f"accept:{number}")
    supervisor = colleague(desk.database, "S02")

    seen = meet(
        desk.database,
        lambda tx: cases.lock(tx, case.id),
        lambda tx: assigning.assign(tx, desk.office, supervisor, number, "L03"),
        lambda: lawyer.receive(press),
    )

    assert seen == []
    assert desk.case(number).owner == "L03"


def test_many_letters_both_ways(worker: Chat, lawyer: StaffChat, desk: Desk, number: str) -> None:
    """
    Fifteen letters each way while the timers ring: every one arrives once, and his in the order of the record.
    """
    seen = refused(desk.database)
    to = lawyer.last_id(number)
    his = [lawyer.message("text", f"第{n}封信", reply_to=to) for n in range(15)]
    theirs = [worker.message("text", f"第{n}件事情") for n in range(15)]
    ring = [lambda: asyncio.run(Timers(desk.database, desk.office).do_due())] * 4

    with ThreadPoolExecutor(8) as threads:
        works: list[Callable[[], object]] = [*(_sending(lawyer, one) for one in his), *ring]
        works += [_sending(worker, one) for one in theirs]
        failed = [work.exception(PATIENCE) for work in [threads.submit(one) for one in works]]

    assert set(failed) == {None}
    assert seen == []
    kinds = [kind for kind, _ in desk.record(number)]
    assert (kinds.count("from_worker"), kinds.count("to_worker")) == (15, 16)
    told = lawyer.hears()
    order = [it for it in _words(desk, number) if it.startswith("第") and "件" in it]
    assert all(told.count(it) == 1 for it in order)
    assert order == sorted(order, key=told.index)


def _sending(chat: Chat, message: Incoming) -> Callable[[], object]:
    return lambda: chat.receive(message)


def _words(desk: Desk, number: str) -> list[str]:
    """What the worker wrote, in the order of the record."""
    found = desk.database.read(lambda tx: events.of_case(tx, desk.case(number), ("from_worker",)))
    return [it.words or "" for it in found]


def test_one_code_in_two_chats(door: Door, postgres_town: Database) -> None:
    """
    A code that was passed on is redeemed in two chats at once: one of them is his.
    """
    code = postgres_town.call(lambda tx: people.invite(tx, "L02", people.TELEGRAM, timedelta(days=1)))
    chats = [Chat(door, postgres_town, address=str(9100 + n)) for n in range(2)]
    messages = [chat.message("text", f"/start {code}") for chat in chats]

    outcomes = at_once(*(_sending(chat, message) for chat, message in zip(chats, messages, strict=True)))

    assert not any(isinstance(one, Exception) for one in outcomes)
    assert postgres_town.read(people.linked) == {"L02"}
