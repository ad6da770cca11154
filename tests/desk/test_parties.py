"""The other side on the page of a case, declaring interests, and a page that is gone once there is a conflict."""

import re

import httpx
import pytest

from cases import merging
from storage import events, party_ties
from storage import parties as kept
from tests.desk.office import Federation, csrf_of, press

CODE_WRONG = "91350100M000100Y44"
CODE = "91350100M000100Y43"


async def taken(tianshui: Federation, browser: httpx.AsyncClient) -> str:
    """A case that L01 has; returns its number."""
    number = tianshui.complaint().number
    await press(browser, "/desk", f"/desk/cases/{number}/accept")
    return number


async def test_the_other_side_stands_on_the_page(tianshui: Federation) -> None:
    """
    Whoever has the case reads who the employer is, adds a general contractor, and it is on the record.
    """
    async with tianshui.signed_in("L01") as browser:
        number = await taken(tianshui, browser)
        page = f"/desk/cases/{number}"
        await press(browser, page, f"{page}/party", name="天水大河建设有限公司", role="contractor", code=CODE)
        shown = (await browser.get(page)).text

    for it in ("天水兴盛劳务公司", "天水大河建设有限公司", CODE, "总包", "增加一方"):
        assert it in shown


async def test_a_wrong_code_comes_back_with_all_that_was_typed(tianshui: Federation) -> None:
    """
    The check character is wrong: a sentence says which it would be, nothing typed is lost, nothing is kept.
    """
    async with tianshui.signed_in("L01") as browser:
        number = await taken(tianshui, browser)
        page = f"/desk/cases/{number}"
        answer = await press(browser, page, f"{page}/party", name="大河建设", role="contractor", code=CODE_WRONG)
        shown = (await browser.get(page)).text

    assert answer.status_code == 409
    assert "校验码" in answer.text
    assert "应为 3" in answer.text
    for it in ('value="大河建设"', f'value="{CODE_WRONG}"', '<option value="contractor" selected>'):
        assert it in answer.text
    assert "大河建设" not in shown


async def test_proposed_merged_and_undone(tianshui: Federation) -> None:
    """
    What is only alike is proposed; merged with a reason both names stand together; undone the page is what it was.
    """
    tianshui.complaint("第一个", "天水红叶劳务有限公司")
    case = tianshui.complaint("第二个", "红叶公司")
    page = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("S01") as browser:
        before = (await browser.get(page)).text
        assert "可能是同一家" in before
        await press(browser, page, f"{page}/party-merge", **fields(before, "party-merge"), reason="执照一样")
        merged = (await browser.get(page)).text
        await press(browser, page, f"{page}/party-undo", **fields(merged, "party-undo"), reason="看错了")
        after = (await browser.get(page)).text

    assert "又名：天水红叶劳务有限公司" in merged
    assert table(after) == table(before)
    assert [it.words for it in tianshui.happened(case, "parties_merged")] == [
        "红叶公司 / 天水红叶劳务有限公司：执照一样"
    ]
    assert tianshui.happened(case, merging.PARTED)


async def test_a_reason_is_needed(tianshui: Federation) -> None:
    """
    Without one nothing is merged, and the page says so.
    """
    tianshui.complaint("第一个", "天水红叶劳务有限公司")
    case = tianshui.complaint("第二个", "红叶公司")
    page = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("S01") as browser:
        shown = (await browser.get(page)).text
        answer = await press(browser, page, f"{page}/party-merge", **fields(shown, "party-merge"), reason=" ")

    assert answer.status_code == 409
    assert "写明理由" in answer.text
    its = [it.party.id for it in tianshui.database.read(lambda tx: kept.of_case(tx, case.id))]
    assert tianshui.database.read(lambda tx: party_ties.ties_of(tx, its)) == []


async def test_a_lawyer_declares_and_the_case_is_gone(tianshui: Federation) -> None:
    """
    He declares the employer: his case, its record and its forms are as if they had never been; it is not said which.
    """
    async with tianshui.signed_in("L01") as browser:
        number = await taken(tianshui, browser)
        answer = await press(browser, "/desk/declared", "/desk/declared", clients="兴盛劳务\n某某厂", firm="北斗律所")
        said = (await browser.get(answer.headers["location"])).text
        for address in (f"/desk/cases/{number}", f"/desk/cases/{number}/record"):
            gone = await browser.get(address)
            assert gone.status_code == 404
            assert "工资" not in gone.text
        assert number not in (await browser.get("/desk")).text

    assert number not in said
    assert "兴盛劳务、某某厂" in said
    assert "北斗律所" in said
    [case] = [one for one in [tianshui.complaint("另一个")] if one]
    assert tianshui.now(case).offered_to != "L01"


async def test_too_many_names_are_refused_and_kept_in_the_form(county: Federation) -> None:
    """
    Nobody has two hundred and one clients: it is said, and what he typed stands there still.
    """
    typed = "\n".join(f"客户{n}" for n in range(201))
    async with county.signed_in("L01") as browser:
        answer = await press(browser, "/desk/declared", "/desk/declared", clients=typed)

    assert answer.status_code == 409
    assert "最多填" in answer.text
    assert "客户200" in answer.text


@pytest.mark.parametrize("who", ["L03", "O01"])
async def test_others_neither_see_nor_change(county: Federation, who: str) -> None:
    """
    A lawyer who does not have the case, and an operator, get no page and add nothing.
    """
    number = county.complaint().number
    async with county.signed_in(who) as browser:
        csrf = csrf_of(await browser.get("/desk/declared"))
        fields_ = {"csrf": csrf, "name": "某某公司", "role": "other"}
        assert (await browser.post(f"/desk/cases/{number}/party", data=fields_)).status_code == 404
        assert (await browser.get(f"/desk/cases/{number}")).status_code == 404


async def test_a_supervisor_in_conflict_finds_nothing(tianshui: Federation) -> None:
    """
    He declares the employer: neither his lists nor the search nor the page show the case, and somebody answers for it.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("S01") as browser:
        await press(browser, "/desk/declared", "/desk/declared", clients="兴盛劳务")
        for address in ("/desk", f"/desk?number={case.number}", "/desk/lists", "/desk/calls"):
            assert f"/desk/cases/{case.number}" not in (await browser.get(address)).text
        assert (await browser.get(f"/desk/cases/{case.number}")).status_code == 404

    assert tianshui.now(case).owner == "S01"
    recorded = tianshui.database.read(lambda tx: events.of_case(tx, tianshui.now(case)))
    assert "兴盛" not in str([it.facts for it in recorded])


def fields(page: str, form: str) -> dict[str, str]:
    """The hidden fields of the first form of this name, but for the session's secret."""
    found = re.search(rf'action="[^"]*/{form}".*?</form>', page, re.DOTALL)
    assert found, page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found[0]))
    return {name: value for name, value in hidden.items() if name != "csrf"}


def table(page: str) -> str:
    """The parties as the page lists them."""
    found = re.search(r'<section id="parties".*?</table>', page, re.DOTALL)
    assert found, page
    return found[0]
