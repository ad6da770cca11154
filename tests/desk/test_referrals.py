"""Handing cases over at the desk: the form, the sheet and who may see it, answers, the letter, the lists."""

from datetime import date
from pathlib import Path

import httpx
import pytest

from cases import assigning, referring
from cases.policy import Policy
from knowledge.local_facts import Office as LocalOffice
from storage import people, referrals
from storage.cases import Case
from storage.database import Database
from storage.people import Colleague, UnionBody
from storage.referrals import Referral
from tests.conftest import SettableClock
from tests.desk.office import CONTACT, Federation, federation, press

ASKED = {"kind": "inspection", "name": "某某区劳动保障监察大队", "why": "监察可以责令单位付钱", "shares": "facts"}
TODAY = "2026-11-23"
SECRET = "不认识的人不能看"


@pytest.fixture
def case(tianshui: Federation) -> Case:
    """A case that L01 has taken."""
    return taken(tianshui)


def taken(office: Federation) -> Case:
    case = office.complaint(story=f"{SECRET}：老板拖欠我三个月工资。")
    lawyer = office.database.read(lambda tx: people.colleague(tx, "L01"))
    office.database.call(lambda tx: assigning.accept(tx, office.office, lawyer, case.number))
    return office.now(case)


def referral(office: Federation, case: Case) -> Referral:
    found = office.database.read(lambda tx: referrals.of_case(tx, case.id))
    return found[-1]


def agreed(office: Federation, case: Case) -> str:
    """The worker says yes to the last referral; returns its page."""
    its = referral(office, case)
    office.database.call(lambda tx: referring.agree(tx, case, its.n))
    return f"/desk/referrals/{its.number}"


async def asked(browser: httpx.AsyncClient, case: Case, **fields: str) -> httpx.Response:
    form = f"/desk/cases/{case.number}/refer"
    return await press(browser, form, form, **{**ASKED, **fields})


async def test_from_the_form_to_done(tianshui: Federation, case: Case) -> None:
    """
    The lawyer asks, prints the sheet once the worker agreed, hands it over, writes down the refusal, finds what can be
    said against it with its law, hands it over again with the letter, and writes down that it was taken and done.
    """
    async with tianshui.signed_in("L01") as browser:
        made = await asked(browser, case)
        page = made.headers["location"]
        assert "同意转给" in tianshui.letters(case) or ASKED["name"] in tianshui.letters(case)
        assert (await browser.get(f"{page}/sheet")).status_code == 404
        assert agreed(tianshui, case) == page

        sheet = (await browser.get(f"{page}/sheet")).text
        assert "天水兴盛劳务公司" in sheet
        assert SECRET not in sheet
        assert CONTACT not in sheet
        await press(browser, page, f"{page}/sent")
        assert tianshui.now(case).status == "referred"

        await press(browser, page, f"{page}/answer", said="refused", day=TODAY, reason="civil", words="去法院告")
        shown = (await browser.get(page)).text
        assert "可以这样反驳" in shown
        assert "《劳动保障监察条例》第26条" in shown
        assert "我会" in (await browser.get(f"{page}/letter")).text
        assert tianshui.now(case).status == "working"

        await press(browser, page, f"{page}/sent", letter="贵单位应当受理。")
        assert "贵单位应当受理。" in (await browser.get(f"{page}/letter")).text
        await press(browser, page, f"{page}/answer", said="accepted", day=TODAY, their_number="监9号")
        assert "监9号" in (await browser.get(page)).text
        await press(browser, page, f"{page}/answer", said="done", day=TODAY)
        record = (await browser.get(f"/desk/cases/{case.number}")).text

    assert referral(tianshui, case).state == "done"
    assert "不收" in record
    assert "属民事纠纷" in record


async def test_what_cannot_be_taken_comes_back_as_it_was_typed(county: Federation) -> None:
    """
    Neither the form nor an answer loses what was filled in.
    """
    case = taken(county)
    async with county.signed_in("L01") as browser:
        form = await asked(browser, case, name="", why="单位在那边", shares="story")
        assert form.status_code == 409
        assert "请写清楚转给哪个单位" in form.text
        assert "单位在那边" in form.text
        assert 'value="story" checked' in form.text
        assert 'value="facts" checked' not in form.text

        await asked(browser, case)
        page = agreed(county, case)
        await press(browser, page, f"{page}/sent")
        answer = await press(browser, page, f"{page}/answer", said="refused", day=TODAY, words="不归我们")

    assert answer.status_code == 409
    assert "请选一个理由" in answer.text
    assert "不归我们" in answer.text


async def test_who_may_not_read_the_case_finds_nothing(county: Federation) -> None:
    """
    Another lawyer, an operator and somebody signed out get no page, no sheet, no letter and no form.
    """
    case = taken(county)
    async with county.signed_in("L01") as browser:
        await asked(browser, case, shares="story")
        page = agreed(county, case)
        await press(browser, page, f"{page}/sent")
    for staff in ("L02", "L03", "O01"):
        async with county.signed_in(staff) as browser:
            for path in (
                page,
                f"{page}/sheet",
                f"{page}/letter",
                f"{page}/files/none",
                f"/desk/cases/{case.number}/refer",
            ):
                assert (await browser.get(path)).status_code == 404
            answer = await press(browser, "/desk/telegram", f"{page}/answer", said="done", day=TODAY)
            assert answer.status_code == 404
            assert SECRET not in (await browser.get("/desk/referrals")).text
    assert (await county.browser().get(f"{page}/sheet")).status_code == 303


async def test_the_receiving_union_sees_the_sheet_and_nothing_else(tianshui: Federation, case: Case) -> None:
    """
    The supervisor of the unit finds the referral in his list, reads what the worker agreed to and answers; he finds
    neither the case nor, once the worker has taken his yes back, the sheet.
    """
    tianshui.database.call(lambda tx: people.add_unit(tx, UnionBody("620503", "麦积区总工会", "620500")))
    tianshui.database.call(lambda tx: people.add(tx, Colleague("S03", "麦积督导", "supervisor", "620503")))
    async with tianshui.signed_in("L01") as browser:
        page = (await asked(browser, case, kind="union", unit="620503", shares="contact")).headers["location"]
        agreed(tianshui, case)
        async with tianshui.signed_in("S03") as other:
            assert (await other.get(page)).status_code == 404
        await press(browser, page, f"{page}/sent")

    async with tianshui.signed_in("S03") as browser:
        listed = (await browser.get("/desk/referrals")).text
        shown, sheet = (await browser.get(page)).text, (await browser.get(f"{page}/sheet")).text
        case_page = await browser.get(f"/desk/cases/{case.number}")
        await press(browser, page, f"{page}/answer", said="accepted", day=TODAY)
        its = referral(tianshui, case)
        tianshui.database.call(lambda tx: referring.revoke(tx, case, its.n))
        after = await browser.get(f"{page}/sheet")

    assert its.number in listed
    assert CONTACT in sheet
    assert case_page.status_code == 404
    for hidden in (SECRET, "天水兴盛劳务公司"):
        assert hidden not in listed + shown + sheet
    assert f"/desk/cases/{case.number}" not in listed + shown + sheet
    assert its.state == "accepted"
    assert after.status_code == 404


async def test_a_supervisor_above_reads_no_contact_on_the_sheet(county: Federation) -> None:
    """
    Whoever supervises the case sees that a contact was handed over, and not which.
    """
    case = taken(county)
    async with county.signed_in("L01") as browser:
        await asked(browser, case, shares="contact")
        page = agreed(county, case)
        await press(browser, page, f"{page}/sent")
        assert CONTACT in (await browser.get(f"{page}/sheet")).text
    async with county.signed_in("S01") as browser:
        sheet = (await browser.get(f"{page}/sheet")).text

    assert CONTACT not in sheet
    assert "只有承办人和接收单位看得到" in sheet


async def test_offices_of_the_local_list_are_offered(informed: Federation) -> None:
    """
    An office that is configured is offered with its address, one whose day is over is not.
    """
    case = taken(informed)
    async with informed.signed_in("L01") as browser:
        form = (await browser.get(f"/desk/cases/{case.number}/refer")).text
        await asked(browser, case)

    assert "某某路1号" in form
    assert "早就过期的中心" not in form
    assert referral(informed, case).receiver.address == "某某路1号"


@pytest.fixture
def informed(sqlite: Database, tmp_path: Path) -> Federation:
    """A federation that knows two offices, one of them no longer."""
    offices = tuple(
        LocalOffice(kind, name, "某某路1号", "某某区政府网站", date(2026, 1, 1), expires)
        for kind, name, expires in (
            ("inspection", ASKED["name"], date(2027, 1, 1)),
            ("legal_aid", "早就过期的中心", date(2026, 6, 1)),
        )
    )
    return federation(sqlite, tmp_path, Policy(offices=offices))


async def test_the_list_shows_what_is_overdue(county: Federation, clock: SettableClock) -> None:
    """
    What is open stands in the list of whoever has the case, with a mark when its day is over.
    """
    case = taken(county)
    async with county.signed_in("L01") as browser:
        await asked(browser, case)
        page = agreed(county, case)
        await press(browser, page, f"{page}/sent")
        before = (await browser.get("/desk/referrals")).text
    clock.advance(days=9)
    async with county.signed_in("L01") as browser:
        after = (await browser.get("/desk/referrals")).text

    assert "到期没有答复" not in before.partition("<main")[2]
    assert "到期没有答复" in after


async def test_closing_asks_first(county: Federation) -> None:
    """
    While an office has the case, whoever proposes to close it is asked once more.
    """
    case = taken(county)
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await asked(browser, case)
        page = agreed(county, case)
        await press(browser, page, f"{page}/sent")
        held = await press(browser, at, f"{at}/closing", summary="钱已经打到卡上。")
        assert held.status_code == 409
        assert "还有转办没有结束" in held.text
        assert county.now(case).status == "referred"
        await press(browser, at, f"{at}/closing", summary="钱已经打到卡上。", anyway="yes")

    assert county.now(case).status == "awaiting_worker"
