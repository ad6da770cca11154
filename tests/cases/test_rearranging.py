"""A lawyer falls ill: all his cases go to others as a plan that was shown, and nothing goes where it must not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cases import rearranging, spreading
from cases.rearranging import Outcome, Outdated, Plan
from handlers.receive import Door
from storage import outbox, people
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague

Ring = Callable[[], Phone]


@pytest.fixture
def ring(door: Door, towns: Database) -> Ring:
    """Another worker each time, in the town on each engine."""
    numbers = iter(range(1000, 2000))
    return lambda: Phone(door, towns, str(next(numbers)))


def with_l01(desks: Desk, ring: Ring, many: int, **answers: str) -> list[str]:
    """So many cases of L01; what was offered to others goes to him by hand."""
    numbers = [ring().complains(**{"district": "秦州", **answers}) for _ in range(many)]
    for number in numbers:
        desks.assign("S01", number, "L01")
    return numbers


def plan(desks: Desk, staff_id: str = "L01") -> Plan:
    """The plan as the city's supervisor sees it."""
    supervisor = colleague(desks.database, "S01")
    return desks.database.read(lambda tx: rearranging.plan(tx, desks.office, staff_id, supervisor))


def carry_out(desks: Desk, shown: Plan) -> Outcome:
    """He has it done."""
    supervisor = colleague(desks.database, "S01")
    return desks.database.call(lambda tx: rearranging.carry_out(tx, desks.office, shown, supervisor))


def changed(desks: Desk, staff_id: str, **now: object) -> None:
    """Something is different about a colleague."""
    other = replace(colleague(desks.database, staff_id), **now)  # type: ignore[arg-type]
    desks.database.call(lambda tx: people.change(tx, other))


def last_letter(desks: Desk, number: str) -> str:
    """What its worker was told last."""
    chat = desks.case(number).conversation_id
    return desks.database.read(lambda tx: outbox.after(tx, chat, 0))[-1].message.text


def test_a_plan_changes_nothing_and_is_then_carried_out_as_shown(desks: Desk, ring: Ring) -> None:
    """
    Four cases, three others: each goes where the plan said, its record names the supervisor, its worker is told.
    """
    numbers = with_l01(desks, ring, 4)
    shown = plan(desks)
    assert [row.number for row in shown.rows] == sorted(numbers)
    assert {row.to for row in shown.rows} <= {"L02", "L03", "L04"}
    assert {desks.case(number).owner for number in numbers} == {"L01"}

    done = carry_out(desks, shown)

    assert done.given == {row.number: row.to for row in shown.rows}
    assert (done.waiting, done.left) == ((), {})
    for number in numbers:
        now = desks.case(number)
        assert (now.owner, now.status) == (done.given[number], "accepted")
        assert desks.record(number)[-1] == ("assigned", "S01")
        assert "换了一位工会律师" in last_letter(desks, number)
    assert desks.unowned() == []


def test_nobody_gets_more_than_he_can_carry_and_the_rest_waits(desks: Desk, ring: Ring) -> None:
    """
    Three cases and room for one: one is given, two are the supervisor's, and go on when somebody has room.
    """
    for staff_id in ("L03", "L04"):
        changed(desks, staff_id, active=False)
    numbers = with_l01(desks, ring, 3)
    changed(desks, "L02", capacity=1)
    shown = plan(desks)
    assert sorted(row.to or "" for row in shown.rows) == ["", "", "L02"]
    assert {row.why for row in shown.rows if row.to is None} == {"full"}

    done = carry_out(desks, shown)

    assert (len(done.given), len(done.waiting)) == (1, 2)
    assert {desks.case(number).owner for number in done.waiting} == {"S02"}
    assert {desks.case(number).status for number in done.waiting} == {"received"}
    assert sorted((*done.given, *done.waiting)) == sorted(numbers)


def test_who_acts_for_the_employer_is_never_in_the_plan(desks: Desk, ring: Ring) -> None:
    """
    L01 acts for 星河: whoever falls ill, its cases do not go to him.
    """
    numbers = [ring().complains(district="秦州", employer="星河建筑") for _ in range(3)]
    for number in numbers:
        desks.assign("S01", number, "L02")

    assert "L01" not in {row.to for row in plan(desks, "L02").rows}


def test_a_conflict_that_became_known_meanwhile_stops_only_that_case(desks: Desk, ring: Ring) -> None:
    """
    Between plan and click the new lawyer declares the employer as his client: that case is left, and it is said.
    """
    for staff_id in ("L03", "L04"):
        changed(desks, staff_id, active=False)
    [other, his] = with_l01(desks, ring, 1, employer="某某饭馆"), with_l01(desks, ring, 1, employer="红叶劳务")
    shown = plan(desks)
    changed(desks, "L02", clients=("红叶劳务有限公司",))

    done = carry_out(desks, shown)

    assert done.given == {other[0]: "L02"}
    assert done.left == {his[0]: "conflict"}
    assert desks.case(his[0]).owner == "L01"


def test_a_case_that_changed_meanwhile_is_left_out_and_said(desks: Desk, ring: Ring) -> None:
    """
    One of two was given to somebody else after the plan had been made: it stays with him.
    """
    numbers = with_l01(desks, ring, 2)
    shown = plan(desks)
    desks.assign("S01", numbers[0], "L04")

    done = carry_out(desks, shown)

    assert done.left == {numbers[0]: "changed"}
    assert desks.case(numbers[0]).owner == "L04"
    assert list(done.given) == [numbers[1]]


def test_carrying_out_twice_does_nothing_the_second_time(desks: Desk, ring: Ring) -> None:
    """
    The supervisor taps twice: the cases are no longer the ill lawyer's, so all are left where they are.
    """
    numbers = with_l01(desks, ring, 2)
    shown = plan(desks)
    first = carry_out(desks, shown)

    second = carry_out(desks, shown)

    assert (second.given, second.waiting, set(second.left)) == ({}, (), set(numbers))
    assert {number: desks.case(number).owner for number in numbers} == first.given


def test_a_case_that_waits_for_its_worker_goes_on_waiting(desks: Desk, ring: Ring) -> None:
    """
    The worker has just been asked whether it is solved: the new lawyer has the case, the question stands.
    """
    [number] = with_l01(desks, ring, 1)
    desks.propose("L01", number)

    done = carry_out(desks, plan(desks))

    assert (desks.case(number).owner, desks.case(number).status) == (done.given[number], "awaiting_worker")


async def test_nothing_comes_back_to_who_gave_it_away(desks: Desk, ring: Ring) -> None:
    """
    He is on leave from then on, so that the room he has is nobody's: what waits stays with the supervisor.
    """
    for staff_id in ("L02", "L03", "L04"):
        changed(desks, staff_id, active=False)
    [number] = with_l01(desks, ring, 1)

    done = carry_out(desks, plan(desks))
    await desks.waits(hours=1)

    assert done.waiting == (number,)
    assert (desks.case(number).owner, desks.case(number).offered_to) == ("S02", None)


def test_a_supervisor_plans_only_for_what_he_may_read(desks: Desk, ring: Ring) -> None:
    """
    The district's supervisor does not see the case of another district among those of a lawyer of his.
    """
    [mine] = with_l01(desks, ring, 1)
    [other] = with_l01(desks, ring, 1, district="麦积")
    supervisor = colleague(desks.database, "S02")

    shown = desks.database.read(lambda tx: rearranging.plan(tx, desks.office, "L01", supervisor))

    assert [row.number for row in shown.rows] == [mine]
    assert other in {row.number for row in plan(desks).rows}


def test_a_form_that_was_tampered_with_is_refused(desks: Desk, ring: Ring) -> None:
    """
    What comes back must be what was shown, row by row.
    """
    with_l01(desks, ring, 2)
    shown = plan(desks)
    lines = [row.line for row in shown.rows]

    assert rearranging.read("L01", lines, shown.digest).digest == shown.digest
    for wrong in ([lines[0]], [*lines[:-1], lines[-1] + "x"], ["nonsense"]):
        with pytest.raises(Outdated):
            rearranging.read("L01", wrong, shown.digest)


def test_without_the_solver_the_cases_go_one_by_one(desks: Desk, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the extra is not installed there is a plan all the same, and it says how it was made.
    """
    with_l01(desks, ring, 3)
    assert plan(desks).way == "optimum"
    monkeypatch.setattr(spreading, "_SOLVER", "scipy.no_such_module")

    shown = plan(desks)

    assert shown.way == "one_by_one"
    assert all(row.to for row in shown.rows)
    assert shown.points == shown.one_by_one
