"""What colleagues see of the clocks of a case: on its page, in the lists, among the alarms."""

from datetime import timedelta

from bot.timers import Timers
from storage import case_clocks
from tests.conftest import SettableClock
from tests.desk.office import Federation, press
from tests.desk.test_alarms import alarms_of


async def test_a_lawyer_sees_what_is_due_and_waits_for_the_worker(tianshui: Federation) -> None:
    """
    The page and the list say by when; after a letter he may wait for the answer, and the page says since when and why.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in(tianshui.now(case).offered_to or "") as browser:
        await press(browser, "/desk", f"{at}/accept")
        page, listed = (await browser.get(at)).text, (await browser.get("/desk")).text
        refused = await press(browser, at, f"{at}/wait")
        await press(browser, at, f"{at}/letters", text="工资条发一张照片来好吗")
        waits = await press(browser, at, f"{at}/wait")
        still = (await browser.get(at)).text

    assert "第一次给工人写信：11-24 10:00 前" in page
    assert "办出结果或给出新日期：12-14 10:00 前" in page
    assert "第一次给工人写信：11-24 10:00 前" in listed
    assert (refused.status_code, waits.status_code) == (409, 303)
    assert "请先写信问他" in refused.text
    assert "暂停，等工人答复（11-23 10:00 起），还剩 15 个工作日" in still


async def test_what_was_missed_is_an_alarm(county: Federation, clock: SettableClock) -> None:
    """
    A result that is late stands at the top of the supervisor's desk and in his list until it is there.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in(county.now(case).offered_to or "") as lawyer:
        await press(lawyer, "/desk", f"{at}/accept")
        await press(lawyer, at, f"{at}/letters", text="您好，您的案子我在办")
    due = county.database.read(lambda tx: case_clocks.open_one(tx, case.id, "result"))
    assert due
    assert due.due_at
    clock.now = due.due_at + timedelta(minutes=1)
    while await Timers(county.database, county.office).do_due():
        pass
    async with county.signed_in("S01") as browser:
        page, shown = (await browser.get("/desk")).text, (await browser.get(at)).text

    assert "超过时限" in alarms_of(page)
    assert "办出结果或给出新日期：已超时" in page
    assert "超过时限：办出结果或给出新日期" in shown


async def test_supervisors_hear_of_a_year_without_holidays(county: Federation, clock: SettableClock) -> None:
    """
    Once a clock can run into 2041, of which nobody knows the holidays, the desk says so and what to do.
    """
    clock.now = clock.now.replace(year=2040, month=12, day=20)
    async with county.signed_in("S01") as supervisor, county.signed_in("L01") as lawyer:
        above, below = (await supervisor.get("/desk")).text, (await lawyer.get("/desk")).text

    assert "2040 年的节假日安排还没有" in alarms_of(above)
    assert "节假日" not in below
