"""A case has one number, exactly one owner and at most one open offer, and is read only by those who may."""

from functools import partial

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from storage import access, candidates, cases, conversations, models, offers, people, unowned
from storage.cases import UnknownCase
from storage.database import Database, Transaction
from storage.ids import new_id
from tests.conftest import SettableClock
from tests.storage.opening import open_case
from tests.storage.racing import race


def test_handing_over_leaves_one_owner(federation: Database) -> None:
    """
    The case goes from one to the other; loads follow; nobody ever has it together with somebody else.
    """
    case = open_case(federation)
    federation.call(lambda tx: cases.set_owner(tx, case.id, "L01", "accepted"))

    assert federation.read(lambda tx: cases.by_id(tx, case.id)).owner == "L01"
    assert [one.load for one in federation.read(lambda tx: candidates.those(tx, ["L01"], tx.now))] == [1]


def test_the_database_refuses_a_second_owner(federation: Database) -> None:
    """
    Whatever the program does wrong, an index refuses two open owners of one case.
    """
    case = open_case(federation)
    values = {"id": new_id(), "case_id": case.id, "staff_id": "L01", "since": case.opened_at, "reason": "by mistake"}

    with pytest.raises(IntegrityError):
        federation.call(lambda tx: tx.execute(insert(models.Owner).values(values)))

    assert federation.read(lambda tx: cases.by_id(tx, case.id)).owner == "S02"


def test_two_who_take_a_case_at_once(on_postgresql: Database) -> None:
    """
    Without having locked the case, the second is refused by the index and the first keeps it.
    """
    case = open_case(on_postgresql)

    def take(who: str, tx: Transaction) -> None:
        cases.set_owner(tx, case.id, who, "accepted")

    with pytest.raises(IntegrityError):
        race(on_postgresql, lambda tx: take("L01", tx), lambda tx: take("L02", tx))

    assert on_postgresql.read(lambda tx: cases.by_id(tx, case.id)).owner == "L01"


def test_two_decisions_about_a_case_come_one_after_the_other(on_postgresql: Database) -> None:
    """
    Who locks the case second sees what the first decided.
    """
    case = open_case(on_postgresql)

    def take(who: str, tx: Transaction) -> str:
        before = cases.lock(tx, case.id).owner
        cases.set_owner(tx, case.id, who, "accepted")
        return before

    assert race(on_postgresql, lambda tx: take("L01", tx), lambda tx: take("L02", tx)) == ("S02", "L01")


def test_who_holds_a_case_holds_the_chat_its_worker_went_on_in(on_postgresql: Database) -> None:
    """
    While a lawyer waits for a case, its worker comes back in another chat: that one is held, for replies to go there.
    """
    case = open_case(on_postgresql)
    there = on_postgresql.call(lambda tx: conversations.lock(tx, "web", "another phone").id)
    free = select(models.Conversation.id).where(models.Conversation.id == there).with_for_update(skip_locked=True)

    def comes_back(tx: Transaction) -> None:
        access.lead_to(tx, access.hold(tx, case.id), there)

    def writes(tx: Transaction) -> tuple[str, object]:
        held = cases.lock(tx, case.id).conversation_id
        with on_postgresql.engine.connect() as somebody_else:
            return held, somebody_else.execute(free).first()

    assert race(on_postgresql, comes_back, writes)[1] == (there, None)


def test_a_case_nobody_owns_is_found(federation: Database) -> None:
    """
    Should it ever happen, the doctor can name it.
    """
    case = open_case(federation)
    federation.call(lambda tx: tx.execute(update(models.Owner).values(until=tx.now)))

    assert federation.read(unowned.without_owner) == [case.number]


MAY_READ = {  # of a case of 秦州区 620502 that L01 owns
    "L01": True,
    "L02": False,
    "S01": True,  # supervisor of the city above
    "S02": True,  # supervisor of the district
    "S03": False,  # supervisor of another city
    "A01": True,
    "O01": False,
}


@pytest.mark.parametrize(("who", "may"), MAY_READ.items())
def test_who_may_read_a_case(federation: Database, who: str, may: bool) -> None:
    """
    Its owner and the supervisors above it; no other lawyer, no other city, no operator; nor a list that contains it.
    """
    case = open_case(federation)
    federation.call(lambda tx: cases.set_owner(tx, case.id, "L01", "accepted"))
    colleague = federation.read(lambda tx: people.colleague(tx, who))

    assert bool(federation.read(lambda tx: cases.visible_to(tx, colleague))) is may
    if may:
        assert federation.read(lambda tx: cases.visible(tx, colleague, case.number)).id == case.id
    else:
        with pytest.raises(UnknownCase):
            federation.read(lambda tx: cases.visible(tx, colleague, case.number))


def test_a_supervisor_below_does_not_read_the_city(federation: Database) -> None:
    """
    Sight goes down, not up: a district's supervisor does not read the city's cases or a neighbour's.
    """
    open_case(federation, unit="620500", owner="S01")
    open_case(federation, unit="620503", owner="S01")
    colleague = federation.read(lambda tx: people.colleague(tx, "S02"))

    assert federation.read(lambda tx: cases.visible_to(tx, colleague)) == []


def test_who_had_a_case_no_longer_reads_it(federation: Database) -> None:
    """
    Once it is handed over, the former lawyer's sight of it ends; an offer alone never opens it.
    """
    case = open_case(federation)
    federation.call(lambda tx: cases.set_owner(tx, case.id, "L01", "accepted"))
    federation.call(lambda tx: cases.set_owner(tx, case.id, "S02", "given back"))
    federation.call(lambda tx: offers.make(tx, case.id, "L02", tx.now))

    for who in ("L01", "L02"):
        colleague = federation.read(partial(people.colleague, staff_id=who))
        assert federation.read(partial(cases.visible_to, colleague=colleague)) == []


def test_a_refusal_does_not_tell_whether_the_case_exists(federation: Database) -> None:
    """
    A number that is somebody else's and one that is nobody's are answered alike.
    """
    case = open_case(federation)
    colleague = federation.read(lambda tx: people.colleague(tx, "L02"))

    said = []
    for number in (case.number, "TS99999999999"):
        with pytest.raises(UnknownCase) as caught:
            federation.read(partial(cases.visible, colleague=colleague, number=number))
        said.append(str(caught.value).replace(number, "…"))
    assert said[0] == said[1]


def test_a_worker_reads_his_own_cases(federation: Database) -> None:
    """
    All of his, however the number is typed, and nobody else's, whatever is typed.
    """
    mine, other = open_case(federation), open_case(federation, address="4712")
    person = mine.person_id

    assert [one.id for one in federation.read(lambda tx: cases.of_person(tx, person))] == [mine.id]
    typed = f"  {mine.number.lower()} "
    assert federation.read(lambda tx: cases.of_person_by_number(tx, person, typed)).id == mine.id
    for number in (other.number, "", "甲" * 300, "TS\0\ud800"):
        with pytest.raises(UnknownCase):
            federation.read(partial(cases.of_person_by_number, person_id=person, number=number))


def test_open_cases_come_first(federation: Database, clock: SettableClock) -> None:
    """
    A supervisor's list begins with what is still to be done, the newest at its top.
    """
    ended, older, newer = (open_case(federation), open_case(federation), open_case(federation))
    for i, case in enumerate((older, newer, ended)):
        clock.advance(hours=i)
        born = update(models.Case).where(models.Case.id == case.id).values(opened_at=clock.now)
        federation.call(partial(Transaction.execute, statement=born))
    federation.call(lambda tx: cases.set_status(tx, ended.id, "closed", "answered"))
    colleague = federation.read(lambda tx: people.colleague(tx, "S02"))

    listed = federation.read(lambda tx: cases.visible_to(tx, colleague))
    assert [case.id for case in listed] == [newer.id, older.id, ended.id]
    assert [case.ended for case in listed] == [False, False, True]


def test_reopening_forgets_the_ending(federation: Database) -> None:
    """
    A case that goes on has no ending, and its follow-ups can be counted anew.
    """
    case = open_case(federation)
    federation.call(lambda tx: cases.set_status(tx, case.id, "closed", "unanswered"))
    federation.call(lambda tx: cases.count_follow_up(tx, case.id, 2))
    assert federation.read(lambda tx: cases.by_number(tx, case.number)).follow_ups == 2

    federation.call(lambda tx: cases.set_status(tx, case.id, "reopened"))
    again = federation.call(lambda tx: cases.lock(tx, case.id))
    assert (again.status, again.ending, again.ended) == ("reopened", None, False)
