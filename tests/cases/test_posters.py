"""The printed sheet of a site: readable from two metres, its codes lead to us, nothing on it runs over the edge."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from cases import posters
from cases.office import Office
from cases.poster_sheet import HEIGHT, LONGEST, MARGIN, WIDTH, Code, Item, Line, Links, sheet, width
from cases.poster_svg import modules, svg
from cases.posters import NotNamed, NoUnionBody, NowhereToLead
from storage import bot_name, sites
from storage.database import Database
from storage.sites import Site
from tests.scanning import codes_of_svg
from texts import LANGUAGES

MAIJI = "620503"
NAME, CONTRACTOR = "某某小区3号楼", "甲乙建设工程有限公司"
WEB, BOT = "https://hotline.example", "ceshi_bot"
BOTH = Links(f"https://t.me/{BOT}?start=s-{'x' * 29}", f"{WEB}/chat#s-{'x' * 29}")


def put_up(town: Database, office: Office, **changed: str) -> Site:
    said = {"name": NAME, "contractor": CONTRACTOR, "employer": "", "district": MAIJI, **changed}
    return town.call(lambda tx: posters.put_up(tx, office, **said))


def words(items: list[Item]) -> str:
    return "".join(item.words for item in items if isinstance(item, Line))


def codes(items: list[Item]) -> list[Code]:
    return [item for item in items if isinstance(item, Code)]


def test_the_codes_lead_to_the_bot_and_to_the_page(town: Database, office: Office) -> None:
    """
    Both are scanned from the SVG: Telegram's link and our page's, where the token stands behind #; we know the token.
    """
    town.call(lambda tx: bot_name.remember(tx, BOT))
    office = Office(office.texts, replace(office.policy, public_url=WEB))
    site = put_up(town, office)

    ways = town.read(lambda tx: posters.links(tx, office, site))
    web, telegram = codes_of_svg(svg(posters.sheet(office, "zh-CN", site, ways), "zh-CN"))

    token = town.read(lambda tx: sites.token(tx, site))
    assert telegram == f"https://t.me/{BOT}?start=s-{token}"
    assert web == f"{WEB}/chat#s-{token}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_a_worker_has_to_know(town: Database, office: Office, language: str) -> None:
    """
    Site, general contractor and employer by name, the number to call, and the law with its article.
    """
    site = put_up(town, office, employer="丙丁劳务公司")

    said = words(sheet(office.texts, language, site, BOTH))

    law = "《保障农民工工资支付条例》第三十条" if language == "zh-CN" else "art. 30"
    assert [it for it in (NAME, CONTRACTOR, "丙丁劳务公司", "12351", law, site.id) if it not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("longest", ["某" * int(LONGEST), "x" * 71, "《某某工程》" * 6])
@pytest.mark.parametrize("links", [BOTH, Links(telegram=BOTH.telegram), Links(web=BOTH.web)])
def test_the_longest_names_leave_room_for_the_codes(
    town: Database, office: Office, language: str, links: Links, longest: str
) -> None:
    """
    Whatever the names: every code is 6 cm wide without its white border, and nothing stands in the margins or on
    something else.
    """
    site = put_up(town, office, name=longest, contractor=longest, employer=longest)

    items = sheet(office.texts, language, site, links)

    for code in codes(items):
        fields = len(modules(code.link))
        assert code.side * (fields - 8) / fields >= 60
    assert [line for line in items if isinstance(line, Line) and not is_on_paper(line)] == []
    assert overlapping(items) == []


def is_on_paper(line: Line) -> bool:
    long = width(line.words) * line.size
    left = line.x - long / 2 if line.middle else line.x
    is_inside = left >= MARGIN - 0.1 and left + long <= WIDTH - MARGIN + 0.1
    return is_inside and line.y - line.size * 0.88 >= MARGIN and line.y <= HEIGHT - MARGIN


def overlapping(items: list[Item]) -> list[tuple[str, str]]:
    """Codes on which words stand, and lines of words that stand on others."""
    areas = [(item, area(item)) for item in items if isinstance(item, Line | Code)]
    pairs = [(a, b) for n, (a, _) in enumerate(areas) for b, _ in areas[n + 1 :] if touch(area(a), area(b))]
    return [(str(a), str(b)) for a, b in pairs]


def area(item: Line | Code) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is inked."""
    if isinstance(item, Code):
        return item.x, item.y, item.x + item.side, item.y + item.side
    long = width(item.words) * item.size
    left = item.x - long / 2 if item.middle else item.x
    return left, item.y - item.size * 0.8, left + long, item.y + item.size * 0.1


def touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_name_cannot_break_the_sheet(town: Database, office: Office) -> None:
    """
    Signs of XML, line breaks and signs that nobody sees are printed as words or left out.
    """
    site = put_up(town, office, name="某某\n<b>&\u202e小区\0")

    drawn = ET.fromstring(svg(sheet(office.texts, "zh-CN", site, BOTH), "zh-CN"))

    assert site.name == "某某 <b>&小区"
    assert "工地：某某 <b>&小区" in "".join(drawn.itertext())


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"name": " \u200b"}, "site"),
        ({"contractor": ""}, "contractor"),
        ({"contractor": "某" * 41}, "contractor"),
        ({"employer": "x" * 80}, "employer"),
    ],
)
def test_a_site_needs_names_that_fit(town: Database, office: Office, changed: dict[str, str], what: str) -> None:
    """
    What is missing or too long is named, and no site is kept.
    """
    with pytest.raises(NotNamed, match=what):
        put_up(town, office, **changed)

    assert town.read(sites.everything) == []


def test_a_code_needs_somewhere_to_lead(town: Database, office: Office) -> None:
    """
    Without the bot's name and without an address no sheet is made that leads nowhere.
    """
    site = put_up(town, office)

    with pytest.raises(NowhereToLead, match="--bot"):
        town.read(lambda tx: posters.links(tx, office, site))


def test_somebody_answers_for_a_site(sqlite: Database, office: Office) -> None:
    """
    As long as there is no union body there are no posters, and it is said how to add one.
    """
    with pytest.raises(NoUnionBody, match="hotline staff units --add"):
        put_up(sqlite, office)
