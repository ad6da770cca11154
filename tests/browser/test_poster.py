"""A poster's code opened in a phone's browser, and the supervisor's page of posters."""

import json
from urllib.parse import urlsplit

from playwright.sync_api import expect

from storage import sites
from storage.database import Transaction
from storage.sites import Site
from tests.browser.conftest import House, Opens
from tests.browser.judging import judge
from tests.hotline_process import command

UNIT = "620500"


def poster(house: House, name: str) -> str:
    """A fresh poster's code, as it stands behind #."""

    def token(tx: Transaction) -> str:
        site: Site = sites.add(tx, UNIT, name, "甲乙建设工程有限公司")
        return sites.token(tx, site)

    return f"#s-{house.unit(token)}"


def test_a_scanned_code_says_the_site_and_leaves_the_address(house: House, opens: Opens) -> None:
    """
    The page names the site at once, shows no code as his words, also not when it is opened again, and the address has
    none left; a second poster, scanned into the open page, is read as well.
    """
    page = opens(f"/chat{poster(house, '某某小区3号楼')}")

    expect(page.locator(".bubble", has_text="您扫的是：某某小区3号楼")).to_be_visible()
    expect(page.locator(".choices button")).to_have_text(["我要投诉", "我想问问题", "人工"])
    assert page.url.endswith("/chat")
    page.reload()
    expect(page.locator(".bubble", has_text="您扫的是：某某小区3号楼")).to_be_visible()
    expect(page.locator(".said.mine")).to_have_count(0)

    page.evaluate(f"location.hash = '{poster(house, '某某路2号')}'")

    expect(page.locator(".bubble", has_text="您扫的是：某某路2号")).to_be_visible()
    judge(page, "scanned")


def test_the_page_of_posters_can_be_used_on_every_screen(house: House, opens: Opens) -> None:
    """
    A supervisor's list with the form for another poster, judged like every page of the desk.
    """
    poster(house, "某某小区4号楼")
    invited = json.loads(command(house.folder, house.env, "staff", "invite", "S01", "--json").stdout)
    desk = opens(urlsplit(invited["sign_in"]).path)
    desk.click("main button")

    desk.goto("/desk/posters")

    expect(desk.locator("h2", has_text="某某小区4号楼")).to_be_visible()
    judge(desk, "posters")
