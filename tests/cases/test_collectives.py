"""Cases of one employer under one lawyer, each of its own worker; put together with a reason, and taken apart again."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from cases import collectives, parting, releasing
from cases.errors import CaseError, Empty, Ended, NotYours
from handlers.receive import Door
from storage import models, outbox, people, unowned
from storage.cases import UnknownCase
from storage.database import Database
from tests.cases.desk import Desk
from tests.cases.workers import EMPLOYER, Together
from tests.conftest import SettableClock
from tests.handlers.together import at_once
from tests.handlers.town import colleague
from tests.storage.keepsakes import everything

ADDED_TO = ("case_events", "tasks", "outbox", "collectives", "collective_cases", "counters")


@pytest.fixture
def together(door: Door, desk: Desk) -> Together:
    """On SQLite."""
    return Together(desk, door, {})


@pytest.fixture
def togethers(door: Door, towns: Database, clock: SettableClock) -> Together:
    """On each engine in turn."""
    return Together(Desk(towns, door.office, clock), door, {})


def test_three_cases_get_one_lawyer_and_stay_three(togethers: Together) -> None:
    """
    One lawyer has them all, the offer to another ends, every case keeps its number and worker; the record says why.
    """
    lead, second, third = togethers.three()
    assert togethers.case(third).status == "offered"
    before = [togethers.case(number) for number in (second, third)]

    togethers.merge("S01", lead, second, third)

    assert togethers.members(lead) == [lead, second, third]
    assert togethers.stand(lead, second, third) == [("L02", "accepted")] * 3
    for earlier in before:
        now = togethers.case(earlier.number)
        assert (now.person_id, now.conversation_id, now.offered_to) == (
            earlier.person_id,
            earlier.conversation_id,
            None,
        )
        facts = togethers.desk.facts(earlier.number, "merged")
        assert (facts["other"], facts["staff"], facts["before"]) == (lead, "L02", earlier.owner)
    assert togethers.desk.facts(lead, "merged_lead")["count"] == 3
    assert togethers.database.read(unowned.without_owner) == []


def test_undoing_restores_every_byte(togethers: Together) -> None:
    """
    What no lawyer worked on in between stands in every table as before: same owner, same status, same clocks to the
    microsecond. Only the record, the history of owners and what was promised to people have grown.
    """
    lead, second, _ = togethers.three()
    togethers.ring()
    before = everything(togethers.database)

    togethers.desk.clock.advance(hours=1)
    togethers.merge("S01", lead, second)
    assert togethers.undo("S01", lead) == [second]

    after = everything(togethers.database)
    assert togethers.stand(lead, second) == [("L02", "accepted"), ("L04", "accepted")]
    for table, rows in before.items():
        if table in ADDED_TO:
            assert set(map(repr, rows)) <= set(map(repr, after[table])), table
        elif table not in ("cases", "conversations", "case_owners", "holders"):
            assert after[table] == rows, table
    assert list(map(without_counters, after["cases"])) == list(map(without_counters, before["cases"]))
    assert len(after["case_owners"]) == len(before["case_owners"]) + 2
    assert togethers.members(lead) == []


def without_counters(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row of a case without the number of its last event."""
    n = list(models.Case.__table__.columns.keys()).index("last_event")
    return (*row[:n], *row[n + 1 :])


def test_what_had_no_lawyer_is_offered_anew(together: Together) -> None:
    """
    Undone, it is the supervisor's again and waits for a lawyer; the one who was asked before is not asked twice.
    """
    lead, second, third = together.three()
    asked = together.case(third).offered_to
    together.merge("S01", lead, second, third)

    together.undo("S01", lead)

    now = together.case(third)
    assert now.owner == "S02"
    assert now.status in ("offered", "received")
    assert now.offered_to != asked
    assert together.desk.offers(third)[0].outcome == "taken_back"


def test_one_is_taken_out_and_one_comes_in(together: Together) -> None:
    """
    Single cases come and go; the last one that stays is on its own again, and who led may lead anew.
    """
    lead, second, third = together.three()
    together.merge("S01", lead, second)
    together.merge("S01", lead, third)
    assert together.members(lead) == [lead, second, third]

    together.remove("S01", second)
    assert together.members(lead) == [lead, third]
    assert together.case(second).owner == "L04"
    with pytest.raises(CaseError, match="主案"):
        together.remove("S01", lead)

    together.remove("S01", third)
    assert together.members(lead) == []
    together.merge("S01", lead, second)
    assert together.members(lead) == [lead, second]


def test_a_conflict_stops_it(together: Together) -> None:
    """
    If the lawyer of the lead acts for the other side of one of them, none is merged, and nobody learns for whom.
    """
    lead, second, third = together.three()
    against = together.worker("6009", employer="青松劳务公司")
    lawyer = replace(colleague(together.database, "L02"), clients=("青松劳务有限公司",))
    together.database.call(lambda tx: people.change(tx, lawyer))
    before = everything(together.database)

    with pytest.raises(collectives.InConflict) as refused:
        together.merge("S01", lead, second, against, third)

    assert "青松" not in str(refused.value)
    assert everything(together.database) == before


def test_what_cannot_be_merged_is_refused_with_nothing_changed(together: Together) -> None:
    """
    Without a reason, without a lawyer, with itself, ended, or merged already: a sentence, and every row as it was.
    """
    lead, second, third = together.three()
    alone = together.worker("6010", employer="云雾餐饮店")
    together.phones[alone].says("进度")
    together.phones[alone].taps("withdraw")
    together.phones[alone].taps("withdraw_yes")
    together.merge("S01", lead, second)
    before = everything(together.database)

    refusals: tuple[tuple[type[Exception], Callable[[], object]], ...] = (
        (Empty, lambda: together.merge("S01", lead, third, reason=" ")),
        (Ended, lambda: together.merge("S01", lead, alone)),
        (CaseError, lambda: together.merge("S01", lead, lead)),
        (CaseError, lambda: together.merge("S01", third, lead)),
        (collectives.Together, lambda: together.merge("S01", second, third)),
        (collectives.Together, lambda: together.merge("S01", lead, second)),
        (UnknownCase, lambda: together.merge("L03", lead, third)),
        (UnknownCase, lambda: together.undo("L03", lead)),
        (NotYours, lambda: together.merge("O01", third, lead) if together.desk.assign("S01", third, "L04") else None),
    )
    for expected, attempt in refusals[:-1]:
        with pytest.raises(expected):
            attempt()

    assert everything(together.database) == before


def test_a_lawyer_takes_what_nobody_has_but_no_colleagues(together: Together) -> None:
    """
    He may put his case together with one that was proposed and has no lawyer; a colleague's needs the supervisor.
    """
    lead, second, third = together.three()

    together.merge("L02", lead, third)
    assert together.case(third).owner == "L02"

    with pytest.raises(CaseError, match="督导"):
        together.merge("L02", lead, second)
    stranger = together.worker("6011", employer="云雾餐饮店")
    with pytest.raises(UnknownCase):
        together.merge("L02", lead, stranger)


def test_each_worker_ends_his_own(together: Together) -> None:
    """
    One says that his money has come: his case ends, the others go on; undone later, it stays ended as it is.
    """
    lead, second, third = together.three()
    together.merge("S01", lead, second, third)
    together.desk.propose("L02", second)
    together.phones[second].reads()
    together.phones[second].is_paid(second, "22222")

    assert (together.case(second).status, together.case(lead).status, together.case(third).status) == (
        "closed",
        "accepted",
        "accepted",
    )

    together.undo("S01", lead)
    assert (together.case(second).status, together.case(second).owner) == ("closed", "L02")


def test_work_that_was_done_is_not_undone(together: Together) -> None:
    """
    The lawyer wrote to a worker in between: undone, the case is its former lawyer's again, and stays in work.
    """
    lead, second, _ = together.three()
    together.merge("S01", lead, second)
    together.desk.write("L02", second, "公司答应周五给钱")

    together.undo("S01", lead)

    assert together.stand(second) == [("L04", "working")]


def test_who_had_it_has_left(together: Together) -> None:
    """
    Its former lawyer does not work here any more: undone, the case is the supervisor's and offered to somebody.
    """
    lead, second, _ = together.three()
    together.merge("S01", lead, second)
    gone = replace(colleague(together.database, "L04"), active=False)
    together.database.call(lambda tx: people.change(tx, gone))

    together.undo("S01", lead)

    assert together.case(second).owner in ("S01", "S02")
    assert together.case(second).status in ("offered", "received")


def test_the_rest_follows_a_lead_that_changed_hands(together: Together) -> None:
    """
    The lead was given to another lawyer: a supervisor gives him the others with one tap, and undoing still knows who
    had them first.
    """
    lead, second, third = together.three()
    together.merge("S01", lead, second, third)
    together.desk.assign("S01", lead, "L03")
    supervisor = colleague(together.database, "S01")

    moved = together.database.call(lambda tx: collectives.gather(tx, together.desk.office, supervisor, lead))

    assert moved == [second, third]
    assert together.stand(lead, second, third) == [("L03", "accepted")] * 3
    together.undo("S01", lead)
    assert together.stand(second) == [("L04", "accepted")]


def test_a_lawyer_who_leaves_keeps_none_of_them(together: Together) -> None:
    """
    Every case of a collective has one owner, whatever becomes of its lawyer.
    """
    lead, second, third = together.three()
    together.merge("S01", lead, second, third)
    gone = replace(colleague(together.database, "L02"), active=False)
    together.database.call(lambda tx: people.change(tx, gone))
    together.database.call(lambda tx: releasing.release(tx, together.desk.office, "L02"))

    assert together.database.read(unowned.without_owner) == []
    assert "L02" not in {owner for owner, _ in together.stand(lead, second, third)}


def test_no_worker_learns_of_another(together: Together) -> None:
    """
    Put together, written to and taken apart: no chat ever holds another's number, sum or contact.
    """
    lead, second, third = together.three()
    together.merge("S01", lead, second, third)
    together.write("L02", lead, "公司说周五开会，我会去")
    together.undo("S01", lead)
    together.ring()

    sums = {number: f"{11111 * (n + 1):,}" for n, number in enumerate((lead, second, third))}
    for number, phone in together.phones.items():
        said = together.database.read(partial(outbox.after, conversation_id=phone.conversation_id, n=0))
        chat = "\n".join(one.message.text + str(one.message.buttons) for one in said)
        others = [other for other in sums if other != number]
        assert not any(other in chat or sums[other] in chat for other in others)


def test_two_supervisors_at_once_leave_one(door: Door, postgres_town: Database, clock: SettableClock) -> None:
    """
    Two put the same cases together in the same moment, each with another lead: one does, the other reads why not.
    """
    together = Together(Desk(postgres_town, door.office, clock), door, {})
    lead, second, third = together.three()

    came = at_once(
        lambda: together.merge("S01", lead, second, third),
        lambda: together.merge("S01", second, lead, third),
        lambda: together.merge("S01", lead, third, second),
    )

    refused = [one for one in came if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [collectives.Together] * 2
    assert sorted(together.members(lead)) == sorted((lead, second, third))
    assert len({owner for owner, _ in together.stand(lead, second, third)}) == 1


def test_taken_apart_by_two_at_once(door: Door, postgres_town: Database, clock: SettableClock) -> None:
    """
    Two undo the same collective in the same moment: it is done once.
    """
    together = Together(Desk(postgres_town, door.office, clock), door, {})
    lead, second, _ = together.three()
    together.merge("S01", lead, second)

    came = at_once(lambda: together.undo("S01", lead), lambda: together.undo("S01", lead))

    assert sum(isinstance(one, collectives.NotTogether) for one in came) == 1
    assert [second] in came
    assert together.stand(second) == [("L04", "accepted")]


def test_the_record_says_what_was_taken_apart(together: Together) -> None:
    """
    Undoing the whole says which cases were taken out, with the reason, in the record of each.
    """
    lead, second, _ = together.three()
    together.merge("S01", lead, second)
    supervisor = colleague(together.database, "S01")
    with pytest.raises(Empty):
        together.database.call(lambda tx: parting.undo(tx, together.desk.office, supervisor, lead, ""))

    together.undo("S01", lead)

    assert ("unmerged", "S01") in together.desk.record(second)
    assert ("unmerged_lead", "S01") in together.desk.record(lead)
    assert EMPLOYER not in str(together.desk.facts(second, "unmerged"))
