"""The figures at the desk: who sees them, what they say, and charts that need nothing but the page."""

import re
from xml.etree import ElementTree

from desk.bars import Pair, bars
from tests.conftest import SettableClock
from tests.desk.office import Federation, press

AT = "/desk/figures"


async def test_a_supervisor_reads_the_figures_of_his_unit(tianshui: Federation, clock: SettableClock) -> None:
    """
    Two complaints of November, one of them taken and one left lying: counted by month, with rates and charts.
    """
    taken = tianshui.complaint("第一件")
    tianshui.complaint("第二件", employer="某某饭馆")
    asked = tianshui.now(taken).offered_to
    assert asked
    async with tianshui.signed_in(asked) as lawyer:
        await press(lawyer, "/desk", f"/desk/cases/{taken.number}/accept")
    clock.advance(hours=1)
    async with tianshui.signed_in("S01") as browser:
        page = (await browser.get(AT)).text
        by_work = (await browser.get(AT, params={"by": "sector"})).text

    assert "2026-11" in page
    assert "100.0% <small>1/1</small>" in page
    assert page.count('<svg class="chart"') == 2
    assert ("建筑业" in by_work, "其他行业" in by_work) == (True, True)
    assert "第一件" not in page


async def test_for_somebody_outside_few_people_are_left_out(tianshui: Federation) -> None:
    """
    Two people make no group that is shown outside; inside the unit it stays.
    """
    tianshui.complaint("第一件")
    tianshui.complaint("第二件")
    async with tianshui.signed_in("S01") as browser:
        inside = (await browser.get(AT, params={"by": "kind"})).text
        outside = (await browser.get(AT, params={"by": "kind", "outside": "1"})).text

    assert "人数太少" not in inside
    assert "人数太少，不显示" in outside


async def test_only_supervisors_find_the_figures(county: Federation) -> None:
    """
    For a lawyer there is no such page; an address with nonsense in it shows the usual twelve months.
    """
    async with county.signed_in("L01") as browser:
        assert (await browser.get(AT)).status_code == 404
    async with county.signed_in("S01") as browser:
        page = await browser.get(AT, params={"from": "gestern", "to": "99", "by": "names", "lang": "en"})
    assert page.status_code == 200
    assert 'value="2025-12-01"' in page.text
    assert "There were no cases in this time." in page.text


def test_a_year_of_months_fits_into_four_kilobytes_and_prints_without_colour() -> None:
    """
    Twelve lines: well-formed, escaped, small, told apart by hatching and by the numbers written beside.
    """
    pairs = [Pair(f"2026-{n:02d}<", n / 12, 0.5, f"{n}", "6") for n in range(1, 13)]
    drawn = bars(pairs, "解决率", ("工人确认", "办案人认为"), 1.0, "solved")

    assert len(drawn.encode()) <= 4096
    assert len(ElementTree.fromstring(drawn).findall(".//{*}rect") or re.findall("<rect", drawn)) >= 24
    assert "2026-01&lt;" in drawn
    assert "style=" not in drawn
