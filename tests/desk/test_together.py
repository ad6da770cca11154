"""The page of cases that may belong together, and the section on the page of a case."""

import httpx

from bot.timers import Timers
from storage import cases, collectives
from storage.cases import Case
from tests.desk.office import Federation, press


async def accepted(tianshui: Federation) -> Case:
    """The first of two complaints, which L01 has."""
    case = tianshui.complaint(story="一")
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"/desk/cases/{case.number}/accept")
    return tianshui.now(case)


async def merged(browser: httpx.AsyncClient, lead: Case, other: Case) -> httpx.Response:
    """The supervisor puts them together on the page."""
    chosen = {"lead": lead.number, "numbers": other.number, "reason": "同一家公司"}
    return await press(browser, "/desk/together", "/desk/together/merge", **chosen)


async def test_from_hint_to_collective_and_back(tianshui: Federation) -> None:
    """
    The home page points to the hint, the page shows both cases and why; one form puts them together, the page of the
    lead shows both with their sums, one letter goes to both, and one form takes them apart.
    """
    lead = await accepted(tianshui)
    other = tianshui.complaint(story="二")
    async with tianshui.signed_in("S01") as browser:
        assert "可能是同一家单位" in (await browser.get("/desk")).text
        page = (await browser.get("/desk/together")).text
        assert lead.number in page
        assert other.number in page
        assert "相同之处" in page

        assert (await merged(browser, lead, other)).headers["location"] == f"/desk/cases/{lead.number}"
        shown = (await browser.get(f"/desk/cases/{lead.number}")).text
        for part in ("这是主案", other.number, "合计 43,200 元", "一共 2 件、2 位工人", "写给大家"):
            assert part in shown
        assert tianshui.now(other).owner == "L01"
        assert f"主案 {lead.number}" in (await browser.get(f"/desk/cases/{other.number}")).text

        at = f"/desk/cases/{lead.number}"
        await press(browser, at, f"{at}/together-letter", text="周五在工会谈")
        await Timers(tianshui.database, tianshui.office).do_due()
        assert all(tianshui.letters(case).count("周五在工会谈") == 1 for case in (lead, other))
        assert "等待发送" in (await browser.get(at)).text

        await press(browser, at, f"{at}/together-undo", reason="不是一家")
        assert tianshui.now(other).owner != "L01"
        assert "这是主案" not in (await browser.get(at)).text


async def test_what_is_refused_keeps_what_was_typed(tianshui: Federation) -> None:
    """
    Without a lawyer for the lead nothing is merged, and reason and numbers stand in the forms again.
    """
    lead, other = tianshui.complaint(story="一"), tianshui.complaint(story="二")
    async with tianshui.signed_in("S01") as browser:
        answer = await merged(browser, lead, other)
        assert answer.status_code == 409
        assert "还没有律师承办" in answer.text
        assert 'value="同一家公司"' in answer.text

        at = f"/desk/cases/{lead.number}"
        answer = await press(browser, at, f"{at}/together", other="TS00000000009", reason="一家")
        assert answer.status_code == 404
        answer = await press(browser, at, f"{at}/together", other="！！", reason="一家")
        assert answer.status_code == 409
        assert "！！" in answer.text


async def test_nobody_else_learns_of_it(tianshui: Federation) -> None:
    """
    A lawyer of neither case sees no hint and may not merge; who has one of them sees only what an offer would show.
    """
    lead = await accepted(tianshui)
    other = tianshui.complaint(story="二号的故事", employer="兴盛劳务公司")
    async with tianshui.signed_in("L03") as browser:
        assert lead.number not in (await browser.get("/desk/together")).text
        assert (await merged(browser, lead, other)).status_code == 409
        assert (await browser.get(f"/desk/cases/{lead.number}")).status_code == 404
    async with tianshui.signed_in("L01") as browser:
        page = (await browser.get("/desk/together")).text
        assert other.number in page
        assert "二号的故事" not in page
        assert f'href="/desk/cases/{other.number}"' not in page
    assert tianshui.database.read(lambda tx: collectives.of_case(tx, lead.id)) is None


async def test_a_hint_is_put_aside(tianshui: Federation) -> None:
    """
    "Not the same" takes the hint away for everybody.
    """
    await accepted(tianshui)
    tianshui.complaint(story="二")
    async with tianshui.signed_in("S01") as browser:
        page = (await browser.get("/desk/together")).text
        pair = page.partition('name="pair" value="')[2].partition('"')[0]
        await press(browser, "/desk/together", "/desk/together/refuse", pair=pair)
        assert "目前没有新的提示" in (await browser.get("/desk/together")).text
        assert (await browser.get("/desk/together/refuse")).headers["location"] == "/desk/together"


async def test_a_letter_that_tells_waits(tianshui: Federation) -> None:
    """
    The sum of one of them keeps the letter here until it is sent as it is; a case number keeps it for good.
    """
    lead = await accepted(tianshui)
    other = tianshui.complaint(story="二")
    async with tianshui.signed_in("S01") as browser:
        await merged(browser, lead, other)
    async with tianshui.signed_in("L01") as browser:
        at = f"/desk/cases/{lead.number}"
        waits = await press(browser, at, f"{at}/together-letter", text="先付21600元")
        assert waits.status_code == 409
        assert "先付21600元" in waits.text
        assert "核对过了，照样发" in waits.text
        sent = await press(browser, at, f"{at}/together-letter", text="先付21600元", anyway="yes")
        assert sent.status_code == 303
        never = await press(browser, at, f"{at}/together-letter", text=f"{other.number}也来", anyway="yes")
        assert never.status_code == 409


async def test_one_is_taken_out_on_its_page(tianshui: Federation) -> None:
    """
    The lead's page takes a case out; the one that is left is on its own.
    """
    lead = await accepted(tianshui)
    other = tianshui.complaint(story="二")
    async with tianshui.signed_in("S01") as browser:
        at = f"/desk/cases/{lead.number}"
        await press(browser, at, f"{at}/together", other=other.number.lower(), reason="一家")
        assert tianshui.now(other).owner == "L01"
        await press(browser, at, f"{at}/together-remove", member=other.number, reason="不是")
    assert tianshui.now(other).owner != "L01"
    assert tianshui.database.read(lambda tx: collectives.of_case(tx, lead.id)) is None
    assert tianshui.database.read(lambda tx: cases.by_id(tx, lead.id)).owner == "L01"
