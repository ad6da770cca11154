"""What stands at the top of the lists, and how a supervisor finds one case among many."""

import re

from cases import assigning, calling, correspondence
from cases.opening import open_case
from storage import conversations, people
from storage.cases import Case, Complaint
from storage.database import Transaction
from tests.conftest import SettableClock
from tests.desk.office import Federation, press


def danger(office: Federation) -> Case:
    """Somebody told the bot of a danger; the case is urgent."""

    def opened(tx: Transaction) -> Case:
        worker = conversations.lock(tx, "web", "somebody in danger")
        told = Complaint("wages", "我不想活了", "620503")
        who = {"conversation_id": worker.id, "person_id": worker.person_id}
        return open_case(tx, office.office, told, **who, urgency="urgent").case

    return office.database.call(opened)


def alarms_of(page: str) -> str:
    """What stands in the alarms of the list's page; nothing if there are none."""
    return page.split('id="alarms-title"')[1].split("</section>", maxsplit=1)[0] if 'id="alarms-title"' in page else ""


def listed(page: str) -> list[str]:
    """The cases on the lists below the alarms."""
    return re.findall(r'href="/desk/cases/(\w+)"', page.split('<div id="lists"')[1])


async def test_danger_stands_first(tianshui: Federation) -> None:
    """
    A case of danger that no lawyer has is at the very top, in words and not only in colour, without what was told.
    """
    tianshui.complaint()
    urgent = danger(tianshui)
    async with tianshui.signed_in("S01") as browser:
        page = (await browser.get("/desk")).text

    assert urgent.number in alarms_of(page)
    assert "可能有人身危险" in alarms_of(page)
    assert "不想活" not in page


async def test_a_case_that_no_lawyer_can_take_is_an_alarm(tianshui: Federation) -> None:
    """
    All declined: the supervisor reads it at the top until he has assigned it.
    """
    case = tianshui.complaint()
    while lawyer := tianshui.now(case).offered_to:
        colleague = tianshui.database.read(lambda tx, one=lawyer: people.colleague(tx, one))  # type: ignore[misc]
        tianshui.database.call(
            lambda tx, who=colleague: assigning.decline(tx, tianshui.office, who, case.number, "time")  # type: ignore[misc]
        )
    async with tianshui.signed_in("S01") as browser:
        before = (await browser.get("/desk")).text
        await press(browser, f"/desk/cases/{case.number}", f"/desk/cases/{case.number}/assign", staff="L03")
        after = (await browser.get("/desk")).text

    assert "没有律师可派" in alarms_of(before)
    assert case.number not in alarms_of(after)


async def test_a_message_that_did_not_arrive_is_an_alarm_until_he_writes(tianshui: Federation) -> None:
    """
    Lawyer and supervisor see it; when the worker is heard again it is none any more.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("L01") as lawyer, tianshui.signed_in("S01") as supervisor:
        await press(lawyer, "/desk", f"/desk/cases/{case.number}/accept")
        tianshui.database.call(lambda tx: correspondence.not_delivered(tx, case.id, 1, "unreachable", "blocked"))
        mine, above = (await lawyer.get("/desk")).text, (await supervisor.get("/desk")).text
        tianshui.database.call(lambda tx: correspondence.write_from_worker(tx, case, "我换手机了"))
        after = (await lawyer.get("/desk")).text

    assert "消息没有送到" in alarms_of(mine)
    assert case.number in alarms_of(above)
    assert "消息没有送到" not in alarms_of(after)


async def test_a_call_that_is_due_is_an_alarm(county: Federation) -> None:
    """
    A call that could be made by now stands at the top of the list of whoever answers for the case.
    """
    case = county.complaint()
    county.database.call(lambda tx: calling.ask(tx, case.id, "unread"))
    async with county.signed_in("S01") as browser:
        page = (await browser.get("/desk")).text

    assert "该回电" in alarms_of(page)


async def test_an_open_list_hears_of_an_alarm(county: Federation) -> None:
    """
    A supervisor whose list stays open sees the alarm appear above it.
    """
    case = county.complaint()
    async with county.signed_in("S01") as browser:
        asks = (await browser.get("/desk?stage=offered")).text.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        county.database.call(lambda tx: correspondence.not_delivered(tx, case.id, 1, "refused", "impossible"))
        news = (await browser.get(asks, headers={"HX-Request": "true"})).text

    assert "stage=offered" in asks
    assert '<div id="alarms" hx-swap-oob="true">' in news
    assert "消息没有送到" in news


async def test_a_supervisor_finds_a_case(tianshui: Federation, clock: SettableClock) -> None:
    """
    By a part of its number, its stage, kind, district or lawyer; what fits nothing says so.
    """
    first = tianshui.complaint("第一件")
    clock.advance(days=1)
    second = tianshui.complaint("第二件")
    third = danger(tianshui)
    async with tianshui.signed_in(tianshui.now(second).offered_to or "") as lawyer:
        await press(lawyer, "/desk", f"/desk/cases/{second.number}/accept")
    owner = tianshui.now(second).owner
    async with tianshui.signed_in("S01") as browser:
        found = {
            asked: listed((await browser.get(f"/desk?{asked}")).text)
            for asked in (f"number={first.number[-6:].lower()}", "stage=accepted", "district=620503", "kind=injury")
        }
        by_lawyer = listed((await browser.get(f"/desk?lawyer={owner}&stage=accepted")).text)
        nothing = (await browser.get("/desk?number=%25&kind=injury")).text
        everything = listed((await browser.get("/desk?kind=%3Cscript%3E")).text)

    assert list(found.values()) == [[first.number], [second.number], [third.number], []]
    assert by_lawyer == [second.number]
    assert "没有符合条件的工单" in nothing
    assert set(everything) == {first.number, second.number, third.number}


async def test_looking_shows_nobody_more_than_his_own(county: Federation) -> None:
    """
    A lawyer who puts a filter into the address still sees his own list and no form to look with.
    """
    case = county.complaint()
    async with county.signed_in("L03") as browser:
        page = (await browser.get(f"/desk?number={case.number}")).text

    assert 'role="search"' not in page
    assert listed(page) == []
