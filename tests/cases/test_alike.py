"""Complaints about one employer find each other by themselves, and where many gather somebody hears of it once."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import event, text

from cases import alike, parties, together
from cases.errors import CaseError
from cases.policy import Measure, Policy
from handlers.receive import Door
from knowledge.library import Library
from storage import cases, conversations, events, marks, opening, people
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.models import MarkKind
from tests.cases.desk import Desk
from tests.cases.workers import EMPLOYER, Together
from tests.conftest import SettableClock
from tests.handlers.lawyer.chats import StaffChat
from tests.handlers.town import colleague
from texts import Texts


@pytest.fixture
def workers(door: Door, desk: Desk) -> Together:
    """On SQLite."""
    return Together(desk, door, {})


@pytest.fixture
def everywhere(door: Door, towns: Database, clock: SettableClock) -> Together:
    """On each engine in turn."""
    return Together(Desk(towns, door.office, clock), door, {})


def test_two_of_one_employer_are_proposed(everywhere: Together) -> None:
    """
    The second complaint finds the first, however each writes the company; owner and supervisors may know of the pair,
    nobody else. Both records say so.
    """
    first = everywhere.worker("6001", employer="天水白云劳务有限公司")
    everywhere.desk.assign("S02", first, "L02")
    second = everywhere.worker("6002", employer="白云劳务公司")
    other = everywhere.worker("6003", employer="青松餐饮店")
    everywhere.ring()

    for staff_id, expected in (("S01", 1), ("S02", 1), ("L02", 1), ("L03", 0), ("O01", 0)):
        assert everywhere.proposed(staff_id) == ({frozenset((first, second))} if expected else set()), staff_id
    assert everywhere.desk.facts(first, together.MAYBE)["other"] == second
    assert everywhere.desk.facts(second, together.MAYBE)["other"] == first
    assert together.MAYBE not in {kind for kind, _ in everywhere.desk.record(other)}


def test_who_has_one_of_them_hears_of_it(workers: Together) -> None:
    """
    In the chats of the lawyer and of the supervisor stands the number of the other case and what they have in common,
    not a word of what its worker told.
    """
    first = workers.worker("6001")
    workers.desk.assign("S02", first, "L02")
    lawyer, supervisor = (StaffChat(workers.door, workers.database, address=address) for address in ("9001", "9002"))
    lawyer.links("L02")
    supervisor.links("S02")
    lawyer.hears()
    supervisor.hears()

    second = workers.worker("6002", amount="三万二")

    for heard in (lawyer.hears(), supervisor.hears()):
        assert second in heard
        assert "可能是同一家单位的事" in heard
        assert "同一用人单位" in heard
        assert "32,000" not in heard


def test_who_stands_on_the_other_side_of_one_hears_of_neither(workers: Together) -> None:
    """
    A lawyer who acts for the contractor that only the second worker names has the first case: he learns nothing.
    """
    first = workers.worker("6001")
    workers.desk.assign("S02", first, "L02")
    against = replace(colleague(workers.database, "L02"), clients=("青松建筑有限公司",))
    workers.database.call(lambda tx: people.change(tx, against))
    lawyer = StaffChat(workers.door, workers.database, address="9001")
    lawyer.links("L02")
    lawyer.hears()

    second = workers.opens("6002", employer=EMPLOYER, site="青松建筑的工地")
    workers.ring()

    assert workers.proposed("L02") == set()
    assert second not in lawyer.hears()
    assert together.MAYBE not in {kind for kind, _ in workers.desk.record(first)}
    assert workers.proposed("S01") == {frozenset((first, second))}


def test_what_was_refused_is_not_proposed_again(workers: Together) -> None:
    """
    The supervisor says that the two have nothing to do with each other: it stays so, also when they are compared anew.
    """
    first, second = workers.worker("6001"), workers.worker("6002")
    [pair] = workers.pairs("S01")
    supervisor = colleague(workers.database, "S01")
    workers.database.call(lambda tx: alike.refuse(tx, supervisor, pair.id))
    workers.database.call(lambda tx: alike.look(tx, workers.desk.office, cases.by_number(tx, second)))

    assert workers.proposed("S01") == set()
    with pytest.raises(CaseError):
        workers.database.call(lambda tx: alike.refuse(tx, supervisor, pair.id))
    third = workers.worker("6003")
    assert workers.proposed("S01") == {frozenset((first, third)), frozenset((second, third))}


def test_another_is_proposed_with_the_lead_only(workers: Together) -> None:
    """
    Once they are worked on together a newcomer is proposed with the lead, once; and not any more when he has joined.
    """
    lead, second, third = workers.three()
    workers.merge("S01", lead, second, third)
    assert workers.proposed("S01") == set()

    fourth = workers.worker("6009")
    assert workers.proposed("S01") == {frozenset((lead, fourth))}

    workers.merge("S01", lead, fourth)
    assert workers.proposed("S01") == set()
    workers.undo("S01", lead)
    assert frozenset((lead, second)) in workers.proposed("S01")


def test_one_worker_is_not_proposed_with_himself(workers: Together) -> None:
    """
    Two cases of one worker are kept apart for him; that they are about one employer is no news.
    """
    workers.phones[workers.worker("6001")].complains(district="秦州", employer=EMPLOYER)

    assert workers.proposed("S01") == set()


def test_nothing_personal_is_kept_to_be_compared(workers: Together) -> None:
    """
    Foreman and telephone lie there only as keyed hashes; and they are gone once the worker wishes to be forgotten.
    """
    number = workers.worker("6001")
    case = workers.case(number)
    named: list[tuple[MarkKind, str]] = [("employer", "白云"), ("foreman", "陈大某"), ("phone", "13900000000")]
    workers.database.call(lambda tx: marks.put(tx, case, named))
    kept = workers.database.read(lambda tx: tx.execute(text("SELECT kind, hash FROM case_marks")).all())

    assert {row.kind for row in kept} == {"foreman", "phone", "employer"}
    assert all("陈大某".encode() not in row.hash and b"13900000000" not in row.hash for row in kept)
    phone = workers.phones[number]
    phone.says("进度")
    phone.taps("withdraw")
    phone.taps("withdraw_yes")
    phone.presses("erase")
    phone.presses("erase_yes")
    assert workers.database.read(lambda tx: tx.execute(text("SELECT count(*) FROM case_marks")).scalar_one()) == 0


@pytest.fixture
def crowded(library: Library, texts: Texts, desk: Desk, clock: SettableClock) -> Together:
    """A federation that wants to hear of the third complaint within ten days."""
    policy = Policy(crowds={"employer": Measure(3, 10), "site": Measure(3, 10), "district": Measure(4, 10)})
    door = Door(library, texts, policy, clock)
    return Together(Desk(desk.database, door.office, clock), door, {})


def test_many_complaints_are_told_once(crowded: Together) -> None:
    """
    The third about one employer alarms the supervisor of the district and the one above, once; a fourth is no news.
    When there were fewer for a while and there are many again, they hear it again.
    """
    chats = {"S02": "9002", "S01": "9001"}
    heard = {staff_id: StaffChat(crowded.door, crowded.database, address=at) for staff_id, at in chats.items()}
    for staff_id, chat in heard.items():
        chat.links(staff_id)
    for n in range(4):
        crowded.worker(f"60{n}", district="秦州" if n < 3 else "麦积")

    for chat in heard.values():
        assert chat.hears().count("10 天内已有 3 件投诉") == 1
    assert crowded.crowds("S01") == [("employer", 3)]
    assert crowded.crowds("L02") == []

    crowded.desk.clock.advance(days=11)
    for n in range(3):
        crowded.worker(f"61{n}")
    assert crowded.crowds("S02") == [("employer", 3), ("employer", 3)]


def test_sites_and_districts_are_counted_too(crowded: Together) -> None:
    """
    Three of one site, whoever employs them, and four of one district are told as well, each on its own.
    """
    for n, employer in enumerate(("白云劳务公司", "青松餐饮店", "云雾物业公司", "红叶运输公司")):
        crowded.opens(f"60{n}", employer=employer, site="东方家园二期" if n < 3 else "万象新城")

    assert sorted(crowded.crowds("S01")) == [("district", 4), ("site", 3)]


def test_comparing_again_alarms_nobody_twice(crowded: Together) -> None:
    """
    The case that filled the measure is compared anew because something was added to it: that is no fourth complaint.
    """
    numbers = [crowded.worker(f"60{n}") for n in range(3)]
    crowded.database.call(lambda tx: alike.look(tx, crowded.desk.office, cases.by_number(tx, numbers[-1])))

    assert crowded.crowds("S01") == [("employer", 3)]


def test_a_province_of_cases_is_not_read_through(everywhere: Together) -> None:
    """
    With two thousand other cases the comparison runs as many statements as with none, each by an index.
    """
    alone = statements(everywhere, "白云劳务公司")
    everywhere.database.call(lambda tx: crowd(tx, 2000))
    with_many = statements(everywhere, "青松劳务公司")

    assert len(with_many) <= len(alone) + 2
    if everywhere.database.url.get_backend_name() == "sqlite":
        read = [statement for statement in with_many if statement.startswith("SELECT")]
        plans = everywhere.database.read(lambda tx: [line for it in read for line in explained(tx, it)])
        assert [line for line in plans if line.startswith(("SCAN case_marks", "SCAN case_parties", "SCAN cases"))] == []


def explained(tx: Transaction, statement: str) -> list[str]:
    """How SQLite goes about a statement, whatever it is filled in with."""
    filled = re.sub(r"\?", "0", statement)
    return [row[-1] for row in tx.execute(text(f"EXPLAIN QUERY PLAN {filled}"))]


def statements(workers: Together, employer: str) -> list[str]:
    """The statements about marks that opening a complaint runs."""
    seen: list[str] = []

    def note(*args: object) -> None:
        if "case_marks" in str(args[2]) or "alike_pairs" in str(args[2]):
            seen.append(str(args[2]))

    event.listen(workers.database.engine, "before_cursor_execute", note)
    workers.opens(f"worker of {employer}", employer=employer)
    event.remove(workers.database.engine, "before_cursor_execute", note)
    return seen


def crowd(tx: Transaction, count: int) -> None:
    """So many complaints, each about an employer of its own."""
    for n in range(count):
        name = "".join(chr(0x4E00 + (n * 7919 + k * 104729) % 20000) for k in range(4))
        worker = conversations.lock(tx, "web", f"crowd {n}")
        case = bare_case(tx, worker.id, worker.person_id)
        marks.put(tx, case, [("employer", name), ("district", "620503")])


def bare_case(tx: Transaction, conversation_id: str, person_id: str) -> Case:
    """A case without anything that goes with it."""
    complaint = Complaint("wages", "欠薪", "620503", amount=Decimal("100"))
    values = {"conversation_id": conversation_id, "person_id": person_id, "unit": "620503", "prefix": "TS"}
    return opening.open_case(tx, complaint, **values, owner="S01", urgency="normal").case


def test_what_was_open_before_is_compared_by_the_timers(workers: Together) -> None:
    """
    Cases from before this was built are found as well: a task for each compares it.
    """
    first, second = workers.worker("6001"), workers.worker("6002")
    workers.database.call(lambda tx: [tx.execute(text(f"DELETE FROM {it}")) for it in ("alike_pairs", "case_marks")])
    for number in (first, second):
        workers.database.call(partial(compare_later, number=number))

    workers.ring()

    assert workers.proposed("S01") == {frozenset((first, second))}
    assert [it.kind for it in workers.database.read(lambda tx: happened(tx, first))].count(together.MAYBE) == 1


def test_what_becomes_known_later_is_compared_too(workers: Together) -> None:
    """
    A complaint that named nobody finds the other one as soon as a colleague adds who the employer is.
    """
    first, second = workers.worker("6001"), workers.opens("6002")
    workers.ring()
    assert workers.proposed("S01") == set()

    supervisor = colleague(workers.database, "S01")
    workers.database.call(lambda tx: parties.add(tx, supervisor, second, EMPLOYER, "employer"))
    workers.ring()

    assert workers.proposed("S01") == {frozenset((first, second))}


def compare_later(tx: Transaction, number: str) -> None:
    """Have a case compared by its number."""
    alike.look_later(tx, cases.by_number(tx, number))


def happened(tx: Transaction, number: str) -> list[events.Event]:
    """What happened to a case."""
    return events.of_case(tx, cases.by_number(tx, number))
