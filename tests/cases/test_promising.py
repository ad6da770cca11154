"""Promises to a worker: both see them, late ones apologise by themselves, and things to do stay among colleagues."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from cases import promising, todo
from cases.errors import CaseError, Ended
from cases.office import Office
from handlers.receive import Door
from storage import case_clocks, outbox, people, promises
from storage import todo as to_dos
from storage.cases import UnknownCase
from storage.database import Database
from storage.promises import Promise
from tests.cases.desk import Desk
from tests.cases.test_telling import linked, said
from tests.conftest import SettableClock
from tests.handlers.town import Phone, colleague

FRIDAY = date(2026, 11, 27)


def promised(desk: Desk, number: str, staff_id: str = "L01", by: date = FRIDAY, words: str = "给答复") -> str:
    """Something is promised; returns its id."""
    who = colleague(desk.database, staff_id)
    return desk.database.call(lambda tx: promising.promise(tx, desk.office, who, number, by, words))


def owed(desk: Desk, number: str) -> list[Promise]:
    """What is owed in the case."""
    return desk.database.read(lambda tx: promises.open_of(tx, desk.case(number).id))


def taken(phone: Phone, desk: Desk) -> str:
    """A case that L01 owns."""
    number = phone.complains(district="秦州")
    if desk.accepted(number) != "L01":
        desk.assign("S01", number, "L01")
    desk.write("L01", number)
    phone.reads()
    return number


def given_to(desk: Desk, number: str, staff_id: str) -> None:
    """The supervisor gives it to another lawyer, who writes to the worker."""
    desk.assign("S01", number, staff_id)
    desk.write(staff_id, number)


async def until(desk: Desk, moment: datetime) -> None:
    """Time goes by, and all that comes due is done in its turn."""
    while await desk.waits():
        pass
    desk.clock.now = moment
    while await desk.waits():
        pass


def at(day: int, hour: int, month: int = 11) -> datetime:
    """An hour of a day of that winter, in China."""
    return datetime(2026, month, day, hour - 8, 30, tzinfo=UTC)


def test_the_worker_sees_what_he_can_count_on(phone: Phone, desk: Desk) -> None:
    """
    A promise stands below his case in the answer to "进度", with its day and without a name; when kept it is gone.
    """
    number = taken(phone, desk)
    its_id = promised(desk, number)

    shown = phone.says("进度")
    assert "您的律师答应您：11月27日前给您答复" in shown
    assert "王律师" not in shown

    desk.database.call(lambda tx: promising.keep(tx, colleague(desk.database, "L01"), number, its_id))
    assert "11月27日" not in phone.says("进度")
    assert [kind for kind, _ in desk.record(number)][-2:] == ["promised", "promise_kept"]


async def test_a_late_promise_apologises_by_itself(phone: Phone, desk: Desk) -> None:
    """
    Friday passes; on Monday when the office opens the worker reads an apology with the next day and who answers,
    the supervisor is told, and it is owed by the next working day.
    """
    number = taken(phone, desk)
    chat = linked(desk.database, "S01", "9101") if desk.case(number).unit == "620500" else linked(desk.database, "S02")
    promised(desk, number)

    await until(desk, at(27, 20))
    assert "对不起" not in phone.reads()
    await until(desk, at(29, 12))
    assert "对不起" not in phone.reads()
    await until(desk, at(30, 9))

    apology = phone.reads()
    assert "对不起" in apology
    assert "说好 11月27日前" in apology
    assert "12月1日前，由您的律师答复您" in apology
    assert "王律师" not in apology
    assert [(one.due_on, one.times_late) for one in owed(desk, number)] == [(date(2026, 12, 1), 1)]
    assert any("【晚了】" in line for line in said(desk.database, chat))
    assert apology.count("对不起") == 1


async def test_three_times_late_and_the_supervisor_owes_it(phone: Phone, desk: Desk) -> None:
    """
    The third apology names the supervisor on duty, and the item is on his list and no more on the lawyer's.
    """
    number = taken(phone, desk)
    promised(desk, number)
    supervisor = desk.database.read(lambda tx: people.supervisor_of(tx, desk.case(number).unit))

    for day, month in ((30, 11), (2, 12), (4, 12)):
        await until(desk, at(day, 9, month))

    assert "12月7日前，由值班督导答复您" in phone.reads()
    assert [one.with_supervisor for one in owed(desk, number)] == [True]
    assert [one.number for one in desk.database.read(lambda tx: promises.owed_by(tx, supervisor))] == [number]
    lawyer = colleague(desk.database, "L01")
    assert desk.database.read(lambda tx: promises.owed_by(tx, lawyer)) == []
    assert "值班督导答应您：12月7日前给您答复" in phone.says("进度")


async def test_what_was_kept_in_time_is_never_late(phone: Phone, desk: Desk) -> None:
    """
    Kept on its day: nobody hears an apology.
    """
    number = taken(phone, desk)
    its_id = promised(desk, number)
    desk.database.call(lambda tx: promising.keep(tx, colleague(desk.database, "L01"), number, its_id))

    await until(desk, at(30, 9))

    assert "对不起" not in phone.reads()


async def test_nothing_is_late_in_a_case_that_has_ended(phone: Phone, desk: Desk) -> None:
    """
    The worker took his case back: he is not written to about what was promised in it.
    """
    number = taken(phone, desk)
    promised(desk, number)
    phone.presses(f"withdraw_yes:{number}")

    await until(desk, at(30, 9))

    assert "对不起" not in phone.reads()
    assert owed(desk, number) == []


async def test_while_he_is_asked_whether_it_is_solved_nothing_is_late(phone: Phone, desk: Desk) -> None:
    """
    A lawyer has just told him what was done; if he says that it is not solved, the promise is owed as before.
    """
    number = taken(phone, desk)
    promised(desk, number)
    await until(desk, at(27, 11))
    desk.propose("L01", number)

    await until(desk, at(30, 9))
    assert "说好 11月27日前" not in phone.reads()

    phone.presses(f"unsolved:{number}")
    await until(desk, at(1, 9, 12))
    assert "说好 11月27日前" in phone.reads()


async def test_his_chat_reminds_him_on_the_morning_of_the_day(phone: Phone, desk: Desk) -> None:
    """
    When the office opens on the day itself, whoever has the case by then is reminded, with a tap to say it is done.
    """
    number = taken(phone, desk)
    chat = linked(desk.database, "L02", "9002")
    promised(desk, number)
    given_to(desk, number, "L02")
    await desk.waits()
    before = len(said(desk.database, chat))

    await until(desk, at(27, 9))

    new = desk.database.read(lambda tx: outbox.after(tx, chat, 0))[before:]
    assert [one.message.text.partition("\n")[0] for one in new] == [f"【今天要办到】{number} 答应工人 11月27日前："]
    assert new[0].message.buttons[0].id == f"kept:{number}"


def test_a_promise_goes_over_with_the_case(phone: Phone, desk: Desk) -> None:
    """
    A supervisor gives the case to another lawyer: it is on his list at once, and on nobody else's.
    """
    number = taken(phone, desk)
    promised(desk, number)
    given_to(desk, number, "L02")

    lists = {
        staff: desk.database.read(partial(promises.owed_by, colleague=colleague(desk.database, staff)))
        for staff in ("L01", "L02", "S01")
    }
    assert {staff: [one.number for one in found] for staff, found in lists.items()} == {
        "L01": [],
        "L02": [number],
        "S01": [],
    }


@pytest.mark.parametrize("by", [date(2026, 11, 22), date(2028, 1, 1)])
def test_no_day_that_is_over_or_far_away_is_promised(phone: Phone, desk: Desk, by: date) -> None:
    """
    Such a day is refused with what to do, and nothing is written down.
    """
    number = taken(phone, desk)

    with pytest.raises(CaseError, match="重新选一天"):
        promised(desk, number, by=by)
    assert owed(desk, number) == []


def test_only_whoever_may_write_to_the_worker_promises(phone: Phone, desk: Desk) -> None:
    """
    Another lawyer finds no such case; in an ended one nothing is promised.
    """
    number = taken(phone, desk)
    with pytest.raises(UnknownCase):
        promised(desk, number, "L03")
    phone.presses(f"withdraw_yes:{number}")
    with pytest.raises(Ended):
        promised(desk, number)


def test_promises_are_kept_alike_by_both_engines(door: Door, towns: Database, clock: SettableClock) -> None:
    """
    Made, put off, listed and settled on SQLite and on PostgreSQL; the words are sealed and come back whole.
    """
    phone, desk = Phone(door, towns), Desk(towns, door.office, clock)
    number = taken(phone, desk)
    its_id = promised(desk, number, words="周五前把仲裁申请书交上去")
    lawyer = colleague(towns, "L01")

    towns.call(lambda tx: promises.put_off(tx, its_id, date(2026, 12, 1), 1, with_supervisor=False))

    assert [
        (one.number, one.due_on, one.times_late) for one in towns.read(lambda tx: promises.owed_by(tx, lawyer))
    ] == [(number, date(2026, 12, 1), 1)]
    assert towns.read(lambda tx: promises.words_of(tx, its_id)) == "周五前把仲裁申请书交上去"
    assert towns.call(lambda tx: promises.settle(tx, its_id, "kept"))
    assert not towns.call(lambda tx: promises.settle(tx, its_id, "kept"))


def test_a_promised_result_is_due_by_that_day(phone: Phone, desk: Desk) -> None:
    """
    A lawyer who promises the result itself by a day has the clock of the case run until then.
    """
    number, lawyer = taken(phone, desk), colleague(desk.database, "L01")
    desk.database.call(
        lambda tx: promising.promise(tx, desk.office, lawyer, number, FRIDAY, "周五前告诉您结果", of_result=True)
    )

    clock = desk.database.read(lambda tx: case_clocks.open_one(tx, desk.case(number).id, "result"))
    assert clock is not None
    assert clock.due_at == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


async def test_things_to_do_stay_among_colleagues(phone: Phone, desk: Desk) -> None:
    """
    What is to be done is on its owner's list, reminds him on the morning of its day, and never reaches the worker;
    when the case changes hands it is the next owner's.
    """
    number, lawyer = taken(phone, desk), colleague(desk.database, "L01")
    chat = linked(desk.database, "L02", "9002")
    words = "打电话问监察大队"
    its_id = desk.database.call(lambda tx: todo.make(tx, desk.office, lawyer, number, FRIDAY, words))
    given_to(desk, number, "L02")

    await until(desk, at(27, 9))

    next_one = colleague(desk.database, "L02")
    assert [one.words for one in desk.database.read(lambda tx: to_dos.of_colleague(tx, next_one))] == [words]
    assert desk.database.read(lambda tx: to_dos.of_colleague(tx, lawyer)) == []
    assert any("【今天的待办】" in line and words in line for line in said(desk.database, chat))
    desk.database.call(lambda tx: todo.done(tx, next_one, number, its_id))
    assert desk.database.read(lambda tx: to_dos.of_colleague(tx, next_one)) == []
    assert "监察大队" not in phone.reads() + phone.says("进度")
    with pytest.raises(CaseError, match="已经办完"):
        desk.database.call(lambda tx: todo.done(tx, next_one, number, its_id))


async def test_what_is_done_reminds_nobody(phone: Phone, desk: Desk, office: Office) -> None:
    """
    Done the day before: the morning is quiet.
    """
    number, lawyer = taken(phone, desk), colleague(desk.database, "L01")
    chat = linked(desk.database, "L01")
    its_id = desk.database.call(lambda tx: todo.make(tx, office, lawyer, number, FRIDAY, "取材料"))
    desk.database.call(lambda tx: todo.done(tx, lawyer, number, its_id))

    await until(desk, at(27, 9))

    assert not any("待办" in line for line in said(desk.database, chat))
