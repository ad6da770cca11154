"""A supervisor makes posters for the sites of his unit at the desk, prints them and ends them."""

import pytest

from storage import bot_name, people, sites
from storage.people import Colleague
from storage.sites import Site
from tests.desk.office import Federation, press
from tests.scanning import codes_of_svg

PAGE = "/desk/posters"
SITE = {"site": "某某小区3号楼", "contractor": "甲乙建设工程有限公司", "employer": "丙丁劳务公司", "district": "620502"}


@pytest.fixture
def county(county: Federation) -> Federation:
    """The federation, whose bot is known, and a supervisor of 秦州."""
    county.database.call(lambda tx: bot_name.remember(tx, "ceshi_bot"))
    county.database.call(lambda tx: people.add(tx, Colleague("S02", "秦州督导", "supervisor", "620502")))
    return county


def made(office: Federation) -> list[Site]:
    return office.database.read(sites.everything)


async def test_a_poster_is_made_and_downloaded(county: Federation) -> None:
    """
    From the form to the sheet: its code leads to the bot with the token of this site.
    """
    async with county.signed_in("S01") as browser:
        answer = await press(browser, PAGE, PAGE, **SITE)
        page = await browser.get(PAGE)
        [site] = made(county)
        sheet = await browser.get(f"{PAGE}/{site.id}.svg")

    token = county.database.read(lambda tx: sites.token(tx, site))
    assert answer.status_code == 303
    assert site.name in page.text
    assert token not in page.text
    assert sheet.headers["content-type"] == "image/svg+xml"
    assert "attachment" in sheet.headers["content-disposition"]
    assert codes_of_svg(sheet.text) == [f"https://t.me/ceshi_bot?start=s-{token}"]


async def test_an_ended_poster_is_not_printed_again(county: Federation) -> None:
    """
    After End it stands in the list as ended, and there is no sheet of it any more.
    """
    async with county.signed_in("S01") as browser:
        await press(browser, PAGE, PAGE, **SITE)
        [site] = made(county)
        await press(browser, PAGE, f"{PAGE}/{site.id}/end")
        page, sheet = await browser.get(PAGE), await browser.get(f"{PAGE}/{site.id}.svg")

    assert "已停用" in page.text
    assert sheet.status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"site": " "}, "请写工地的名字"),
        ({"contractor": "某" * 41}, "总包的全名"),
        ({"employer": "某" * 41}, "用工单位最多40个字"),
    ],
)
async def test_what_cannot_be_printed_comes_back(county: Federation, changed: dict[str, str], said: str) -> None:
    """
    The sentence says what to mend, what was typed still stands in the form, and nothing is kept.
    """
    async with county.signed_in("S01") as browser:
        answer = await press(browser, PAGE, PAGE, **{**SITE, **changed})

    assert answer.status_code == 409
    assert said in answer.text
    assert 'value="丙丁劳务公司"' in answer.text or "employer" in changed
    assert made(county) == []


async def test_without_a_way_to_us_no_poster_is_made(tianshui: Federation) -> None:
    """
    As long as neither the bot's name nor an address is known, the supervisor hears whom to ask.
    """
    async with tianshui.signed_in("S01") as browser:
        answer = await press(browser, PAGE, PAGE, **SITE)

    assert "HOTLINE_PUBLIC_URL" in answer.text
    assert made(tianshui) == []


async def test_a_supervisor_has_the_posters_of_his_unit_alone(county: Federation) -> None:
    """
    Whoever supervises 秦州 makes posters there, none for elsewhere, and neither sees nor ends the city's.
    """
    async with county.signed_in("S01") as browser:
        await press(browser, PAGE, PAGE, **{**SITE, "site": "某某路2号", "district": "620503"})
        [citys] = made(county)
    async with county.signed_in("S02") as browser:
        elsewhere = await press(browser, PAGE, PAGE, **{**SITE, "district": "620503"})
        here = await press(browser, PAGE, PAGE, **SITE)
        page = await browser.get(PAGE)
        ended = await press(browser, PAGE, f"{PAGE}/{citys.id}/end")
        sheet = await browser.get(f"{PAGE}/{citys.id}.svg")

    assert "不归您管" in elsewhere.text
    assert here.status_code == 303
    assert "某某路2号" not in page.text
    assert (ended.status_code, sheet.status_code) == (404, 404)
    assert [site.ended_at for site in made(county)] == [None, None]


@pytest.mark.parametrize("staff_id", ["L01", "O01"])
async def test_nobody_else_makes_posters(county: Federation, staff_id: str) -> None:
    """
    Lawyers and operators find no such page, and no way to it.
    """
    async with county.signed_in(staff_id) as browser:
        home, page = await browser.get("/desk"), await browser.get(PAGE)

    assert PAGE not in home.text
    assert page.status_code == 404
