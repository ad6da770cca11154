"""The money section of a case's page: what is written down, what is refused and why, what a supervisor looks at."""

from datetime import date
from decimal import Decimal

import pytest

from cases import closing, ledger, money
from storage import people, reviews
from storage.cases import Case
from tests.desk.office import Federation, press


def totals(office: Federation, case: Case) -> ledger.Totals:
    """What the ledger of a case comes to."""
    return office.database.read(lambda tx: ledger.of_case(tx, case)).totals


async def test_a_lawyer_writes_down_what_was_promised_and_paid(tianshui: Federation) -> None:
    """
    Two instalments in one form, a payment, a line voided: the page shows each, with totals kept apart.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        plan = "2026-12-15 8000\n2027-01-15 8000"
        assert (await press(browser, at, f"{at}/promised", plan=plan, by="某某劳务公司")).status_code == 303
        await press(browser, at, f"{at}/received", amount="5600", how="银行流水")
        await press(browser, at, f"{at}/voided", line="2", why="第二期取消")
        page = (await browser.get(at)).text

    shown = ("2026-12-15", "某某劳务公司", "银行流水", "第二期取消", "未到期", "约定 2027-01-15 付 8000 元")
    assert [one for one in (*shown, "工作人员说已付：5,600 元") if one not in page] == []
    found = totals(tianshui, case)
    assert (found.promised, found.stated, found.confirmed) == (Decimal(8000), Decimal(5600), Decimal(0))
    assert found.outstanding == Decimal(21600)


@pytest.mark.parametrize(
    ("form", "typed", "sentence", "kept"),
    [
        ("promised", {"plan": "2026-12-15 8000\n过完年", "by": "某某"}, "第 2 行没有读出", ("过完年", "某某")),
        ("promised", {"plan": "  ", "by": "某某"}, "还没有写", ("某某",)),
        ("received", {"amount": "两三千", "how": "听说的"}, "金额没有看懂", ("两三千", "听说的")),
        ("received", {"amount": "8000", "how": " "}, "还没有写原因", ("8000",)),
        ("claimed", {"amount": "-5", "why": "算错了"}, "金额没有看懂", ("算错了",)),
        ("voided", {"line": "x", "why": "记错了"}, "请选择哪一笔", ("记错了",)),
        ("voided", {"line": "9", "why": "记错了"}, "没有第 9 笔", ("记错了",)),
    ],
)
async def test_every_wrong_value_gets_its_sentence(
    county: Federation, form: str, typed: dict[str, str], sentence: str, kept: tuple[str, ...]
) -> None:
    """
    Refused with what to do, everything that was typed still in the form, nothing written down.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        refused = await press(browser, at, f"{at}/{form}", **typed)

    assert refused.status_code == 409
    assert sentence in refused.text
    for one in kept:
        assert one in refused.text
    assert not any((totals(county, case).promised, totals(county, case).stated))


async def test_a_corrected_claim(county: Federation) -> None:
    """
    The complaint said 21600; corrected, the page and the worker's question go by the new sum.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        await press(browser, at, f"{at}/claimed", amount="二万三", why="漏了六月")

    assert totals(county, case).claimed == Decimal(23000)


async def test_another_lawyer_sees_no_ledger(county: Federation) -> None:
    """
    The case of a colleague is not there for him, and neither are its forms.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L03") as browser:
        refused = await press(browser, "/desk", f"{at}/received", amount="1", how="-")

    assert refused.status_code == 404


async def test_a_supervisor_looks_at_a_closing(tianshui: Federation) -> None:
    """
    Staff stated more than the worker confirmed: it stands on the supervisor's list, he sends it back with words, and
    it is gone from the list. Without words it is refused. The lawyer's page has no such form.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    lawyer = tianshui.database.read(lambda tx: people.colleague(tx, "L01"))
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        await press(browser, at, f"{at}/received", amount="21600", how="公司说的")
        tianshui.database.call(lambda tx: money.confirm_total(tx, case, Decimal(8000)))
        tianshui.database.call(lambda tx: closing.confirm(tx, tianshui.office, case))
        assert "结案核查" not in (await browser.get(at)).text
    async with tianshui.signed_in("S01") as browser:
        home = (await browser.get("/desk")).text
        assert "工作人员说付的钱比工人确认的多" in home
        assert (await press(browser, at, f"{at}/check", found="back", words="")).status_code == 409
        await press(browser, at, f"{at}/check", found="back", words="钱没有到齐，接着要")
        page = (await browser.get(at)).text
        assert "工作人员说付的钱比工人确认的多" not in (await browser.get("/desk")).text

    assert "钱没有到齐，接着要" in page
    assert tianshui.now(case).status == "reopened"
    assert tianshui.database.read(lambda tx: reviews.waiting(tx, lawyer)) == []


async def test_what_the_worker_said_of_us_and_the_supervisors_decision(county: Federation) -> None:
    """
    没解决 puts a mark beside the case in the list until the supervisor has written what he decided.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    lawyer = county.database.read(lambda tx: people.colleague(tx, "L01"))
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
    propose = closing.propose_closing
    county.database.call(lambda tx: propose(tx, county.office, lawyer, case.number, "公司答应付"))
    county.database.call(lambda tx: closing.dispute(tx, county.office, case))
    async with county.signed_in("S01") as browser:
        assert "工人说没解决" in (await browser.get("/desk")).text
        page = (await browser.get(at)).text
        assert "没有回答" in page
        await press(browser, at, f"{at}/decision", words="换一位律师去谈")
        assert "工人说没解决" not in (await browser.get("/desk")).text
        assert "换一位律师去谈" in (await browser.get(at)).text


async def test_the_page_reads_in_english_too(county: Federation) -> None:
    """
    Every label of the section has its English, also for instalments in every state.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        await press(browser, at, f"{at}/promised", plan="2026-12-15 8000", by="")
        page = (await browser.get(f"{at}?lang=en")).text

    assert "Not due yet" in page
    assert date(2026, 12, 15).isoformat() in page
