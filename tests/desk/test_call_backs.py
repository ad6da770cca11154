"""Workers whom nothing written reaches: who sees that he has to call them, and what becomes of a call."""

import re
from collections.abc import Callable

import pytest

from cases import calling, closing, correspondence
from cases.office import Office
from cases.policy import Policy
from storage import call_backs, conversations, people
from storage.cases import Case
from storage.database import Transaction
from tests.conftest import SettableClock
from tests.desk.office import CONTACT, Federation, csrf_of, press
from texts import Texts

OFFICE = Office(Texts.load(), Policy())
HEARD: dict[str, Callable[[Transaction, Case], object]] = {
    "a letter": lambda tx, case: correspondence.write_from_worker(tx, case, "我在"),
    "his number": lambda tx, case: correspondence.leave_contact(tx, case, "13900000001"),
    "that it is not solved": lambda tx, case: closing.dispute(tx, OFFICE, case),
}


def asked(office: Federation, case: Case, reason: str = "unreachable") -> str:
    """Somebody has to call the worker of a case; returns the id of the call."""
    office.database.call(lambda tx: calling.ask(tx, case.id, reason))
    supervisor = office.database.read(lambda tx: people.colleague(tx, "S01"))
    calls = office.database.read(lambda tx: call_backs.open_ones(tx, supervisor))
    return next(call.id for call in calls if call.case_number == case.number)


async def test_who_answers_for_a_case_is_told_to_call(tianshui: Federation) -> None:
    """
    The lawyer of the case and his supervisor find the call on their list, with its reason, and nobody else; neither
    name, number nor story stands there.
    """
    case = tianshui.complaint()
    asked(tianshui, case)
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"/desk/cases/{case.number}/accept")
        mine, home = (await browser.get("/desk/calls")).text, (await browser.get("/desk")).text
    async with tianshui.signed_in("S01") as browser:
        above = (await browser.get("/desk/calls")).text
    async with tianshui.signed_in("L03") as browser:
        others = (await browser.get("/desk/calls")).text

    assert case.number in mine
    assert "屏蔽了热线" in mine
    assert case.number in above
    assert case.number not in others
    assert "有 1 个回电该打了" in home
    assert CONTACT not in mine
    assert "老板" not in mine


async def test_the_longest_waiting_call_stands_first(tianshui: Federation, clock: SettableClock) -> None:
    """
    Calls are listed in the order in which they were asked for.
    """
    first, second = tianshui.complaint("第一件"), tianshui.complaint("第二件")
    asked(tianshui, second)
    clock.advance(minutes=5)
    asked(tianshui, first)
    async with tianshui.signed_in("S01") as browser:
        page = (await browser.get("/desk/calls")).text

    assert re.findall(r"TS\d+", re.sub(r"<[^>]+>", "", page)) == [second.number, first.number]


async def test_a_call_asked_for_at_night_waits_for_the_morning(county: Federation, clock: SettableClock) -> None:
    """
    What was asked for at half past nine in the evening is for nine o'clock; until then the list says so.
    """
    case = county.complaint()
    clock.advance(hours=21.5 - 9)
    asked(county, case)
    async with county.signed_in("S01") as browser:
        tonight, home = (await browser.get("/desk/calls")).text, (await browser.get("/desk")).text
        clock.advance(hours=11.6)
    async with county.signed_in("S01") as browser:
        tomorrow = (await browser.get("/desk/calls")).text

    assert "09:00 以后打" in tonight
    assert "现在可以打" not in tonight
    assert "个回电该打了" not in home
    assert "现在可以打" in tomorrow


async def test_a_worker_who_was_reached_is_off_the_list(tianshui: Federation) -> None:
    """
    What was said goes into the record, which tells who called; the worker sees nothing of it.
    """
    case = tianshui.complaint()
    call = asked(tianshui, case)
    async with tianshui.signed_in("S01") as browser:
        done = await press(browser, "/desk/calls", f"/desk/calls/{call}", outcome="reached", said="明天去补交工资条")
        page, record = (await browser.get("/desk/calls")).text, (await browser.get(f"/desk/cases/{case.number}")).text

    assert done.headers["location"] == "/desk/calls"
    assert case.number not in page
    (event,) = tianshui.happened(case, "call_back_done")
    assert (event.actor, event.facts["call"], event.words) == ("S01", "reached", "明天去补交工资条")
    assert "给工人打电话：已打通" in record
    assert "工资条" not in tianshui.letters(case)


async def test_a_worker_who_was_not_reached_is_called_again(tianshui: Federation, clock: SettableClock) -> None:
    """
    Nobody answered: the call comes back two hours later, and says that it is the second try.
    """
    case = tianshui.complaint()
    call = asked(tianshui, case)
    async with tianshui.signed_in("S01") as browser:
        await press(browser, "/desk/calls", f"/desk/calls/{call}", outcome="not_reached")
        now = (await browser.get("/desk/calls")).text
        clock.advance(hours=2)
        later = (await browser.get("/desk/calls")).text

    assert "现在可以打" not in now
    assert "没有打通，请再打一次" in now
    assert "现在可以打" in later
    assert tianshui.happened(case, "call_back_done")[0].facts["call"] == "not_reached"


async def test_two_colleagues_call_the_same_worker(tianshui: Federation) -> None:
    """
    The slower one reads that the call was made, keeps what he typed, and nothing is recorded twice.
    """
    case = tianshui.complaint()
    call = asked(tianshui, case)
    async with tianshui.signed_in("S01") as browser:
        secret = csrf_of(await browser.get("/desk/calls"))
        form = {"csrf": secret, "outcome": "reached"}
        await browser.post(f"/desk/calls/{call}", data=form)
        late = await browser.post(f"/desk/calls/{call}", data={**form, "said": "我也打了"})

    assert late.status_code == 409
    assert "已经有同事打过" in late.text
    assert "我也打了" in late.text
    assert len(tianshui.happened(case, "call_back_done")) == 1


@pytest.mark.parametrize("heard", ["a letter", "his number", "that it is not solved"])
async def test_who_is_heard_of_need_not_be_called(tianshui: Federation, heard: str) -> None:
    """
    He writes, leaves a number or taps: the call is off the list by itself, and the record says why.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"/desk/cases/{case.number}/accept")
        call = asked(tianshui, case)
        tianshui.database.call(lambda tx: HEARD[heard](tx, tianshui.now(case)))
        calls, page = (await browser.get("/desk/calls")).text, (await browser.get(f"/desk/cases/{case.number}")).text
        late = await press(browser, f"/desk/cases/{case.number}", f"/desk/calls/{call}", outcome="reached")

    assert "现在没有要打的电话" in calls
    assert "不用再打电话" in page
    assert "需要给这位工人打电话" not in page
    assert late.status_code == 409
    assert len(tianshui.happened(case, "call_back_needless")) == 1


async def test_nobody_settles_a_call_that_is_not_his(county: Federation) -> None:
    """
    A lawyer without the case, a form from elsewhere and a made-up outcome leave the call open.
    """
    case = county.complaint()
    call = asked(county, case)
    async with county.signed_in("L03") as stranger, county.signed_in("S01") as supervisor:
        secret = csrf_of(await stranger.get("/desk"))
        foreign = await stranger.post(f"/desk/calls/{call}", data={"csrf": secret, "outcome": "reached"})
        planted = await supervisor.post(f"/desk/calls/{call}", data={"csrf": "guessed", "outcome": "reached"})
        odd = await press(supervisor, "/desk/calls", f"/desk/calls/{call}", outcome="perhaps")
        back = await supervisor.get(f"/desk/calls/{call}")

    assert [foreign.status_code, planted.status_code, odd.status_code] == [404, 403, 400]
    assert back.headers["location"] == "/desk/calls"
    assert county.happened(case, "call_back_done") == []


async def test_a_case_whose_worker_cannot_be_written_to_says_so_at_its_top(county: Federation) -> None:
    """
    The lawyer reads it before he writes a letter nobody gets, and is sent to the call.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("S01") as browser:
        before = (await browser.get(at)).text
        county.database.call(lambda tx: conversations.set_reachable(tx, case.conversation_id, False))
        asked(county, case)
        after = (await browser.get(at)).text

    assert "消息发不到工人" not in before
    assert "消息发不到工人" in after
    assert "需要给这位工人打电话" in after
