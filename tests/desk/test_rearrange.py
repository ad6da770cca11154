"""All cases of one lawyer to others at once, at the desk: seen first, then done as it was seen."""

import re
from functools import partial

from storage import people
from storage.people import Colleague, UnionBody
from tests.desk.office import Federation, csrf_of

AT = "/desk/rearrange"


def fields(page: str) -> dict[str, list[str]]:
    """What the form of a plan carries."""
    return {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page.partition('action="/desk/rearrange"')[2])
        for name in ("from", "digest", "row")
    }


async def test_a_supervisor_sees_the_plan_and_has_it_done(tianshui: Federation) -> None:
    """
    The plan names who gets the case and changes nothing; the button does exactly that.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("S01") as browser:
        page = await browser.get(f"/desk/cases/{case.number}")
        await browser.post(f"/desk/cases/{case.number}/assign", data={"csrf": csrf_of(page), "staff": "L01"})
        choice = (await browser.get(AT)).text
        plan = await browser.get(AT, params={"from": "L01"})
        assert tianshui.now(case).owner == "L01"
        done = await browser.post(AT, data={"csrf": csrf_of(plan), **fields(plan.text)})

    assert "律师L01（1 件）" in choice
    assert "律师L02" in plan.text
    assert done.status_code == 200
    assert tianshui.now(case).owner == "L02"
    assert f"{case.number} · 转给 律师L02（L02）" in done.text
    assert case.number not in str(done.url)


async def test_a_plan_that_was_changed_on_the_way_is_refused(tianshui: Federation) -> None:
    """
    Another lawyer written into the form by hand: a sentence, the plan as it is now, and nothing done (409).
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("S01") as browser:
        page = await browser.get(f"/desk/cases/{case.number}")
        await browser.post(f"/desk/cases/{case.number}/assign", data={"csrf": csrf_of(page), "staff": "L01"})
        plan = await browser.get(AT, params={"from": "L01"})
        sent = fields(plan.text)
        sent["row"] = [row.replace("L02", "L03") for row in sent["row"]]
        refused = await browser.post(AT, data={"csrf": csrf_of(plan), **sent})

    assert refused.status_code == 409
    assert "没有改动任何工单" in refused.text
    assert tianshui.now(case).owner == "L01"


async def test_only_supervisors_find_the_page_and_only_for_their_own_lawyers(county: Federation) -> None:
    """
    A lawyer finds nothing there, and a supervisor nothing of a lawyer of another city.
    """
    county.database.call(partial(people.add_unit, unit=UnionBody("620600", "武威市总工会", None)))
    stranger = Colleague("L99", "外地律师", "lawyer", "620600", None, ("wages",), (), 5)
    county.database.call(partial(people.add, colleague=stranger))
    async with county.signed_in("L01") as browser:
        assert (await browser.get(AT)).status_code == 404
    async with county.signed_in("S01") as browser:
        for staff_id in ("L99", "nobody"):
            assert (await browser.get(AT, params={"from": staff_id})).status_code == 404


async def test_it_reads_in_english_too(county: Federation) -> None:
    """
    Every sentence of the page is there in English.
    """
    async with county.signed_in("S01") as browser:
        page = (await browser.get(AT, params={"from": "L01", "lang": "en"})).text
    assert "He has no case that you may see." in page
