"""What is due in a case: started, warned of, missed, standing still, going on; and who has the case then."""

from datetime import date, datetime, timedelta

import pytest

from cases import deadlines, escalating, lifecycle, timetable
from cases.errors import CaseError, NotYours
from cases.opening import class_of
from cases.policy import Policy
from storage import case_clocks, holidays
from storage.case_clocks import Clock
from storage.cases import Complaint, Status
from storage.clock import CHINA
from storage.database import Database
from storage.holidays import Holiday
from storage.models import Step
from tests.cases.desk import Desk
from tests.handlers.town import CITY, Phone, colleague


def at(written: str) -> datetime:
    """An instant in China."""
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


def clocks_of(desk: Desk, number: str, step: Step) -> list[Clock]:
    """Every clock of one step that a case ever had."""
    every = desk.database.read(lambda tx: case_clocks.of_case(tx, desk.case(number).id))
    return [one for one in every if one.step == step]


def outcomes(desk: Desk, number: str, step: Step) -> list[str | None]:
    """What became of them, None for one that still counts."""
    return [one.outcome for one in clocks_of(desk, number, step)]


def moves(desk: Desk, number: str, to: Status) -> None:
    """The case goes to another status."""
    desk.database.call(lambda tx: lifecycle.move(tx, desk.case(number), to))


async def test_silence_goes_to_the_next_lawyer_and_then_to_the_supervisor(phone: Phone, desk: Desk) -> None:
    """
    A lawyer accepts and says nothing: warned, then the case is taken from him and the next one is asked; when that one
    is silent too the supervisor keeps it, and the worker is told each time.
    """
    number = phone.complains(district="秦州")
    first = desk.accepted(number)
    phone.reads()
    due = clocks_of(desk, number, "first_words")[0].due_at
    assert due == at("2026-11-25 10:00")

    await desk.lives_until(at("2026-11-25 09:30"))
    assert desk.case(number).owner == first
    assert desk.facts(number, "clock_warned")["step"] == "first_words"
    await desk.lives_until(at("2026-11-25 10:00"))

    assert desk.case(number).owner == "S02"
    assert desk.case(number).status == "offered"
    assert desk.facts(number, "taken_away")["staff"] == first
    assert "没有按时给您写信" in phone.reads()
    second = desk.accepted(number)
    assert second != first
    await desk.lives_until(at("2026-11-27 10:30"))

    kept = desk.case(number)
    assert (kept.owner, kept.status, kept.offered_to) == ("S02", "received", None)
    assert outcomes(desk, number, "first_words") == ["missed", "missed"]
    assert desk.record(number)[-1][0] == "kept_above"
    assert "由值班督导负责" in phone.reads()
    assert desk.unowned() == []


async def test_real_words_meet_the_clock_and_a_mere_sign_does_not(phone: Phone, desk: Desk) -> None:
    """
    "。" is no answer to a worker; "您好，工资条还在吗" is, and it is written down as met when it was sent.
    """
    number = phone.complains(district="秦州")
    lawyer = desk.accepted(number)
    desk.write(lawyer, number, "。")
    assert outcomes(desk, number, "first_words") == [None]
    desk.clock.advance(hours=3)

    desk.write(lawyer, number, "您好，工资条还在吗")

    [clock] = clocks_of(desk, number, "first_words")
    assert (clock.outcome, clock.ended_at) == ("met", desk.clock.now)
    await desk.lives_until(at("2026-11-26 18:00"))
    assert desk.case(number).owner == lawyer


def test_what_a_supervisor_writes_are_not_the_lawyers_words(phone: Phone, desk: Desk) -> None:
    """
    The worker was promised a word of his lawyer.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)

    desk.write("S02", number, "我们在跟进")

    assert outcomes(desk, number, "first_words") == [None]


async def test_the_receipt_promises_what_the_clock_demands(phone: Phone, desk: Desk) -> None:
    """
    Accepted at the last moment, the clock ends exactly when the receipt said; accepted, the receipt says the clock.
    """
    number = phone.complains(district="秦州")
    promised = phone.presses(f"receipt:{number}")
    assert "最晚 11月24日 10:00" in promised
    assert "不晚于 11月26日 10:00" in promised
    await desk.lives_until(at("2026-11-24 09:59"))
    desk.clock.now = at("2026-11-24 10:00")

    desk.accepted(number)

    assert clocks_of(desk, number, "first_words")[0].due_at == at("2026-11-26 10:00")
    phone.reads()
    assert "最晚 11月26日 10:00" in phone.presses(f"receipt:{number}")


async def test_an_answer_to_an_offer_is_met_silence_is_missed(phone: Phone, desk: Desk) -> None:
    """
    Declined in time is an answer; run out is missed; both are written down for figures.
    """
    number = phone.complains(district="秦州")
    desk.decline(desk.case(number).offered_to or "", number)
    await desk.waits_for_the_offer(number)
    desk.accepted(number)

    assert outcomes(desk, number, "accept") == ["met", "missed", "met"]


@pytest.mark.parametrize(("to", "waits"), [("referred", "office"), ("awaiting_worker", "worker")])
async def test_a_result_waits_while_somebody_else_is_waited_for(
    phone: Phone, desk: Desk, to: Status, waits: str
) -> None:
    """
    Referred to an office, or the worker asked whether it is solved: the clock stands, and goes on with what was left.
    """
    number = phone.complains(district="秦州")
    desk.write(desk.accepted(number), number)
    desk.clock.now = at("2026-11-24 10:00")  # 14 of 15 days are left
    moves(desk, number, to)
    [still] = clocks_of(desk, number, "result")
    assert (still.due_at, still.waits_for, still.remaining) == (None, waits, timedelta(hours=14 * 7))
    await desk.lives_until(at("2026-12-01 10:00"))
    assert outcomes(desk, number, "result") == [None]

    moves(desk, number, "working")

    assert clocks_of(desk, number, "result")[0].due_at == at("2026-12-21 10:00")


async def test_a_question_to_the_worker_stops_the_clock_until_he_writes(phone: Phone, desk: Desk) -> None:
    """
    Only after he has been asked, only by whoever has the case; his letter lets it go on by itself.
    """
    number = phone.complains(district="秦州")
    lawyer = desk.accepted(number)

    def asks(who: str) -> None:
        desk.database.call(lambda tx: deadlines.ask_worker(tx, desk.office, colleague(desk.database, who), number))

    with pytest.raises(CaseError, match="先写信问他"):
        asks(lawyer)
    desk.write(lawyer, number, "工资条发一张照片来好吗")
    with pytest.raises(NotYours):
        asks("S02")
    desk.clock.now = at("2026-11-24 10:00")
    asks(lawyer)
    [still] = clocks_of(desk, number, "result")
    assert (still.waits_for, still.remaining) == ("worker", timedelta(hours=14 * 7))
    with pytest.raises(CaseError, match="没有在走"):
        asks(lawyer)
    phone.reads()
    desk.clock.now = at("2026-11-26 10:00")

    phone.says("照片明天发")

    assert clocks_of(desk, number, "result")[0].due_at == at("2026-12-16 10:00")


async def test_a_worker_who_never_answers_does_not_stop_the_clock_for_ever(phone: Phone, desk: Desk) -> None:
    """
    After five working days it goes on by itself, and the record says so.
    """
    number = phone.complains(district="秦州")
    lawyer = desk.accepted(number)
    desk.write(lawyer, number)
    desk.database.call(lambda tx: deadlines.ask_worker(tx, desk.office, colleague(desk.database, lawyer), number))

    await desk.lives_until(at("2026-11-30 10:00"))

    assert clocks_of(desk, number, "result")[0].due_at == at("2026-12-21 10:00")
    assert desk.record(number)[-1] == ("waited_enough", "hotline")


async def test_a_late_result_climbs_to_the_unit_above(phone: Phone, desk: Desk) -> None:
    """
    Warned at three quarters, missed at the end, brought to the city a quarter later; then it is done, and stays missed.
    """
    number = phone.complains(district="秦州")
    desk.write(desk.accepted(number), number)
    assert desk.database.read(lambda tx: escalating.unit_above(tx, desk.case(number))) == "S01"

    await desk.lives_until(at("2026-12-14 10:00"))
    assert [kind for kind, _ in desk.record(number)][-2:] == ["clock_warned", "clock_missed"]
    await desk.lives_until(at("2026-12-18 10:00"))
    assert desk.record(number)[-1][0] == "clock_climbed"

    moves(desk, number, "closed")

    [clock] = clocks_of(desk, number, "result")
    assert (clock.outcome, clock.missed_at, clock.ended_at) == ("missed", at("2026-12-14 10:00"), desk.clock.now)


async def test_a_promise_sets_a_new_date(phone: Phone, desk: Desk) -> None:
    """
    The clock asked for a result or a new date: the date meets it, and is due from then on.
    """
    number = phone.complains(district="秦州")
    desk.write(desk.accepted(number), number)
    friday = at("2026-12-18 18:00")

    desk.database.call(lambda tx: deadlines.promised(tx, desk.office, desk.case(number), friday))

    assert outcomes(desk, number, "result") == ["met", None]
    assert clocks_of(desk, number, "result")[1].due_at == friday
    await desk.lives_until(at("2026-12-18 18:00"))
    assert outcomes(desk, number, "result") == ["met", "missed"]


def test_a_case_that_is_taken_up_again_owes_a_result_again(phone: Phone, desk: Desk) -> None:
    """
    Closed as solved and then not solved after all: fifteen working days from now.
    """
    number = desk.proposed(phone, district="秦州")
    moves(desk, number, "closed")
    assert outcomes(desk, number, "result") == ["met"]
    desk.clock.advance(days=1)

    moves(desk, number, "reopened")

    assert outcomes(desk, number, "result")[0] == "met"
    assert clocks_of(desk, number, "result")[-1].due_at == at("2026-12-15 10:00")


def test_a_withdrawn_case_owes_nothing(phone: Phone, desk: Desk) -> None:
    """
    Nothing is due any more, and nothing was met.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)

    phone.presses(f"withdraw_yes:{number}")

    assert outcomes(desk, number, "first_words") == ["called_off"]
    assert outcomes(desk, number, "result") == ["called_off"]
    assert desk.database.read(lambda tx: timetable.lines(tx, desk.case(number).id, str)) == []


async def test_what_was_missed_while_the_process_was_down_is_done_at_the_next_start(phone: Phone, desk: Desk) -> None:
    """
    Tasks are rows: after a week without a process the case is with the next lawyer, and nobody is warned of the past.
    """
    number = phone.complains(district="秦州")
    first = desk.accepted(number)

    desk.clock.now = at("2026-11-30 09:30")
    await desk.lives_until(at("2026-11-30 10:00"))

    assert desk.case(number).offered_to not in (None, first)
    assert "clock_warned" not in [kind for kind, _ in desk.record(number)]


@pytest.mark.parametrize(
    ("day", "headcount", "urgency", "becomes"),
    [
        ("2026-11-23", None, "normal", "normal"),
        ("2026-11-23", 9, "normal", "normal"),
        ("2026-11-23", 10, "normal", "high"),
        ("2027-01-06", None, "normal", "normal"),
        ("2027-01-07", None, "normal", "high"),
        ("2027-02-06", None, "normal", "high"),
        ("2027-02-07", None, "normal", "normal"),
        ("2027-01-20", 50, "urgent", "urgent"),
    ],
)
def test_many_workers_and_the_spring_festival_press(
    town: Database, desk: Desk, day: str, headcount: int | None, urgency: str, becomes: str
) -> None:
    """
    Ten workers, or thirty days before the first of the first month (6 February in 2027): two hours to accept.
    """
    desk.clock.now = at(f"{day} 10:00")
    complaint = Complaint("wages", "拖欠工资", headcount=headcount)

    assert town.call(lambda tx: class_of(tx, desk.office, complaint, urgency)) == becomes


def test_danger_is_counted_round_the_clock() -> None:
    """
    A quarter of an hour is one at night too; everybody else has opening hours.
    """
    policy = Policy()

    assert policy.allowed("urgent", "accept") == (None, timedelta(minutes=15))
    assert policy.allowed("high", "accept") == (policy.opening, timedelta(hours=2))
    assert policy.allowed("normal", "result") == (policy.opening, timedelta(hours=15 * 7))


def test_a_day_in_the_table_moves_what_is_due(phone: Phone, desk: Desk) -> None:
    """
    A holiday of the federation's own postpones the offer's end, and the table is read again without a new start.
    """
    before = phone.complains(district="秦州")
    desk.database.call(lambda tx: holidays.put(tx, Holiday(date(2026, 11, 24), False, "演练")))
    after = phone.complains(district="秦州")
    desk.database.call(lambda tx: holidays.remove(tx, date(2026, 11, 24)))
    again = phone.complains(district="秦州")

    ends = [clocks_of(desk, number, "accept")[0].due_at for number in (before, after, again)]
    assert ends == [at("2026-11-24 10:00"), at("2026-11-25 10:00"), at("2026-11-24 10:00")]


def test_no_one_stands_above_the_city(phone: Phone, desk: Desk) -> None:
    """
    A case of the city itself is its supervisor's to the end.
    """
    number = phone.complains()

    assert desk.case(number).unit == CITY
    assert desk.database.read(lambda tx: escalating.unit_above(tx, desk.case(number))) is None
