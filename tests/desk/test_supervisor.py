"""What a supervisor answers for, and what operators find."""

import re

from storage import people
from tests.conftest import SettableClock
from tests.desk.office import Federation, csrf_of, press


async def test_a_supervisor_sees_first_what_no_lawyer_has(tianshui: Federation, clock: SettableClock) -> None:
    """
    Cases without a lawyer stand first, the oldest of them on top, with whom they are offered to and since when.
    """
    old = tianshui.complaint("第一件")
    clock.advance(days=2)
    new, taken = tianshui.complaint("第二件"), tianshui.complaint("第三件")
    offered_to = tianshui.now(taken).offered_to
    assert offered_to
    async with tianshui.signed_in(offered_to) as lawyer:
        await press(lawyer, "/desk", f"/desk/cases/{taken.number}/accept")
    async with tianshui.signed_in("S01") as browser:
        home = (await browser.get("/desk")).text

    assert re.findall(r'href="/desk/cases/(\w+)"', home) == [old.number, new.number, taken.number]
    assert "已 2 天" in home
    assert "律师L01（2026-11-23" in home
    assert "第一件" not in home


async def test_a_supervisor_assigns_and_reads_why(tianshui: Federation) -> None:
    """
    The supervisor reads why the case went where it went and who was ruled out, and gives it to another lawyer.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("S01") as browser:
        before = (await browser.get(at)).text
        assigned = await press(browser, at, f"{at}/assign", staff="L03")
        after = (await browser.get(at)).text

    assert "派单给 律师L01" in before
    assert assigned.status_code == 303
    assert "督导指派给 律师L03" in after
    assert tianshui.now(case).owner == "L03"


async def test_a_lawyer_with_a_conflict_cannot_be_assigned(tianshui: Federation) -> None:
    """
    A lawyer who acts for the employer is marked, cannot be chosen, and is refused with a sentence if sent anyway.
    """
    case = tianshui.complaint(employer="宏远建筑")
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("S01") as browser:
        page = (await browser.get(at)).text
        refused = await press(browser, at, f"{at}/assign", staff="L02")

    assert re.search(r'<option value="L02" disabled>[^<]*利益冲突', page)
    assert refused.status_code == 409
    assert "L02 不能承办：利益冲突" in refused.text
    assert tianshui.now(case).owner == "S01"


async def test_nobody_chosen_is_said_in_words(county: Federation) -> None:
    """
    A supervisor who presses without choosing, or with an id nobody has, is asked to choose.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("S01") as browser:
        answers = [await press(browser, at, f"{at}/assign", staff=staff) for staff in ("", "L77", "\0", "x" * 300)]

    assert {answer.status_code for answer in answers} == {409}
    assert all("请选择一位律师" in answer.text for answer in answers)


async def test_a_lawyer_cannot_assign(county: Federation) -> None:
    """
    A lawyer neither sees the form nor gets his own case handed on by sending it.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        page = await browser.get(at)
        sent = await browser.post(f"{at}/assign", data={"csrf": csrf_of(page), "staff": "L03"})

    assert "/assign" not in page.text
    assert sent.status_code == 409
    assert county.now(case).owner == "L01"


async def test_a_supervisor_of_another_place_sees_nothing(county: Federation) -> None:
    """
    The supervisor of one district does not see the city's other cases, the city's supervisor sees the district's.
    """
    case = county.complaint()
    other = people.UnionBody("620503", "麦积区总工会", "620500")
    county.database.call(lambda tx: people.add_unit(tx, other))
    county.database.call(lambda tx: people.add(tx, people.Colleague("S02", "钱督导", "supervisor", "620503")))
    async with county.signed_in("S02") as browser:
        home, page = await browser.get("/desk"), await browser.get(f"/desk/cases/{case.number}")
    async with county.signed_in("S01") as browser:
        above = await browser.get("/desk")

    assert case.number not in home.text
    assert page.status_code == 404
    assert case.number in above.text


async def test_an_operator_finds_an_empty_list_with_a_sentence(county: Federation) -> None:
    """
    An operator is told why there is nothing yet, and sees no case of anybody's.
    """
    case = county.complaint()
    async with county.signed_in("O01") as browser:
        home, page = await browser.get("/desk"), await browser.get(f"/desk/cases/{case.number}")

    assert "您名下暂时没有工单" in home.text
    assert case.number not in home.text
    assert page.status_code == 404
